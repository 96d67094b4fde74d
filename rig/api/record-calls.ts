import { z } from '@hono/zod-openapi';
import { journalText } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall, rawCall } from './call.ts';
import type { Done, FileRow } from './contract.ts';
import { journalEntryOf } from './journal-entry.ts';
import { machineNamed } from './lookup.ts';
import { MACHINE, MACHINE_BASE } from './machine-calls.ts';
import { doneSchema, editFileSchema } from './schemas-calls.ts';
import { fileRowSchema, journalEntrySchema } from './schemas-rig.ts';

const FILE = { ...MACHINE, file: z.coerce.number().int().min(1).max(999) } as const;

/** What a machine keeps of communications: files in memory, journal. */
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
      id: 'rig.clearDamagedRecords',
      method: 'post',
      path: `${MACHINE_BASE}/damaged-records/clear`,
      summary: 'Removes the copies of records that were set aside as damaged; info code 968 is cleared.',
      does: 'clearDamagedRecords',
      params: MACHINE,
      answer: doneSchema,
      run: ({ params }) => done(params.machine, (machine) => machine.clearDamagedRecords()),
    }),
  ];
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
