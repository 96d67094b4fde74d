import { describe, expect, test } from 'vitest';
import { blankRaster, rasterOf, rastersEqual } from '../../../../device-model/page/bilevel-raster.ts';
import type { DamagePolicy } from '../../../../firmware/coding/decoded.ts';
import { decodeJbig } from '../../../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig } from '../../../../firmware/coding/jbig/encode-jbig.ts';
import { drawn, textLike } from '../sample-pages.ts';
import { LETTERS } from '../vectors.ts';
import { octetsOf, T85 } from './vectors.ts';

/** The letters in stripes of two rows, as vectors.json has them; their markers begin at octets 27, 35 and 40. */
const header = (rows: string, options: string) => `00000100 00000017 ${rows} 00000002 7f 00 00 ${options}`;
const PLAIN = header('00000005', '08');
const LATE = header('ffffffff', '28');
const FIRST = 'ccb127e5174360';
const SECOND = '2d21e4f0a6c0';
const THIRD = '67c160';
const END = 'ff02';
const WHOLE = PLAIN + FIRST + END + SECOND + END + THIRD + END;
const NEWLEN_5 = 'ff05 00000005';
const LETTER_ROWS = Buffer.from(LETTERS.octets).toString('hex').match(/.{6}/g) ?? [];
const WHITE = '000000';

function decode(coded: string | Uint8Array, damage: DamagePolicy, height?: number) {
  const octets = typeof coded === 'string' ? octetsOf(coded) : coded;
  return decodeJbig(octets, { width: 23, height, maxRows: 1000, damage });
}
const rowsOf = (decoded: ReturnType<typeof decode>) =>
  Buffer.from(decoded.raster.octets).toString('hex').match(/.{6}/g) ?? [];

test('the stream cut up here is the one of vectors.json', () => {
  expect(WHOLE.replaceAll(' ', '')).toBe(T85[4]?.bie);
});

describe('NEWLEN', () => {
  test.each([
    ['before the first stripe', LATE + NEWLEN_5 + FIRST + END + SECOND + END + THIRD + END],
    ['after the first', LATE + FIRST + END + NEWLEN_5 + SECOND + END + THIRD + END],
    ['before the last', LATE + FIRST + END + SECOND + END + NEWLEN_5 + THIRD + END],
    ['after the last, with a stripe without rows', LATE + FIRST + END + SECOND + END + THIRD + END + NEWLEN_5 + END],
    ['after the last, with nothing more', LATE + FIRST + END + SECOND + END + THIRD + END + NEWLEN_5],
    ['behind a comment', `${LATE + FIRST + END + SECOND + END + THIRD + END} ff07 00000002 6869 ${NEWLEN_5} ${END}`],
  ])('%s', (_, coded) => {
    for (const height of [5, undefined]) {
      const decoded = decode(coded, 'strict', height);
      expect(decoded).toMatchObject({ damage: undefined, badRows: 0, codedRows: 5 });
      expect(rowsOf(decoded)).toEqual(LETTER_ROWS);
    }
  });

  test.each([
    [
      'without VLENGTH',
      `${PLAIN} ff05 00000003 ${FIRST} ${END} ${SECOND} ${END} ${THIRD} ${END}`,
      'row 2: NEWLEN at octet 20, but the header has no VLENGTH',
    ],
    [
      'twice',
      LATE + NEWLEN_5 + FIRST + END + NEWLEN_5 + SECOND + END + THIRD + END,
      'row 2: NEWLEN at octet 35 is the second one',
    ],
    [
      'with more rows than announced',
      `${header('00000005', '28')} ff05 00000006 ${FIRST} ${END} ${SECOND} ${END} ${THIRD} ${END}`,
      "row 2: NEWLEN at octet 20 says 6 rows, more than YD's 5",
    ],
    [
      'with fewer rows than the stripes before the last have',
      `${header('00000005', '28') + FIRST + END + SECOND + END} ff05 00000001 ${THIRD} ${END}`,
      'row 4: NEWLEN at octet 37 says 1 rows, fewer than 2',
    ],
  ])('%s: strict says so, conceal passes it over', (_, coded, sentence) => {
    expect(decode(coded, 'strict').damage).toBe(sentence);
    const decoded = decode(coded, 'conceal');
    expect(decoded).toMatchObject({ damage: sentence, badRows: 0, codedRows: 5 });
    expect(rowsOf(decoded)).toEqual(LETTER_ROWS);
  });

  test('missing: the page has the rows that came', () => {
    const decoded = decode(LATE + FIRST + END + SECOND + END, 'conceal');
    expect(decoded).toMatchObject({ badRows: 0, codedRows: 4 });
    expect(rowsOf(decoded)).toEqual(LETTER_ROWS.slice(0, 4));
    expect(decoded.damage).toBe('row 4: the data end at octet 37 where a stripe was expected');
  });
});

