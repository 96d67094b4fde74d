import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { FIRST_CHANGE } from './changes.ts';
import { codedRowOctets, codeRow2D, codeV0, repeatRow } from './code-row.ts';
import { RowChanges } from './row-changes.ts';
import { EOL_LENGTH } from './t4-code-tables.ts';

/** Codes a page by T.6 as its rows arrive, so that a scanner need not hold the whole raster. */
export class MmrEncoder {
  readonly #width: number;
  readonly #rowOctets: number;
  readonly #bits: BitWriter;
  readonly #rows: RowChanges;

  /** `bits`: a writer to start over with, when many pages are coded one after another. */
  constructor(width: number, bits = new BitWriter()) {
    this.#width = width;
    this.#rowOctets = rowOctetsFor(width);
    this.#bits = bits;
    bits.clear();
    this.#rows = new RowChanges(width);
  }

  /** Codes a band: whole packed rows. Throws a RangeError when the octets are no whole number of rows. */
  push(rows: Uint8Array): void {
    const rowOctets = this.#rowOctets;
    if (rows.length % rowOctets !== 0) {
      throw new RangeError(`a band of ${rows.length} octets is no whole number of rows of ${rowOctets} octets`);
    }
    const source = this.#rows;
    const bits = this.#bits;
    const rowLimit = codedRowOctets(this.#width);
    source.from(rows);
    let left = rows.length / rowOctets;
    while (left > 0) {
      bits.reserve(rowLimit);
      source.next();
      if (source.repeats) repeatRow(bits, source.end);
      else codeRow2D(bits, source.changes, source.reference, this.#width);
      left -= 1;
      if (source.end === FIRST_CHANGE) {
        const white = source.takeWhite();
        bits.reserve(white >> 3);
        codeV0(bits, white);
        left -= white;
      }
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
