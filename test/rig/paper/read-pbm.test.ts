import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { pbmOfPage } from '../../../rig/export/pbm-of-page.ts';
import { readPbm } from '../../../rig/paper/read-pbm.ts';
import { noise } from '../../firmware/coding/sample-pages.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const all = (octets: Uint8Array) => [...readPbm(octets)];
const only = (octets: Uint8Array): BilevelRaster | string => all(octets)[0] ?? 'nothing';

/** The example of pbm(5): the letter J. */
const J = `P1
# This is an example bitmap of the letter "J"
6 10
0 0 0 0 1 0
0 0 0 0 1 0
0 0 0 0 1 0
0 0 0 0 1 0
0 0 0 0 1 0
0 0 0 0 1 0
1 0 0 0 1 0
0 1 1 1 0 0
0 0 0 0 0 0
0 0 0 0 0 0
`;
const J_ROWS = [0x08, 0x08, 0x08, 0x08, 0x08, 0x08, 0x88, 0x70, 0, 0];

describe('PBM', () => {
  test('plain, with and without white space between pels', () => {
    const raster = only(ascii(J));
    expect(raster).toMatchObject({ width: 6, height: 10, octets: Uint8Array.from(J_ROWS) });
    const tight = J.replace(/(?<=[01]) (?=[01] ?)/g, '').replace('610\n', '6 10\n');
    expect(only(ascii(tight))).toEqual(raster);
  });

  test('packed; padding is white whatever it holds; comments stand before any number', () => {
    const packed = [...ascii('P4 #x\n6#y\n 10\n'), ...J_ROWS.map((row) => row | 3)];
    expect(only(Uint8Array.from(packed))).toEqual(only(ascii(J)));
  });

  test('what we write is read, several behind each other', () => {
    const pages = [noise(13, 7), noise(64, 3), noise(1, 1)];
    const read = all(Uint8Array.from(pages.flatMap((page) => [...pbmOfPage(page)])));
    expect(read).toHaveLength(3);
    read.forEach((page, i) => {
      expect(typeof page !== 'string' && rastersEqual(page, pages[i] ?? noise(2, 2))).toBe(true);
    });
  });

  test.each([
    ['', 'a PBM begins with P1 or P4'],
    ['P5 1 1 255 ', 'a PBM begins with P1 or P4'],
    ['P4', 'a PBM begins with P1 or P4'],
    ['P4 0 5\n', 'width is 0, expected 1 to 65535'],
    ['P4 7 x', 'height is missing'],
    ['P4 99999999999999999999 1 ', 'width is'],
    ['P4 65535 65535 ', 'pels are more than the limit of'],
    ['P4 8 8', 'white space is missing'],
    ['P4 8 8\nabc', 'needs 8 octets, the file has 3 left'],
    ['P1 2 2\n0 1 1', 'ends after 3 of 4'],
    ['P1 2 2\n0 1 2 1', 'pel 2 of 4 at offset 11 is neither 0 nor 1'],
  ])('%j is refused', (text, sentence) => {
    expect(only(ascii(text))).toContain(sentence);
  });

  test('any octets end in pictures or a sentence', () => {
    const begin = fc.constantFrom('', 'P4 9 3\n', 'P1 3 3 ', 'P4\n#\n', 'P1 ');
    fc.assert(
      fc.property(begin, fc.uint8Array({ maxLength: 60 }), (head, rest) => {
        const last = all(Uint8Array.from([...ascii(head), ...rest])).at(-1);
        expect(last).toBeDefined();
        if (typeof last === 'string') expect(last.length).toBeGreaterThan(10);
      }),
      { numRuns: 500 },
    );
  });
});
