import { CODE_LENGTH_BITS, CODE_LENGTH_MASK } from './run-codes.ts';

/**
 * Writes code words most significant bit first into a growing array. Call `reserve` before each row. The row coders take
 * `view`, `at`, `word` and `used` into locals while they work and put them back.
 */
export class BitWriter {
  view: DataView;
  /** Octets written so far, always whole 32-bit words. */
  at = 0;
  /** Bits not written yet, from the top of the word down; the others are 0. */
  word = 0;
  /** How many they are, 0 to 31. */
  used = 0;
  #octets = new Uint8Array(0);
  readonly #capacityOctets: number;

  /** Room for `capacityOctets` is made with the first `reserve`: a machine that codes nothing holds none. */
  constructor(capacityOctets = 65_536) {
    this.#capacityOctets = capacityOctets;
    this.view = new DataView(this.#octets.buffer);
  }

  /** Starts over in the same array: a writer kept for many pages allocates only what it hands out. */
  clear(): void {
    this.at = 0;
    this.word = 0;
    this.used = 0;
  }

  /** Makes room for so many octets more. */
  reserve(octets: number): void {
    const needed = this.at + octets + 8;
    if (needed <= this.#octets.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#octets.length * 2, this.#capacityOctets));
    grown.set(this.#octets.subarray(0, this.at));
    this.#octets = grown;
    this.view = new DataView(grown.buffer);
  }

  /** Appends the low `length` bits (1 to 32) of `code`, whose other bits must be 0. */
  put(code: number, length: number): void {
    const used = this.used + length;
    if (used < 32) {
      this.word |= code << (32 - used);
      this.used = used;
      return;
    }
    const rest = used - 32;
    this.view.setInt32(this.at, this.word | (code >>> rest));
    this.at += 4;
    // Two shifts, since one by 32 would be one by 0.
    this.word = (code << 1) << (31 - rest);
    this.used = rest;
  }

  /** Appends a packed code (`packCode`). */
  putCode(packed: number): void {
    this.put(packed >>> CODE_LENGTH_BITS, packed & CODE_LENGTH_MASK);
  }

  /** Appends zeros until `bitsToCome` more bits will end on an octet's edge. */
  fillBefore(bitsToCome: number): void {
    const fill = -(this.used + bitsToCome) & 7;
    if (fill !== 0) this.put(0, fill);
  }

  /** Everything written, the last octet padded with zeros, in an array of its own. */
  finish(): Uint8Array {
    this.reserve(4);
    this.view.setInt32(this.at, this.word);
    return this.#octets.slice(0, this.at + ((this.used + 7) >> 3));
  }
}
