import { expect, test } from 'vitest';
import { blankRaster, pelAt, rasterOf, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';

test('rows are padded to whole octets', () => {
  const raster = blankRaster(23, 5);
  expect(raster.rowOctets).toBe(3);
  expect(raster.octets.length).toBe(15);
});

test('bit 7 is the leftmost pel and 1 is black', () => {
  const raster = rasterOf(9, 1, Uint8Array.of(0b1000_0001, 0b1000_0000));
  expect([0, 1, 7, 8].map((x) => pelAt(raster, x, 0))).toEqual([1, 0, 1, 1]);
});

test('octets that do not fit the dimensions are refused with both counts', () => {
  expect(() => rasterOf(8, 2, new Uint8Array(3))).toThrow('a raster of 8 × 2 pels has 2 octets, not 3');
});

test('rasters differ when one pel differs', () => {
  const a = blankRaster(16, 2);
  const b = blankRaster(16, 2);
  expect(rastersEqual(a, b)).toBe(true);
  b.octets[3] = 1;
  expect(rastersEqual(a, b)).toBe(false);
});
