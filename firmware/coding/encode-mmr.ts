import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { changeList, findChanges } from './changes.ts';
import { codedRowOctets, codeRow2D } from './code-row.ts';
import { EOL_LENGTH } from './t4-code-tables.ts';

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
    const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
    const rowLimit = codedRowOctets(this.#width);
    for (let at = 0; at < rows.length; at += rowOctets) {
      this.#bits.reserve(rowLimit);
      findChanges(view, at, this.#width, this.#changes);
      codeRow2D(this.#bits, this.#changes, this.#reference, this.#width);
      [this.#reference, this.#changes] = [this.#changes, this.#reference];
    }
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
