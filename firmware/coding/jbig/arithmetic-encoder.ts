import { ENCODER_STATES } from './probability-states.ts';

/** Contexts of a template of ten pels. */
export const CONTEXTS = 1024;

/** C's bits above the octet that goes out next: a carry into the octets already out. */
const CARRY = 1 << 27;

/** Octets kept free beyond what the next row may take: the flush and what is left in C. */
const SPARE_OCTETS = 16;

/**
 * The arithmetic encoder of ITU-T T.82 6.8: `begin`, decisions, `end` for every stripe; contexts outlive stripes. The
 * registers are open because the row coder keeps them in local variables while it works.
 *
 * In place of T.82's stack of FF octets a carry walks back over the octets already written: they are not stuffed before
 * the stripe's end. An octet that a carry turned from FF to 00 meets no second carry, so the walks cost no more than the
 * octets themselves.
 */
export class ArithmeticEncoder {
  readonly contexts = new Int32Array(CONTEXTS);
  a = 0;
  c = 0;
  ct = 0;
  /** The stripe so far, not stuffed. */
  octets = new Uint8Array(1 << 16);
  length = 0;

  constructor() {
    this.resetContexts();
  }

  /** All contexts in state 0, expecting 0: at the page's beginning and after SDRST. */
  resetContexts(): void {
    this.contexts.fill(ENCODER_STATES[0] ?? 0);
  }

  /** INITENC, contexts aside. */
  begin(): void {
    this.a = 0x10000;
    this.c = 0;
    this.ct = 11;
    this.length = 0;
  }

  /** Makes room for so many decisions: none takes more than 15 bits. */
  reserve(decisions: number): void {
    const needed = this.length + decisions * 2 + SPARE_OCTETS;
    if (needed <= this.octets.length) return;
    const grown = new Uint8Array(needed * 2);
    grown.set(this.octets.subarray(0, this.length));
    this.octets = grown;
  }

  /** ENCODE: one decision, for which there must be room. */
  encode(context: number, symbol: 0 | 1): void {
    const state = this.contexts[context] ?? 0;
    const size = state & 0x7fff;
    this.a -= size;
    if (state >>> 31 === symbol) {
      if (this.a >= 0x8000) return;
      if (this.a < size) this.#takeUpper(size);
      this.contexts[context] = ENCODER_STATES[(state >>> 15) & 0xff] ?? 0;
    } else {
      if (this.a >= size) this.#takeUpper(size);
      this.contexts[context] = ENCODER_STATES[(state >>> 23) & 0xff] ?? 0;
    }
    for (let shift = Math.clz32(this.a) - 16; shift > 0; ) {
      const step = Math.min(shift, this.ct);
      this.a <<= step;
      this.c <<= step;
      this.ct -= step;
      shift -= step;
      if (this.ct === 0) this.#putOctet();
    }
  }

  /**
   * FLUSH: ends the stripe and returns its octets without trailing 00, FF stuffed to FF 00 (PSCD). T.82 leaves it to
   * the encoder to drop them: pbmtojbg drops them all and writes these very octets, pbmtojbg85, which does not hold a stripe
   * back, only those of the flush.
   */
  end(): Uint8Array {
    const highest = (this.c + this.a - 1) & 0xffff0000;
    this.c = (highest < this.c ? highest + 0x8000 : highest) << this.ct;
    this.#putOctet();
    this.c <<= 8;
    this.#putOctet();
    let { length } = this;
    while (length > 0 && this.octets[length - 1] === 0) length -= 1;
    return stuffed(this.octets.subarray(0, length));
  }

  #takeUpper(size: number): void {
    this.c += this.a;
    this.a = size;
  }

  /** BYTEOUT. */
  #putOctet(): void {
    if (this.c >= CARRY) carryInto(this.octets, this.length);
    this.octets[this.length] = this.c >>> 19;
    this.length += 1;
    this.c &= 0x7ffff;
    this.ct = 8;
  }
}

/** Adds one to the number that the first `length` octets are. It never overflows: the coder's number is below 1. */
export function carryInto(octets: Uint8Array, length: number): void {
  let at = length - 1;
  while (octets[at] === 0xff) {
    octets[at] = 0;
    at -= 1;
  }
  octets[at] = (octets[at] ?? 0) + 1;
}

function stuffed(octets: Uint8Array): Uint8Array {
  let count = 0;
  for (let at = octets.indexOf(0xff); at >= 0; at = octets.indexOf(0xff, at + 1)) count += 1;
  const result = new Uint8Array(octets.length + count);
  let from = 0;
  let put = 0;
  while (from < octets.length) {
    const found = octets.indexOf(0xff, from);
    const to = found < 0 ? octets.length : found + 1;
    result.set(octets.subarray(from, to), put);
    put += to - from + (found < 0 ? 0 : 1);
    from = to;
  }
  return result;
}
