import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unpackBits } from '../../../firmware/tiff/unpack-bits.ts';

test('the example of TIFF 6.0 section 9', () => {
  const packed = 'FE AA 02 80 00 2A FD AA 03 80 00 2A 22 F7 AA';
  const unpacked = 'AA AA AA 80 00 2A AA AA AA AA 80 00 2A 22 AA AA AA AA AA AA AA AA AA AA';
  const octets = (hex: string) => Uint8Array.from(hex.split(' '), (octet) => Number.parseInt(octet, 16));
  expect(unpackBits(octets(packed), 100)).toEqual(octets(unpacked));
  expect(unpackBits(octets(packed), 5)).toEqual(octets(unpacked).subarray(0, 5));
});

test('-128 stands for nothing, and data may end anywhere', () => {
  expect(unpackBits(Uint8Array.of(128, 128, 0, 7), 10)).toEqual(Uint8Array.of(7));
  expect(unpackBits(Uint8Array.of(5, 1, 2), 10)).toEqual(Uint8Array.of(1, 2));
  expect(unpackBits(Uint8Array.of(0, 9, 200), 10)).toEqual(Uint8Array.of(9));
});

test('never more than the limit, nor 64 octets for one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(5000), (packed, limit) => {
      const { length } = unpackBits(packed, limit);
      expect(length).toBeLessThanOrEqual(Math.min(limit, packed.length * 64));
    }),
  );
});