describe('stripes that do not end as they should', () => {
  const twoThen = (more: string) => PLAIN + FIRST + END + more;
  test.each([
    ['a reserved marker', 'ff01', 'row 2: the reserved marker FF 01 stands at octet 29, SDNORM or SDRST was expected'],
    ['an unknown marker', 'ff2a', 'row 2: the reserved marker FF 2a stands at octet 29, SDNORM or SDRST was expected'],
    ['ABORT', 'ff04', 'row 2: the sender gave the page up: ABORT at octet 29'],
    ['nothing', '', 'row 2: the data end at octet 29 where a stripe was expected'],
    ['half a NEWLEN', 'ff05 0000', 'row 2: the data end inside the marker segment at octet 29'],
    ['half a comment', 'ff07 00000003 6869', 'row 2: the COMMENT at octet 29 says 3 octets, the data end at octet 37'],
    ['a move to another row', 'ff06 00000000 04 01', 'ATMOVE at octet 29 moves the adaptive pel to another row'],
    ['a move below the stripe', 'ff06 00000002 04 00', 'ATMOVE at octet 29 is for row 2 of a stripe of 2'],
    ['a move beyond MX', 'ff06 00000000 80 00', 'ATMOVE at octet 29 moves the adaptive pel by 128, MX allows 127'],
    ['five moves', 'ff06 00000000 04 00'.repeat(5), 'ATMOVE at octet 61 is one more than the 4 a stripe may have'],
    [
      'moves out of order',
      'ff06 00000001 04 00 ff06 00000000 04 00',
      'ATMOVE at octet 37 is for row 0, before the move that precedes it',
    ],
  ])('%s in place of the second', (_, more, sentence) => {
    for (const damage of ['strict', 'conceal'] as const) {
      const decoded = decode(twoThen(more), damage);
      expect(decoded).toMatchObject({ badRows: 3, firstBadRow: 2, codedRows: 2 });
      expect(decoded.damage).toContain(sentence);
      const rows = LETTER_ROWS.slice(0, 2);
      expect(rowsOf(decoded)).toEqual(damage === 'strict' ? rows : [...rows, WHITE, WHITE, WHITE]);
      expect(rowsOf(decode(twoThen(more), damage, 5))).toEqual([...rows, WHITE, WHITE, WHITE]);
    }
  });

  test.each([
    ['a reserved marker', 'ff09', 'the reserved marker FF 09 stands at octet 32 inside a stripe'],
    ['ABORT', 'ff04', 'the sender gave the page up: ABORT at octet 32'],
    ['the marker ATMOVE', 'ff06', 'the marker FF 06 stands at octet 32 inside a stripe'],
    ['the end', '', 'the data end at octet 32 inside a stripe, SDNORM or SDRST was expected'],
  ])('%s inside the second', (_, more, sentence) => {
    const decoded = decode(twoThen(SECOND.slice(0, 6) + more), 'conceal');
    expect(decoded.damage).toContain(sentence);
    expect(decoded.badRows + decoded.codedRows).toBe(5);
    expect(decoded.codedRows).toBeLessThanOrEqual(3);
    expect(rowsOf(decoded).slice(0, decoded.codedRows)).toEqual(LETTER_ROWS.slice(0, decoded.codedRows));
  });

  test('a page cut off anywhere has the rows it has the octets of, and says where it ends', () => {
    const page = textLike(203, 90);
    const whole = encodeJbig(page, { stripeRows: 30 });
    let most = 0;
    for (let length = 20; length < whole.length; length += 1) {
      const cut = whole.subarray(0, length);
      const decoded = decodeJbig(cut, { width: 203, height: 90, maxRows: 90, damage: 'conceal' });
      expect(decoded.damage).toMatch(new RegExp(`the data end at octet ${length} `));
      expect(decoded.badRows + decoded.codedRows).toBe(90);
      expect(decoded.codedRows).toBeGreaterThanOrEqual(most);
      most = decoded.codedRows;
      const octets = decoded.codedRows * page.rowOctets;
      expect(Buffer.compare(decoded.raster.octets.subarray(0, octets), page.octets.subarray(0, octets))).toBe(0);
      expect(decoded.raster.octets.subarray(octets).every((octet) => octet === 0)).toBe(true);
    }
    expect(most).toBeGreaterThan(60);
  });
});

