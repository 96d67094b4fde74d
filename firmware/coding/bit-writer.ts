import { CODE_LENGTH_BITS, CODE_LENGTH_MASK } from './run-codes.ts';

/** Writes code words most significant bit first into a growing array. Call `reserve` before each row. */
export class BitWriter {
  #octets: Uint8Array;
  #view: DataView;
  /** Octets written so far, always whole 32-bit words. */
  #length = 0;
  /** Bits not written yet, from the top of the word down. */
  #word = 0;
  #used = 0;

  constructor(capacityOctets = 65_536) {
    this.#octets = new Uint8Array(capacityOctets);
    this.#view = new DataView(this.#octets.buffer);
  }

  /** Starts over in the same array: a writer kept for many pages allocates only what it hands out. */
  clear(): void {
    this.#length = 0;
    this.#word = 0;
    this.#used = 0;
  }

  /** Makes room for so many octets more. */
  reserve(octets: number): void {
    const needed = this.#length + octets + 8;
    if (needed <= this.#octets.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#octets.length * 2));
    grown.set(this.#octets.subarray(0, this.#length));
    this.#octets = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Appends the low `length` bits (1 to 32) of `code`, whose other bits must be 0. */
  put(code: number, length: number): void {
    const free = 32 - this.#used;
    if (length < free) {
      this.#word |= code << (free - length);
      this.#used += length;
      return;
    }
    const rest = length - free;
    this.#view.setInt32(this.#length, this.#word | (code >>> rest));
    this.#length += 4;
    this.#word = rest === 0 ? 0 : code << (32 - rest);
    this.#used = rest;
  }

  /** Appends a packed code (`packCode`). */
  putCode(packed: number): void {
    this.put(packed >>> CODE_LENGTH_BITS, packed & CODE_LENGTH_MASK);
  }

  /** Appends zeros until `bitsToCome` more bits will end on an octet's edge. */
  fillBefore(bitsToCome: number): void {
    const fill = -(this.#used + bitsToCome) & 7;
    if (fill !== 0) this.put(0, fill);
  }

  /** Everything written, the last octet padded with zeros, in an array of its own. */
  finish(): Uint8Array {
    this.reserve(4);
    this.#view.setInt32(this.#length, this.#word);
    return this.#octets.slice(0, this.#length + ((this.#used + 7) >> 3));
  }
}
