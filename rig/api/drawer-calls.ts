import { z } from '@hono/zod-openapi';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall } from './call.ts';
import { dialoguesOf } from './dialogues.ts';
import { machineNamed } from './lookup.ts';
import { MACHINE, MACHINE_BASE } from './machine-calls.ts';
import { chartStateSchema, dialogueSchema, whySchema } from './schemas-drawer.ts';
import { whyOf } from './why.ts';

const FILE = { fileNumber: z.coerce.number().int().min(1).max(999).optional() } as const;

/** The drawer that a real machine never had: charts, dialogues, reasons. */
export function drawerCalls(api: ApiRig): readonly Call[] {
  const { charts, rig } = api;
  return [
    jsonCall({
      id: 'rig.charts',
      method: 'get',
      path: `${MACHINE_BASE}/charts`,
      summary: 'The state that each chart of the machine is in.',
      params: MACHINE,
      answer: z.strictObject({ charts: z.array(chartStateSchema) }),
      run: ({ params }) => ({ charts: [...charts.of(machineNamed(api, params.machine).name)] }),
    }),
    jsonCall({
      id: 'rig.dialogues',
      method: 'get',
      path: `${MACHINE_BASE}/dialogues`,
      summary: 'The last SMTP sessions of the machine, line by line.',
      params: MACHINE,
      query: FILE,
      answer: z.strictObject({ dialogues: z.array(dialogueSchema) }),
      run: ({ params, query }) => ({
        dialogues: dialoguesOf(rig.log.lines, machineNamed(api, params.machine).name, query.fileNumber),
      }),
    }),
    jsonCall({
      id: 'rig.why',
      method: 'get',
      path: `${MACHINE_BASE}/why`,
      summary: 'Why communications went as they went: negotiation, info code, remedy.',
      params: MACHINE,
      query: FILE,
      answer: z.strictObject({ why: z.array(whySchema) }),
      run: ({ params, query }) => ({
        why: whyOf(machineNamed(api, params.machine), rig.log.lines, query.fileNumber),
      }),
    }),
  ];
}
