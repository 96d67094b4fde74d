import { describe, expect, test } from 'vitest';
import { rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { ArithmeticDecoder } from '../../firmware/coding/jbig/arithmetic-decoder.ts';
import { ArithmeticEncoder } from '../../firmware/coding/jbig/arithmetic-encoder.ts';
import { decodeJbig } from '../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig, type JbigEncodeOptions } from '../../firmware/coding/jbig/encode-jbig.ts';
import { DECODER_STATES, ENCODER_STATES } from '../../firmware/coding/jbig/probability-states.ts';
import { blackPels, octetsOf, T82_SEQUENCE, T82_TABLE_24, testImage } from '../firmware/coding/jbig/vectors.ts';
import { hexOf } from '../firmware/coding/vectors.ts';

test('table 24: sizes, next states and exchanges, for either sense', () => {
  expect(T82_TABLE_24).toHaveLength(113);
  for (const [state, size, afterLess, afterMore, exchanges] of T82_TABLE_24) {
    for (const sense of [0, 1]) {
      const place = state * 2 + sense;
      const encoder = ENCODER_STATES[place] ?? 0;
      const decoder = DECODER_STATES[place] ?? 0;
      const less = afterLess * 2 + (sense ^ exchanges);
      const more = afterMore * 2 + sense;
      const lsz = Number.parseInt(size, 16);
      expect([encoder >>> 31, (encoder >>> 23) & 0xff, (encoder >>> 15) & 0xff, encoder & 0x7fff]).toEqual([
        sense,
        less,
        more,
        lsz,
      ]);
      expect([decoder >>> 31, (decoder >>> 23) & 0xff, decoder & 0xff, (decoder >>> 8) & 0x7fff]).toEqual([
        sense,
        less,
        more,
        lsz,
      ]);
    }
  }
});

describe('7.1, the arithmetic coder', () => {
  const bits = (hex: string) =>
    [...octetsOf(hex)].flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (octet >> bit) & 1));
  const symbols = bits(T82_SEQUENCE.pix);
  const contexts = bits(T82_SEQUENCE.cx);

  test('256 decisions in two contexts give the octets', () => {
    const coder = new ArithmeticEncoder();
    coder.begin();
    coder.reserve(symbols.length);
    symbols.forEach((symbol, at) => {
      coder.encode(contexts[at] ?? 0, symbol === 1 ? 1 : 0);
    });
    expect(hexOf(coder.end())).toBe(T82_SEQUENCE.sde);
  });

  test('the octets give the decisions', () => {
    const plain = octetsOf(T82_SEQUENCE.sde.replaceAll('ff00', 'ff'));
    const coder = new ArithmeticDecoder();
    coder.begin(plain, plain.length);
    expect(contexts.map((context) => coder.decode(context))).toEqual(symbols);
  });
});

describe('7.2, the test image', () => {
  const image = testImage();

  test('has as many black pels as T.82 says', () => expect(blackPels(image)).toBe(861_965));

  const codings: readonly (readonly [string, JbigEncodeOptions, number])[] = [
    ['three lines, one stripe', { stripeRows: 'whole', typical: false }, 317_384],
    ['two lines, one stripe', { stripeRows: 'whole', typical: false, template: 'two-line' }, 317_132],
    [
      'TPBON, stripes of 128, the adaptive pel moved for the stripe after the one that shows the pattern',
      { adaptive: 8, adaptiveOffset: (stripe) => (stripe >= 9 ? 8 : 0) },
      253_653,
    ],
  ];
  test.each(codings)('%s', (_, options, octetCount) => {
    const octets = encodeJbig(image, options);
    expect(octets.length).toBe(octetCount);
    const decoded = decodeJbig(octets, { width: 1960, maxRows: 1951, damage: 'strict' });
    expect(decoded.damage).toBeUndefined();
    expect(rastersEqual(decoded.raster, image)).toBe(true);
  });

  test('left to itself the encoder finds the pattern a stripe earlier', () => {
    expect(encodeJbig(image, { adaptive: 8 }).length).toBeLessThan(253_653);
  });
});
