import { afterEach, describe, expect, test } from 'vitest';
import { EventLog } from '../../../device-model/trace/event-log.ts';
import type { LogEvent, MachineState, Resync } from '../../../rig/api/contract.ts';
import { STREAMS_LIMIT } from '../../../rig/api/event-streams.ts';
import { BACKLOG_LINES, logSource } from '../../../rig/api/log-stream.ts';
import { ApiCaller } from '../../support/api-caller.ts';
import { StreamReader } from '../../support/stream-reader.ts';

let caller: ApiCaller;
afterEach(() => caller?.close());

const open = async (path: string, headers: Record<string, string> = {}): Promise<StreamReader> => {
  const answer = await caller.fetch(path, { headers });
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  return new StreamReader(answer);
};

describe('the event log as a stream', () => {
  test('ids are line numbers; what is told is the log from now on, line by line', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/rig/events');
    const before = caller.api.rig.log.count;
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['1', '2'] });
    const lines = caller.api.rig.log.lines.filter(({ seq }) => seq > before);
    const events = await stream.take(lines.length);
    expect(events.map(({ id }) => id)).toEqual(lines.map(({ seq }) => String(seq)));
    expect(events.every(({ event }) => event === 'log')).toBe(true);
    expect(events.map(({ data }) => data as LogEvent)).toEqual(lines);
    await stream.close();
  });

  test('goes on after the id that was seen last, with nothing lost and nothing twice', async () => {
    caller = await ApiCaller.begin();
    const first = await open('/api/rig/events?after=0');
    const [, second] = await first.take(2);
    await first.close();
    await caller.send001();
    const again = await open('/api/rig/events', { 'Last-Event-ID': second?.id ?? '' });
    const lines = caller.api.rig.log.lines.filter(({ seq }) => seq > Number(second?.id));
    expect((await again.take(lines.length)).map(({ data }) => data as LogEvent)).toEqual(lines);
    await again.close();
  });

  test('of one machine: the others are passed over', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/rig/events?after=0&machine=ifax2');
    const lines = caller.api.rig.log.lines.filter(({ machine }) => machine === 'ifax2');
    expect((await stream.take(lines.length)).map(({ data }) => data as LogEvent)).toEqual(lines);
    await stream.close();
  });

  test('whoever missed more than the backlog is told to read the state anew, and how much is lost', () => {
    const log = new EventLog(() => 0);
    const writer = log.writer('m');
    for (let count = 0; count < BACKLOG_LINES + 5; count += 1) writer.write('tick');
    const { next } = logSource(log, 2, undefined);
    const [resync] = StreamReader.parse(next() ?? '');
    expect(resync).toMatchObject({ event: 'resync', id: '5' });
    expect(resync?.data as Resync).toEqual({ lost: 3, next: 6 });
    expect(StreamReader.parse(next() ?? '')[0]).toMatchObject({ event: 'log', id: '6' });
  });

  test('lines that the log itself has let go are lost, not repeated', () => {
    const log = new EventLog(() => 0, { retain: 100 });
    const writer = log.writer('m');
    for (let count = 0; count < 1_000; count += 1) writer.write('tick');
    const first = log.lines[0]?.seq ?? 0;
    expect(first).toBeGreaterThan(800);
    const { next } = logSource(log, 0, undefined);
    expect(StreamReader.parse(next() ?? '')).toMatchObject([
      { event: 'resync', data: { lost: first - 1, next: first } },
    ]);
    const told: string[] = [];
    for (let said = next(); said !== undefined; said = next())
      told.push(...StreamReader.parse(said).map(({ id }) => id));
    expect(told).toEqual(log.lines.map(({ seq }) => String(seq)));
  });

  test('an id from another life of the rig is no line to come: its reader is told to read the state anew', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/rig/events', { 'Last-Event-ID': '999999' });
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['1'] });
    const [first, second] = await stream.take(2);
    expect(first).toMatchObject({ event: 'resync', data: { lost: 0 } });
    expect(second?.data).toMatchObject({ event: 'key.press' });
    await stream.close();
  });
});

describe('the machine’s state as a stream', () => {
  test('the whole state at once, and again whenever something can be seen', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/panel/ifax1/events');
    const [first] = await stream.take(1);
    expect(first).toMatchObject({ event: 'state', id: String(caller.api.rig.log.count) });
    const state = await caller.json<MachineState>('GET', '/api/panel/ifax1');
    expect(first?.data).toEqual(state);
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['7'] });
    const [second] = await stream.take(1);
    expect(second?.data).toEqual(await caller.json('GET', '/api/panel/ifax1'));
    // Without a word in the log.
    await caller.json('POST', '/api/rig/machines/ifax1/journal/print');
    await caller.json('POST', '/api/panel/ifax1/tray/take');
    let last: MachineState | undefined;
    while (last?.tray.sheets !== 0 || last.event < caller.api.rig.log.count) {
      last = (await stream.take(1))[0]?.data as MachineState;
    }
    await stream.close();
  });

  test('what another machine does is no news', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/panel/ifax1/events');
    await stream.take(1);
    await caller.json('POST', '/api/panel/ifax2/press', { keys: ['7'] });
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['5'] });
    const [next] = await stream.take(1);
    expect(JSON.stringify(next?.data)).toMatch(/"lines":\[[^\]]*5/);
    await stream.close();
  });
});

describe('1 000 open event streams', () => {
  test('no more than the limit are open, the rest are refused with 503, and closing makes room', async () => {
    caller = await ApiCaller.begin();
    const readers: StreamReader[] = [];
    let refused = 0;
    for (let count = 0; count < 1_000; count += 1) {
      const answer = await caller.fetch(count % 2 === 0 ? '/api/rig/events' : '/api/panel/ifax1/events');
      if (answer.status === 200) readers.push(new StreamReader(answer));
      else if (answer.status === 503) refused += 1;
    }
    expect([readers.length, refused]).toEqual([STREAMS_LIMIT, 1_000 - STREAMS_LIMIT]);
    for (const reader of readers) await reader.close();
    const again = await open('/api/rig/events');
    await again.close();
  });

  test('readers who do not read cost nothing while the rig goes on', async () => {
    caller = await ApiCaller.begin();
    const answers: Response[] = [];
    for (let count = 0; count < STREAMS_LIMIT; count += 1) answers.push(await caller.fetch('/api/rig/events'));
    await caller.send001();
    await caller.json('POST', '/api/rig/time/advance', { ms: 3_600_000 });
    // What waits for each of them is the opening word and one batch, however much the log has grown.
    for (const answer of answers.slice(0, 3)) {
      const reader = new StreamReader(answer);
      const first = await reader.take(1);
      expect(first).toHaveLength(1);
      await reader.close();
    }
    for (const answer of answers.slice(3)) await answer.body?.cancel();
  });

  test('a HEAD request opens none', async () => {
    caller = await ApiCaller.begin();
    for (let count = 0; count < 2 * STREAMS_LIMIT; count += 1) {
      await caller.fetch('/api/rig/events', { method: 'HEAD' });
    }
    const stream = await open('/api/rig/events');
    await stream.close();
  });

  test('closing the app ends the streams', async () => {
    caller = await ApiCaller.begin();
    const stream = await open('/api/rig/events');
    caller.app.close();
    await expect(stream.ended()).resolves.toBe(true);
  });
});
