import { BitReader } from './bit-reader.ts';
import { FIRST_CHANGE } from './changes.ts';
import type { PageRows } from './page-rows.ts';
import { readRow1D, readRow2D } from './read-row.ts';
import { noteSurplus, rowFailure } from './row-failure.ts';
import { packCode } from './run-codes.ts';
import { EOL_LENGTH, EOL_ZEROS, RTC_EOLS } from './t4-code-tables.ts';

/** A tag bit of 1 with the next EOL, or fill, right behind it: the row between them is missing. */
const TAG_BEFORE_EOL = 1 << EOL_ZEROS;
/** The 1 of an EOL, the tag bit 0 of a two-dimensional row, and V0. */
const EOL_TAG_V0 = 0b101;
const EOL = '000000000001';

/**
 * Reads T.4 rows, EOLs between them with any fill before, aligned or not. After damage reading goes on at the next EOL,
 * in two-dimensional data at the next one-dimensional row. Rows without EOLs are read as long as they are
 * one-dimensional.
 */
export class T4RowReader {
  /** The data have ended, or reading them. */
  done = false;
  readonly #bits: BitReader;
  readonly #page: PageRows;
  readonly #twoDimensional: boolean;
  /** Packed codes of an EOL, the tag bit 1 if there is one, and a white row. */
  readonly #whiteRow: readonly number[];
  /** False from a bad row until the next one-dimensional one: there is nothing to code against. */
  #referenceGood = true;
  #eolSeen = false;

  constructor(octets: Uint8Array, page: PageRows, twoDimensional: boolean) {
    this.#bits = new BitReader(octets);
    this.#page = page;
    this.#twoDimensional = twoDimensional;
    this.#whiteRow = [packCode(twoDimensional ? `${EOL}1` : EOL), ...page.whiteRow];
  }

  get steps(): number {
    return this.#bits.steps;
  }

  /** Reads until the page has `pause` rows; at `end` rows looks at what follows them. `pause` is at most `end`. */
  read(pause: number, end: number): void {
    const page = this.#page;
    while (!this.done && (page.rows < pause || pause === end)) this.done = !this.#next(pause, end);
  }

  /** Reads a row with the EOLs before it; false at the end. */
  #next(pause: number, end: number): boolean {
    const bits = this.#bits;
    const page = this.#page;
    if (this.#readWhiteRows(pause, end)) return true;
    const eols = this.#readEols();
    if (eols === RTC_EOLS || bits.atEnd) return false;
    if (page.rows >= end) {
      noteSurplus(bits, page, end);
      return false;
    }
    for (let empty = 1; empty < eols && page.rows < end; empty += 1) {
      page.conceal(`two EOLs follow each other before ${bits.place}, with no row between them`, bits.position);
      if (page.stopped) return false;
      this.#referenceGood = false;
    }
    if (page.rows >= end) return this.#next(pause, end);
    if (eols === 0 && (this.#twoDimensional || (this.#eolSeen && page.strict))) {
      page.conceal(`an EOL is missing at ${bits.place}`, bits.position);
      return this.#hunt();
    }
    this.#eolSeen ||= eols > 0;
    const oneDimensional = !this.#twoDimensional || bits.bit() === 1;
    if (!oneDimensional && !this.#referenceGood) {
      page.conceal(`the row it is coded against is bad, before ${bits.place}`, bits.position);
      return this.#hunt();
    }
    if (oneDimensional && bits.readCodes(page.whiteRow)) page.blank(1);
    else if (!oneDimensional && bits.readOnes(page.onesThatRepeat)) page.repeat();
    else {
      const rowEnd = oneDimensional
        ? readRow1D(bits, page.changes, page.width)
        : readRow2D(bits, page.changes, page.reference, page.width);
      if (rowEnd < 0) {
        page.conceal(rowFailure(rowEnd, bits, page.width), bits.position);
        return this.#hunt();
      }
      page.commit(rowEnd);
    }
    this.#referenceGood = true;
    return true;
  }

  /**
   * Reads white rows that follow one EOL each, without fill: two-dimensional ones that repeat a white row (tag bit 0,
   * V0), and one-dimensional ones. False when there is none.
   */
  #readWhiteRows(pause: number, end: number): boolean {
    const bits = this.#bits;
    const page = this.#page;
    let repeatable = this.#twoDimensional && this.#referenceGood && page.referenceEnd === FIRST_CHANGE;
    let rows = 0;
    for (let before = -1; rows > before && (rows === 0 || page.rows + rows < pause); ) {
      before = rows;
      while (repeatable && page.rows + rows < end && bits.peek(EOL_LENGTH + 2) === EOL_TAG_V0) {
        bits.position += EOL_LENGTH + 2;
        bits.steps += 1;
        rows += 1;
      }
      if (rows > before) continue;
      while (page.rows + rows < pause && bits.readCodes(this.#whiteRow)) rows += 1;
      if (rows > before) {
        this.#referenceGood = true;
        this.#eolSeen = true;
        repeatable = this.#twoDimensional;
      }
    }
    if (rows === 0) return false;
    page.blank(rows);
    return true;
  }

  /**
   * How many EOLs follow each other here, up to an RTC. In two-dimensional data the tag bit after the last is left to be
   * read; those between two EOLs may be missing, as some writers end a page so.
   */
  #readEols(): number {
    const bits = this.#bits;
    let eols = 0;
    for (; eols < RTC_EOLS; eols += 1) {
      const next = bits.peek(EOL_LENGTH);
      if (next === 1) {
        bits.position += EOL_LENGTH;
        bits.steps += 1;
        continue;
      }
      if (next === TAG_BEFORE_EOL && eols > 0 && this.#twoDimensional) bits.position += 1;
      else if (next !== 0) return eols;
      if (!bits.readEol()) return eols;
    }
    return eols;
  }

  #hunt(): boolean {
    this.#referenceGood = false;
    return !this.#page.stopped && this.#bits.seekEol();
  }
}
