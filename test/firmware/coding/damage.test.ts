import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, blankRaster, rowOctetsFor } from '../../../device-model/page/bilevel-raster.ts';
import { MAX_CODED_OCTETS } from '../../../firmware/coding/bit-reader.ts';
import { decodeMh } from '../../../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../../../firmware/coding/decode-mr.ts';
import { mostSteps } from '../../../firmware/coding/decoded.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { B, coded, EOL, W } from './code-words.ts';
import { drawn } from './sample-pages.ts';

/** Rows 16 pels wide, from their packed octets. */
const rowsOf = (raster: BilevelRaster) => Buffer.from(raster.octets).toString('hex').match(/.{4}/g) ?? [];
const mh = (octets: Uint8Array, damage: 'strict' | 'conceal', height?: number) =>
  decodeMh(octets, { width: 16, height, maxRows: 100, damage });

const GOOD = [EOL, W(4), B(4), W(8)]; // 0f00
const OTHER = [EOL, W(0), B(16)]; // ffff

describe('MH', () => {
  test('a code that does not exist: the last good row is repeated, reading goes on at the next EOL', () => {
    const octets = coded(...GOOD, EOL, W(4), '000000001', ...OTHER);
    const decoded = mh(octets, 'conceal', 3);
    expect(rowsOf(decoded.raster)).toEqual(['0f00', '0f00', 'ffff']);
    // Bit 40: 12 + 4 + 3 + 5 bits of the first row, an EOL and four pels of the second.
    expect(decoded).toMatchObject({ badRows: 1, firstBadRow: 1, firstBadOctet: 5, codedRows: 3 });
    expect(decoded.damage).toBe('row 1: no code word of T.4 begins at bit 40 of 80');
  });

  test('strict stops there', () => {
    const decoded = mh(coded(...GOOD, EOL, W(4), '000000001', ...OTHER), 'strict', 3);
    expect(rowsOf(decoded.raster)).toEqual(['0f00', '0000', '0000']);
    expect(decoded).toMatchObject({ badRows: 1, firstBadRow: 1, codedRows: 1 });
    expect(decoded.damage).toContain('row 1: no code word');
  });

  test.each([
    ['a premature EOL', [EOL, W(4), B(4)], 'an EOL or fill comes'],
    ['two EOLs in a row', [EOL], 'two EOLs follow each other'],
    ['a run past the edge', [EOL, W(4), B(13)], 'runs past the right edge, 16 pels'],
  ])('%s costs one row', (_, row, sentence) => {
    const decoded = mh(coded(...GOOD, ...row, ...OTHER), 'conceal', 3);
    expect(rowsOf(decoded.raster)).toEqual(['0f00', '0f00', 'ffff']);
    expect(decoded).toMatchObject({ badRows: 1, firstBadRow: 1 });
    expect(decoded.damage).toContain(sentence);
  });

  test('missing rows are white and bad', () => {
    const decoded = mh(coded(...GOOD), 'conceal', 4);
    expect(rowsOf(decoded.raster)).toEqual(['0f00', '0000', '0000', '0000']);
    expect(decoded).toMatchObject({ badRows: 3, firstBadRow: 1, codedRows: 1 });
    expect(decoded.damage).toBe('row 1: the coded data end here, 3 of 4 rows are missing');
    expect(mh(new Uint8Array(0), 'conceal', 2)).toMatchObject({ badRows: 2, firstBadRow: 0 });
  });

  test('an RTC too early ends the page', () => {
    const decoded = mh(coded(...GOOD, EOL.repeat(6), ...OTHER), 'conceal', 3);
    expect(decoded).toMatchObject({ badRows: 2, codedRows: 1 });
  });

  test('surplus rows: ignored when the height is known and damage is concealed, named by strict', () => {
    const octets = coded(...GOOD, ...OTHER, ...OTHER);
    expect(mh(octets, 'conceal', 2)).toMatchObject({ badRows: 0, damage: undefined });
    expect(mh(octets, 'strict', 2).damage).toContain('coded data follow the last of 2 rows at bit');
    const limited = decodeMh(octets, { width: 16, maxRows: 2, damage: 'conceal' });
    expect(limited.raster.height).toBe(2);
    expect(limited.damage).toContain('2 rows are the limit');
  });

  test('rows without EOLs are read, and fill before an EOL is no row', () => {
    expect(rowsOf(mh(coded(...GOOD.slice(1), ...OTHER.slice(1)), 'strict').raster)).toEqual(['0f00', 'ffff']);
    expect(rowsOf(mh(coded(...GOOD, '0'.repeat(100), ...OTHER, '0'.repeat(60)), 'strict').raster)).toEqual([
      '0f00',
      'ffff',
    ]);
  });

  test('a run of 0 inside a row joins its neighbours', () => {
    const decoded = mh(coded(EOL, W(4), B(2), W(0), B(2), W(8)), 'strict');
    expect(decoded.damage).toBeUndefined();
    expect(rowsOf(decoded.raster)).toEqual(['0f00']);
  });
});

