import { BitReader } from '../coding/bit-reader.ts';
import type { PageRows } from '../coding/page-rows.ts';
import { readRow1D } from '../coding/read-row.ts';
import { rowFailure } from '../coding/row-failure.ts';

/**
 * Reads one-dimensional rows without EOLs, each beginning on an octet's edge (TIFF 6.0 section 10, Compression 2), into
 * `page` until it has `end` rows or the data end. A bad row leaves no place to start again: the rows after it are missing.
 */
export function readRleRows(octets: Uint8Array, page: PageRows, end: number): void {
  const bits = new BitReader(octets);
  while (page.rows < end && !bits.atEnd) {
    const count = readRow1D(bits, page.changes, page.width);
    if (count < 0) {
      page.conceal(rowFailure(count, bits, page.width));
      break;
    }
    page.commit(count);
    bits.position = (bits.position + 7) & ~7;
  }
  page.steps += bits.steps;
}
