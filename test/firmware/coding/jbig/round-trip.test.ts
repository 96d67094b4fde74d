import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rasterOf, rastersEqual } from '../../../../device-model/page/bilevel-raster.ts';
import { decodeJbig } from '../../../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig, type JbigEncodeOptions } from '../../../../firmware/coding/jbig/encode-jbig.ts';
import { drawn, samplePages } from '../sample-pages.ts';

const options: fc.Arbitrary<JbigEncodeOptions> = fc
  .record({
    stripeRows: fc.oneof(fc.constant('whole' as const), fc.integer({ min: 1, max: 40 }), fc.constant(128)),
    template: fc.constantFrom('three-line' as const, 'two-line' as const),
    typical: fc.boolean(),
    adaptive: fc.constantFrom(0, 8, 127),
    comment: fc.option(fc.uint8Array({ maxLength: 9 }), { nil: undefined }),
    late: fc.option(fc.nat(60), { nil: undefined }),
    offsets: fc.option(fc.array(fc.nat(127), { minLength: 1, maxLength: 5 }), { nil: undefined }),
  })
  .map(({ comment, late, offsets, ...rest }) => ({
    ...rest,
    ...(comment === undefined ? {} : { comment }),
    ...(late === undefined ? {} : { lateLength: { announcedRows: 0xffff_ffff, knownAfterRow: late } }),
    ...(offsets === undefined
      ? {}
      : { adaptive: 127, adaptiveOffset: (stripe: number) => offsets[stripe % offsets.length] ?? 0 }),
  }));

/** Octets as pels, some rows repeated: what typical prediction is for. */
const page: fc.Arbitrary<BilevelRaster> = fc
  .tuple(fc.oneof(fc.integer({ min: 1, max: 140 }), fc.integer({ min: 1, max: 2600 })), fc.integer({ min: 1, max: 24 }))
  .chain(([width, height]) =>
    fc
      .record({
        rows: fc.array(fc.uint8Array({ minLength: 1, maxLength: (width + 7) >> 3, size: 'max' }), {
          minLength: 1,
          maxLength: 8,
        }),
        order: fc.array(fc.nat(7), { minLength: height, maxLength: height }),
      })
      .map(({ rows, order }) =>
        drawn(width, height, (x, y) => {
          const row = rows[(order[y] ?? 0) % rows.length] ?? new Uint8Array(1);
          const octet = row[(x >> 3) % row.length] ?? 0;
          return ((octet >> (7 - (x & 7))) & 1) === 1;
        }),
      ),
  );

function comesBack(raster: BilevelRaster, how: JbigEncodeOptions): void {
  const octets = encodeJbig(raster, how);
  for (const height of [raster.height, undefined]) {
    const decoded = decodeJbig(octets, { width: raster.width, height, maxRows: 65_535, damage: 'strict' });
    expect(decoded).toMatchObject({ damage: undefined, badRows: 0, codedRows: raster.height });
    expect(rastersEqual(decoded.raster, raster)).toBe(true);
  }
}

test('any page comes back from any way of coding it', () => {
  fc.assert(fc.property(page, options, comesBack), { numRuns: 400 });
});

describe.each(['three-line', 'two-line'] as const)('%s', (template) => {
  test.each([1, 2, 31, 32, 33, 64, 1727, 1728, 2049, 4864])('pages %i pels wide come back', (width) => {
    for (const raster of Object.values(samplePages(width, 45))) {
      comesBack(raster, { template });
      comesBack(raster, { template, typical: false, stripeRows: 7 });
      comesBack(raster, { template, adaptive: 127, stripeRows: 20 });
    }
  });

  test('every place of the adaptive pel comes back', () => {
    const raster = drawn(203, 12, (x, y) => (x * x + 7 * y * x) % 11 < 4 || x % 33 === y);
    for (let offset = 0; offset <= 127; offset += 1) {
      comesBack(raster, { template, adaptive: 127, adaptiveOffset: () => offset });
    }
  });
});

test('padding bits and a raster inside a larger buffer change nothing', () => {
  const clean = drawn(13, 3, (x, y) => (x + y) % 3 === 0);
  const buffer = new Uint8Array(20).fill(0xff);
  buffer.set(clean.octets, 7);
  for (let y = 0; y < 3; y += 1) buffer[7 + y * 2 + 1] = (buffer[7 + y * 2 + 1] ?? 0) | 0x07;
  expect(encodeJbig(rasterOf(13, 3, buffer.subarray(7, 13)))).toEqual(encodeJbig(clean));
});

test('octets of an earlier page are taken for the raster', () => {
  const raster = drawn(100, 9, (x, y) => (x ^ y) % 5 === 0);
  const spare = new Uint8Array(raster.octets.length).fill(0xaa);
  const decoded = decodeJbig(encodeJbig(raster), { width: 100, height: 9, maxRows: 9, damage: 'strict', spare });
  expect(decoded.raster.octets.buffer).toBe(spare.buffer);
  expect(rastersEqual(decoded.raster, raster)).toBe(true);
});

test.each([
  [{ stripeRows: 0 }, 'a JBIG stripe has 1 to 4294967295 rows, not 0'],
  [{ adaptive: 128 }, 'the way of the adaptive pel has 0 to 127 pels, not 128'],
  [{ adaptive: 7, adaptiveOffset: () => 8 }, 'the way of the adaptive pel has 0 to 7 pels, not 8'],
  [{ lateLength: { announcedRows: 2 } }, 'the announced length has 3 to 4294967295 rows, not 2'],
] as const)('options %j are refused', (how, sentence) => {
  expect(() =>
    encodeJbig(
      drawn(5, 3, () => true),
      how,
    ),
  ).toThrow(new RangeError(sentence));
});
