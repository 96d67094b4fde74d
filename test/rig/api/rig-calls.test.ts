import { afterEach, describe, expect, test } from 'vitest';
import { KEY_OPERATOR_LOCK } from '../../../firmware/settings/key-operator.ts';
import type {
  ChartState,
  Dialogue,
  FileRow,
  JournalEntry,
  LogEvent,
  MachineState,
  Original,
  RigState,
  RigTime,
  Setting,
  Why,
} from '../../../rig/api/contract.ts';
import { DESK_LIMITS } from '../../../rig/api/desk.ts';
import { ApiCaller } from '../../support/api-caller.ts';
import { plainSheet } from '../../support/scenario.ts';

let caller: ApiCaller;
afterEach(() => caller.close());

const IFAX1 = '/api/rig/machines/ifax1';
const PASSWORD = '00000000';

async function delivered(): Promise<void> {
  await caller.send001();
  await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'job', fileNumber: 1, state: 'delivered' } });
}

describe('the rig', () => {
  test('tells its machines and the LAN between them', async () => {
    caller = await ApiCaller.begin();
    const rig = await caller.json<RigState>('GET', '/api/rig');
    expect(rig.machines.map(({ name, address, ready }) => [name, address, ready])).toEqual([
      ['ifax1', '192.168.10.21', true],
      ['ifax2', '10.20.30.5', true],
    ]);
    expect(rig.machines[0]).toMatchObject({
      panel: '/machines/ifax1',
      mailbox: 'pcc@ifax1.panasonic.example',
      smtpPorts: [],
    });
    expect(rig.lan.segments).toEqual(['sales', 'works']);
    expect(rig.lan.servers).toMatchObject([{ name: 'dns', kind: 'DNS', address: '10.20.30.53' }]);
  });

  test('is ready once every machine has ended its self-test', async () => {
    caller = await ApiCaller.begin({ dark: true });
    expect((await caller.fetch('/readyz')).status).toBe(503);
    await caller.api.powerOn();
    const ready = await caller.fetch('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }]);
    await caller.json('POST', `${IFAX1}/power/cut`);
    expect((await caller.fetch('/readyz')).status).toBe(200);
    await caller.json('POST', `${IFAX1}/power/on`);
    expect(await caller.problem('GET', '/readyz')).toMatchObject({
      status: 503,
      detail: expect.stringContaining('ifax1'),
    });
  });

  test('virtual time stands still until a call advances it', async () => {
    caller = await ApiCaller.begin();
    const before = await caller.json<RigTime>('GET', '/api/rig/time');
    expect(before.mode).toBe('virtual');
    const after = await caller.json<RigTime>('POST', '/api/rig/time/advance', { ms: 3_600_000 });
    expect(after.now - before.now).toBe(3_600_000);
    expect(Date.parse(after.calendar) - Date.parse(before.calendar)).toBe(3_600_000);
    expect(await caller.problem('POST', '/api/rig/time/advance', { ms: 1e12 })).toMatchObject({ status: 400 });
  });

  test('the desk lists, gives back and loses originals; what is no paper is refused in one sentence', async () => {
    caller = await ApiCaller.begin();
    const { octets } = plainSheet('plan');
    const body = Uint8Array.from(octets);
    const answer = await caller.fetch('/api/rig/originals?label=plan.png&paper=B4', { method: 'POST', body });
    const laid = (await answer.json()) as Original;
    expect(laid).toMatchObject({ label: 'plan.png', octets: octets.length, sheets: [{ paper: 'B4' }] });
    expect(await caller.json('GET', '/api/rig/originals')).toEqual({ originals: [laid] });
    const back = await caller.fetch(`/api/rig/originals/${laid.id}`);
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(body);
    expect(back.headers.get('Content-Disposition')).toMatch(/^attachment/);
    await caller.json('DELETE', `/api/rig/originals/${laid.id}`);
    expect(await caller.json('GET', '/api/rig/originals')).toEqual({ originals: [] });
    const gif = await caller.fetch('/api/rig/originals?label=cat.gif', { method: 'POST', body: 'GIF89a' });
    expect(gif.status).toBe(422);
    expect(await gif.json()).toMatchObject({ detail: expect.stringContaining('cat.gif') });
  });

  test('the desk holds so many originals and no more', async () => {
    caller = await ApiCaller.begin();
    const body = Uint8Array.from(plainSheet('plan').octets);
    for (let count = 0; count < DESK_LIMITS.originals; count += 1) {
      expect((await caller.fetch('/api/rig/originals', { method: 'POST', body })).status).toBe(200);
    }
    expect((await caller.fetch('/api/rig/originals', { method: 'POST', body })).status).toBe(409);
  });

  test('the event log is told from any line on, of one machine or all', async () => {
    caller = await ApiCaller.begin();
    const all = await caller.json<{ events: LogEvent[] }>('GET', '/api/rig/log');
    expect(all.events).toEqual(caller.api.rig.log.lines);
    const some = await caller.json<{ events: LogEvent[] }>('GET', '/api/rig/log?after=20&limit=2&machine=ifax2');
    expect(some.events.map(({ machine }) => machine)).toEqual(['ifax2', 'ifax2']);
    expect(some.events[0]?.seq).toBeGreaterThan(20);
    expect(await caller.problem('GET', '/api/rig/log?limit=999999')).toMatchObject({ status: 400 });
  });
});

describe('a machine', () => {
  test('loses and regains power and cable', async () => {
    caller = await ApiCaller.begin();
    const state = () => caller.json<MachineState>('GET', '/api/panel/ifax1');
    await caller.json('POST', `${IFAX1}/cable/unplug`);
    expect(await state()).toMatchObject({ lan: { plugged: false, link: 'down' }, lamps: { link: 'off' } });
    await caller.json('POST', `${IFAX1}/cable/plug`);
    expect(await state()).toMatchObject({ lan: { plugged: true, link: 'up' }, lamps: { link: 'on' } });
    await caller.json('POST', `${IFAX1}/power/off`);
    expect(await state()).toMatchObject({ powered: false });
    expect(await caller.problem('GET', `${IFAX1}/files`)).toEqual({ status: 409, detail: 'ifax1 is switched off' });
    await caller.json('POST', `${IFAX1}/power/on`);
    await caller.json('POST', '/api/rig/time/advance', { ms: 10_000 });
    expect(await state()).toMatchObject({ powered: true, ready: true });
  });

  test('its mishaps: misfeed, toner, a jam some sheets later', async () => {
    caller = await ApiCaller.begin();
    await caller.json('POST', `${IFAX1}/printer/toner`, { level: 'low' });
    await caller.json('POST', `${IFAX1}/printer/jam`, { afterSheets: 0 });
    await caller.json('POST', `${IFAX1}/feeder/misfeed`);
    expect((await caller.json<MachineState>('GET', '/api/panel/ifax1')).printer).toMatchObject({ tonerLow: true });
    expect(await caller.problem('POST', `${IFAX1}/journal/print`)).toMatchObject({ status: 409 });
    await caller.send001();
    await caller.json('POST', '/api/rig/time/advance', { ms: 1_000 });
    expect((await caller.json<MachineState>('GET', '/api/panel/ifax1')).feeder.misfed).toBe(true);
  });

  test('takes orders with everything the keys cannot say', async () => {
    caller = await ApiCaller.begin();
    expect(
      await caller.problem('POST', `${IFAX1}/orders`, {
        destinations: [{ forwardPath: 'june@ifax2.panasonic.example' }],
      }),
    ).toMatchObject({ status: 409 });
    await caller.json('POST', '/api/rig/machines/ifax2/cable/unplug');
    await caller.send001();
    await caller.json('POST', '/api/rig/time/advance', { ms: 30_000 });
    const { files } = await caller.json<{ files: FileRow[] }>('GET', `${IFAX1}/files`);
    expect(files).toMatchObject([{ fileNumber: 1, direction: 'XMT', pages: 1, stations: [{ name: 'JUNE' }] }]);
    await caller.json('POST', `${IFAX1}/files/1/print`);
    await caller.json('PATCH', `${IFAX1}/files/1`, { to: 'pcc@ifax1.panasonic.example' });
    expect(await caller.problem('POST', `${IFAX1}/files/1/resend`)).toMatchObject({ status: 409 });
    await caller.json('DELETE', `${IFAX1}/files/1`);
    await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'job', fileNumber: 1, state: 'cancelled' } });
    expect(await caller.json('GET', `${IFAX1}/files`)).toEqual({ files: [] });
    expect(await caller.problem('DELETE', `${IFAX1}/files/1`)).toMatchObject({ status: 409 });
  });

  test('its settings, secrets masked, changed by the key operator alone', async () => {
    caller = await ApiCaller.begin();
    const settings = async () => (await caller.json<{ settings: Setting[] }>('GET', `${IFAX1}/settings`)).settings;
    const shown = (rows: readonly Setting[], key: string) => rows.find((row) => row.key === key)?.value;
    const before = await settings();
    expect(before.find(({ key }) => key === 'dhcp')).toMatchObject({ number: '22', choices: ['Enabled', 'Disabled'] });
    expect(shown(before, 'keyOperatorPassword')).toBe('****');
    const password = caller.api.rig.machine('ifax1').firmware?.settings.get('keyOperatorPassword') ?? PASSWORD;
    await caller.json('PUT', `${IFAX1}/settings/redialCount`, { value: 3, keyOperatorPassword: password });
    expect(shown(await settings(), 'redialCount')).toBe(3);
    expect(
      await caller.problem('PUT', `${IFAX1}/settings/dhcp`, {
        value: 'Perhaps',
        keyOperatorPassword: password,
      }),
    ).toMatchObject({ status: 409, detail: expect.stringContaining('Perhaps') });
    expect(
      await caller.problem('PUT', `${IFAX1}/settings/noSuch`, { value: 1, keyOperatorPassword: password }),
    ).toMatchObject({ status: 404 });
  });

  test('wrong passwords lock the area on the machine’s clock, for callers and for the panel alike', async () => {
    caller = await ApiCaller.begin();
    const password = caller.api.rig.machine('ifax1').firmware?.settings.get('keyOperatorPassword') ?? PASSWORD;
    const change = (keyOperatorPassword: string) =>
      caller.send('PUT', `${IFAX1}/settings/redialCount`, { value: 2, keyOperatorPassword });
    const statuses: number[] = [];
    for (let count = 0; count < KEY_OPERATOR_LOCK.wrongTries; count += 1) statuses.push((await change('wrong')).status);
    expect(statuses).toEqual([...Array.from({ length: KEY_OPERATOR_LOCK.wrongTries - 1 }, () => 403), 429]);
    expect((await change(password)).status).toBe(429);
    expect(caller.api.rig.machine('ifax1').firmware?.keyOperator.lockedMs).toBeGreaterThan(0);
    await caller.json('POST', '/api/rig/time/advance', { ms: KEY_OPERATOR_LOCK.lockedMs });
    expect((await change(password)).status).toBe(200);
  });

  test('its date, its reset and its way back to the factory, with the password where the panel asks for it', async () => {
    caller = await ApiCaller.begin();
    const password = caller.api.rig.machine('ifax1').firmware?.settings.get('keyOperatorPassword') ?? PASSWORD;
    const date = '2006-05-01T12:00:00Z';
    await caller.json('PUT', `${IFAX1}/calendar`, { date, keyOperatorPassword: password });
    const { calendar } = await caller.json<MachineState>('GET', '/api/panel/ifax1');
    // The write to the non-volatile memory takes a moment.
    expect(Date.parse(calendar) - Date.parse(date)).toBeLessThan(1_000);
    expect(Date.parse(calendar)).toBeGreaterThanOrEqual(Date.parse(date));
    expect(await caller.problem('PUT', `${IFAX1}/calendar`, { date, keyOperatorPassword: 'wrong' })).toMatchObject({
      status: 403,
    });
    await caller.json('PUT', `${IFAX1}/settings/redialCount`, { value: 3, keyOperatorPassword: password });
    await caller.json('POST', `${IFAX1}/factory-defaults`, { keyOperatorPassword: password });
    const { settings } = await caller.json<{ settings: Setting[] }>('GET', `${IFAX1}/settings`);
    expect(settings.find(({ key }) => key === 'dhcp')?.value).toBe('Enabled');
    expect(settings.find(({ key }) => key === 'redialCount')?.value).not.toBe(3);
    await caller.json('POST', `${IFAX1}/power/reset`);
    expect((await caller.json<MachineState>('GET', '/api/panel/ifax1')).powered).toBe(true);
    const events = caller.api.rig.log.lines.filter(({ machine }) => machine === 'ifax1').map(({ event }) => event);
    expect(events).toContain('board.reset');
    await caller.json('POST', '/api/rig/time/advance', { ms: 10_000 });
    await caller.json('POST', `${IFAX1}/damaged-records/clear`);
  });

  test('its address book, out and in again', async () => {
    caller = await ApiCaller.begin();
    const book = await caller.json<{ stations: unknown[] }>('GET', `${IFAX1}/address-book`);
    expect(JSON.stringify(book)).toContain('june@ifax2.panasonic.example');
    await caller.json('PUT', '/api/rig/machines/ifax2/address-book', book);
    expect(await caller.json('GET', '/api/rig/machines/ifax2/address-book')).toEqual(book);
    expect(await caller.problem('PUT', `${IFAX1}/address-book`, { stations: 7 })).toMatchObject({ status: 409 });
  });
});

