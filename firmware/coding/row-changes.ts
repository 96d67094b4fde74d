import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { changeList, FIRST_CHANGE, findChanges, sameOctets, whiteRows } from './changes.ts';

/**
 * The changes of packed rows, row by row, and of the row before. A row that equals the one before is found by its octets
 * and keeps that one's list; white rows below a white one are found many at a time.
 */
export class RowChanges {
  /** The row's changes. */
  changes: Int32Array;
  /** Those of the row before, unless the row repeats it; all white before the first. */
  reference: Int32Array;
  /** The entry after the row's last change: `FIRST_CHANGE` for a white row. */
  end = FIRST_CHANGE;
  /** Whether the row is known to equal the one before. */
  repeats = false;
  readonly #width: number;
  readonly #rowOctets: number;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;

  constructor(width: number) {
    this.#width = width;
    this.#rowOctets = rowOctetsFor(width);
    this.changes = changeList(width);
    this.reference = changeList(width);
  }

  /** The rows to come are these; the last one taken stays the row before. */
  from(octets: Uint8Array): void {
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#at = 0;
  }

  /** Goes on to the next row; there must be one. */
  next(): void {
    const from = this.#at;
    this.#at = from + this.#rowOctets;
    this.repeats = from > 0 && sameOctets(this.#view, from - this.#rowOctets, from, this.#rowOctets);
    if (this.repeats) return;
    const free = this.reference;
    this.reference = this.changes;
    this.changes = free;
    this.end = findChanges(this.#view, from, this.#width, free);
  }

  /** Takes the white rows to come, which must be below a white row, and returns how many they are. */
  takeWhite(): number {
    const white = whiteRows(this.#view, this.#at, this.#rowOctets);
    this.#at += white * this.#rowOctets;
    return white;
  }
}
