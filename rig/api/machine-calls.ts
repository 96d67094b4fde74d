import { z } from '@hono/zod-openapi';
import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall } from './call.ts';
import type { Done } from './contract.ts';
import { machineNamed } from './lookup.ts';
import {
  doneSchema,
  jamFeederSchema,
  jamPrinterSchema,
  orderedSchema,
  orderSchema,
  tonerSchema,
  waitedSchema,
  waitSchema,
} from './schemas-calls.ts';
import type { Waits } from './wait.ts';

export const MACHINE_BASE = '/api/rig/machines/{machine}';
export const MACHINE = { machine: z.string().max(31) } as const;

/** What the rig does to one machine and nobody at it could: power, cable, mishaps, orders of a program; and waiting. */
export function machineCalls(api: ApiRig, waits: Waits): readonly Call[] {
  const { rig } = api;
  const done = async (name: string, act: (machine: Machine) => Promise<unknown>): Promise<Done> => {
    await act(machineNamed(api, name));
    return { event: rig.log.count };
  };
  const act = { method: 'post', params: MACHINE, answer: doneSchema } as const;
  return [
    jsonCall({
      id: 'rig.powerOn',
      path: `${MACHINE_BASE}/power/on`,
      summary: 'Switches the machine on; it is ready after its self-test.',
      does: 'powerOn',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.powerOn()),
    }),
    jsonCall({
      id: 'rig.powerOff',
      path: `${MACHINE_BASE}/power/off`,
      summary: 'Switches the machine off; it ends its work in order.',
      does: 'powerOff',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.powerOff()),
    }),
    jsonCall({
      id: 'rig.reset',
      path: `${MACHINE_BASE}/power/reset`,
      summary: 'A warm start: off in order and on again.',
      does: 'reset',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.reset()),
    }),
    jsonCall({
      id: 'rig.cutPower',
      path: `${MACHINE_BASE}/power/cut`,
      summary: 'Pulls the plug.',
      does: 'cutPower',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.cutPower()),
    }),
    jsonCall({
      id: 'rig.plugCable',
      path: `${MACHINE_BASE}/cable/plug`,
      summary: 'Puts the LAN cable in.',
      does: 'plugCable',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.plugCable()),
    }),
    jsonCall({
      id: 'rig.unplugCable',
      path: `${MACHINE_BASE}/cable/unplug`,
      summary: 'Pulls the LAN cable out.',
      does: 'unplugCable',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.unplugCable()),
    }),
    jsonCall({
      id: 'rig.jamFeeder',
      path: `${MACHINE_BASE}/feeder/jam`,
      summary: 'The next sheet that the feeder draws in gets stuck.',
      does: 'jamFeeder',
      ...act,
      body: jamFeederSchema,
      run: ({ params, body }) => done(params.machine, (machine) => machine.jamFeeder(body)),
    }),
    jsonCall({
      id: 'rig.misfeedOriginal',
      path: `${MACHINE_BASE}/feeder/misfeed`,
      summary: 'The feeder will not take the next sheet.',
      does: 'misfeedOriginal',
      ...act,
      run: ({ params }) => done(params.machine, (machine) => machine.misfeedOriginal()),
    }),
    jsonCall({
      id: 'rig.jamPrinter',
      path: `${MACHINE_BASE}/printer/jam`,
      summary: 'Paper jams in the printer.',
      does: 'jamPrinter',
      ...act,
      body: jamPrinterSchema,
      run: ({ params, body: { afterSheets } }) =>
        done(params.machine, (machine) => machine.jamPrinter(afterSheets === null ? {} : { afterSheets })),
    }),
    jsonCall({
      id: 'rig.setToner',
      path: `${MACHINE_BASE}/printer/toner`,
      summary: 'How much toner there is.',
      does: 'setToner',
      ...act,
      body: tonerSchema,
      run: ({ params, body }) => done(params.machine, (machine) => machine.setToner(body.level)),
    }),
    jsonCall({
      id: 'rig.order',
      path: `${MACHINE_BASE}/orders`,
      summary: 'Orders a transmission of what lies in the feeder or on the glass, as a program would.',
      does: 'order',
      ...act,
      body: orderSchema,
      answer: orderedSchema,
      run: async ({ params, body }) => {
        const fileNumber = await machineNamed(api, params.machine).order(body);
        return { event: rig.log.count, fileNumber };
      },
    }),
    jsonCall({
      id: 'rig.wait',
      path: `${MACHINE_BASE}/wait`,
      summary: 'Answers once a job is in a state, a journal entry, a text on the display or a received fax is there.',
      ...act,
      body: waitSchema,
      answer: waitedSchema,
      run: ({ params, body, request }) => waits.until(machineNamed(api, params.machine), body, request.signal),
    }),
  ];
}
