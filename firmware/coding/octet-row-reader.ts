import { BitReader } from './bit-reader.ts';
import type { PageRows } from './page-rows.ts';
import { readRow1D } from './read-row.ts';
import { noteSurplus, rowFailure } from './row-failure.ts';
import { EOL_ZEROS } from './t4-code-tables.ts';

/**
 * Reads one-dimensional rows that begin at octet boundaries and have no EOLs: TIFF's Compression 2. After damage reading
 * goes on at the next octet from which two rows can be read.
 */
export class OctetRowReader {
  /** The data have ended, or reading them. */
  done = false;
  readonly #bits: BitReader;
  readonly #page: PageRows;
  /** Steps after which no more rows are sought. */
  readonly #stepsAllowed: number;

  constructor(octets: Uint8Array, page: PageRows) {
    this.#bits = new BitReader(octets);
    this.#page = page;
    this.#stepsAllowed = octets.length * 8;
  }

  get steps(): number {
    return this.#bits.steps;
  }

  /** Reads until the page has `pause` rows; at `end` rows looks at what follows them. `pause` is at most `end`. */
  read(pause: number, end: number): void {
    const page = this.#page;
    while (!this.done && (page.rows < pause || pause === end)) this.done = !this.#next(end);
  }

  #next(end: number): boolean {
    const bits = this.#bits;
    const page = this.#page;
    if (bits.atEnd || (bits.peek(EOL_ZEROS) === 0 && bits.onlyZerosLeft())) return false;
    if (page.rows >= end) {
      noteSurplus(bits, page, end);
      return false;
    }
    if (bits.readCodes(page.whiteRow)) {
      page.blank(1);
      bits.toOctet();
      return true;
    }
    const rowEnd = readRow1D(bits, page.changes, page.width);
    if (rowEnd >= 0) {
      page.commit(rowEnd);
      bits.toOctet();
      return true;
    }
    page.conceal(rowFailure(rowEnd, bits, page.width), bits.position);
    return !page.stopped && this.#seekRow();
  }

  #seekRow(): boolean {
    const bits = this.#bits;
    const page = this.#page;
    while (bits.steps < this.#stepsAllowed) {
      bits.position = (bits.position & ~7) + 8;
      if (bits.atEnd) return false;
      const start = bits.position;
      if (this.#readsOn() && (bits.atEnd || this.#readsOn())) {
        bits.position = start;
        return true;
      }
      bits.position = start;
    }
    page.note(`no row is found before ${bits.place}`, bits.position);
    return false;
  }

  #readsOn(): boolean {
    const { changes, width } = this.#page;
    const read = readRow1D(this.#bits, changes, width) >= 0;
    this.#bits.toOctet();
    return read;
  }
}
