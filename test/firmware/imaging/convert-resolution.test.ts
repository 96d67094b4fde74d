import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BilevelRaster, blankRaster, pelAt, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { PAPER_MM, PAPER_SIZES } from '../../../device-model/page/paper-size.ts';
import { RESOLUTIONS, type ResolutionName } from '../../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../../device-model/page/width-table.ts';
import { convertRaster, type PageForm } from '../../../firmware/imaging/convert-resolution.ts';

const form = (name: ResolutionName, paper: PageForm['paper'] = 'A4'): PageForm => ({
  resolution: RESOLUTIONS[name],
  paper,
});
const blank = ({ resolution, paper }: PageForm, rows = rowsPerPage(resolution, paper)): BilevelRaster =>
  blankRaster(pelsPerRow(resolution, paper), rows);

function blacken(raster: BilevelRaster, x: number, y: number): void {
  const at = y * raster.rowOctets + (x >> 3);
  raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
}

function blackPels(raster: BilevelRaster): readonly (readonly [number, number])[] {
  const pels: [number, number][] = [];
  for (let y = 0; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) if (pelAt(raster, x, y) === 1) pels.push([x, y]);
  }
  return pels;
}

describe('what stays untouched', () => {
  it.each([
    ['200x200', '204x196'],
    ['204x196', '200x200'],
    ['200x100', '204x98'],
    ['204x98', '200x100'],
    ['204x196', '204x196'],
  ] as const)('%s for %s: the pels themselves', (from, to) => {
    const raster = blank(form(from));
    expect(convertRaster(raster, form(from), form(to))).toBe(raster);
  });

  it('letter for A4 and back: one scan line, no reduction', () => {
    const raster = blank(form('204x196', 'letter'));
    expect(convertRaster(raster, form('204x196', 'letter'), form('204x196', 'A4'))).toBe(raster);
  });
});

describe('full pages', () => {
  it.each([
    ['400x400', '200x200', 1728, 2339],
    ['400x400', '200x100', 1728, 1169],
    ['400x400', '204x196', 1728, 2292],
    ['400x400', '204x98', 1728, 1146],
    ['400x400', '204x391', 1728, 4677],
    ['204x391', '204x196', 1728, 2292],
    ['204x391', '204x98', 1728, 1146],
    ['204x196', '204x98', 1728, 1146],
    ['200x200', '200x100', 1728, 1169],
  ] as const)('%s to %s is %i × %i', (from, to, width, height) => {
    const result = convertRaster(blank(form(from)), form(from), form(to));
    expect([result.width, result.height]).toEqual([width, height]);
  });

  it.each(['204x98', '204x196', '400x400', '200x200'] as const)('B4 to A4 and letter at %s', (name) => {
    for (const paper of ['A4', 'letter'] as const) {
      const result = convertRaster(blank(form(name, 'B4')), form(name, 'B4'), form(name, paper));
      expect([result.width, result.height]).toEqual([
        pelsPerRow(RESOLUTIONS[name], paper),
        rowsPerPage(RESOLUTIONS[name], paper),
      ]);
    }
  });
});

