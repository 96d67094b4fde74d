import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { BitWriter } from './bit-writer.ts';
import { FIRST_CHANGE } from './changes.ts';
import { codedRowOctets, codeRow1D } from './code-row.ts';
import { RowChanges } from './row-changes.ts';
import { EOL_LENGTH, RTC_EOLS } from './t4-code-tables.ts';

export interface T4EncodeOptions {
  /** Fill before each EOL so that it (with MR's tag bit, if any) ends on an octet's edge. T4Options bit 2. */
  readonly byteAlignedEols?: boolean;
  /** Six EOLs after the last row; RFC 3949 3.4.1 allows them only without byte alignment and advises against them. */
  readonly rtc?: boolean;
  /** A writer to start over with, when many pages are coded one after another. */
  readonly spare?: BitWriter;
}

/**
 * Codes a page one-dimensionally (T.4 4.1, RFC 3949 3.4): an EOL before each row, none after the last unless `rtc`.
 * Octets are most significant bit first.
 */
export function encodeMh(raster: BilevelRaster, options: T4EncodeOptions = {}): Uint8Array {
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
    if (options.byteAlignedEols === true) bits.fillBefore(EOL_LENGTH);
    bits.put(1, EOL_LENGTH);
    if (white > 0) {
      white -= 1;
    } else {
      rows.next();
      if (rows.end === FIRST_CHANGE) white = rows.takeWhite();
    }
    codeRow1D(bits, rows.changes, rows.end);
  }
  if (options.rtc === true) {
    bits.reserve(RTC_EOLS * 2);
    for (let i = 0; i < RTC_EOLS; i += 1) bits.put(1, EOL_LENGTH);
  }
  return bits.finish();
}
