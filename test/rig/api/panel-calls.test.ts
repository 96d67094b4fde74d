import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Display, MachineState, Original } from '../../../rig/api/contract.ts';
import { testOriginal } from '../../../rig/lab/test-original.ts';
import { ApiCaller } from '../../support/api-caller.ts';
import { plainSheet } from '../../support/scenario.ts';

let caller: ApiCaller;
beforeEach(async () => {
  caller = await ApiCaller.begin();
});
afterEach(() => caller.close());

const PANEL = '/api/panel/ifax1';
const state = (): Promise<MachineState> => caller.json('GET', PANEL);
const post = (path: string, body?: unknown): Promise<MachineState> => caller.json('POST', `${PANEL}/${path}`, body);

async function lay(octets: Uint8Array, label = 'letter.png'): Promise<Original> {
  const answer = await caller.fetch(`/api/rig/originals?label=${label}`, {
    method: 'POST',
    body: Uint8Array.from(octets),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Original;
}

describe('what is seen', () => {
  test('a machine that is ready: display, lamps, empty feeder and tray, paper, address', async () => {
    const seen = await state();
    expect(seen).toMatchObject({
      name: 'ifax1',
      model: 'dp-4530',
      powered: true,
      ready: true,
      display: { screen: 'standby', backlight: true },
      lamps: { power: 'on', alarm: 'off', link: 'on' },
      feeder: { sheets: [], coverOpen: false, misfed: false, stuck: null },
      glass: null,
      tray: { sheets: 0, newest: [] },
      lan: { plugged: true, link: 'up', address: '192.168.10.21', mask: '255.255.255.0', gateway: '192.168.10.1' },
      memory: { usedOctets: 0, percentFree: 100 },
      conditions: [],
      jobs: [],
    });
    expect(seen.paper.length).toBeGreaterThan(0);
    expect(seen.event).toBe(caller.api.rig.log.count);
  });

  test('a machine without power is dark and still has its paper', async () => {
    await caller.json('POST', '/api/rig/machines/ifax1/power/cut');
    expect(await state()).toMatchObject({
      powered: false,
      ready: false,
      display: { screen: 'off', backlight: false },
      lamps: { power: 'off', link: 'off' },
      lan: { address: null },
    });
  });

  test('the display as JSON, as text and as a picture that a strict XML reader takes', async () => {
    const display = await caller.json<Display>('GET', `${PANEL}/lcd`);
    const text = await (await caller.fetch(`${PANEL}/lcd.txt`)).text();
    const picture = await caller.fetch(`${PANEL}/lcd.svg`);
    const svg = await picture.text();
    expect(picture.headers.get('Content-Type')).toBe('image/svg+xml');
    expect(display.lines.some((line) => line.startsWith('READY'))).toBe(true);
    for (const line of display.lines.filter((one) => one !== '')) {
      expect(text.split('\n')).toContain(line);
      expect(svg).toContain(`>${line}</text>`);
    }
    // Shown under a policy without inline styles and scripts.
    expect(svg).not.toMatch(/<style|<script|style=/);
  });
});

describe('what hands do', () => {
  test('originals from the desk go into the feeder, onto the glass and back', async () => {
    const [one, two] = await testOriginal();
    const first = await lay(one?.octets ?? new Uint8Array(), 'one.png');
    const second = await lay(two?.octets ?? new Uint8Array(), 'two.png');
    expect(first).toMatchObject({ label: 'one.png', sheets: [{ label: 'one.png', paper: 'A4' }] });
    const loaded = await post('feeder/load', { originals: [second.id, first.id] });
    expect(loaded.feeder.sheets.map(({ label }) => label)).toEqual(['two.png', 'one.png']);
    expect((await post('feeder/take')).feeder.sheets).toEqual([]);
    expect((await post('glass/lay', { original: first.id })).glass).toMatchObject({ label: 'one.png' });
    expect((await post('glass/lift')).glass).toBeNull();
    expect(await caller.problem('POST', `${PANEL}/glass/lay`, { original: first.id, sheet: 2 })).toEqual({
      status: 409,
      detail: 'one.png has 1 sheet(s): there is no sheet 2',
    });
    expect(await caller.problem('POST', `${PANEL}/feeder/load`, { originals: ['gone'] })).toMatchObject({
      status: 409,
    });
  });

  test('covers, jams and paper', async () => {
    for (const cover of ['feeder', 'printer'] as const) {
      expect((await post(`covers/${cover}/open`))[cover].coverOpen).toBe(true);
      expect((await post(`covers/${cover}/close`))[cover].coverOpen).toBe(false);
    }
    await caller.json('POST', '/api/rig/machines/ifax1/printer/jam', { afterSheets: null });
    const jammed = await state();
    expect(jammed.printer.jammed).toBe(true);
    expect(jammed.lamps.alarm).not.toBe('off');
    expect(jammed.conditions).toMatchObject([{ key: 'paper-jam' }]);
    const cleared = await post('printer/clear');
    expect(cleared.printer.jammed).toBe(false);
    expect(cleared.conditions).toEqual([]);
    const stockOf = ({ paper }: MachineState) => paper.find((one) => one.paper === 'A4')?.sheets;
    expect(stockOf(await post('paper/A4/take'))).toBe(0);
    expect(stockOf(await post('paper/A4/put', { sheets: 20 }))).toBe(20);
    expect(stockOf(await post('paper/A4/put', { sheets: null }))).toBe('refilled');
    const { capacity } = (await state()).paper.find((one) => one.paper === 'A4') ?? {};
    expect(await caller.problem('POST', `${PANEL}/paper/A4/put`, { sheets: (capacity ?? 0) + 1 })).toMatchObject({
      status: 409,
      detail: expect.stringContaining('A4'),
    });
    expect(await caller.problem('POST', `${PANEL}/paper/A3/take`)).toMatchObject({ status: 400 });
  });

  test('an original that jams is freed by hand and lies on top again', async () => {
    const { id } = await lay(plainSheet('a').octets, 'a.png');
    await post('feeder/load', { originals: [id, id] });
    await caller.json('POST', '/api/rig/machines/ifax1/feeder/jam', { atRow: 100 });
    await post('press', { keys: ['0', '0', '1', 'START'] });
    await caller.json('POST', '/api/rig/machines/ifax1/wait', {
      for: { fact: 'job', fileNumber: 1, state: 'interrupted' },
    });
    expect((await state()).feeder.stuck).toMatch(/a\.png/);
    const freed = await post('feeder/clear');
    expect(freed.feeder).toMatchObject({ stuck: null, sheets: [{ label: 'a.png' }, { label: 'a.png' }] });
  });

  test('printed sheets are taken out of the tray', async () => {
    await caller.json('POST', '/api/rig/machines/ifax1/journal/print');
    const { tray } = await state();
    expect(tray).toMatchObject({ sheets: 1, newest: [{ number: 1, paper: 'A4' }] });
    expect((await post('tray/take')).tray.sheets).toBe(0);
  });

  test('what is typed appears, and what cannot be typed is refused in one sentence', async () => {
    const typed = await post('type', { text: 'june@ifax2.panasonic.example' });
    expect(JSON.stringify(typed.display)).toContain('june@ifax2.panasonic.example');
    expect(await caller.problem('POST', `${PANEL}/type`, { text: 'a\u0007b' })).toMatchObject({
      status: 409,
      detail: expect.stringContaining('control character'),
    });
    expect(await caller.problem('POST', `${PANEL}/type`, { text: 'x'.repeat(257) })).toMatchObject({ status: 400 });
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown machine', 'GET', '/api/panel/nobody', undefined, 404],
    ['an unknown key', 'POST', `${PANEL}/press`, { keys: ['GO'] }, 400],
    ['no key', 'POST', `${PANEL}/press`, { keys: [] }, 400],
    ['a surplus field', 'POST', `${PANEL}/press`, { keys: ['1'], twice: true }, 400],
    ['an unknown cover', 'POST', `${PANEL}/covers/left/open`, undefined, 400],
    ['a call of the other surface', 'POST', `${PANEL}/power/cut`, undefined, 404],
    ['another method', 'PUT', `${PANEL}/press`, { keys: ['1'] }, 404],
  ])('%s', async (_, method, path, body, status) => {
    const problem = await caller.problem(method, path, body);
    expect(problem.status).toBe(status);
    expect(problem.detail).toMatch(/\.$/);
  });

  test.each([
    ['no type', '{"keys":["1"]}', undefined, 415],
    ['a form', 'keys=1', 'application/x-www-form-urlencoded', 415],
    ['no JSON', '{"keys":', 'application/json', 400],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'application/json', 400],
  ])('a body of %s', async (_, body, type, status) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
    expect((await caller.fetch(`${PANEL}/press`, { method: 'POST', body, headers })).status).toBe(status);
  });
});
