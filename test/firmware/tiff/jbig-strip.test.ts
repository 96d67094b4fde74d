import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reverseBits } from '../../../firmware/coding/reverse-bits.ts';
import { readIfds } from '../../../firmware/tiff/ifd-reader.ts';
import { jbigBitOrder, plainJbigStrip } from '../../../firmware/tiff/jbig-strip.ts';
import { t82OptionsProblem } from '../../../firmware/tiff/t82-options.ts';
import { craftTiff, type Field, long, short } from './crafted-tiff.ts';

/** The 23 × 5 page of jbigkit's test, coded by an independent coder. */
const vectors: unknown = JSON.parse(readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'));
const BIE = Uint8Array.from(
  Buffer.from('000001000000001700000005000000807f000008ccb127e517435f0237c9e14db30d18ff02', 'hex'),
);

test('the vector is one of the published ones', () => {
  expect(JSON.stringify(vectors)).toContain(Buffer.from(BIE).toString('hex'));
});

describe('bits of a JBIG strip', () => {
  test('run as the number of planes says, whatever FillOrder', () => {
    expect(jbigBitOrder(BIE)).toBe('plain');
    expect(jbigBitOrder(reverseBits(BIE))).toBe('reversed');
    expect(plainJbigStrip(BIE)).toEqual(BIE);
    expect(plainJbigStrip(reverseBits(BIE))).toEqual(BIE);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['less than a header', BIE.subarray(0, 19)],
    ['eight planes', Uint8Array.from(BIE, (octet, i) => (i === 2 ? 8 : octet))],
    ['zeros', new Uint8Array(30)],
  ])('%s is no entity of one plane and stays as it is', (_, strip) => {
    expect(jbigBitOrder(strip)).toBeUndefined();
    expect(plainJbigStrip(strip)).toBe(strip);
  });
});

describe('the header of one layer', () => {
  const changed = (changes: Readonly<Record<number, number>>) =>
    Uint8Array.from(BIE, (octet, at) => changes[at] ?? octet);

  test('loses what concerns further layers only, as libtiff writes it: order 3, TPDON, TPBON, DPON', () => {
    const libtiffs = changed({ 18: 3, 19: 0x1c });
    expect(plainJbigStrip(libtiffs)).toEqual(BIE);
    expect(plainJbigStrip(reverseBits(libtiffs))).toEqual(BIE);
    expect(libtiffs[18]).toBe(3);
  });

  test.each([
    ['two layers', { 1: 1, 18: 3 }],
    ['a private table', { 18: 3, 19: 0x0e }],
  ])('%s: stays, since it then means something', (_, changes) => {
    expect(plainJbigStrip(changed(changes))).toEqual(changed(changes));
  });
});

test('T82Options may be left out or 0, whatever its type', () => {
  const problem = (...fields: Field[]) => {
    const file = readIfds(craftTiff([{ fields: [short(256, 8), ...fields], strips: [] }]));
    const ifd = file.ok ? file.ifds[0] : undefined;
    return ifd === undefined ? 'no file' : t82OptionsProblem(ifd);
  };
  expect(problem()).toBeUndefined();
  expect(problem(long(435, 0))).toBeUndefined();
  expect(problem(short(435, 0))).toBeUndefined();
  expect(problem(long(435, 1))).toBe('T82Options is 1, expected 0 (T.85)');
});
