import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { setTimeout as startTimer } from 'node:timers';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { watchAsync } from './async-watch.ts';

const compress = promisify(deflate);
const draw = promisify(randomBytes);

test('work through effect, immediates and promises are not reported', async () => {
  const clock = new VirtualClock();
  const watch = watchAsync(clock);
  let done = false;
  clock.alarm(1, () => {
    setImmediate(() => {
      clock.effect(
        5,
        'compress',
        () => compress('page'),
        () => {
          done = true;
        },
      );
    });
  });
  await clock.runUntil(() => done);
  watch.stop();
  expect(done).toBe(true);
  expect(watch.reports).toEqual([]);
});

test('work that bypasses effect is reported with who started it', async () => {
  const clock = new VirtualClock();
  const watch = watchAsync(clock);
  const bypassing = [compress('page'), draw(8), readdir('.')];
  const timer = startTimer(() => {}, 1);
  watch.stop();
  clearTimeout(timer);
  await Promise.all(bypassing);
  const types = watch.reports.map((report) => report.type);
  expect(types).toEqual(expect.arrayContaining(['ZLIB', 'RANDOMBYTESREQUEST', 'FSREQPROMISE', 'Timeout']));
  expect(watch.reports.every((report) => report.stack[0]?.includes('async-watch.test.ts'))).toBe(true);
});
