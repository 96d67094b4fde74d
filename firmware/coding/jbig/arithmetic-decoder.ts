import { CONTEXTS } from './arithmetic-encoder.ts';
import { DECODER_STATES } from './probability-states.ts';

/** The interval is kept in [0.5, 1]: T.82's 8000 to 10000 hexadecimal, with eight fraction bits. */
export const HALF = 0x800000;
export const SIZE_MASK = 0x7fff00;

/**
 * The arithmetic decoder of ITU-T T.82 6.8: `begin` with a stripe's octets, then decisions; contexts outlive stripes.
 * The registers are open because the row reader keeps them in local variables while it works. `a` and `c` are T.82's A
 * and CHIGH with eight fraction bits, of which the upper `ct` of `c` are read already.
 */
export class ArithmeticDecoder {
  readonly contexts = new Int32Array(CONTEXTS);
  a = 0;
  c = 0;
  ct = 0;
  octets: Uint8Array = new Uint8Array(0);
  /** Octets taken, with the zeros that follow the last one. */
  position = 0;
  /** Octets there are. */
  end = 0;
  /** Decisions taken, a run of white taken at once counting as one. */
  steps = 0;

  constructor() {
    this.resetContexts();
  }

  /** All contexts in state 0, expecting 0: at the page's beginning and after SDRST. */
  resetContexts(): void {
    this.contexts.fill(DECODER_STATES[0] ?? 0);
  }

  /** INITDEC, contexts aside: the first `length` of `octets`, no longer stuffed. Zeros follow them without end. */
  begin(octets: Uint8Array, length: number): void {
    this.octets = octets;
    this.end = length;
    this.position = 0;
    this.a = 0x1000000;
    this.c = (this.#nextOctet() << 16) | (this.#nextOctet() << 8) | this.#nextOctet();
    this.ct = 8;
  }

  /** Whether zeros were taken that no octet says. */
  get ranOut(): boolean {
    return this.position > this.end;
  }

  /** DECODE: one decision. */
  decode(context: number): 0 | 1 {
    this.steps += 1;
    const state = this.contexts[context] ?? 0;
    const size = state & SIZE_MASK;
    let likely = true;
    this.a -= size;
    if (this.c < this.a) {
      if (this.a >= HALF) return state < 0 ? 1 : 0;
      likely = this.a >= size;
    } else {
      this.c -= this.a;
      likely = this.a < size;
      this.a = size;
    }
    this.contexts[context] = DECODER_STATES[likely ? state & 0xff : (state >>> 23) & 0xff] ?? 0;
    this.#renormalise();
    return state < 0 === likely ? 1 : 0;
  }

  #renormalise(): void {
    let shift = Math.clz32(this.a) - 8;
    this.a <<= shift;
    while (shift > this.ct) {
      this.c = (this.c << this.ct) | this.#nextOctet();
      shift -= this.ct;
      this.ct = 8;
    }
    this.c <<= shift;
    this.ct -= shift;
  }

  #nextOctet(): number {
    const octet = this.position < this.end ? (this.octets[this.position] ?? 0) : 0;
    this.position += 1;
    return octet;
  }
}
