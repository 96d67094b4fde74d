import { HEADER_OCTETS, type ImageHeader } from './image-header.ts';
import {
  ABORT,
  type AdaptiveMove,
  ATMOVE,
  ATMOVE_OCTETS,
  COMMENT,
  COMMENT_OCTETS,
  ESCAPE,
  NEWLEN,
  NEWLEN_OCTETS,
  SDNORM,
  SDRST,
  STUFFING,
} from './markers.ts';

/** Comments a page may have. *Own design*: T.82 sets no bound, a page has one if any. */
export const MAX_COMMENTS = 256;
/** Moves of the adaptive pel a stripe may have: T.82's bound. T.85 has one; more harm nobody. */
export const MAX_MOVES = 4;

/** One stripe's place in the data, and what stands before it. */
export interface Stripe {
  /** Coded octets, still stuffed, from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  /** Whether SDRST ends it: what follows knows nothing of what was before. */
  readonly resets: boolean;
  readonly moves: readonly AdaptiveMove[];
  /** Why it has no end, where the data end or go wrong in it. */
  readonly fault: string | undefined;
}

/**
 * Finds the stripes of a coded page by their markers (ITU-T T.82 6.2) without decoding any. The marker segments behind a
 * stripe are read with it: a NEWLEN there may say that it is the last, and how many rows it has.
 */
export class StripeReader {
  /** YD, as changed by NEWLEN. */
  rows: number;
  /** One sentence on a marker segment that was passed over because it says what cannot be. */
  oddity: string | undefined;
  /** Marker codes looked at and stripes: at most one an octet. */
  steps = 0;
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  readonly #header: ImageHeader;
  #position = HEADER_OCTETS;
  #moves: AdaptiveMove[] = [];
  #comments = 0;
  #lengthTold = false;
  /** What stands at `#position` in place of a stripe and ends the page. */
  #fault: string | undefined;

  /** `octets`: the whole page, its header read already. */
  constructor(octets: Uint8Array, header: ImageHeader) {
    this.#octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#header = header;
    this.rows = header.rows;
    this.#readSegments(1);
  }

  /** Whether `rows` is the page's true number, not the most there may be. */
  get lengthKnown(): boolean {
    return this.#lengthTold || !this.#header.variableLength;
  }

  get position(): number {
    return this.#position;
  }

