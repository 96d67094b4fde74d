/** A count octet of -128 stands for nothing (TIFF 6.0 section 9). */
const NOTHING = 128;

/**
 * Undoes PackBits (TIFF 6.0 section 9), `limit` octets at most. Where the data end within a run, so does the result. Room is
 * made for what comes out, not for what might: a page may have thousands of strips that hold nothing.
 */
export function unpackBits(packed: Uint8Array, limit: number): Uint8Array {
  const unpacked = new Uint8Array(unpackedLength(packed, limit));
  let length = 0;
  let at = 0;
  while (at < packed.length && length < unpacked.length) {
    const count = packed[at] ?? NOTHING;
    at += 1;
    if (count < NOTHING) {
      const literal = packed.subarray(at, at + Math.min(count + 1, unpacked.length - length));
      unpacked.set(literal, length);
      length += literal.length;
      at += count + 1;
    } else if (count > NOTHING) {
      const run = Math.min(257 - count, unpacked.length - length);
      unpacked.fill(packed[at] ?? 0, length, length + run);
      length += run;
      at += 1;
    }
  }
  return unpacked;
}

function unpackedLength(packed: Uint8Array, limit: number): number {
  let length = 0;
  let at = 0;
  while (at < packed.length && length < limit) {
    const count = packed[at] ?? NOTHING;
    at += 1;
    if (count < NOTHING) {
      length += Math.min(count + 1, packed.length - at);
      at += count + 1;
    } else if (count > NOTHING && at < packed.length) {
      length += 257 - count;
      at += 1;
    }
  }
  return Math.min(length, limit);
}
