import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BilevelRaster, blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { PAPER_MM, PAPER_SIZES } from '../../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../../device-model/page/width-table.ts';
import { fitToPaper } from '../../../firmware/imaging/fit-to-paper.ts';

const at = RESOLUTIONS['200x200'];

/** Columns and rows of the first and the last black pel. */
function box({ octets, rowOctets, height }: BilevelRaster): readonly number[] {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < rowOctets * 8; x += 1) {
      if ((((octets[y * rowOctets + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0) continue;
      if (top < 0) top = y;
      bottom = y;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return [left, right, top, bottom];
}

describe('a page on the paper there is', () => {
  it.each([
    ['on its own paper', 1728, 2339, 'A4', 'A4'],
    ['a letter on A4', 1728, 2200, 'letter', 'A4'],
    ['the customary 2376 rows at 196 dpi, five per cent too long', 1728, 2420, 'A4', 'A4'],
    ['a short page on a short paper', 1728, 500, 'A4', 'letter'],
    ['a width of its own', 900, 500, 'A4', 'A4'],
  ] as const)('%s stays as it is', (_, width, height, made, paper) => {
    const raster = blankRaster(width, height);
    expect(fitToPaper(raster, { resolution: at, paper: made }, paper)).toBe(raster);
  });

  it('A4 on letter: by the length, on both axes, centred', () => {
    const raster = blankRaster(1728, 2339);
    raster.octets.fill(0xff);
    const fitted = fitToPaper(raster, { resolution: at, paper: 'A4' }, 'letter');
    expect([fitted.width, fitted.height]).toEqual([1728, 2200]);
    const scaled = Math.round((1728 * 2200) / 2339);
    const left = Math.floor((1728 - scaled) / 2);
    expect(box(fitted)).toEqual([left, left + scaled - 1, 0, 2199]);
  });

  it('B4 on A4: a full page becomes a full page', () => {
    const fitted = fitToPaper(blankRaster(2048, 2866), { resolution: at, paper: 'B4' }, 'A4');
    expect([fitted.width, fitted.height]).toEqual([1728, 2339]);
  });

  it('a short B4 page on A4: by the paper widths', () => {
    const fitted = fitToPaper(blankRaster(2048, 1000), { resolution: at, paper: 'B4' }, 'A4');
    expect([fitted.width, fitted.height]).toEqual([1728, Math.round((1000 * PAPER_MM.A4.width) / PAPER_MM.B4.width)]);
  });

  it('A4 on B4: at its size, in the middle of the wider line', () => {
    const raster = blankRaster(1728, 2339);
    raster.octets.fill(0xff);
    const fitted = fitToPaper(raster, { resolution: at, paper: 'A4' }, 'B4');
    expect([fitted.width, fitted.height]).toEqual([2048, 2339]);
    expect(box(fitted)).toEqual([160, 160 + 1727, 0, 2338]);
  });

  it('three pages long: reduced to the sheet', () => {
    const fitted = fitToPaper(blankRaster(1728, 7017), { resolution: at, paper: 'A4' }, 'A4');
    expect([fitted.width, fitted.height]).toEqual([1728, 2339]);
  });

  it('always fits, is never enlarged, and no black is lost', () => {
    const size = fc.constantFrom(...PAPER_SIZES);
    fc.assert(
      fc.property(
        fc.constantFrom(...RESOLUTION_NAMES),
        size,
        size,
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(),
        (name, made, paper, rows, spot) => {
          const resolution = RESOLUTIONS[name];
          const raster = blankRaster(pelsPerRow(resolution, made), rows);
          raster.octets[spot % raster.octets.length] = 1;
          const fitted = fitToPaper(raster, { resolution, paper: made }, paper);
          expect(fitted.width).toBe(pelsPerRow(resolution, paper));
          expect(fitted.height).toBeLessThanOrEqual(Math.max(raster.height, 1));
          expect(fitted.height).toBeLessThanOrEqual(rowsPerPage(resolution, paper) * 1.05);
          expect(fitted.octets.some((octet) => octet !== 0)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