test('MR: after a bad row the rows coded against it are bad, up to the next one-dimensional row', () => {
  const rows = [
    [EOL, '1', W(4), B(4), W(8)],
    [EOL, '1', '000000001'],
    [EOL, '0', '111'],
    [EOL, '1', W(0), B(16)],
  ];
  const octets = coded(...rows.flat());
  const decoded = decodeMr(octets, { width: 16, height: 4, maxRows: 4, damage: 'conceal' });
  expect(rowsOf(decoded.raster)).toEqual(['0f00', '0f00', '0f00', 'ffff']);
  expect(decoded).toMatchObject({ badRows: 2, firstBadRow: 1 });
});

test('MMR: what is cut off is missing', () => {
  // 18 bits for the first row, 3 for each of the next: three octets hold three rows.
  const octets = encodeMmr(drawn(16, 5, (x) => x < 8)).subarray(0, 3);
  const decoded = decodeMmr(octets, { width: 16, height: 5, maxRows: 5, damage: 'conceal' });
  expect(rowsOf(decoded.raster)).toEqual(['ff00', 'ff00', 'ff00', '0000', '0000']);
  expect(decoded).toMatchObject({ codedRows: 3, badRows: 2, firstBadRow: 3 });
});

test.each([
  [
    'an extension code',
    '0000001111',
    'an extension code at bit 12 of 24 asks for the uncompressed mode, which fax does not use',
  ],
  [
    'a vertical mode left of a0',
    ['001', W(6), B(1), '0000010'].join(''),
    'the vertical mode at bit 22 of 32 puts a1 left of a0',
  ],
  ['a run past the edge', ['001', W(6), B(11)].join(''), 'the code at bit 19 of 32 runs past the right edge, 16 pels'],
  ['a fill', `${'0'.repeat(17)}1`, 'an EOL or fill comes at bit 12 of 32, before 16 pels'],
])('MMR: %s costs the rest of the page', (_, words, sentence) => {
  const octets = coded('001', W(8), B(1), '1', words);
  const decoded = decodeMmr(octets, { width: 16, height: 5, maxRows: 5, damage: 'conceal' });
  expect(decoded.damage).toBe(`row 1: ${sentence}`);
  expect(decoded).toMatchObject({ firstBadRow: 1, badRows: 4 });
});

describe('any octets', () => {
  const decoders = [decodeMh, decodeMr, decodeMmr];
  test('end in a result within the bound of steps', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 100 }),
        fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
        fc.constantFrom('strict' as const, 'conceal' as const),
        (octets, width, height, damage) => {
          for (const decode of decoders) {
            const decoded = decode(octets, { width, height, maxRows: 60, damage });
            const { raster } = decoded;
            expect(decoded.steps).toBeLessThanOrEqual(mostSteps(octets.length, raster.height, width));
            expect(raster.octets.length).toBe(raster.height * rowOctetsFor(width));
            expect(raster.height).toBe(height ?? decoded.codedRows);
            expect(decoded.badRows).toBeLessThanOrEqual(Math.max(raster.height, 1));
            expect(decoded.badRows > 0).toBe(decoded.firstBadRow !== undefined);
            if (decoded.badRows > 0) expect(decoded.damage).toMatch(/^row \d+: /);
            // Nothing painted beyond the width.
            const padding = (raster.rowOctets * 8 - width) & 7;
            for (let row = 1; row <= raster.height; row += 1) {
              expect((raster.octets[row * raster.rowOctets - 1] ?? 0) & ((1 << padding) - 1)).toBe(0);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a 97 KB stream of premature EOLs takes no more than its octets allow', () => {
    const words = [EOL, W(4), B(4)].join('');
    const octets = coded(words.repeat(Math.floor((97_000 * 8) / words.length)));
    for (const decode of decoders) {
      const decoded = decode(octets, { width: 1728, height: 2292, maxRows: 65_535, damage: 'conceal' });
      expect(decoded.badRows).toBe(2292);
      expect(decoded.steps).toBeLessThanOrEqual(mostSteps(octets.length, 2292, 1728));
    }
    expect(decodeMh(coded(EOL.repeat(60_000)), { width: 1728, maxRows: 65_535, damage: 'conceal' }).steps).toBeLessThan(
      50,
    );
  });

  test('numbers out of range are the caller’s error', () => {
    const options = { width: 16, maxRows: 10, damage: 'strict' } as const;
    expect(() => decodeMh(new Uint8Array(0), { ...options, width: 0 })).toThrow('a row has 1 to 65536 pels, not 0');
    expect(() => decodeMh(new Uint8Array(0), { ...options, height: 11 })).toThrow('may have 10 rows here, not 11');
    expect(() => decodeMmr(new Uint8Array(MAX_CODED_OCTETS + 1), options)).toThrow('a coded page may have');
    expect(decodeMh(new Uint8Array(0), options).raster).toEqual(blankRaster(16, 0));
  });
});
