import { TRIAL_OCTETS } from './decoded.ts';
import { OctetRowReader } from './octet-row-reader.ts';
import type { PageRows } from './page-rows.ts';
import { T4RowReader } from './t4-row-reader.ts';

/** How T.4 rows follow each other: after EOLs, after EOLs with tag bits, at octet boundaries. */
type T4Form = 'EOLs' | 'EOLs and tags' | 'octets';

const FORMS: readonly T4Form[] = ['EOLs', 'EOLs and tags', 'octets'];
/** Rows by which it is seen whether a strip has the form it is said to have. *Own design*. */
const TRIAL_ROWS = 8;

/**
 * Reads the T.4 rows of a strip into `page` until it has `end` rows or the data end. Data whose first rows are bad as
 * they are said to be coded, and better in another form, are read in that: with tag bits though said to be
 * one-dimensional, without though said to have them, at octet boundaries without EOLs.
 */
export function readT4Rows(octets: Uint8Array, page: PageRows, end: number, twoDimensional: boolean): void {
  readStrip(octets, page, end, twoDimensional ? 'EOLs and tags' : 'EOLs');
}

/** As `readT4Rows` for rows said to begin at octet boundaries, without EOLs: TIFF's Compression 2. */
export function readOctetRows(octets: Uint8Array, page: PageRows, end: number): void {
  readStrip(octets, page, end, 'octets');
}

function readStrip(octets: Uint8Array, page: PageRows, end: number, said: T4Form): void {
  page.beginStrip(octets.length);
  const mark = page.mark();
  const pause = Math.min(end, page.rows + TRIAL_ROWS);
  const reader = readerOf(said, octets, page);
  reader.read(pause, end);
  if (page.badRows > mark.badRows) {
    const good = page.goodSince(mark);
    const better = betterForm(octets, page, pause - mark.rows, said, good);
    if (better !== undefined) {
      page.rewind(mark);
      page.steps += reader.steps;
      const other = readerOf(better, octets, page);
      other.read(end, end);
      page.steps += other.steps;
      return;
    }
  }
  reader.read(end, end);
  page.steps += reader.steps;
}

/** The other form in which most of the strip's first rows are good, if they are more than `good`. */
function betterForm(octets: Uint8Array, page: PageRows, rows: number, said: T4Form, good: number): T4Form | undefined {
  const first = octets.subarray(0, TRIAL_OCTETS);
  let best = good;
  let better: T4Form | undefined;
  for (const form of FORMS.filter((one) => one !== said)) {
    const trial = page.trial(rows);
    const mark = trial.mark();
    const reader = readerOf(form, first, trial);
    reader.read(rows, rows);
    page.steps += reader.steps;
    if (trial.goodSince(mark) > best) {
      best = trial.goodSince(mark);
      better = form;
    }
  }
  return better;
}

function readerOf(form: T4Form, octets: Uint8Array, page: PageRows): T4RowReader | OctetRowReader {
  return form === 'octets' ? new OctetRowReader(octets, page) : new T4RowReader(octets, page, form !== 'EOLs');
}
