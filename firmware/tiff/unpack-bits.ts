/** A count octet of -128 stands for nothing (TIFF 6.0 section 9). */
const NOTHING = 128;

/**
 * Undoes PackBits (TIFF 6.0 section 9), `limit` octets at most: nothing a strip holds makes more. Where the data end within a
 * run, so does the result.
 */
export function unpackBits(packed: Uint8Array, limit: number): Uint8Array {
  const unpacked = new Uint8Array(limit);
  let length = 0;
  let at = 0;
  while (at < packed.length && length < limit) {
    const count = packed[at] ?? NOTHING;
    at += 1;
    if (count < NOTHING) {
      const literal = packed.subarray(at, at + Math.min(count + 1, limit - length));
      unpacked.set(literal, length);
      length += literal.length;
      at += count + 1;
    } else if (count > NOTHING && at < packed.length) {
      const run = Math.min(257 - count, limit - length);
      unpacked.fill(packed[at] ?? 0, length, length + run);
      length += run;
      at += 1;
    }
  }
  return unpacked.subarray(0, length);
}
