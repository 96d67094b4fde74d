import { BitReader } from './bit-reader.ts';
import type { PageRows } from './page-rows.ts';
import { readRow1D, readRow2D } from './read-row.ts';
import { rowFailure } from './row-failure.ts';
import { RTC_EOLS } from './t4-code-tables.ts';

/**
 * Reads T.4 rows into `page` until it has `end` rows or the data end. EOLs may have fill before them; after damage
 * reading goes on at the next EOL, in two-dimensional data at the next one-dimensional row. Rows without EOLs between
 * them are read as long as they are one-dimensional.
 */
export function readT4Rows(octets: Uint8Array, page: PageRows, end: number, twoDimensional: boolean): void {
  const bits = new BitReader(octets);
  page.beginStrip();
  try {
    readRows(bits, page, end, twoDimensional);
  } finally {
    page.steps += bits.steps;
  }
}

function readRows(bits: BitReader, page: PageRows, end: number, twoDimensional: boolean): void {
  /** False from a bad row until the next one-dimensional one: there is nothing to code against. */
  let referenceGood = true;
  let eolSeen = false;
  while (true) {
    let eols = 0;
    let oneDimensional = true;
    while (eols < RTC_EOLS && bits.readEol()) {
      eols += 1;
      if (twoDimensional) {
        oneDimensional = bits.peek(1) === 1;
        bits.position += 1;
      }
    }
    if (eols === RTC_EOLS || bits.atEnd) return;
    if (page.rows >= end) {
      // Less than an octet is what some coders leave behind.
      if (bits.end - bits.position >= 8) surplus(bits, page, end);
      return;
    }
    for (let empty = 1; empty < eols && page.rows < end; empty += 1) {
      page.conceal(`two EOLs follow each other before bit ${bits.position} of ${bits.end}, with no row between them`);
      if (page.stopped) return;
      referenceGood = false;
    }
    if (page.rows >= end) continue;
    if (eols === 0 && (twoDimensional || (eolSeen && page.strict))) {
      page.conceal(`an EOL is missing at bit ${bits.position} of ${bits.end}`);
      if (page.stopped || !bits.seekEol()) return;
      referenceGood = false;
      continue;
    }
    eolSeen ||= eols > 0;
    if (!oneDimensional && !referenceGood) {
      page.conceal(`the row it is coded against is bad, before bit ${bits.position} of ${bits.end}`);
    } else {
      const count = oneDimensional
        ? readRow1D(bits, page.changes, page.width)
        : readRow2D(bits, page.changes, page.reference, page.width);
      if (count >= 0) {
        page.commit(count);
        referenceGood = true;
        continue;
      }
      page.conceal(rowFailure(count, bits, page.width));
      referenceGood = false;
    }
    if (page.stopped || !bits.seekEol()) return;
  }
}

function surplus(bits: BitReader, page: PageRows, end: number): void {
  if (!page.heightKnown)
    page.note(`coded data follow at bit ${bits.position} of ${bits.end}, ${end} rows are the limit`);
  else if (page.strict) {
    page.note(`coded data follow the last of ${end} rows at bit ${bits.position} of ${bits.end}`);
  }
}
