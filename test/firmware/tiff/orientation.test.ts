import { describe, expect, test } from 'vitest';
import { type BilevelRaster, pelAt } from '../../../device-model/page/bilevel-raster.ts';
import { exchangesAxes, type Orientation, orientationOf, turnUpright } from '../../../firmware/tiff/orientation.ts';
import { noise } from '../coding/sample-pages.ts';

/** TIFF 6.0 page 36: the visual side that the 0th row is, then the one that the 0th column is. */
const SIDES: readonly (readonly [Orientation, row: string, column: string])[] = [
  [1, 'top', 'left'],
  [2, 'top', 'right'],
  [3, 'bottom', 'right'],
  [4, 'bottom', 'left'],
  [5, 'left', 'top'],
  [6, 'right', 'top'],
  [7, 'right', 'bottom'],
  [8, 'left', 'bottom'],
];

/** Where the stored pel (x, y) is seen. */
function seenAt(x: number, y: number, { width, height }: BilevelRaster, row: string, column: string): [number, number] {
  const along: Record<string, [axis: 'x' | 'y', place: number]> = {
    [`row ${row}`]:
      row === 'top'
        ? ['y', y]
        : row === 'bottom'
          ? ['y', height - 1 - y]
          : row === 'left'
            ? ['x', y]
            : ['x', height - 1 - y],
    [`column ${column}`]:
      column === 'left'
        ? ['x', x]
        : column === 'right'
          ? ['x', width - 1 - x]
          : column === 'top'
            ? ['y', x]
            : ['y', width - 1 - x],
  };
  const places = Object.fromEntries(Object.values(along));
  return [places['x'] ?? -1, places['y'] ?? -1];
}

describe.each(SIDES)('orientation %i: row 0 is the %s, column 0 the %s', (orientation, row, column) => {
  test.each([
    [13, 9],
    [16, 24],
    [1, 30],
    [33, 1],
  ])('%i × %i pels', (width, height) => {
    const stored = noise(width, height, 0.5, orientation);
    const copy = { ...stored, octets: stored.octets.slice() };
    const upright = turnUpright(copy, orientation);
    expect([upright.width, upright.height]).toEqual(exchangesAxes(orientation) ? [height, width] : [width, height]);
    let black = 0;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [seenX, seenY] = seenAt(x, y, stored, row, column);
        expect(pelAt(upright, seenX, seenY), `${x}, ${y}`).toBe(pelAt(stored, x, y));
        black += pelAt(stored, x, y);
      }
    }
    // Padding stays white.
    const bits = upright.octets.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
    expect(bits).toBe(black);
  });
});

test('no orientation, or none of the eight, is 1', () => {
  expect([undefined, 0, 9, 65_535, 6].map(orientationOf)).toEqual([1, 1, 1, 1, 6]);
});
