import { BitReader } from './bit-reader.ts';
import type { PageRows } from './page-rows.ts';
import { readRow2D } from './read-row.ts';
import { rowFailure } from './row-failure.ts';
import { EOL_LENGTH, EOL_ZEROS } from './t4-code-tables.ts';

/**
 * Reads T.6 rows into `page` until it has `end` rows or the data end, with EOFB or without. T.6 has no place to start
 * again after damage: the rows after the bad one are missing.
 */
export function readMmrRows(octets: Uint8Array, page: PageRows, end: number): void {
  const bits = new BitReader(octets);
  page.beginStrip();
  while (!bits.atEnd && bits.peek(EOL_LENGTH) !== 1) {
    if (bits.peek(EOL_ZEROS) === 0 && onlyZerosLeft(bits)) break;
    if (page.rows >= end) {
      if (bits.end - bits.position >= 8 && (page.strict || !page.heightKnown)) {
        page.note(`coded data follow the last of ${end} rows at bit ${bits.position} of ${bits.end}`);
      }
      break;
    }
    const count = readRow2D(bits, page.changes, page.reference, page.width);
    if (count < 0) {
      page.conceal(rowFailure(count, bits, page.width));
      break;
    }
    page.commit(count);
  }
  page.steps += bits.steps;
}

/** Asked at most once a strip: what begins with eleven zeros and is no EOL ends it either way. */
function onlyZerosLeft(bits: BitReader): boolean {
  const { position } = bits;
  const some = bits.skipZeros();
  bits.position = position;
  return !some;
}
