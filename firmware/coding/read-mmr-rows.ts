import { BitReader } from './bit-reader.ts';
import { FIRST_CHANGE } from './changes.ts';
import type { PageRows } from './page-rows.ts';
import { readRow2D } from './read-row.ts';
import { noteSurplus, rowFailure } from './row-failure.ts';
import { EOL_LENGTH, EOL_ZEROS } from './t4-code-tables.ts';

/** Bits looked at for white rows below a white row, V0 each: one bit, 1. */
const V0_ROWS = 24;

/**
 * Reads T.6 rows into `page` until it has `rowsEnd` rows or the data end, with EOFB, half of it, or without. T.6 has no place
 * to start again after damage: the rows after the bad one are missing.
 */
export function readMmrRows(octets: Uint8Array, page: PageRows, rowsEnd: number): void {
  const bits = new BitReader(octets);
  page.beginStrip(octets.length);
  while (!bits.atEnd) {
    const next = bits.peek(EOL_LENGTH);
    if (next === 1 || (next >>> (EOL_LENGTH - EOL_ZEROS) === 0 && bits.onlyZerosLeft())) break;
    if (page.rows >= rowsEnd) {
      noteSurplus(bits, page, rowsEnd);
      break;
    }
    if (page.referenceEnd === FIRST_CHANGE && next >>> (EOL_LENGTH - 1) === 1) {
      const ones = Math.clz32(~bits.peek(V0_ROWS) << (32 - V0_ROWS));
      const rows = Math.min(ones, V0_ROWS, rowsEnd - page.rows);
      page.blank(rows);
      bits.position += rows;
      bits.steps += 1;
      continue;
    }
    if (bits.readOnes(page.onesThatRepeat)) {
      page.repeat();
      continue;
    }
    const end = readRow2D(bits, page.changes, page.reference, page.width);
    if (end < 0) {
      page.conceal(rowFailure(end, bits, page.width), bits.position);
      break;
    }
    page.commit(end);
  }
  page.steps += bits.steps;
}
