import { describe, expect, test } from 'vitest';
import { blankRaster, rasterOf, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { decodeMh } from '../../firmware/coding/decode-mh.ts';
import { decodeMr } from '../../firmware/coding/decode-mr.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMr, mrK } from '../../firmware/coding/encode-mr.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import {
  BLACK_MAKE_UP,
  BLACK_TERMINATING,
  COMMON_MAKE_UP,
  MODE_WORDS,
  WHITE_MAKE_UP,
  WHITE_TERMINATING,
} from '../../firmware/coding/t4-code-tables.ts';
import { hexOf, LETTERS, T4, vector, vectorText } from '../firmware/coding/vectors.ts';

const STRICT = { width: 23, height: 5, maxRows: 5, damage: 'strict' } as const;

describe('T.4 code tables', () => {
  test.each([
    ['white', WHITE_TERMINATING, WHITE_MAKE_UP],
    ['black', BLACK_TERMINATING, BLACK_MAKE_UP],
  ] as const)('the 104 %s run codes', (colour, terminating, makeUp) => {
    const codes: Record<string, string> = {};
    terminating.forEach((word, run) => {
      codes[run] = word;
    });
    [...makeUp, ...COMMON_MAKE_UP].forEach((word, index) => {
      codes[(index + 1) * 64] = word;
    });
    expect(codes).toEqual(T4[colour]);
  });

  test('the modes of two-dimensional coding', () => {
    const { mode } = T4;
    expect(MODE_WORDS.pass).toBe(mode['P']);
    expect(MODE_WORDS.horizontal).toBe(mode['H']);
    expect(MODE_WORDS.extension).toBe(mode['EXT']);
    expect(MODE_WORDS.vertical).toEqual(['VL3', 'VL2', 'VL1', 'V0', 'VR1', 'VR2', 'VR3'].map((name) => mode[name]));
  });
});

describe('MH page octets', () => {
  test.each([
    ['mh_unaligned_msb', {}],
    ['mh_unaligned_rtc_msb', { rtc: true }],
    ['mh_aligned_msb', { byteAlignedEols: true }],
  ])('%s', (name, options) => {
    expect(hexOf(encodeMh(LETTERS, options))).toBe(T4[name]);
    const decoded = decodeMh(vector(name), STRICT);
    expect(decoded.damage).toBeUndefined();
    expect(rastersEqual(decoded.raster, LETTERS)).toBe(true);
  });

  test.each(['mh_unaligned', 'mh_aligned'])('%s in FillOrder 2', (name) => {
    expect(hexOf(reverseBits(vector(`${name}_msb`)))).toBe(T4[`${name}_lsb`]);
  });

  test.each([
    ['line_1728_white', 1728, 0x00],
    ['line_1728_black', 1728, 0xff],
    ['line_2048_white', 2048, 0x00],
    ['line_2432_white', 2432, 0x00],
    ['line_3456_white', 3456, 0x00],
    ['line_4096_white', 4096, 0x00],
    ['line_4864_white', 4864, 0x00],
    ['line_4864_black', 4864, 0xff],
  ] as const)('%s', (name, width, octet) => {
    const bits = `000000000001${vectorText(name)}`;
    const octets = encodeMh(rasterOf(width, 1, new Uint8Array(width / 8).fill(octet)));
    const coded = [...octets].map((value) => value.toString(2).padStart(8, '0')).join('');
    expect(coded).toBe(bits.padEnd(Math.ceil(bits.length / 8) * 8, '0'));
  });
});

describe('MR page octets', () => {
  test.each([
    ['mr_k2_unaligned_msb', { k: 2 }],
    ['mr_k4_unaligned_msb', { k: 4 }],
    ['mr_k4_unaligned_rtc_msb', { k: 4, rtc: true }],
    ['mr_k4_aligned_rfc3949_msb', { k: 4, byteAlignedEols: true }],
  ])('%s', (name, options) => {
    expect(hexOf(encodeMr(LETTERS, options))).toBe(T4[name]);
    const decoded = decodeMr(vector(name), STRICT);
    expect(decoded.damage).toBeUndefined();
    expect(rastersEqual(decoded.raster, LETTERS)).toBe(true);
  });

  test('four white rows at K = 2', () => {
    expect(hexOf(encodeMr(blankRaster(1728, 4), { k: 2 }))).toBe(T4['mr_k2_1728x4_white_msb']);
  });

  test('EOLs aligned the way libtiff aligns them are read too', () => {
    const decoded = decodeMr(vector('mr_k4_aligned_libtiff_msb'), STRICT);
    expect(decoded.damage).toBeUndefined();
    expect(rastersEqual(decoded.raster, LETTERS)).toBe(true);
  });

  test('K by vertical resolution', () => {
    expect([98, 100, 196, 200, 300, 391, 400].map(mrK)).toEqual([2, 2, 4, 4, 6, 8, 8]);
  });
});
