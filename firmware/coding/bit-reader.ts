import { CODE_LENGTH_BITS, CODE_LENGTH_MASK } from './run-codes.ts';
import { EOL_ZEROS } from './t4-code-tables.ts';

/**
 * Octets a coded page or strip may have: bit positions stay within 31 bits. *Own design*: a B4 page at 400×400 takes
 * 2.9 MB uncompressed and about twice that in the worst coding.
 */
export const MAX_CODED_OCTETS = 1 << 26;

/** Zeros after the data: reading past the end meets no code word, so that no loop needs to ask for the end. */
const PADDING_OCTETS = 8;

/** Ones looked for at a time. */
const ONES_TOGETHER = 24;

/** Reads coded octets, most significant bit first. Row readers use `view` and `position` directly. */
export class BitReader {
  readonly view: DataView;
  /** Bits of data; what follows is padding. */
  readonly end: number;
  /** Bits read. */
  position = 0;
  /** Code words looked up and search steps taken: what the work is bounded by. Each takes at least one bit. */
  steps = 0;

  /** Throws a RangeError above `MAX_CODED_OCTETS`. */
  constructor(octets: Uint8Array) {
    if (octets.length > MAX_CODED_OCTETS) {
      throw new RangeError(`a coded page may have ${MAX_CODED_OCTETS} octets, not ${octets.length}`);
    }
    const padded = new Uint8Array(octets.length + PADDING_OCTETS);
    padded.set(octets);
    this.view = new DataView(padded.buffer);
    this.end = octets.length * 8;
  }

  /** Where the reader stands, for sentences. */
  get place(): string {
    return `bit ${this.position} of ${this.end}`;
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** The next 1 to 25 bits, zeros past the end; the position stays. */
  peek(bits: number): number {
    if (this.position >= this.end) return 0;
    return (this.view.getInt32(this.position >>> 3) << (this.position & 7)) >>> (32 - bits);
  }

  /** Reads one bit. */
  bit(): number {
    const bit = this.peek(1);
    this.position += 1;
    return bit;
  }

  /** Reads packed codes (`packCode`) of 1 to 25 bits each if they come next; otherwise the position stays. */
  readCodes(codes: readonly number[]): boolean {
    let ahead = this.position;
    const begun = this.position;
    for (const packed of codes) {
      const length = packed & CODE_LENGTH_MASK;
      this.position = ahead;
      this.steps += 1;
      if (this.peek(length) !== packed >>> CODE_LENGTH_BITS) {
        this.position = begun;
        return false;
      }
      ahead += length;
    }
    this.position = ahead;
    return true;
  }

  /** Reads so many bits if all of them are 1; otherwise the position stays. */
  readOnes(count: number): boolean {
    let left = count;
    let ahead = this.position;
    if (ahead + count > this.end) return false;
    this.steps += 1;
    for (; left > ONES_TOGETHER; left -= ONES_TOGETHER) {
      this.steps += 1;
      if (~(this.view.getInt32(ahead >>> 3) << (ahead & 7)) >>> (32 - ONES_TOGETHER) !== 0) return false;
      ahead += ONES_TOGETHER;
    }
    if (~(this.view.getInt32(ahead >>> 3) << (ahead & 7)) >>> (32 - left) !== 0) return false;
    this.position += count;
    return true;
  }

  /** Moves past zeros to the next one; false, and at the end, when none is left. */
  skipZeros(): boolean {
    while (this.position < this.end) {
      this.steps += 1;
      const next = this.peek(24);
      if (next !== 0) {
        this.position += Math.clz32(next) - 8;
        return this.position < this.end;
      }
      this.position += 24;
    }
    this.position = this.end;
    return false;
  }

  /** Whether nothing but zeros follows; the position stays. */
  onlyZerosLeft(): boolean {
    const { position } = this;
    const some = this.skipZeros();
    this.position = position;
    return !some;
  }

  /** Moves on to the next octet boundary. */
  toOctet(): void {
    this.position = (this.position + 7) & ~7;
  }

  /** Reads fill and one EOL if they come next; otherwise the position stays. At the end zeros alone are read. */
  readEol(): boolean {
    if (this.peek(EOL_ZEROS) !== 0) return false;
    if (!this.skipZeros()) return false;
    this.position += 1;
    return true;
  }

  /** Moves on to the next eleven zeros, where an EOL or the fill before it begins; false when there are none. */
  seekEol(): boolean {
    while (this.position < this.end) {
      this.steps += 1;
      const next = this.peek(EOL_ZEROS);
      if (next === 0) return true;
      // An EOL can begin behind the last one seen, not before.
      this.position += EOL_ZEROS - (31 - Math.clz32(next & -next));
    }
    return false;
  }
}
