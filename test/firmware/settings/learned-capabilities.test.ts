import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import {
  LEARNED_LIMIT,
  LEARNED_TEXT_LIMIT,
  LearnedCapabilities,
  learnedText,
} from '../../../firmware/settings/learned-capabilities.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';
import { readFilter } from '../capability/read-filter.ts';

const JUNE = 'june@Panasonic.com';
const MH = readFilter('(&(image-coding=MH)(dpi-xyratio=204/98))');
const MMR = readFilter('(image-coding=MMR)');
const day = (n: number, hour = 0): Date => new Date(Date.UTC(2006, 0, n, hour));

async function book(storage = new PlainStorage()) {
  const trace = new KeptTrace();
  const learned = new LearnedCapabilities(new NonvolatileMemory(storage), trace);
  return { storage, trace, learned, sentences: await learned.load() };
}

describe('what was learned', () => {
  test('comes back after a power cycle with its age, whatever the case of the domain', async () => {
    const { learned, storage } = await book();
    await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1, 12) });
    const next = await book(storage);
    expect(next.sentences).toEqual([]);
    expect(next.learned.of('june@panasonic.COM', day(6, 13))).toEqual({
      address: JUNE,
      filter: MH,
      from: 'CONNEG',
      at: day(1, 12),
      ageDays: 5,
    });
    expect(next.learned.of('June@panasonic.com', day(6))).toBeUndefined();
  });

  test('is not given out once it is too old', async () => {
    const { learned } = await book();
    await learned.learn({ address: JUNE, filter: MH, from: 'MDN', at: day(1) });
    expect(learned.of(JUNE, day(31, 23), 30)?.ageDays).toBe(30);
    expect(learned.of(JUNE, day(32), 30)).toBeUndefined();
  });

  test('is the last word: another capability or another source replaces it', async () => {
    const { learned, trace } = await book();
    await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1) });
    await learned.learn({ address: JUNE, filter: MMR, from: 'CONNEG', at: day(1, 1) });
    await learned.learn({ address: JUNE, filter: MMR, from: 'MDN', at: day(1, 2) });
    expect(learned.of(JUNE, day(1, 3))).toMatchObject({ filter: MMR, from: 'MDN' });
    expect(trace.events()).toEqual(Array(3).fill('capability.learned'));
    expect(learned.all).toHaveLength(1);
  });

  test('is written again only when it changed or a day has passed', async () => {
    const { learned, trace } = await book();
    for (const hour of [0, 1, 23, 25]) {
      await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1, hour) });
    }
    expect(trace.events()).toHaveLength(2);
    // The calendar was set back.
    await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: new Date(Date.UTC(2005, 0, 1)) });
    expect(learned.of(JUNE, day(1))?.ageDays).toBe(365);
  });

  test('can be forgotten', async () => {
    const { learned, storage } = await book();
    await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1) });
    expect(await learned.forget('june@panasonic.com')).toBe(true);
    expect(await learned.forget(JUNE)).toBe(false);
    expect(storage.records.size).toBe(0);
  });
});

describe('limits', () => {
  test('the mailbox not heard of for longest makes room', async () => {
    const { learned, storage } = await book();
    for (let i = 0; i <= LEARNED_LIMIT; i += 1) {
      await learned.learn({ address: `f${i}@a.example`, filter: MH, from: 'CONNEG', at: day(1, 0) });
    }
    expect(learned.all).toHaveLength(LEARNED_LIMIT);
    expect(learned.of('f0@a.example', day(1))).toBeUndefined();
    expect(learned.of('f1@a.example', day(1))).toBeDefined();
    expect(storage.records.size).toBe(LEARNED_LIMIT);
  });

  test('a very long capability is not kept', async () => {
    const { learned } = await book();
    const long = readFilter(`(x=[${'"aaaaaaaa",'.repeat(LEARNED_TEXT_LIMIT / 10)}1])`);
    await learned.learn({ address: JUNE, filter: long, from: 'CONNEG', at: day(1) });
    expect(learned.all).toEqual([]);
  });
});

test('a damaged record is told and forgotten', async () => {
  const { learned, storage } = await book();
  await learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1) });
  const [name = ''] = storage.records.keys();
  storage.records.set(name, new Uint8Array([1, 2, 3]));
  const next = await book(storage);
  expect(next.sentences).toEqual([expect.stringContaining('is damaged')]);
  expect(next.trace.events()).toEqual(['learned.repaired']);
  expect(next.learned.all).toEqual([]);
});

test('a memory that cannot be written refuses', async () => {
  const { learned, storage } = await book();
  storage.refuse = true;
  await expect(learned.learn({ address: JUNE, filter: MH, from: 'CONNEG', at: day(1) })).rejects.toThrow('no space');
});

test.each([
  [0, 'by MDN on 2006-01-01, today'],
  [-1, 'by MDN on 2006-01-01, today'],
  [1, 'by MDN on 2006-01-01, 1 day ago'],
  [5, 'by MDN on 2006-01-01, 5 days ago'],
])('%i days: %s', (ageDays, text) => {
  expect(learnedText({ address: JUNE, filter: MH, from: 'MDN', at: day(1), ageDays })).toBe(text);
});