describe('the drawer', () => {
  test('journal, dialogue and reasons of a transmission', async () => {
    caller = await ApiCaller.begin();
    await delivered();
    const { entries } = await caller.json<{ entries: JournalEntry[] }>('GET', `${IFAX1}/journal`);
    expect(entries).toMatchObject([{ direction: 'XMT', result: 'OK', pages: 1, station: 'JUNE' }]);
    expect(await (await caller.fetch(`${IFAX1}/journal.txt`)).text()).toContain('JUNE');
    const { dialogues } = await caller.json<{ dialogues: Dialogue[] }>('GET', `${IFAX1}/dialogues?fileNumber=1`);
    expect(dialogues).toHaveLength(1);
    const [dialogue] = dialogues;
    expect(dialogue).toMatchObject({ role: 'client', peer: 'june@ifax2.panasonic.example', ended: true });
    const commands = dialogue?.lines
      .filter(({ direction }) => direction === 'C')
      .map(({ text }) => text.split(/[ :]/)[0]);
    expect(commands).toEqual(['EHLO', 'MAIL', 'RCPT', 'DATA', expect.stringMatching(/^\(/), 'QUIT']);
    const far = await caller.json<{ dialogues: Dialogue[] }>('GET', '/api/rig/machines/ifax2/dialogues');
    expect(far.dialogues).toMatchObject([
      { role: 'server', fileNumber: 1, peer: 'pcc@ifax1.panasonic.example', ended: true },
    ]);
    // What one end wrote is what the other read.
    expect(far.dialogues[0]?.lines.map(({ text }) => text)).toEqual(dialogue?.lines.map(({ text }) => text));
    const { why } = await caller.json<{ why: Why[] }>('GET', `${IFAX1}/why?fileNumber=1`);
    expect(why).toMatchObject([{ direction: 'XMT', result: 'OK', explanation: null }]);
    expect(why[0]?.negotiation.length).toBeGreaterThan(3);
  });

  test('why a transmission was refused: info code, sentence and remedy', async () => {
    caller = await ApiCaller.begin();
    await caller.api.rig.machine('ifax1').set('dhcp', 'Enabled');
    await caller.json('POST', '/api/rig/time/advance', { ms: 60_000 });
    await caller.send001();
    await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'journal', direction: 'XMT' } });
    const { why } = await caller.json<{ why: Why[] }>('GET', `${IFAX1}/why`);
    const [told] = why;
    expect(told?.explanation?.infoCode).toBe(told?.result);
    expect(told?.explanation?.remedy).toMatch(/\S/);
  });

  test('a second call of the same delivery is a dialogue of its own', async () => {
    caller = await ApiCaller.begin();
    await caller.json('POST', '/api/rig/machines/ifax2/printer/toner', { level: 'enough' });
    await delivered();
    await caller.send001();
    await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'journal', fileNumber: 2, result: 'OK' } });
    const { dialogues } = await caller.json<{ dialogues: Dialogue[] }>('GET', `${IFAX1}/dialogues`);
    expect(dialogues.map(({ fileNumber, ended }) => [fileNumber, ended])).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  test('charts: the states they are in, with every state that holds it', async () => {
    caller = await ApiCaller.begin();
    await caller.send001();
    await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'job', fileNumber: 1, state: 'coding' } });
    const charts = async () => (await caller.json<{ charts: ChartState[] }>('GET', `${IFAX1}/charts`)).charts;
    expect(await charts()).toMatchObject([
      { chart: 'panel', state: 'progress' },
      { chart: 'job', fileNumber: 1, state: 'running' },
      { chart: 'delivery', fileNumber: 1, destination: 'june@ifax2.panasonic.example', state: 'coding' },
    ]);
    const delivery = (await charts()).find(({ chart }) => chart === 'delivery');
    expect(delivery?.ids).toEqual(['delivery.calling', 'delivery.calling.onLine', 'delivery.calling.onLine.coding']);
    await caller.json('POST', `${IFAX1}/wait`, { for: { fact: 'job', fileNumber: 1, state: 'delivered' } });
    expect((await charts()).map(({ chart }) => chart)).toEqual(['panel']);
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['RESET', 'FUNCTION'] });
    expect(await charts()).toMatchObject([{ chart: 'panel', state: 'functionMenu' }]);
    expect((await charts())[0]?.ids.at(-1)).toMatch(/^panel\..*\.functionMenu$/);
  });
});
