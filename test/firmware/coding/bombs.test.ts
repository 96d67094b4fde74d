import { describe, expect, test } from 'vitest';
import { decodeMh, decodeMhOctetRows } from '../../../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../../../firmware/coding/decode-mr.ts';
import { mostSteps, TRIAL_OCTETS } from '../../../firmware/coding/decoded.ts';
import { B, coded, EOL, W } from './code-words.ts';

/** The octets a reader could be kept busy with: many rows, many pels, much fill, hunts and searches without an end. */
describe('bombs', () => {
  const filled = (octet: number, count: number) => new Uint8Array(count).fill(octet);
  const repeated = (words: string, count: number) => coded(words.repeat(Math.ceil((count * 8) / words.length)));
  const SIZE = 40_000;
  const bombs: Readonly<Record<string, Uint8Array>> = {
    'fill without an end': filled(0, SIZE),
    'ones: a row a bit': filled(0xff, SIZE),
    EOLs: repeated(EOL, SIZE),
    'EOLs and tag bits': repeated(`${EOL}1`, SIZE),
    'pairs of EOLs with fill between': repeated(`${EOL}${'0'.repeat(200)}${EOL}${W(4)}`, SIZE),
    'premature EOLs': repeated([EOL, W(4), B(4)].join(''), SIZE),
    'runs of 0': repeated([W(0), B(0)].join(''), SIZE),
    'make-up words of 0 sum': repeated(`${EOL}${W(64)}`, SIZE),
    'codes that do not exist': repeated('00000000100000001', SIZE),
    'rows that fail at their end': repeated([W(63), B(63), '000000001'].join(''), SIZE),
    'octets that begin no row': filled(0x03, SIZE),
    passes: repeated('0001', SIZE),
    'horizontal modes': repeated(['001', W(1), B(1)].join(''), SIZE),
    'extension codes': repeated('0000001111', SIZE),
    'more than the trial': filled(0x35, TRIAL_OCTETS * 3),
  };
  const every = [decodeMh, decodeMr, decodeMhOctetRows, decodeMmr];
  test.each(Object.entries(bombs))('%s', (_, octets) => {
    for (const decode of every) {
      for (const [width, height] of [
        [1, undefined],
        [1728, 400],
        [65_536, undefined],
      ] as const) {
        for (const damage of ['strict', 'conceal'] as const) {
          const decoded = decode(octets, { width, height, maxRows: 400, damage });
          expect(decoded.steps).toBeLessThanOrEqual(mostSteps(octets.length, decoded.raster.height, width));
          expect(decoded.raster.height).toBeLessThanOrEqual(400);
        }
      }
    }
  });

  test('MAX_PELS bounds the rows of a page of unknown height', () => {
    const decoded = decodeMmr(filled(0xff, 1000), { width: 65_536, maxRows: 65_535, damage: 'conceal' });
    expect(decoded.raster.height).toBe(4096);
    expect(decoded.damage).toBe('row 4096: coded data follow at bit 4096 of 8000, 4096 rows are the limit');
  });
});
