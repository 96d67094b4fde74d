import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { changeList } from './changes.ts';
import { codedRowOctets, codeRow1D, codeRow2D } from './code-row.ts';
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
  const rows = new RowChanges(octets, width);
  const bits = options.spare ?? new BitWriter();
  bits.clear();
  const rowLimit = codedRowOctets(width);
  let reference = changeList(width);
  let changes = changeList(width);
  for (let row = 0; row < height; row += 1) {
    bits.reserve(rowLimit);
    const count = rows.next(changes);
    if (options.byteAlignedEols === true) bits.fillBefore(EOL_LENGTH + 1);
    const oneDimensional = row % options.k === 0;
    bits.put(oneDimensional ? 3 : 2, EOL_LENGTH + 1);
    if (oneDimensional) codeRow1D(bits, changes, count);
    else codeRow2D(bits, changes, reference, width);
    [reference, changes] = [changes, reference];
  }
  if (options.rtc === true) {
    bits.reserve(RTC_EOLS * 2);
    for (let i = 0; i < RTC_EOLS; i += 1) bits.put(3, EOL_LENGTH + 1);
  }
  return bits.finish();
}
