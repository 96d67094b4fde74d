import { describe, expect, test } from 'vitest';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { checkProfile } from '../../../firmware/tiff/check-profile.ts';
import { readHeader, walkIfds } from '../../../firmware/tiff/ifd-reader.ts';
import {
  MAX_FILE_ENTRIES,
  MAX_IFD_ENTRIES,
  MAX_PAGE_PELS,
  MAX_PAGES,
  MAX_ROWS,
  MAX_STRIP_OCTETS,
} from '../../../firmware/tiff/limits.ts';
import { MAX_BREACHES } from '../../../firmware/tiff/profile-breach.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import type { TiffPage } from '../../../firmware/tiff/tiff-page.ts';
import { stripes } from '../coding/sample-pages.ts';
import { craftTiff, type Field, long, short } from './crafted-tiff.ts';
import { stepBound } from './step-bound.ts';

/** Small files that ask for much. What is counted is octets and steps, never time. */
const PAGE = stripes(64, 8);
const STRIP = encodeMmr(PAGE);

const sentenceOf = (octets: Uint8Array): string => {
  const reading = readTiff(octets);
  return reading.ok ? 'the file was read' : reading.sentence;
};

function onlyPage(octets: Uint8Array): TiffPage {
  const reading = readTiff(octets);
  const page = reading.ok ? reading.pages[0] : undefined;
  if (page === undefined) throw new Error(sentenceOf(octets));
  return page;
}

const fields = (...more: readonly Field[]): Field[] => {
  const base = [short(256, 64), short(257, 8), short(259, 4), short(262, 0)];
  return [...base.filter(({ tag }) => !more.some((one) => one.tag === tag)), ...more];
};
const one = (strip: Uint8Array, ...more: readonly Field[]): Uint8Array =>
  craftTiff([{ fields: fields(...more), strips: [strip] }]);

/** A file of directories that lie over each other: every two octets another one begins, with as many entries as fit. */
function overlappingIfds(octets: number, entries: number): Uint8Array {
  const file = new Uint8Array(octets);
  const view = new DataView(file.buffer);
  for (let at = 8; at + 2 <= octets; at += 2) view.setUint16(at, entries, true);
  file.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  return file;
}

describe('directories', () => {
  test('a chain as long as the file allows ends at the limit', () => {
    const chain = new Uint8Array(8 + 18 * 5000);
    const view = new DataView(chain.buffer);
    chain.set([0x49, 0x49, 42, 0, 8]);
    for (let at = 8; at < chain.length; at += 18) {
      view.setUint16(at, 1, true);
      view.setUint16(at + 2, 256, true);
      view.setUint16(at + 4, 3, true);
      view.setUint32(at + 6, 1, true);
      view.setUint32(at + 14, at + 18, true);
    }
    const header = readHeader(chain);
    const walked = header.ok ? [...walkIfds(chain, header)] : [];
    expect(walked).toHaveLength(MAX_PAGES + 1);
    expect(walked.at(-1)).toBe(`the file has more than ${MAX_PAGES} pages`);
  });

  test('loops of one, of two and back to the first end', () => {
    for (const back of [0, 1, 2]) {
      const file = craftTiff(Array.from({ length: 3 }, () => ({ fields: fields(), strips: [STRIP] })));
      const view = new DataView(file.buffer);
      const ifds: number[] = [];
      for (let at = view.getUint32(4, true); at !== 0; ) {
        ifds.push(at);
        at = view.getUint32(at + 2 + 12 * view.getUint16(at, true), true);
      }
      const last = ifds[2] ?? 0;
      view.setUint32(last + 2 + 12 * view.getUint16(last, true), ifds[back] ?? 0, true);
      expect(sentenceOf(file)).toMatch(/^the IFD of page 4 is at offset \d+, where an earlier one is: a loop$/);
    }
  });

  test('directories over each other cost no more than the entries allowed', () => {
    const file = overlappingIfds(2 ** 20, MAX_IFD_ENTRIES);
    const header = readHeader(file);
    let entries = 0;
    for (const ifd of header.ok ? walkIfds(file, header) : []) {
      entries += typeof ifd === 'string' ? 0 : ifd.entryCount;
    }
    expect(entries).toBeGreaterThan(0);
    expect(entries).toBeLessThanOrEqual(MAX_FILE_ENTRIES);
  });

  test('more entries than the limit, one by one and together', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => short(1000 + i, 1));
    expect(sentenceOf(one(STRIP, ...many(MAX_IFD_ENTRIES)))).toContain(`${MAX_IFD_ENTRIES} are the limit`);
    const page = { fields: fields(...many(4000)), strips: [STRIP] };
    const count = Math.floor(MAX_FILE_ENTRIES / 4006) + 1;
    expect(sentenceOf(craftTiff(Array.from({ length: count }, () => page)))).toBe(
      `the first ${count} IFDs have more than ${MAX_FILE_ENTRIES} entries together`,
    );
  });
});

