import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { endChanges, findChanges, whiteRows } from './changes.ts';

/** The changes of packed rows, row by row; white rows below a white one are found many at a time. */
export class RowChanges {
  readonly #view: DataView;
  readonly #width: number;
  readonly #rowOctets: number;
  #at = 0;
  /** Rows from `#at` on known to be white. */
  #white = 0;

  constructor(octets: Uint8Array, width: number) {
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#width = width;
    this.#rowOctets = rowOctetsFor(width);
  }

  /** Takes the rows to come that are known to be white, as those below a white row are, and returns how many they are. */
  takeWhite(): number {
    const white = this.#white;
    this.#at += white * this.#rowOctets;
    this.#white = 0;
    return white;
  }

  /** Lists the next row's changes and returns their count; there must be a next row. */
  next(list: Int32Array): number {
    const from = this.#at;
    this.#at = from + this.#rowOctets;
    if (this.#white > 0) {
      this.#white -= 1;
      endChanges(list, 0, this.#width);
      return 0;
    }
    const count = findChanges(this.#view, from, this.#width, list);
    if (count === 0) this.#white = whiteRows(this.#view, this.#at, this.#rowOctets);
    return count;
  }
}
