import { describe, expect, test } from 'vitest';
import { type BilevelRaster, blankRaster, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { decodeJbig } from '../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig, type JbigEncodeOptions } from '../../firmware/coding/jbig/encode-jbig.ts';
import { readImageHeader } from '../../firmware/coding/jbig/image-header.ts';
import { octetsOf, T85, withoutTrailingZeros } from '../firmware/coding/jbig/vectors.ts';
import { drawn } from '../firmware/coding/sample-pages.ts';
import { hexOf, LETTERS } from '../firmware/coding/vectors.ts';

const VARIABLE = { announcedRows: 0xffff_ffff };
const moved = (offset: number): JbigEncodeOptions => ({ adaptive: 127, adaptiveOffset: (stripe) => stripe && offset });
const BARS = drawn(1728, 300, (x) => (x & 15) < 8);

/** What each stream of vectors.json codes, and how. */
const STREAMS: readonly (readonly [BilevelRaster, JbigEncodeOptions])[] = [
  [LETTERS, { adaptive: 127 }],
  [LETTERS, { adaptive: 127, typical: false }],
  [LETTERS, { adaptive: 127, typical: false, template: 'two-line' }],
  [LETTERS, { template: 'two-line' }],
  [LETTERS, { adaptive: 127, stripeRows: 2 }],
  [LETTERS, { adaptive: 127, lateLength: VARIABLE }],
  [LETTERS, { adaptive: 127, stripeRows: 2, lateLength: { ...VARIABLE, knownAfterRow: 4 } }],
  [blankRaster(1728, 128), { adaptive: 127 }],
  [blankRaster(1728, 300), { adaptive: 127 }],
  [blankRaster(1728, 2), { adaptive: 127, typical: false }],
  [drawn(1728, 300, () => true), { adaptive: 127 }],
  // The writer of this stream moved the pel for what the first stripe showed.
  [drawn(1728, 300, (x, y) => ((x ^ y) & 1) === 0), moved(4)],
  [BARS, moved(0)],
  [BARS, {}],
];

describe.each(T85.map(({ name, bie }, index) => ({ name, bie, index })))('$name', ({ bie, index }) => {
  const [raster, options] = STREAMS[index] ?? [LETTERS, {}];

  test('is what the encoder writes, 00 at the end of a stripe aside', () => {
    expect(hexOf(encodeJbig(raster, options))).toBe(hexOf(withoutTrailingZeros(octetsOf(bie))));
  });

  test.each(['known', 'unknown'] as const)('is read pel for pel, height %s', (height) => {
    const decoded = decodeJbig(octetsOf(bie), {
      width: raster.width,
      height: height === 'known' ? raster.height : undefined,
      maxRows: 300,
      damage: 'strict',
    });
    expect(decoded).toMatchObject({ damage: undefined, badRows: 0, codedRows: raster.height });
    expect(rastersEqual(decoded.raster, raster)).toBe(true);
  });
});

test('there is a page for every stream', () => expect(STREAMS).toHaveLength(T85.length));

const HEADER = '00000100 00000017 00000005 00000080 7f 00 00 08';
const changed = (octet: number, ...values: number[]) => {
  const octets = octetsOf(HEADER);
  octets.set(values, octet);
  return octets;
};

test.each([
  [0, [1], 'octet 0 of the JBIG header (DL, the initial layer) is 1, T.85 allows 0 only'],
  [1, [2], 'octet 1 of the JBIG header (D, the differential layers) is 2, T.85 allows 0 only'],
  [2, [8], 'octet 2 of the JBIG header (P, the bit planes) is 8, T.85 allows 1 only'],
  [4, [0, 0, 0, 0], 'octets 4 to 7 of the JBIG header (XD) say 0 pels a row, 1 to 65536 can be'],
  [4, [0, 1, 0, 1], 'octets 4 to 7 of the JBIG header (XD) say 65537 pels a row, 1 to 65536 can be'],
  [8, [0, 0, 0, 0], 'octets 8 to 11 of the JBIG header (YD) say no rows, at least 1 was expected'],
  [12, [0, 0, 0, 0], 'octets 12 to 15 of the JBIG header (L0) say no rows a stripe, at least 1 was expected'],
  [16, [128], 'octet 16 of the JBIG header (MX) is 128, T.85 allows 0 to 127'],
  [17, [1], "octet 17 of the JBIG header (MY, the adaptive pel's rows) is 1, T.85 allows 0 only"],
  [18, [3], 'octet 18 of the JBIG header (the order of stripes) is 3, T.85 allows 0 only'],
  [19, [0x1c], 'octet 19 of the JBIG header (options) is 1c, T.85 allows LRLTWO 40, VLENGTH 20 and TPBON 08 only'],
])('a header whose octet %i is %j is refused', (octet, values, sentence) => {
  expect(readImageHeader(changed(octet, ...values))).toEqual({ ok: false, sentence });
  for (const damage of ['strict', 'conceal'] as const) {
    const decoded = decodeJbig(changed(octet, ...values), { width: 23, height: 5, maxRows: 5, damage });
    expect(decoded).toMatchObject({ damage: `row 0: ${sentence}`, badRows: 5, firstBadRow: 0, codedRows: 0 });
  }
});

test('the fill octet of the header says nothing', () => {
  expect(readImageHeader(changed(3, 0xff))).toEqual(readImageHeader(octetsOf(HEADER)));
});
