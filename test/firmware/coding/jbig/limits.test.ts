import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankRaster } from '../../../../device-model/page/bilevel-raster.ts';
import type { Decoded } from '../../../../firmware/coding/decoded.ts';
import { MAX_PELS, MAX_WIDTH } from '../../../../firmware/coding/decoded.ts';
import { decodeJbig } from '../../../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig } from '../../../../firmware/coding/jbig/encode-jbig.ts';
import { MAX_COMMENTS } from '../../../../firmware/coding/jbig/stripe-reader.ts';
import { textLike } from '../sample-pages.ts';
import { octetsOf } from './vectors.ts';

const word = (value: number) => value.toString(16).padStart(8, '0');
const header = (width: number, rows: number, stripeRows: number, options = '08') =>
  `00000100 ${word(width)} ${word(rows)} ${word(stripeRows)} 7f 00 00 ${options}`;
const MOST = 0xffff_ffff;

/** The stripe of a white page without typical prediction. */
const WHITE_STRIPE = Buffer.from(
  encodeJbig(blankRaster(1728, 1000), { typical: false, stripeRows: 'whole' }).subarray(20),
).toString('hex');

/** The bound that `decodeJbig` states. */
function withinBound(octets: Uint8Array, decoded: Decoded, width: number, maxRows: number): void {
  const rows = Math.min(maxRows, Math.floor(MAX_PELS / width));
  expect(decoded.raster.height).toBeLessThanOrEqual(rows);
  expect(decoded.steps).toBeLessThanOrEqual(octets.length + rows * (width + 2));
}

const bombs: readonly (readonly [name: string, coded: string, steps: number, rows: number])[] = [
  ['2³² − 1 rows and no data', header(1728, MOST, 128), 0, 0],
  ['the same in one stripe', header(1728, MOST, MOST), 0, 0],
  ['the same, to be told later', header(1728, MOST, MOST, '28'), 0, 0],
  // One stripe of as many rows as may be: all are typical, one decision each.
  ['one empty stripe of 2³² − 1 rows', `${header(1728, MOST, MOST)} ff02`, 1001, 1000],
  ['the same without typical prediction', `${header(1728, MOST, MOST, '00')} ff02`, 1 + 1000 * 1728, 1000],
  // White rows coded pel for pel: a word of white pels is one step, now and then two.
  ['white of 2³² − 1 rows', `${header(1728, MOST, MOST, '00')} ${WHITE_STRIPE}`, 1000 * 64, 1000],
  ['a thousand stripes of a row', header(1728, MOST, 1) + 'ff02'.repeat(1001), 1000 * 1730, 1000],
  ['more stripes than rows', header(1728, 3, 1) + 'ff02'.repeat(5000), 3 * 1730, 3],
  ['a comment of 2³² − 1 octets', `${header(1728, 5, 5)} ff07 ffffffff ff02`, 1, 5],
  ['comments without end', header(1728, 5, 5) + 'ff07 00000000'.repeat(MAX_COMMENTS * 4), MAX_COMMENTS + 1, 5],
  ['stuffing without end', header(1728, 5, 5) + 'ff00'.repeat(10_000), 10_001 + 5 * 1729, 5],
];

describe.each(['strict', 'conceal'] as const)('%s', (damage) => {
  test.each(bombs)('%s', (_, coded, steps, rows) => {
    const octets = octetsOf(coded);
    const decoded = decodeJbig(octets, { width: 1728, maxRows: 1000, damage });
    expect(decoded.steps).toBeLessThanOrEqual(steps);
    expect(decoded.raster.height).toBeLessThanOrEqual(rows);
    withinBound(octets, decoded, 1728, 1000);
  });

  test('no octets name more pels than MAX_PELS, whatever rows are allowed', () => {
    const octets = octetsOf(`${header(MAX_WIDTH, MOST, MOST)} ff02`);
    const decoded = decodeJbig(octets, { width: MAX_WIDTH, maxRows: MOST, damage });
    expect(decoded.raster.height).toBe(MAX_PELS / MAX_WIDTH);
    expect(decoded.steps).toBeLessThanOrEqual(MAX_PELS / MAX_WIDTH + 1);
  });

  test('any octets behind any header end within the bound', () => {
    const field = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(MOST));
    const marker = fc.constantFrom('ff00', 'ff02', 'ff03', 'ff04', 'ff05', 'ff06', 'ff07', 'ff', '00000001', '0300');
    const body = fc.array(
      fc.oneof(
        marker,
        fc.uint8Array({ maxLength: 6 }).map((octets) => Buffer.from(octets).toString('hex')),
      ),
    );
    fc.assert(
      fc.property(
        field,
        field,
        fc.constantFrom('00', '08', '28', '48', '68', '20'),
        body,
        fc.option(fc.nat(50)),
        (rows, stripeRows, options, parts, height) => {
          const octets = octetsOf(header(33, rows, stripeRows, options) + parts.join(''));
          const decoded = decodeJbig(octets, { width: 33, height: height ?? undefined, maxRows: 60, damage });
          withinBound(octets, decoded, 33, height ?? 60);
          expect(decoded.codedRows).toBeLessThanOrEqual(decoded.raster.height);
          if (height !== null) expect(decoded.raster.height).toBe(height);
          if (decoded.badRows > 0) expect(decoded.damage).toMatch(/^row \d+: ./);
          expect(decoded.firstBadRow === undefined).toBe(decoded.badRows === 0);
          expect(decoded.raster.octets.length).toBe(decoded.raster.height * 5);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('any change of a coded page ends within the bound', () => {
    const page = textLike(203, 60);
    const whole = encodeJbig(page, { stripeRows: 16, adaptive: 127 });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, octet, known) => {
        const octets = Uint8Array.from(whole);
        octets[at] = octet;
        const decoded = decodeJbig(octets, { width: 203, height: known ? 60 : undefined, maxRows: 100, damage });
        withinBound(octets, decoded, 203, known ? 60 : 100);
        if (known) expect(decoded.raster.octets.length).toBe(page.octets.length);
      }),
      { numRuns: 300 },
    );
  });
});

test('options out of range are the caller’s error', () => {
  const octets = octetsOf(header(8, 1, 1));
  const options = { maxRows: 10, damage: 'strict' } as const;
  expect(() => decodeJbig(octets, { ...options, width: 0 })).toThrow('a row has 1 to 65536 pels, not 0');
  expect(() => decodeJbig(octets, { ...options, width: 8, height: 11 })).toThrow('may have 10 rows here, not 11');
});
