import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAMPS, PANEL_KEYS } from '../../../device-model/panel/front-panel.ts';
import type { Call, MachineMethod } from '../../../rig/api/call.ts';
import type { MachineState } from '../../../rig/api/contract.ts';
import { panelKeySchema } from '../../../rig/api/schemas-display.ts';
import { Machine } from '../../../rig/machine.ts';
import { MachineHands } from '../../../rig/machine-hands.ts';
import { ApiCaller } from '../../support/api-caller.ts';

let caller: ApiCaller;
let calls: readonly Call[];
beforeAll(async () => {
  caller = await ApiCaller.begin();
  calls = caller.app.calls;
});
afterAll(() => caller.close());

/** What can be done at or to a machine, by the machine itself. */
const METHODS = [MachineHands, Machine].flatMap(({ prototype }) =>
  Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
    .map(([name]) => name),
);

/** What takes a hand or a finger: keys, touch targets, sheets, covers, paper. Everything else is the rig's. */
const OF_A_PERSON: readonly MachineMethod[] = [
  'press',
  'touch',
  'type',
  'load',
  'takeOriginals',
  'clearFeeder',
  'layOnGlass',
  'liftFromGlass',
  'openCover',
  'closeCover',
  'clearPrinter',
  'putPaper',
  'takePaper',
  'emptyTray',
];

const changing = (surface: string): readonly Call[] =>
  calls.filter(({ id, method }) => id.startsWith(`${surface}.`) && method !== 'get');

describe('parity', () => {
  test('whatever a machine can be made to do has one call', () => {
    const done = calls.flatMap(({ does }) => does ?? []);
    expect([...done].sort()).toEqual([...METHODS].sort());
  });

  test('whatever a finger or a hand can do is on the panel’s surface, and nothing else is', () => {
    expect(
      changing('panel')
        .map(({ does }) => does ?? 'nothing')
        .sort(),
    ).toEqual([...OF_A_PERSON].sort());
  });

  test('the two surfaces are never mixed: a call is of one, and its path says of which', () => {
    for (const { id, path } of calls) {
      const [surface] = id.split('.');
      expect(path.startsWith(`/api/${surface}`), id).toBe(true);
    }
    const places = calls.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  });

  test('every hard key can be pressed by a call, and no other', async () => {
    expect(panelKeySchema.options).toEqual([...PANEL_KEYS]);
    for (const key of PANEL_KEYS) {
      const before = caller.api.rig.log.count;
      await caller.json('POST', '/api/panel/ifax1/press', { keys: [key] });
      const pressed = caller.api.rig.log.lines.filter(({ seq, event }) => seq > before && event === 'key.press');
      expect(pressed.map(({ machine, data }) => [machine, data['key']])).toEqual([['ifax1', key]]);
    }
  });

  test('every soft key that a screen shows can be touched by a call, and no other', async () => {
    await caller.send001();
    const { display } = await caller.json<MachineState>('GET', '/api/panel/ifax1');
    expect(display.softKeys.length).toBeGreaterThan(0);
    for (const { id } of display.softKeys) {
      const before = caller.api.rig.log.count;
      const shown = caller.api.rig.machine('ifax1').display.softKeys.some((key) => key.id === id);
      const answer = await caller.send('POST', '/api/panel/ifax1/touch', { softKey: id });
      expect(answer.status).toBe(shown ? 200 : 409);
      const touched = caller.api.rig.log.lines.filter(({ seq, event }) => seq > before && event === 'softkey.touch');
      expect(touched.map(({ data }) => data['id'])).toEqual(shown ? [id] : []);
    }
    expect(await caller.problem('POST', '/api/panel/ifax1/touch', { softKey: 'no-such-key' })).toMatchObject({
      status: 409,
      detail: expect.stringContaining('no-such-key'),
    });
  });

  test('every lamp is told', async () => {
    const { lamps } = await caller.json<MachineState>('GET', '/api/panel/ifax1');
    expect(Object.keys(lamps).sort()).toEqual([...LAMPS].sort());
  });
});