test('a stripe that does not take all its octets is damaged; conceal keeps what came out', () => {
  const coded = `${PLAIN + FIRST}a5b6c7d8e9${END + SECOND + END + THIRD + END}`;
  // The decoder is up to three octets ahead of the rows, which is why no figure is expected.
  const sentence = /^row 0: the stripe up to octet 32 has more octets than its 2 rows take: [2-5] are left unread$/;
  expect(decode(coded, 'strict')).toMatchObject({ badRows: 2, firstBadRow: 0, codedRows: 0 });
  expect(decode(coded, 'strict').damage).toMatch(sentence);
  const decoded = decode(coded, 'conceal');
  expect(decoded).toMatchObject({ badRows: 2, firstBadRow: 0, codedRows: 5 });
  expect(decoded.damage).toMatch(sentence);
  expect(rowsOf(decoded).slice(0, 1)).toEqual(LETTER_ROWS.slice(0, 1));
});

test('00 left at the end of a stripe, and more of them, say nothing', () => {
  const coded = `${PLAIN + FIRST}0000000000${END + SECOND + END + THIRD + END}`;
  expect(rowsOf(decode(coded, 'strict'))).toEqual(LETTER_ROWS);
  expect(decode(coded, 'strict').damage).toBeUndefined();
});

test('octets behind the last stripe: named by strict, 00 by nobody', () => {
  expect(decode(`${WHOLE} 0000`, 'strict').damage).toBeUndefined();
  expect(decode(`${WHOLE} 1234`, 'strict').damage).toBe('row 5: 2 octets follow the last stripe at octet 42');
  expect(decode(`${WHOLE} 1234`, 'conceal')).toMatchObject({ damage: undefined, badRows: 0, codedRows: 5 });
});

describe('a page of another size than its header', () => {
  test('more rows: the rest is missing', () => {
    const sentence = 'row 5: the data end after 5 rows, the page has 7';
    expect(decode(WHOLE, 'conceal', 7)).toMatchObject({ damage: sentence, badRows: 2, firstBadRow: 5, codedRows: 5 });
    expect(decode(WHOLE, 'strict', 7).damage).toBe(sentence);
  });

  test('fewer rows: conceal takes those, strict says so', () => {
    expect(rowsOf(decode(WHOLE, 'conceal', 3))).toEqual(LETTER_ROWS.slice(0, 3));
    expect(decode(WHOLE, 'conceal', 3)).toMatchObject({ damage: undefined, badRows: 0, codedRows: 3 });
    expect(decode(WHOLE, 'strict', 3).damage).toBe('row 3: the data have more rows, 3 are the limit');
  });

  test('another width: all rows are bad', () => {
    const decoded = decodeJbig(octetsOf(WHOLE), { width: 24, height: 5, maxRows: 5, damage: 'conceal' });
    expect(decoded).toMatchObject({ badRows: 5, firstBadRow: 0, codedRows: 0 });
    expect(decoded.damage).toBe('row 0: octets 4 to 7 of the JBIG header (XD) say 23 pels a row, the page has 24');
    expect(rastersEqual(decoded.raster, blankRaster(24, 5))).toBe(true);
  });

  test('a header cut off', () => {
    expect(decode(WHOLE.slice(0, 20), 'conceal')).toMatchObject({ badRows: 0, codedRows: 0 });
    expect(decode('', 'strict', 2).damage).toBe('row 0: a JBIG header has 20 octets, the data end at octet 0');
  });
});

test('after SDRST a stripe is coded as the first of a page', () => {
  const upper = drawn(23, 4, (x, y) => (x * y) % 3 === 1);
  const lower = drawn(23, 4, (x, y) => (x * 7 + y) % 5 < 2);
  const how = { adaptive: 127, stripeRows: 4, adaptiveOffset: () => 5 };
  const [top, bottom] = [encodeJbig(upper, how), encodeJbig(lower, how)];
  const coded = Uint8Array.from([...top, ...bottom.subarray(20)]);
  coded[top.length - 1] = 3;
  coded[11] = 8;
  const decoded = decode(coded, 'strict');
  expect(decoded.damage).toBeUndefined();
  const both = rasterOf(23, 8, Uint8Array.from([...upper.octets, ...lower.octets]));
  expect(rastersEqual(decoded.raster, both)).toBe(true);
});

test('after SDRST a typical first row is white, not the row above', () => {
  const black = drawn(23, 2, () => true);
  const coded = Uint8Array.from([...encodeJbig(black), ...encodeJbig(blankRaster(23, 2)).subarray(20)]);
  coded[encodeJbig(black).length - 1] = 3;
  coded[11] = 4;
  coded[15] = 2;
  expect(rowsOf(decode(coded, 'strict'))).toEqual(['fffffe', 'fffffe', WHITE, WHITE]);
});
