import { expect, test } from 'vitest';
import { blankRaster, rasterOf, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from '../../firmware/coding/bit-writer.ts';
import { decodeMmr } from '../../firmware/coding/decode-mmr.ts';
import { encodeMmr, MmrEncoder } from '../../firmware/coding/encode-mmr.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import { hexOf, LETTERS, T4, vector } from '../firmware/coding/vectors.ts';

const BLACK = rasterOf(1728, 3, new Uint8Array(216 * 3).fill(0xff));

test.each([
  ['mmr_msb', LETTERS],
  ['mmr_1728x3_white_msb', blankRaster(1728, 3)],
  ['mmr_1728x3_black_msb', BLACK],
] as const)('%s', (name, raster) => {
  expect(hexOf(encodeMmr(raster))).toBe(T4[name]);
  const { width, height } = raster;
  for (const known of [height, undefined]) {
    const decoded = decodeMmr(vector(name), { width, height: known, maxRows: 100, damage: 'strict' });
    expect(decoded.damage).toBeUndefined();
    expect(rastersEqual(decoded.raster, raster)).toBe(true);
  }
});

test('FillOrder 2', () => {
  expect(hexOf(reverseBits(vector('mmr_msb')))).toBe(T4['mmr_lsb']);
});

test('rows pushed in bands give the octets of the whole page', () => {
  const encoder = new MmrEncoder(23, new BitWriter(8));
  for (const [from, to] of [
    [0, 1],
    [1, 1],
    [1, 4],
    [4, 5],
  ] as const) {
    encoder.push(LETTERS.octets.subarray(from * 3, to * 3));
  }
  expect(hexOf(encoder.finish())).toBe(T4['mmr_msb']);
  expect(() => encoder.push(new Uint8Array(4))).toThrow('a band of 4 octets is no whole number of rows of 3 octets');
});
