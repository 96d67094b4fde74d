import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WallClock } from '../../../device-model/clock/wall-clock.ts';

let clock: WallClock;
afterEach(() => clock.close());

test('the calendar starts at the epoch given, or at the date of the host', () => {
  clock = new WallClock({ epoch: new Date(0) });
  expect(clock.calendar().getUTCFullYear()).toBe(1970);
  clock.close();
  clock = new WallClock();
  expect(clock.calendar().getUTCFullYear()).toBeGreaterThan(2020);
});

test('other alarms ring while an effect is in flight, and its outcome comes when it has really ended', async () => {
  clock = new WallClock();
  const seen: string[] = [];
  let end = (): void => {};
  clock.effect(
    1,
    'slow scan',
    () => new Promise<void>((resolve) => (end = resolve)),
    () => seen.push('outcome'),
  );
  clock.alarm(clock.now() + 5, () => seen.push('alarm'));
  await clock.runUntil(() => seen.length === 1);
  expect(seen).toEqual(['alarm']);
  end();
  await clock.runUntil(() => seen.length === 2);
  expect(seen).toEqual(['alarm', 'outcome']);
});

test('work that took longer than it should is told at the time it ended, under haste as well', async () => {
  clock = new WallClock({ hurried: true });
  const workMs = 20;
  let begunAt = 0;
  let toldAt = -1;
  await clock.enter(() => {
    begunAt = clock.now();
    const real = performance.now();
    const work = async () => {
      while (performance.now() < real + workMs) await new Promise((resolve) => setImmediate(resolve));
    };
    clock.effect(1_000, 'slow scan', work, () => {
      toldAt = clock.now();
    });
  });
  await clock.runUntil(() => toldAt >= 0);
  // The clock counts whole milliseconds.
  expect(toldAt - begunAt).toBeGreaterThanOrEqual(workMs - 1);
});

test('what a real socket did is noticed without any alarm', async () => {
  clock = new WallClock();
  let listening = false;
  const server = createServer().listen(0, '127.0.0.1', () => {
    listening = true;
    clock.changed();
  });
  expect(await clock.runUntil(() => listening)).toBe(true);
  server.close();
  let unannounced = false;
  server.once('close', () => {
    unannounced = true;
  });
  expect(await clock.runUntil(() => unannounced)).toBe(true);
});

test('an alarm further away than a real timer reaches does not ring at once', async () => {
  clock = new WallClock();
  let rang = false;
  clock.alarm(2 ** 40, () => {
    rang = true;
  });
  expect(await clock.runUntil(() => rang, clock.now() + 5)).toBe(false);
});

test('close ends those who wait', async () => {
  clock = new WallClock();
  const waiting = clock.runUntil(() => false);
  clock.close();
  expect(await waiting).toBe(false);
  expect(await clock.runUntil(() => true)).toBe(false);
});

test('an error nobody listens for is uncaught, not lost', async () => {
  clock = new WallClock();
  const thrown: unknown[] = [];
  const spy = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
    try {
      callback();
    } catch (error) {
      thrown.push(error);
    }
  });
  clock.alarm(0, () => {
    throw new Error('broken part');
  });
  await clock.runUntil(() => thrown.length > 0);
  spy.mockRestore();
  expect(thrown).toEqual([new Error('broken part')]);
});
