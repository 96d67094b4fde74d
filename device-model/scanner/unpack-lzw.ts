/** TIFF 6.0, section 13: codes of 9 to 12 bits, most significant bit first; the first 256 stand for octets themselves. */
const CLEAR = 256;
const END = 257;
const FIRST_STRING = 258;
const CODES = 4096;
const LEAST_BITS = 9;
const MOST_BITS = 12;

/**
 * Where in the target each code's string was written first, and how long it is: a string is always an earlier string and
 * the octet after it, so nothing but the target holds octets.
 */
const stringAt = new Uint32Array(CODES);
const stringOctets = new Uint16Array(CODES);

/**
 * Unpacks one LZW strip into `target` from `start` on and returns the place after the last octet written. Throws a
 * RangeError when a code has no meaning yet or more octets come out than fit.
 */
export function unpackLzw(packed: Uint8Array, target: Uint8Array, start: number): number {
  let to = start;
  let next = FIRST_STRING;
  let bits = LEAST_BITS;
  let word = 0;
  let wordBits = 0;
  /** The string before, which with the octet after it becomes the next code; none after a clear code. */
  let beforeOctets = 0;
  for (let from = 0; from < packed.length || wordBits >= bits; ) {
    while (wordBits < bits && from < packed.length) {
      word = ((word << 8) | (packed[from++] ?? 0)) & 0xffffff;
      wordBits += 8;
    }
    if (wordBits < bits) break;
    wordBits -= bits;
    const code = (word >> wordBits) & ((1 << bits) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      next = FIRST_STRING;
      bits = LEAST_BITS;
      beforeOctets = 0;
      continue;
    }
    if (beforeOctets > 0 && next < CODES) {
      stringAt[next] = to - beforeOctets;
      stringOctets[next] = beforeOctets + 1;
      next += 1;
    }
    if (code >= next && code >= FIRST_STRING)
      throw new RangeError(`LZW code ${code} has no meaning, expected less than ${next}`);
    const octets = code < CLEAR ? 1 : (stringOctets[code] ?? 0);
    if (to + octets > target.length)
      throw new RangeError(`the LZW strip holds more than ${target.length - start} octets`);
    if (code < CLEAR) target[to] = code;
    // Octet by octet and upwards: the newest string overlaps what is being written.
    else
      for (let at = stringAt[code] ?? 0, end = to + octets, into = to; into < end; ) target[into++] = target[at++] ?? 0;
    to += octets;
    beforeOctets = octets;
    // The code width grows one code early (section 13, "early change").
    if (bits < MOST_BITS && next >= (1 << bits) - 1) bits += 1;
  }
  return to;
}
