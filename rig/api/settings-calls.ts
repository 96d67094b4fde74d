import { z } from '@hono/zod-openapi';
import { type Firmware, isSettingKey, maskedValue, parameterOf, SETTING_KEYS } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';
import { Refusal } from '../refusal.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall } from './call.ts';
import type { Done, Setting } from './contract.ts';
import { found, machineNamed } from './lookup.ts';
import { MACHINE, MACHINE_BASE } from './machine-calls.ts';
import { CallError } from './problem.ts';
import { doneSchema, factoryDefaultsSchema, setDateSchema, setSchema } from './schemas-calls.ts';
import { settingSchema } from './schemas-rig.ts';

/** 999 stations with what was learned of them. *Own design.* */
const ADDRESS_BOOK_OCTETS_LIMIT = 4 * 1024 * 1024;

/** How a machine is set, with the key operator's password where the panel asks for it; and its address book. */
export function settingsCalls(api: ApiRig): readonly Call[] {
  const { rig } = api;
  const done = async (name: string, act: (machine: Machine) => Promise<unknown>): Promise<Done> => {
    await act(machineNamed(api, name));
    return { event: rig.log.count };
  };
  /** The machine's own door, and its own lock. Throws CallError 403, or 429 while it is locked. */
  const enter = async (machine: Machine, password: string): Promise<void> => {
    const { keyOperator } = firmwareOf(machine);
    const entered = await rig.clock.enter(() => keyOperator.enter(password));
    if (!entered.ok) throw new CallError(entered.lockedMs > 0 ? 429 : 403, entered.sentence);
  };
  return [
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
        await enter(machine, body.keyOperatorPassword);
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
    jsonCall({
      id: 'rig.factoryDefaults',
      method: 'post',
      path: `${MACHINE_BASE}/factory-defaults`,
      summary: 'Sets the machine back as it left the factory, with the key operator’s password.',
      does: 'factoryDefaults',
      params: MACHINE,
      body: factoryDefaultsSchema,
      answer: doneSchema,
      run: async ({ params, body }) => {
        const machine = machineNamed(api, params.machine);
        await enter(machine, body.keyOperatorPassword);
        return await done(params.machine, () => machine.factoryDefaults(body.scope));
      },
    }),
    jsonCall({
      id: 'rig.setDate',
      method: 'put',
      path: `${MACHINE_BASE}/calendar`,
      summary: 'Sets date and time of the machine, with the key operator’s password.',
      does: 'setDate',
      params: MACHINE,
      body: setDateSchema,
      answer: doneSchema,
      run: async ({ params, body }) => {
        const machine = machineNamed(api, params.machine);
        await enter(machine, body.keyOperatorPassword);
        return await done(params.machine, () => machine.setDate(new Date(body.date)));
      },
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
