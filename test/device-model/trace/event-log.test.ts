import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../../device-model/trace/event-log.ts';
import type { TraceData } from '../../../device-model/trace/trace.ts';

test('lines are numbered, dated by the clock and bound to their machine', () => {
  let now = 5;
  const log = new EventLog(() => now);
  log.writer('dp-1').write('power.on');
  now = 9;
  log.writer('lan').write('link.lost', { port: 2, cable: 'cut' });
  expect(log.jsonLines()).toBe(
    '{"seq":1,"at":5,"machine":"dp-1","event":"power.on","data":{}}\n' +
      '{"seq":2,"at":9,"machine":"lan","event":"link.lost","data":{"cable":"cut","port":2}}\n',
  );
});

test('the hash is SHA-256 over the JSON lines and can be asked for at any time', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })), (entries) => {
      const log = new EventLog(() => 1);
      const writer = log.writer('m');
      for (const data of entries) {
        writer.write('e', data as TraceData);
        log.hash();
      }
      expect(log.hash()).toBe(createHash('sha256').update(log.jsonLines()).digest('hex'));
      const parsed = log
        .jsonLines()
        .split('\n')
        .filter((line) => line !== '');
      expect(parsed.map((line) => JSON.parse(line).data)).toEqual(JSON.parse(JSON.stringify(entries)));
    }),
    { numRuns: 50 },
  );
});

test('the order in which a writer named the keys does not matter', () => {
  const [a, b] = [new EventLog(() => 0), new EventLog(() => 0)];
  a.writer('m').write('e', { x: 1, y: { p: 1, q: [{ s: 1, t: 2 }] } });
  b.writer('m').write('e', { y: { q: [{ t: 2, s: 1 }], p: 1 }, x: 1 });
  expect(a.hash()).toBe(b.hash());
});

test('old lines leave the memory but not the hash nor the count', () => {
  const [all, few] = [new EventLog(() => 0), new EventLog(() => 0, { retain: 8 })];
  for (let i = 0; i < 1000; i += 1) for (const log of [all, few]) log.writer('m').write('e', { i });
  expect(few.lines.length).toBeGreaterThanOrEqual(8);
  expect(few.lines.length).toBeLessThanOrEqual(10);
  expect(few.lines.at(-1)?.seq).toBe(1000);
  expect(few.count).toBe(1000);
  expect(few.hash()).toBe(all.hash());
});

test('what a writer changes afterwards does not change the log', () => {
  const log = new EventLog(() => 0);
  const pages = [1];
  log.writer('m').write('e', { pages });
  pages.push(2);
  expect(log.lines[0]?.data).toEqual({ pages: [1] });
});

test('data that is not plain JSON is refused by the name of its event, and leaves no line', () => {
  const log = new EventLog(() => 0);
  expect(() => log.writer('m').write('page.scanned', { rows: Number.NaN })).toThrow(/page\.scanned.*NaN/);
  const data: unknown = { deep: [{ missing: undefined }] };
  expect(() => log.writer('m').write('page.scanned', data as TraceData)).toThrow(TypeError);
  expect(log.count).toBe(0);
});

test('subscribers get every line in order, also lines a subscriber writes, until they leave', () => {
  const log = new EventLog(() => 0);
  const seen: string[] = [];
  log.subscribe((line) => {
    if (line.event === 'job.done') log.writer('journal').write('entry.added');
  });
  const leave = log.subscribe((line) => seen.push(`${line.seq} ${line.event}`));
  log.writer('m').write('job.done');
  leave();
  log.writer('m').write('job.done');
  expect(seen).toEqual(['1 job.done', '2 entry.added']);
});
