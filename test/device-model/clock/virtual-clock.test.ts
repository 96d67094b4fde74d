import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createDeflate, deflate } from 'node:zlib';
import { expect, test } from 'vitest';
import { BoardClock } from '../../../device-model/clock/board-clock.ts';
import { pause, perform } from '../../../device-model/clock/clock.ts';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { Random } from '../../../device-model/random.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';
import { TimedStorage } from '../../../device-model/storage/timed-storage.ts';
import { EventLog } from '../../../device-model/trace/event-log.ts';

const compress = promisify(deflate);

/** A machine that draws numbers, streams, stores, and lets the thread pool work for lengths that vary. */
async function machine(name: string, clock: VirtualClock, random: Random, log: EventLog): Promise<void> {
  const board = new BoardClock(clock);
  const trace = log.writer(name);
  const storage = new TimedStorage(board, new MemoryStorage(random.fork('storage')));
  for (let page = 1; page <= 4; page += 1) {
    await pause(board, random.below(5));
    const octets = Buffer.alloc(200 + random.below(300_000), random.hex(64));
    const strip = await perform(board, random.below(5), 'compress', () => compress(octets));
    trace.write('page.scanned', { page, octets: strip.length, sha: createHash('sha256').update(strip).digest('hex') });
    await Promise.all([storage.replace(`page/${page}`, strip), storage.append('journal', octets.subarray(0, 9))]);
    let lines = 0;
    for await (const line of Readable.from(Array.from({ length: 50 }, (_, i) => `line ${i}`)))
      lines += String(line).length;
    await perform(board, 3, 'stream', () =>
      pipeline(Readable.from([octets]), createDeflate(), async (chunks) => {
        for await (const chunk of chunks) lines += chunk.length;
      }),
    );
    trace.write('page.stored', { page, lines });
  }
}

async function run(seed: number): Promise<string> {
  const clock = new VirtualClock();
  const random = new Random(seed);
  const log = new EventLog(() => clock.now());
  let done = 0;
  for (let i = 0; i < 6; i += 1) {
    const name = `machine-${i}`;
    clock.alarm(i % 3, () => void machine(name, clock, random.fork(name), log).then(() => (done += 1)));
  }
  expect(await clock.runUntil(() => done === 6)).toBe(true);
  expect(log.count).toBe(48);
  return log.hash();
}

test('20 runs of one seed write one log, another seed writes another', async () => {
  const hashes = new Set<string>();
  for (let i = 0; i < 20; i += 1) hashes.add(await run(7));
  expect(hashes.size).toBe(1);
  expect(hashes).not.toContain(await run(8));
});

test('rigs that run at once in one process do not wait for each other', async () => {
  const alone = await run(7);
  expect(await Promise.all([run(7), run(7), run(7)])).toEqual([alone, alone, alone]);
  const clocks = [1, 2, 3].map(() => new VirtualClock({ roundCap: 1000 }));
  for (const clock of clocks) for (let at = 0; at < 200; at += 1) clock.alarm(at, () => {});
  await Promise.all(clocks.map((clock) => clock.advanceTo(200)));
  expect(clocks.map((clock) => clock.pendingAlarms)).toEqual([0, 0, 0]);
});

test('several advances add up, whether an alarm lies on, between or beyond their ends', async () => {
  const clock = new VirtualClock();
  const rang: number[] = [];
  const chain = (): void => {
    rang.push(clock.now());
    clock.alarm(clock.now() + 1000, chain);
  };
  clock.alarm(1000, chain);
  for (const ms of [1500, 0, 500, 3000]) await clock.advanceBy(ms);
  expect(rang).toEqual([1000, 2000, 3000, 4000, 5000]);
  expect(clock.now()).toBe(5000);
  await clock.advanceTo(10);
  expect(clock.now()).toBe(5000);
});

test('time stands still for an effect, however long it really takes', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  clock.effect(
    2,
    'slow',
    () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve))),
    () => {
      seen.push(`delivered at ${clock.now()}`);
    },
  );
  clock.alarm(1, () => seen.push(`alarm at 1, ${clock.effectsInFlight} in flight`));
  await clock.advanceBy(2);
  expect(seen).toEqual(['alarm at 1, 0 in flight', 'delivered at 2']);
});

test('calls that drive take effect one after the other, in the order they were made', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  clock.alarm(10, () => seen.push('alarm at 10'));
  clock.alarm(30, () => seen.push('alarm at 30'));
  await Promise.all([
    clock.advanceBy(20),
    clock.enter(() => seen.push(`entered at ${clock.now()}`)),
    clock.runUntil(() => seen.includes('alarm at 30')),
    clock.enter(() => seen.push(`entered at ${clock.now()}`)),
  ]);
  expect(seen).toEqual(['alarm at 10', 'entered at 20', 'alarm at 30', 'entered at 30']);
});

test('runUntil without a limit ends when nothing is left to happen; with one it gets there', async () => {
  const clock = new VirtualClock();
  clock.alarm(5, () => {});
  expect(await clock.runUntil(() => false)).toBe(false);
  expect(clock.now()).toBe(5);
  expect(await clock.runUntil(() => clock.now() === 50, 50)).toBe(true);
});

test('an hour without alarms and a day of five-minute timers cost no real time worth naming', async () => {
  const clock = new VirtualClock({ epoch: new Date('2006-07-01T00:00:00Z') });
  let rang = 0;
  const every = (): void => {
    rang += 1;
    clock.alarm(clock.now() + 300_000, every);
  };
  clock.alarm(300_000, every);
  await clock.advanceBy(24 * 3_600_000);
  expect(rang).toBe(288);
  expect(clock.calendar().toISOString()).toBe('2006-07-02T00:00:00.000Z');
});
