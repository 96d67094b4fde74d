import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rasterOf, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { BitWriter } from '../../../firmware/coding/bit-writer.ts';
import { decodeMh, decodeMhOctetRows } from '../../../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../../../firmware/coding/decode-mr.ts';
import type { Decoded, DecodeOptions } from '../../../firmware/coding/decoded.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMmr, MmrEncoder } from '../../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../../firmware/coding/encode-mr.ts';
import { adversarialPages } from './adversarial-pages.ts';
import { octetRows } from './octet-rows.ts';
import { drawn, samplePages } from './sample-pages.ts';

/** Rows of runs, every other row like the one above with some edges moved: what two-dimensional coding lives on. */
const raster: fc.Arbitrary<BilevelRaster> = fc
  .record({
    width: fc.oneof(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.constantFrom(1728, 2623, 2624),
    ),
    rows: fc.array(
      fc.record({ edges: fc.array(fc.nat(5000), { maxLength: 24 }), shift: fc.integer({ min: -4, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 9,
      },
    ),
  })
  .map(({ width, rows }) => {
    const lists = rows.map((row) => row.edges.map((edge) => edge % (width + 1)).sort((a, b) => a - b));
    return drawn(width, rows.length, (x, y) => {
      const like = (y & 1) === 1 ? y - 1 : y;
      const shift = like === y ? 0 : (rows[y]?.shift ?? 0);
      return ((lists[like] ?? []).filter((edge) => edge <= x + shift).length & 1) === 1;
    });
  });

const noisy: fc.Arbitrary<BilevelRaster> = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 6 }))
  .chain(([width, height]) =>
    fc.uint8Array({ minLength: ((width + 7) >> 3) * height, maxLength: ((width + 7) >> 3) * height }).map((octets) => {
      const packed = rasterOf(width, height, octets);
      const last = packed.rowOctets - 1;
      const mask = (0xff00 >> (((width - 1) & 7) + 1)) & 0xff;
      for (let y = 0; y < height; y += 1) {
        octets[y * packed.rowOctets + last] = (octets[y * packed.rowOctets + last] ?? 0) & mask;
      }
      return packed;
    }),
  );

type Coder = readonly [
  string,
  (page: BilevelRaster) => Uint8Array,
  (octets: Uint8Array, options: DecodeOptions) => Decoded,
];
const CODERS: readonly Coder[] = [
  ['MH', (page) => encodeMh(page), decodeMh],
  ['MH with RTC', (page) => encodeMh(page, { rtc: true }), decodeMh],
  ['MH aligned', (page) => encodeMh(page, { byteAlignedEols: true }), decodeMh],
  ['MR', (page) => encodeMr(page, { k: 4 }), decodeMr],
  ['MR aligned, RTC', (page) => encodeMr(page, { k: 2, byteAlignedEols: true, rtc: true }), decodeMr],
  ['MMR', (page) => encodeMmr(page), decodeMmr],
  ['MH in octet-aligned rows', octetRows, decodeMhOctetRows],
];

describe.each(CODERS)('%s', (_, encode, decode) => {
  const comesBack = (page: BilevelRaster) => {
    const octets = encode(page);
    for (const height of [page.height, undefined]) {
      const decoded = decode(octets, { width: page.width, height, maxRows: 65_535, damage: 'strict' });
      expect(decoded.damage).toBeUndefined();
      expect(decoded.badRows).toBe(0);
      expect(decoded.codedRows).toBe(page.height);
      expect(rastersEqual(decoded.raster, page)).toBe(true);
    }
  };

  test('any rows of runs come back', () => fc.assert(fc.property(raster, comesBack), { numRuns: 60 }));
  test('any octets as pels come back', () => fc.assert(fc.property(noisy, comesBack), { numRuns: 60 }));
  test.each([1, 31, 32, 33, 1728, 4864])('pages %i pels wide come back', (width) => {
    for (const page of Object.values(samplePages(width, 45))) comesBack(page);
  });
});

test('any raster comes back from any K, alignment, RTC, writer used before', () => {
  const spare = new BitWriter(1);
  const options = fc.record({ k: fc.integer({ min: 1, max: 9 }), byteAlignedEols: fc.boolean(), rtc: fc.boolean() });
  const policy = fc.constantFrom('strict' as const, 'conceal' as const);
  fc.assert(
    fc.property(fc.oneof(raster, noisy), options, policy, fc.boolean(), (page, coded, damage, known) => {
      const read = { width: page.width, height: known ? page.height : undefined, maxRows: 100, damage };
      for (const decoded of [
        decodeMh(encodeMh(page, { ...coded, spare }), read),
        decodeMr(encodeMr(page, { ...coded, spare }), read),
        decodeMmr(encodeMmr(page, spare), read),
        decodeMhOctetRows(octetRows(page), read),
      ]) {
        expect(decoded).toMatchObject({
          damage: undefined,
          badRows: 0,
          codedRows: page.height,
          firstBadOctet: undefined,
        });
        expect(rastersEqual(decoded.raster, page)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('rows of the widest page come back', () => {
  for (const width of [65_535, 65_536]) {
    for (const [name, page] of Object.entries(adversarialPages(width, 3))) {
      const read = { width, height: 3, maxRows: 3, damage: 'strict' } as const;
      for (const decoded of [
        decodeMh(encodeMh(page), read),
        decodeMr(encodeMr(page, { k: 2 }), read),
        decodeMmr(encodeMmr(page), read),
      ]) {
        expect(decoded.damage, name).toBeUndefined();
        expect(rastersEqual(decoded.raster, page), name).toBe(true);
      }
    }
  }
});

test('padding bits and a raster inside a larger buffer change nothing', () => {
  const clean = drawn(13, 3, (x, y) => (x + y) % 3 === 0);
  const buffer = new Uint8Array(20).fill(0xff);
  buffer.set(clean.octets, 7);
  for (let y = 0; y < 3; y += 1) buffer[7 + y * 2 + 1] = (buffer[7 + y * 2 + 1] ?? 0) | 0x07;
  const dirty = rasterOf(13, 3, buffer.subarray(7, 13));
  expect(encodeMh(dirty)).toEqual(encodeMh(clean));
  expect(encodeMmr(dirty)).toEqual(encodeMmr(clean));
});

test('MMR from bands of any size equals MMR of the page', () => {
  fc.assert(
    fc.property(raster, fc.integer({ min: 1, max: 4 }), (page, band) => {
      const encoder = new MmrEncoder(page.width);
      for (let row = 0; row < page.height; row += band) {
        encoder.push(page.octets.subarray(row * page.rowOctets, (row + band) * page.rowOctets));
      }
      expect(encoder.finish()).toEqual(encodeMmr(page));
    }),
    { numRuns: 40 },
  );
});
