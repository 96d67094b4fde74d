import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { FIRST_CHANGE } from './changes.ts';
import { codedRowOctets, codeRow1D, codeRow2D, repeatRow } from './code-row.ts';
import type { T4EncodeOptions } from './encode-mh.ts';
import { RowChanges } from './row-changes.ts';
import { EOL_LENGTH, RTC_EOLS } from './t4-code-tables.ts';

export interface MrEncodeOptions extends T4EncodeOptions {
  /** One row in so many is coded one-dimensionally (T.4 4.2.1.4): see `mrK`. */
  readonly k: number;
}

/** K of T.4 by vertical resolution in dpi: 2 at 98 and 100, 4 at 196 and 200, 6 at 300, 8 at 391 and 400. */
export function mrK(yDpi: number): number {
  if (yDpi <= 150) return 2;
  if (yDpi <= 250) return 4;
  return yDpi <= 350 ? 6 : 8;
}

/**
 * Codes a page by T.4 4.2: EOL and a tag bit before each row, 1 when the row is one-dimensional. Byte alignment as RFC
 * 3949 has it: the first bit after the tag begins an octet.
 */
export function encodeMr(raster: BilevelRaster, options: MrEncodeOptions): Uint8Array {
  const { width, height, octets } = raster;
  const rows = new RowChanges(width);
  rows.from(octets);
  const bits = options.spare ?? new BitWriter();
  bits.clear();
  const rowLimit = codedRowOctets(width);
  /** Rows to come that are known to be white, as the one before is. */
  let white = 0;
  for (let row = 0; row < height; row += 1) {
    bits.reserve(rowLimit);
    let repeats = true;
    if (white > 0) {
      white -= 1;
    } else {
      rows.next();
      repeats = rows.repeats;
      if (rows.end === FIRST_CHANGE) white = rows.takeWhite();
    }
    if (options.byteAlignedEols === true) bits.fillBefore(EOL_LENGTH + 1);
    const oneDimensional = row % options.k === 0;
    bits.put(oneDimensional ? 3 : 2, EOL_LENGTH + 1);
    if (oneDimensional) codeRow1D(bits, rows.changes, rows.end);
    else if (repeats) repeatRow(bits, rows.end);
    else codeRow2D(bits, rows.changes, rows.reference, width);
  }
  if (options.rtc === true) {
    bits.reserve(RTC_EOLS * 2);
    for (let i = 0; i < RTC_EOLS; i += 1) bits.put(3, EOL_LENGTH + 1);
  }
  return bits.finish();
}