describe('strips and pels', () => {
  test('pels and rows beyond the limits are refused before room is made for them', () => {
    expect(sentenceOf(one(STRIP, long(256, 65_536), long(257, MAX_ROWS)))).toContain(`limit of ${MAX_PAGE_PELS}`);
    expect(sentenceOf(one(STRIP, long(257, MAX_ROWS + 1)))).toContain(`expected 1 to ${MAX_ROWS}`);
    expect(sentenceOf(one(STRIP, long(256, 0xffff_ffff)))).toContain('ImageWidth is 4294967295');
  });

  test('a strip longer than the limit is refused, invented room is cut to it', () => {
    const file = one(STRIP, long(273, 8), long(279, MAX_STRIP_OCTETS + 1));
    const long16 = new Uint8Array(MAX_STRIP_OCTETS + (1 << 20));
    const page = craftTiff([{ fields: fields(long(273, 4096), long(279, MAX_STRIP_OCTETS + 1)), strips: [] }]);
    long16.set(page);
    expect(sentenceOf(long16)).toContain(`${MAX_STRIP_OCTETS} are the limit`);
    long16.set(craftTiff([{ fields: fields(long(273, 4096), long(279, 0)), strips: [] }]));
    expect(onlyPage(long16).strip(0)).toHaveLength(MAX_STRIP_OCTETS);
    expect(file.length).toBeLessThan(1000);
  });

  test('a list of strips that lies outside the file, or is longer than it', () => {
    const file = one(STRIP, short(278, 1), long(257, MAX_ROWS));
    const view = new DataView(file.buffer);
    const ifd = view.getUint32(4, true);
    for (let at = ifd + 2; at < ifd + 2 + 12 * view.getUint16(ifd, true); at += 12) {
      if (view.getUint16(at, true) === 273) view.setUint32(at + 4, 0xffff_ffff, true);
    }
    expect(sentenceOf(file)).toContain(`strips are more than a file of ${file.length} octets can list`);
  });

  test('a white page of many rows costs a step a row', () => {
    // V0 for every row: one bit.
    const rows = 65_000;
    const page = onlyPage(one(new Uint8Array(rows / 8).fill(0xff), long(257, rows), short(256, 1000)));
    const { steps, badRows } = page.decode('conceal');
    expect(badRows).toBe(0);
    expect(steps).toBeLessThanOrEqual(stepBound(rows / 8, rows, 1000));
  });

  test.each([
    ['EOLs and nothing else', 3, Uint8Array.from({ length: 3 * 20_000 }, (_, i) => [0x00, 0x10, 0x01][i % 3] ?? 0)],
    ['zeros', 3, new Uint8Array(60_000)],
    ['zeros', 4, new Uint8Array(60_000)],
    ['ones', 3, new Uint8Array(60_000).fill(255)],
    ['pass modes', 4, new Uint8Array(60_000).fill(0x11)],
    ['horizontal modes', 4, Uint8Array.from({ length: 60_000 }, (_, i) => [0x26, 0xa0][i % 2] ?? 0)],
    ['runs of 0', 3, Uint8Array.from({ length: 60_000 }, (_, i) => [0x35, 0x0d, 0xc0][i % 3] ?? 0)],
    ['rows that fail', 2, new Uint8Array(60_000)],
    ['nothing unpacked', 32_773, new Uint8Array(60_000).fill(128)],
  ])('%s in Compression %i: steps grow with octets and rows only', (_, compression, strip) => {
    for (const rows of [8, MAX_ROWS]) {
      const page = onlyPage(one(strip, short(259, compression), long(257, rows), short(256, 1000)));
      expect(page.decode('conceal').steps).toBeLessThanOrEqual(stepBound(strip.length, rows, 1000));
      expect(page.decode('strict').steps).toBeLessThanOrEqual(stepBound(strip.length, rows, 1000));
    }
  });

  test('thousands of strips that hold nothing', () => {
    const rows = 20_000;
    const starts = Array.from({ length: rows }, () => 8);
    const strips = [long(273, ...starts), long(279, ...starts.map(() => 1)), short(278, 1), long(257, rows)];
    for (const compression of [1, 2, 3, 4, 32_773]) {
      const page = onlyPage(craftTiff([{ fields: fields(short(259, compression), ...strips), strips: [] }]));
      const { badRows, steps } = page.decode('conceal');
      expect(badRows).toBeLessThanOrEqual(rows);
      expect(steps).toBeLessThanOrEqual(stepBound(rows, rows, 64 * rows));
    }
  });
});

test('a file that breaks everything is told a thousand times, not more', () => {
  const file = craftTiff(Array.from({ length: 400 }, () => ({ fields: [short(256, 1)], strips: [] })));
  expect(checkProfile(file, 'F')).toHaveLength(MAX_BREACHES);
});
