import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, blankRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { PAPER_SIZES } from '../../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pelsPerRow } from '../../../device-model/page/width-table.ts';
import { drawHeaderLine, headerText } from '../../../firmware/imaging/header-line.ts';

const LINE = { left: '16-JAN-2006 09:02', middle: 'pcc@ifax1.panasonic.example', right: 'P. 1/2' };

/** First and last row and pel that are black; undefined for a white page. */
function blackBox(raster: BilevelRaster): { top: number; bottom: number; left: number; right: number } | undefined {
  let box: { top: number; bottom: number; left: number; right: number } | undefined;
  for (let y = 0; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) {
      if (((raster.octets[y * raster.rowOctets + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0) continue;
      box ??= { top: y, bottom: y, left: x, right: x };
      box = { ...box, bottom: y, left: Math.min(box.left, x), right: Math.max(box.right, x) };
    }
  }
  return box;
}

describe.each(RESOLUTION_NAMES)('at %s', (name) => {
  const resolution = RESOLUTIONS[name];
  test.each(PAPER_SIZES)('the line lies in the top 5 mm of %s, margins on both sides', (paper) => {
    const page = blankRaster(pelsPerRow(resolution, paper), Math.ceil((resolution.yDpi / 25.4) * 12));
    drawHeaderLine(page, resolution, LINE);
    const box = blackBox(page);
    expect(box).toBeDefined();
    if (box === undefined) return;
    const mm = { x: 25.4 / resolution.xDpi, y: 25.4 / resolution.yDpi };
    expect(box.top * mm.y).toBeGreaterThan(1.4);
    expect((box.bottom + 1) * mm.y).toBeLessThan(5);
    // Capitals and digits of the font are 0.66 em high, here some 2 mm; with descenders below 3.2 mm.
    expect((box.bottom + 1 - box.top) * mm.y).toBeGreaterThan(1.8);
    expect((box.bottom + 1 - box.top) * mm.y).toBeLessThan(3.2);
    expect(box.left * mm.x).toBeGreaterThan(3.5);
    expect((page.width - box.right) * mm.x).toBeGreaterThan(3.5);
    expect((page.width - box.right) * mm.x).toBeLessThan(9);
  });
});

test('what is black on the page stays black, what is below stays as it is', () => {
  const resolution = RESOLUTIONS['204x196'];
  const page = blankRaster(1728, 100);
  page.octets.fill(0xff, 0, 30 * page.rowOctets);
  const before = page.octets.slice();
  drawHeaderLine(page, resolution, LINE);
  expect(before.every((octet, i) => ((page.octets[i] ?? 0) & octet) === octet)).toBe(true);
  expect(page.octets.subarray(40 * page.rowOctets)).toEqual(before.subarray(40 * page.rowOctets));
});

test('a page lower than the line gets none', () => {
  const page = blankRaster(1728, 20);
  drawHeaderLine(page, RESOLUTIONS['204x196'], LINE);
  expect(rastersEqual(page, blankRaster(1728, 20))).toBe(true);
});

test('a character without a glyph gets a box, the same for all', () => {
  const drawn = (middle: string): BilevelRaster => {
    const page = blankRaster(1728, 50);
    drawHeaderLine(page, RESOLUTIONS['204x196'], { left: '', middle, right: '' });
    return page;
  };
  expect(rastersEqual(drawn('漢'), drawn('Ж'))).toBe(true);
  expect(rastersEqual(drawn('漢'), drawn('é'))).toBe(false);
  expect(blackBox(drawn('漢'))).toBeDefined();
});

describe('the text of the line', () => {
  test('left, middle, right', () => {
    const text = headerText({ left: 'ab', middle: 'cde', right: 'f' }, 20);
    expect(text).toBe('  ab     cde     f');
    expect(text).toHaveLength(18);
  });

  test('a long sender is cut', () => {
    const text = headerText({ ...LINE, middle: `${'x'.repeat(200)}@example.com` }, 108);
    expect(text).toHaveLength(106);
    expect(text).toMatch(/^ {2}16-JAN-2006 09:02 {2}x+\.\.\. {2}P\. 1\/2$/);
  });

  test('whatever the texts, they fit and the page number is there', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(words, words, fc.integer({ min: 20, max: 260 }), (left, middle, columns) => {
        const text = Array.from(headerText({ left, middle, right: 'P. 1/2' }, columns));
        expect(text.length).toBeLessThanOrEqual(columns - 2);
        expect(text.slice(-6).join('')).toBe('P. 1/2');
      }),
    );
  });
});
