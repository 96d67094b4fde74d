import { z } from '@hono/zod-openapi';
import {
  type Firmware,
  isSettingKey,
  journalText,
  maskedValue,
  parameterOf,
  SETTING_KEYS,
} from '../../firmware/index.ts';
import { Refusal } from '../carry-out.ts';
import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall, rawCall } from './call.ts';
import type { Done, FileRow, Setting } from './contract.ts';
import { journalEntryOf } from './journal-entry.ts';
import { found, machineNamed } from './lookup.ts';
import { MACHINE, MACHINE_BASE } from './machine-calls.ts';
import { CallError } from './problem.ts';
import { doneSchema, editFileSchema, setSchema } from './schemas-calls.ts';
import { fileRowSchema, journalEntrySchema, settingSchema } from './schemas-rig.ts';

/** 999 stations with what was learned of them. *Own design.* */
const ADDRESS_BOOK_OCTETS_LIMIT = 4 * 1024 * 1024;

const FILE = { ...MACHINE, file: z.coerce.number().int().min(1).max(999) } as const;

/** What a machine keeps: files in memory, journal, settings, address book. */
export function recordCalls(api: ApiRig): readonly Call[] {
  const { rig } = api;
  const done = async (name: string, act: (machine: Machine) => Promise<unknown>): Promise<Done> => {
    await act(machineNamed(api, name));
    return { event: rig.log.count };
  };
  return [
    jsonCall({
      id: 'rig.files',
      method: 'get',
      path: `${MACHINE_BASE}/files`,
      summary: 'The files in the image memory.',
      does: 'files',
      params: MACHINE,
      answer: z.strictObject({ files: z.array(fileRowSchema) }),
      run: async ({ params }) => ({ files: (await machineNamed(api, params.machine).files()).map(fileRowOf) }),
    }),
    jsonCall({
      id: 'rig.printFile',
      method: 'post',
      path: `${MACHINE_BASE}/files/{file}/print`,
      summary: 'Prints a file.',
      does: 'printFile',
      params: FILE,
      answer: doneSchema,
      run: ({ params }) => done(params.machine, (machine) => machine.printFile(params.file)),
    }),
    jsonCall({
      id: 'rig.resendFile',
      method: 'post',
      path: `${MACHINE_BASE}/files/{file}/resend`,
      summary: 'Sends an incomplete file once more.',
      does: 'resendFile',
      params: FILE,
      answer: doneSchema,
      run: ({ params }) => done(params.machine, (machine) => machine.resendFile(params.file)),
    }),
    jsonCall({
      id: 'rig.editFile',
      method: 'patch',
      path: `${MACHINE_BASE}/files/{file}`,
      summary: 'Changes station or time of a file that is not on line.',
      does: 'editFile',
      params: FILE,
      body: editFileSchema,
      answer: doneSchema,
      run: ({ params, body: { destination, to, at } }) =>
        done(params.machine, (machine) =>
          machine.editFile(params.file, {
            ...(destination === undefined ? {} : { destination }),
            ...(to === undefined ? {} : { to }),
            ...(at === undefined ? {} : { at: new Date(at) }),
          }),
        ),
    }),
    jsonCall({
      id: 'rig.deleteFile',
      method: 'delete',
      path: `${MACHINE_BASE}/files/{file}`,
      summary: 'Deletes a file; what is under way with it ends.',
      does: 'deleteFile',
      params: FILE,
      answer: doneSchema,
      run: ({ params }) => done(params.machine, (machine) => machine.deleteFile(params.file)),
    }),
    jsonCall({
      id: 'rig.journal',
      method: 'get',
      path: `${MACHINE_BASE}/journal`,
      summary: 'The journal, oldest entry first.',
      params: MACHINE,
      answer: z.strictObject({ entries: z.array(journalEntrySchema) }),
      run: ({ params }) => ({ entries: machineNamed(api, params.machine).journal.map(journalEntryOf) }),
    }),
    rawCall({
      id: 'rig.journalText',
      method: 'get',
      path: `${MACHINE_BASE}/journal.txt`,
      summary: 'The journal as it is printed.',
      params: MACHINE,
      media: 'text/plain',
      run: ({ params }) => {
        const machine = machineNamed(api, params.machine);
        const zoneOffsetMinutes = machine.firmware?.settings.get('timeZoneOffset') ?? 0;
        const text = journalText(machine.journal, { date: machine.board.clock.calendar(), zoneOffsetMinutes });
        return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
      },
    }),
    jsonCall({
      id: 'rig.printJournal',
      method: 'post',
      path: `${MACHINE_BASE}/journal/print`,
      summary: 'Prints the journal.',
      does: 'printJournal',
      params: MACHINE,
      answer: doneSchema,
      run: ({ params }) => done(params.machine, (machine) => machine.printJournal()),
    }),
    jsonCall({
      id: 'rig.settings',
      method: 'get',
      path: `${MACHINE_BASE}/settings`,
      summary: 'General settings and fax parameters; secrets are masked.',
      params: MACHINE,
      answer: z.strictObject({ settings: z.array(settingSchema) }),
      run: ({ params }) => ({ settings: settingsOf(firmwareOf(machineNamed(api, params.machine))) }),
    }),
    jsonCall({
      id: 'rig.set',
      method: 'put',
      path: `${MACHINE_BASE}/settings/{key}`,
      summary: 'Changes a setting with the key operator’s password, which the machine itself checks and locks.',
      does: 'set',
      params: { ...MACHINE, key: z.string().max(60) },
      body: setSchema,
      answer: doneSchema,
      run: async ({ params, body }) => {
        const machine = machineNamed(api, params.machine);
        const key = found(isSettingKey(params.key) ? params.key : undefined, `setting ${JSON.stringify(params.key)}`);
        const { keyOperator } = firmwareOf(machine);
        const entered = await rig.clock.enter(() => keyOperator.enter(body.keyOperatorPassword));
        if (!entered.ok) throw new CallError(entered.lockedMs > 0 ? 429 : 403, entered.sentence);
        return await done(params.machine, () => machine.set(key, body.value));
      },
    }),
    jsonCall({
      id: 'rig.addressBook',
      method: 'get',
      path: `${MACHINE_BASE}/address-book`,
      summary: 'The address book with what was learned of its stations.',
      does: 'exportAddressBook',
      params: MACHINE,
      answer: z.unknown().openapi({ type: 'object' }),
      run: ({ params }): unknown => JSON.parse(machineNamed(api, params.machine).exportAddressBook()),
    }),
    jsonCall({
      id: 'rig.importAddressBook',
      method: 'put',
      path: `${MACHINE_BASE}/address-book`,
      summary: 'Adds or replaces stations, all or none; in the form in which the address book is told.',
      does: 'importAddressBook',
      params: MACHINE,
      body: z.record(z.string(), z.unknown()),
      bodyLimit: ADDRESS_BOOK_OCTETS_LIMIT,
      answer: doneSchema,
      run: ({ params, body }) => done(params.machine, (machine) => machine.importAddressBook(JSON.stringify(body))),
    }),
  ];
}

function firmwareOf(machine: Machine): Firmware {
  if (machine.firmware !== undefined) return machine.firmware;
  throw new Refusal(`${machine.name} is switched off`);
}

function settingsOf({ settings }: Firmware): Setting[] {
  return SETTING_KEYS.map((key) => {
    const row = parameterOf(key);
    return {
      key,
      number: row.number,
      name: row.name,
      value: maskedValue(row, settings.get(key)),
      choices: row.choices === undefined ? null : [...row.choices],
      range: row.range === undefined ? null : { ...row.range },
      unit: row.unit ?? null,
      source: row.source,
    };
  });
}

type MachinesRow = Awaited<ReturnType<Machine['files']>>[number];

function fileRowOf({ pages, resolution, stations, ...row }: MachinesRow): FileRow {
  return {
    ...row,
    pages: pages ?? null,
    resolution: resolution ?? null,
    stations: stations.map(({ address, name, nextAttemptAt }) => ({
      address,
      name: name ?? null,
      nextAttemptAt: nextAttemptAt ?? null,
    })),
  };
}
