import { z } from '@hono/zod-openapi';
import { lcdSvg, lcdText } from '../export/lcd-svg.ts';
import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall, rawCall } from './call.ts';
import type { MachineState } from './contract.ts';
import type { EventStreams } from './event-streams.ts';
import { machineNamed, modelOf } from './lookup.ts';
import { displayOf, machineState } from './machine-state.ts';
import { laySchema, loadSchema, pressSchema, putPaperSchema, touchSchema, typeSchema } from './schemas-calls.ts';
import { displaySchema } from './schemas-display.ts';
import { coverSchema, machineStateSchema, paperSchema } from './schemas-machine.ts';
import { stateSource } from './state-stream.ts';

const BASE = '/api/panel/{machine}';
const MACHINE = { machine: z.string().max(31) } as const;

/** The panel's surface: what a person at the machine can do, with one call each, and what that person sees. */
export function panelCalls(api: ApiRig, streams: EventStreams): readonly Call[] {
  const { desk, rig } = api;
  const stateOf = (machine: Machine): MachineState => machineState(machine, modelOf(api, machine), rig.log.count);
  /** The state is told when everything has settled that the hand set going. */
  const after = async (name: string, act: (machine: Machine) => Promise<void>): Promise<MachineState> => {
    const machine = machineNamed(api, name);
    await act(machine);
    return stateOf(machine);
  };
  const seen = { params: MACHINE, answer: machineStateSchema } as const;
  return [
    jsonCall({
      id: 'panel.state',
      method: 'get',
      path: BASE,
      summary: 'Everything a person sees who stands before the machine.',
      ...seen,
      run: ({ params }) => stateOf(machineNamed(api, params.machine)),
    }),
    rawCall({
      id: 'panel.events',
      method: 'get',
      path: `${BASE}/events`,
      summary: 'The same whenever something changed that can be seen: server-sent events named state.',
      params: MACHINE,
      media: 'text/event-stream',
      run: ({ params, request }) => {
        const machine = machineNamed(api, params.machine);
        return streams.answer(
          request,
          stateSource(machine, rig.log, () => stateOf(machine)),
        );
      },
    }),
    jsonCall({
      id: 'panel.lcd',
      method: 'get',
      path: `${BASE}/lcd`,
      summary: 'The display.',
      params: MACHINE,
      answer: displaySchema,
      run: ({ params }) => displayOf(machineNamed(api, params.machine).display),
    }),
    rawCall({
      id: 'panel.lcdText',
      method: 'get',
      path: `${BASE}/lcd.txt`,
      summary: 'The display as plain text.',
      params: MACHINE,
      media: 'text/plain',
      run: ({ params }) => text('text/plain; charset=utf-8', lcdText(machineNamed(api, params.machine).display)),
    }),
    rawCall({
      id: 'panel.lcdPicture',
      method: 'get',
      path: `${BASE}/lcd.svg`,
      summary: 'The display as a picture.',
      params: MACHINE,
      media: 'image/svg+xml',
      run: ({ params }) => text('image/svg+xml', lcdSvg(machineNamed(api, params.machine).display)),
    }),
    jsonCall({
      id: 'panel.press',
      method: 'post',
      path: `${BASE}/press`,
      summary: 'Presses hard keys, one after another.',
      does: 'press',
      ...seen,
      body: pressSchema,
      run: ({ params, body }) => after(params.machine, (machine) => machine.press(...body.keys)),
    }),
    jsonCall({
      id: 'panel.touch',
      method: 'post',
      path: `${BASE}/touch`,
      summary: 'Touches a soft key of the display.',
      does: 'touch',
      ...seen,
      body: touchSchema,
      run: ({ params, body }) => after(params.machine, (machine) => machine.touch(body.softKey)),
    }),
    jsonCall({
      id: 'panel.type',
      method: 'post',
      path: `${BASE}/type`,
      summary: 'Types on the keyboard that the display shows.',
      does: 'type',
      ...seen,
      body: typeSchema,
      run: ({ params, body }) => after(params.machine, (machine) => machine.type(body.text)),
    }),
    jsonCall({
      id: 'panel.loadFeeder',
      method: 'post',
      path: `${BASE}/feeder/load`,
      summary: 'Puts originals from the desk into the document feeder.',
      does: 'load',
      ...seen,
      body: loadSchema,
      run: ({ params, body }) =>
        after(params.machine, (machine) => machine.load(...body.originals.map((id) => desk.find(id).file))),
    }),
    jsonCall({
      id: 'panel.takeOriginals',
      method: 'post',
      path: `${BASE}/feeder/take`,
      summary: 'Takes the originals back out of the feeder.',
      does: 'takeOriginals',
      ...seen,
      run: ({ params }) => after(params.machine, (machine) => machine.takeOriginals()),
    }),
    jsonCall({
      id: 'panel.clearFeeder',
      method: 'post',
      path: `${BASE}/feeder/clear`,
      summary: 'Frees the feeder’s paper path; a stuck sheet lies on top again.',
      does: 'clearFeeder',
      ...seen,
      run: ({ params }) => after(params.machine, (machine) => machine.clearFeeder()),
    }),
    jsonCall({
      id: 'panel.layOnGlass',
      method: 'post',
      path: `${BASE}/glass/lay`,
      summary: 'Lays a sheet of an original from the desk on the glass.',
      does: 'layOnGlass',
      ...seen,
      body: laySchema,
      run: ({ params, body }) =>
        after(params.machine, (machine) => machine.layOnGlass(desk.find(body.original).file, body.sheet)),
    }),
    jsonCall({
      id: 'panel.liftFromGlass',
      method: 'post',
      path: `${BASE}/glass/lift`,
      summary: 'Takes the sheet from the glass.',
      does: 'liftFromGlass',
      ...seen,
      run: ({ params }) => after(params.machine, (machine) => machine.liftFromGlass()),
    }),
    jsonCall({
      id: 'panel.openCover',
      method: 'post',
      path: `${BASE}/covers/{cover}/open`,
      summary: 'Opens a cover.',
      does: 'openCover',
      ...seen,
      params: { ...MACHINE, cover: coverSchema },
      run: ({ params }) => after(params.machine, (machine) => machine.openCover(params.cover)),
    }),
    jsonCall({
      id: 'panel.closeCover',
      method: 'post',
      path: `${BASE}/covers/{cover}/close`,
      summary: 'Closes a cover.',
      does: 'closeCover',
      ...seen,
      params: { ...MACHINE, cover: coverSchema },
      run: ({ params }) => after(params.machine, (machine) => machine.closeCover(params.cover)),
    }),
    jsonCall({
      id: 'panel.clearPrinter',
      method: 'post',
      path: `${BASE}/printer/clear`,
      summary: 'Takes the jammed sheet out of the printer.',
      does: 'clearPrinter',
      ...seen,
      run: ({ params }) => after(params.machine, (machine) => machine.clearPrinter()),
    }),
    jsonCall({
      id: 'panel.putPaper',
      method: 'post',
      path: `${BASE}/paper/{paper}/put`,
      summary: 'Puts paper of a size into its trays.',
      does: 'putPaper',
      ...seen,
      params: { ...MACHINE, paper: paperSchema },
      body: putPaperSchema,
      run: ({ params, body }) =>
        after(params.machine, (machine) => machine.putPaper(params.paper, body.sheets ?? undefined)),
    }),
    jsonCall({
      id: 'panel.takePaper',
      method: 'post',
      path: `${BASE}/paper/{paper}/take`,
      summary: 'Takes all paper of a size out of its trays.',
      does: 'takePaper',
      ...seen,
      params: { ...MACHINE, paper: paperSchema },
      run: ({ params }) => after(params.machine, (machine) => machine.takePaper(params.paper)),
    }),
    jsonCall({
      id: 'panel.emptyTray',
      method: 'post',
      path: `${BASE}/tray/take`,
      summary: 'Takes the printed sheets out of the output tray.',
      does: 'emptyTray',
      ...seen,
      run: ({ params }) => after(params.machine, (machine) => machine.emptyTray()),
    }),
  ];
}

function text(type: string, body: string): Response {
  return new Response(body, { headers: { 'Content-Type': type } });
}
