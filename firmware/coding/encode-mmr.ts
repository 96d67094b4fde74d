import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { changeList } from './changes.ts';
import { codedRowOctets, codeRow2D } from './code-row.ts';
import { RowChanges } from './row-changes.ts';
import { EOL_LENGTH } from './t4-code-tables.ts';

/** White rows coded in one go: their bits fit a word of the writer. */
const V0_ROWS = 24;

/** Codes a page by T.6 as its rows arrive, so that a scanner need not hold the whole raster. */
export class MmrEncoder {
  readonly #width: number;
  readonly #rowOctets: number;
  readonly #bits: BitWriter;
  #reference: Int32Array;
  #changes: Int32Array;

  /** `bits`: a writer to start over with, when many pages are coded one after another. */
  constructor(width: number, bits = new BitWriter()) {
    this.#width = width;
    this.#rowOctets = rowOctetsFor(width);
    this.#bits = bits;
    bits.clear();
    this.#reference = changeList(width);
    this.#changes = changeList(width);
  }

  /** Codes a band: whole packed rows. Throws a RangeError when the octets are no whole number of rows. */
  push(rows: Uint8Array): void {
    const rowOctets = this.#rowOctets;
    if (rows.length % rowOctets !== 0) {
      throw new RangeError(`a band of ${rows.length} octets is no whole number of rows of ${rowOctets} octets`);
    }
    const source = new RowChanges(rows, this.#width);
    const rowLimit = codedRowOctets(this.#width);
    let left = rows.length / rowOctets;
    while (left > 0) {
      this.#bits.reserve(rowLimit);
      const count = source.next(this.#changes);
      codeRow2D(this.#bits, this.#changes, this.#reference, this.#width);
      [this.#reference, this.#changes] = [this.#changes, this.#reference];
      left -= 1;
      if (count === 0) left -= this.#codeWhiteRows(source.takeWhite());
    }
  }

  /** White rows below a white row: V0 each, the bit 1. Returns how many they are. */
  #codeWhiteRows(rows: number): number {
    this.#bits.reserve(rows >> 3);
    let left = rows;
    for (; left >= V0_ROWS; left -= V0_ROWS) this.#bits.put((1 << V0_ROWS) - 1, V0_ROWS);
    if (left > 0) this.#bits.put((1 << left) - 1, left);
    return rows;
  }

  /** Ends the page with EOFB (RFC 3949 4.5.6) and hands out its octets, most significant bit first. */
  finish(): Uint8Array {
    this.#bits.reserve(4);
    this.#bits.put(1, EOL_LENGTH);
    this.#bits.put(1, EOL_LENGTH);
    return this.#bits.finish();
  }
}

/** Codes a page by T.6, EOFB included; octets are most significant bit first. `bits` as for `MmrEncoder`. */
export function encodeMmr(raster: BilevelRaster, bits?: BitWriter): Uint8Array {
  const encoder = new MmrEncoder(raster.width, bits);
  encoder.push(raster.octets);
  return encoder.finish();
}
