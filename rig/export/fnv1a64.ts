/** Offset basis 0xcbf29ce484222325 and prime 2^40 + 0x1b3 of FNV-1a with 64 bits, in halves of 32. */
const BASIS_HIGH = 0xcbf29ce4;
const BASIS_LOW = 0x84222325;
const PRIME_LOW = 0x1b3;
const TWO_32 = 2 ** 32;

/**
 * FNV-1a 64 of octets as 16 hexadecimal digits: tells two pages apart in a line of text, and any other program can compute it. Not
 * BigInt: a page has half a million octets and more.
 */
export function fnv1a64(octets: Uint8Array): string {
  let high = BASIS_HIGH;
  let low = BASIS_LOW;
  for (let i = 0; i < octets.length; i += 1) {
    low = (low ^ (octets[i] ?? 0)) >>> 0;
    // Times 0x1b3 stays below 2^41; times 2^40 is eight bits up in the upper half.
    const product = low * PRIME_LOW;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / TWO_32) + (low << 8)) | 0;
    low = product >>> 0;
  }
  return hex(high >>> 0) + hex(low);
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0');
}