  /** The next stripe, whose first row is `top`; a sentence when there is none. */
  next(top: number): Stripe | string {
    if (this.#fault !== undefined) return this.#fault;
    const octets = this.#octets;
    const from = this.#position;
    if (from >= octets.length) return `the data end at octet ${octets.length} where a stripe was expected`;
    const moves = this.#moves;
    this.#moves = [];
    let to = octets.indexOf(ESCAPE, from);
    while (to >= 0 && octets[to + 1] === STUFFING) {
      this.steps += 1;
      to = octets.indexOf(ESCAPE, to + 2);
    }
    this.steps += 1;
    if (to < 0 || to + 1 >= octets.length) {
      this.#position = octets.length;
      this.#fault = `the data end at octet ${octets.length} inside a stripe, SDNORM or SDRST was expected`;
      return { from, to: to < 0 ? octets.length : to, resets: false, moves, fault: this.#fault };
    }
    const marker = octets[to + 1] ?? 0;
    if (marker !== SDNORM && marker !== SDRST) {
      this.#fault = this.#faultOf(marker, to, ' inside a stripe');
      return { from, to, resets: false, moves, fault: this.#fault };
    }
    this.#position = to + 2;
    this.#readSegments(top);
    return { from, to, resets: marker === SDRST, moves, fault: undefined };
  }

  /** Passes over the stripe without rows that follows a NEWLEN behind the last one, and returns how much is left then. */
  octetsLeft(): number {
    const { length } = this.#octets;
    const at = this.#position;
    if (this.#lengthTold && this.#octets[at] === ESCAPE && this.#octets[at + 1] === SDNORM) this.#position += 2;
    let end = length;
    while (end > this.#position && this.#octets[end - 1] === 0) end -= 1;
    return end - this.#position;
  }

  /** Reads ATMOVE, NEWLEN and COMMENT up to the next stripe; `least`: rows that the page has in any case. */
  #readSegments(least: number): void {
    const octets = this.#octets;
    while (octets[this.#position] === ESCAPE && this.#fault === undefined) {
      const at = this.#position;
      const marker = octets[at + 1];
      if (marker === undefined || marker === STUFFING || marker === SDNORM || marker === SDRST) return;
      this.steps += 1;
      const size = marker === ATMOVE ? ATMOVE_OCTETS : marker === NEWLEN ? NEWLEN_OCTETS : COMMENT_OCTETS;
      if (marker !== ATMOVE && marker !== NEWLEN && marker !== COMMENT) this.#fault = this.#faultOf(marker, at, '');
      else if (at + size > octets.length) this.#fault = `the data end inside the marker segment at octet ${at}`;
      else if (marker === ATMOVE) this.#readMove(at);
      else if (marker === NEWLEN) this.#readLength(at, least);
      else this.#passComment(at);
      if (this.#fault === undefined && marker !== COMMENT) this.#position = at + size;
    }
  }

  #readMove(at: number): void {
    const move = { row: this.#view.getUint32(at + 2), offset: this.#view.getUint8(at + 6) };
    const { maxAdaptiveOffset, stripeRows } = this.#header;
    if (this.#view.getUint8(at + 7) !== 0) {
      this.#fault = `ATMOVE at octet ${at} moves the adaptive pel to another row, T.85 allows none`;
    } else if (move.offset > maxAdaptiveOffset) {
      this.#fault = `ATMOVE at octet ${at} moves the adaptive pel by ${move.offset}, MX allows ${maxAdaptiveOffset}`;
    } else if (move.row >= stripeRows) {
      this.#fault = `ATMOVE at octet ${at} is for row ${move.row} of a stripe of ${stripeRows}`;
    } else if (this.#moves.length >= MAX_MOVES) {
      this.#fault = `ATMOVE at octet ${at} is one more than the ${MAX_MOVES} a stripe may have`;
    } else if (move.row < (this.#moves.at(-1)?.row ?? 0)) {
      this.#fault = `ATMOVE at octet ${at} is for row ${move.row}, before the move that precedes it`;
    } else {
      this.#moves.push(move);
    }
  }

  #readLength(at: number, least: number): void {
    const rows = this.#view.getUint32(at + 2);
    if (!this.#header.variableLength) this.oddity ??= `NEWLEN at octet ${at}, but the header has no VLENGTH`;
    else if (this.#lengthTold) this.oddity ??= `NEWLEN at octet ${at} is the second one`;
    else if (rows > this.rows) this.oddity ??= `NEWLEN at octet ${at} says ${rows} rows, more than YD's ${this.rows}`;
    else if (rows < least) this.oddity ??= `NEWLEN at octet ${at} says ${rows} rows, fewer than ${least}`;
    else {
      this.#lengthTold = true;
      this.rows = rows;
    }
  }

  #passComment(at: number): void {
    const length = this.#view.getUint32(at + 2);
    this.#comments += 1;
    if (length > this.#octets.length - at - COMMENT_OCTETS) {
      this.#fault = `the COMMENT at octet ${at} says ${length} octets, the data end at octet ${this.#octets.length}`;
    } else if (this.#comments > MAX_COMMENTS) {
      this.#fault = `the COMMENT at octet ${at} is one more than the ${MAX_COMMENTS} a page may have`;
    } else {
      this.#position = at + COMMENT_OCTETS + length;
    }
  }

  #faultOf(marker: number, at: number, where: string): string {
    if (marker === ABORT) return `the sender gave the page up: ABORT at octet ${at}`;
    const octet = marker.toString(16).padStart(2, '0');
    const kind = marker === ATMOVE || marker === NEWLEN || marker === COMMENT ? 'the marker' : 'the reserved marker';
    return `${kind} FF ${octet} stands at octet ${at}${where}, SDNORM or SDRST was expected`;
  }
}
