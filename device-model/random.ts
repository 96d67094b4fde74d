import { createHash } from 'node:crypto';

/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna, public domain), its state filled from SHA-256 of the seed.
 * The same seed gives the same numbers on every machine; nothing here is fit for secrets.
 */
export class Random {
  readonly #key: Uint8Array;
  readonly #state: Uint32Array;

  /** The number 7 and the text "7" are the same seed. */
  constructor(seed: number | string | Uint8Array) {
    this.#key = createHash('sha256')
      .update(typeof seed === 'object' ? seed : String(seed))
      .digest();
    const words = new DataView(this.#key.buffer, this.#key.byteOffset);
    this.#state = Uint32Array.from([0, 4, 8, 12], (offset) => words.getUint32(offset));
  }

  /** 0 … 2^32 − 1. */
  uint32(): number {
    return xoshiro128(this.#state);
  }

  /** 0 … n − 1, each equally likely; throws a RangeError unless n is a whole number from 1 to 2^32. */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`a random number below ${n} was asked for; expected a whole number from 1 to 2^32`);
    }
    const fair = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const drawn = this.uint32();
      if (drawn < fair) return drawn % n;
    }
  }

  /** 0 ≤ x < 1 with 53 random bits. */
  fraction(): number {
    return ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
  }

  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.uint32().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }

  /**
   * A generator of its own for one part of the rig. It depends on this one's seed and the label only, never on how many
   * numbers were drawn, so that a new part does not disturb the others. The same label gives the same numbers.
   */
  fork(label: string): Random {
    return new Random(createHash('sha256').update(this.#key).update(label).digest());
  }
}

/** One step of xoshiro128** 1.1 over four words, which it changes. */
export function xoshiro128(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  const c1 = c ^ a;
  const d1 = d ^ b;
  state[1] = b ^ c1;
  state[0] = a ^ d1;
  state[2] = c1 ^ (b << 9);
  state[3] = rotateLeft(d1, 11);
  return result;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
