import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnv1a64 } from '../../../rig/export/fnv1a64.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// From the test vectors of draft-eastlake-fnv.
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j', (text, digits) => {
  expect(fnv1a64(ascii(text))).toBe(digits);
});

test('is what the definition says, octet by octet', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      let hash = 0xcbf29ce484222325n;
      for (const octet of octets) hash = ((hash ^ BigInt(octet)) * 0x100000001b3n) & 0xffffffffffffffffn;
      expect(fnv1a64(octets)).toBe(hash.toString(16).padStart(16, '0'));
    }),
  );
});