describe('reduction by OR', () => {
  it('halves on both axes as the definition says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3455), fc.nat(9)), { maxLength: 40 }), (pels) => {
        const raster = blank(form('400x400'), 10);
        for (const [x, y] of pels) blacken(raster, x, y);
        const expected = blankRaster(1728, 5);
        for (const [x, y] of pels) blacken(expected, x >> 1, y >> 1);
        expect(rastersEqual(convertRaster(raster, form('400x400'), form('200x200')), expected)).toBe(true);
      }),
    );
  });

  it.each([
    ['204x391', 'A4', '204x196', 'A4'],
    ['400x400', 'A4', '200x200', 'A4'],
    ['400x400', 'A4', '204x98', 'A4'],
    ['204x196', 'A4', '204x98', 'A4'],
    ['200x200', 'letter', '200x100', 'letter'],
    ['400x400', 'B4', '400x400', 'A4'],
    ['204x196', 'B4', '204x196', 'A4'],
    ['400x400', 'B4', '204x98', 'letter'],
  ] as const)('a line of one pel stays visible anywhere: %s %s to %s %s', (fromName, fromPaper, toName, toPaper) => {
    const [from, to] = [form(fromName, fromPaper), form(toName, toPaper)];
    const width = pelsPerRow(from.resolution, from.paper);
    fc.assert(
      fc.property(fc.nat(width - 1), fc.nat(59), fc.integer({ min: 0, max: 60 }), (x, y, more) => {
        const raster = blank(from, 60 + more);
        for (let row = 0; row < raster.height; row += 1) blacken(raster, x, row);
        raster.octets.fill(0xff, y * raster.rowOctets, (y + 1) * raster.rowOctets);
        const result = convertRaster(raster, from, to);
        const black = blackPels(result);
        const columns = new Map<number, number>();
        const rows = new Map<number, number>();
        for (const [px, py] of black) {
          columns.set(px, (columns.get(px) ?? 0) + 1);
          rows.set(py, (rows.get(py) ?? 0) + 1);
        }
        expect([...columns.values()].filter((count) => count === result.height)).toHaveLength(1);
        expect([...rows.values()].filter((count) => count > 1)).toHaveLength(1);
      }),
      { numRuns: 25 },
    );
  });

  it('invents nothing and loses nothing: black count of scattered pels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(20)), { minLength: 1, maxLength: 10 }), (spots) => {
        const raster = blank(form('204x391'), 80);
        for (const [x, y] of spots) blacken(raster, x * 8, y * 3);
        const result = blackPels(convertRaster(raster, form('204x391'), form('204x196')));
        const columns = new Set(spots.map(([x]) => x * 8));
        expect(new Set(result.map(([x]) => x))).toEqual(columns);
      }),
    );
  });

  it('reduces B4 by one factor on both axes, centred', () => {
    const from = form('200x200', 'B4');
    const raster = blank(from);
    for (let y = 1000; y < 2000; y += 1)
      raster.octets.fill(0xff, y * raster.rowOctets + 64, y * raster.rowOctets + 192);
    const result = convertRaster(raster, from, form('200x200', 'A4'));
    const black = blackPels(result);
    const xs = black.map(([x]) => x);
    const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
    const scale = PAPER_MM.A4.length / PAPER_MM.B4.length;
    expect(Math.abs(right - left + 1 - 1024 * scale)).toBeLessThanOrEqual(2);
    expect(Math.abs(left + right + 1 - 1728)).toBeLessThanOrEqual(2);
    const rows = (black.at(-1)?.[1] ?? 0) - (black[0]?.[1] ?? 0) + 1;
    // OR may widen each edge by a part of a row.
    expect(Math.abs(rows - 1000 * scale)).toBeLessThanOrEqual(2);
  });
});

describe('B4 as the only paper of the far end', () => {
  it('takes A4 at its size, centred', () => {
    const raster = blank(form('204x98'), 2);
    blacken(raster, 0, 0);
    blacken(raster, 1727, 1);
    const result = convertRaster(raster, form('204x98'), form('204x98', 'B4'));
    expect(result.width).toBe(2048);
    expect(blackPels(result)).toEqual([
      [160, 0],
      [160 + 1727, 1],
    ]);
  });
});

describe('what is refused', () => {
  it('never enlarges', () => {
    for (const [from, to] of [
      ['204x196', '400x400'],
      ['204x98', '204x196'],
      ['204x391', '400x400'],
      ['200x200', '204x391'],
    ] as const) {
      expect(() => convertRaster(blank(form(from), 1), form(from), form(to))).toThrow(`never enlarged to ${to}`);
    }
  });

  it('names a raster of another width', () => {
    expect(() => convertRaster(blankRaster(1727, 1), form('204x98'), form('204x98'))).toThrow(
      'is 1728 pels wide, not 1727',
    );
  });

  it('takes pages of any length, none included', () => {
    for (const paper of PAPER_SIZES) {
      for (const rows of [0, 1, 2, 3]) {
        expect(
          convertRaster(blank(form('400x400', paper), rows), form('400x400', paper), form('204x98', 'A4')).width,
        ).toBe(1728);
      }
    }
  });
});
