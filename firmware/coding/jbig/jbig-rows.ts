import { rowOctetsFor } from '../../../device-model/page/bilevel-raster.ts';
import { type Decoded, type DecodeOptions, rowLimit } from '../decoded.ts';

/** Rows room is made for first. */
const FIRST_ROWS = 256;

/** The page being decoded: its packed rows so far and the account of bad ones. */
export class JbigRows {
  readonly width: number;
  readonly strict: boolean;
  readonly heightKnown: boolean;
  /** Rows the page may take. */
  readonly limit: number;
  readonly rowOctets: number;
  view: DataView;
  rows = 0;
  steps = 0;
  #badRows = 0;
  #firstBadRow: number | undefined;
  #damage: string | undefined;
  #firstBadOctet: number | undefined;
  readonly #height: number | undefined;
  #octets: Uint8Array;

  /** Throws a RangeError for a width, height or `maxRows` out of range. */
  constructor(options: DecodeOptions) {
    this.limit = rowLimit(options);
    const { width, height, damage, spare } = options;
    this.width = width;
    this.strict = damage === 'strict';
    this.heightKnown = height !== undefined;
    this.#height = height;
    this.rowOctets = rowOctetsFor(width);
    const octets = (height ?? Math.min(FIRST_ROWS, this.limit)) * this.rowOctets;
    this.#octets = height !== undefined && spare?.length === octets ? spare.fill(0) : new Uint8Array(octets);
    this.view = viewOf(this.#octets);
  }

  get stopped(): boolean {
    return this.strict && this.#damage !== undefined;
  }

  /** Notes damage at the next row, met at an octet of the data, without taking a row. */
  note(sentence: string, octet: number): void {
    if (this.#damage !== undefined) return;
    this.#damage = `row ${this.rows}: ${sentence}`;
    this.#firstBadOctet = octet;
  }

  /** Makes room for the rows up to `end`. */
  makeRoom(end: number): void {
    const needed = end * this.rowOctets;
    if (needed <= this.#octets.length) return;
    const rows = Math.min(this.limit, Math.max(end, this.rows * 2));
    const grown = new Uint8Array(rows * this.rowOctets);
    grown.set(this.#octets.subarray(0, this.rows * this.rowOctets));
    this.#octets = grown;
    this.view = viewOf(grown);
  }

  /** Makes `row`, white so far, equal to the one above. */
  repeatRow(row: number): void {
    const at = row * this.rowOctets;
    this.#octets.copyWithin(at, at - this.rowOctets, at);
  }

  /** Takes `count` rows, written through `view` already, as doubtful. */
  takeDoubtful(count: number): void {
    this.#bad(count);
    if (!this.strict) this.rows += count;
  }

  /** Leaves the rows up to `end` white and counts them as bad. */
  missing(end: number): void {
    if (this.rows >= end) return;
    this.#bad(end - this.rows);
    if (this.strict) return;
    this.makeRoom(end);
    this.#octets.fill(0, this.rows * this.rowOctets, end * this.rowOctets);
    this.rows = end;
  }

  finish(codedRows: number): Decoded {
    const height = this.#height ?? this.rows;
    // What a stopped decoder wrote behind the last good row is no part of the page.
    this.#octets.fill(0, this.rows * this.rowOctets);
    return {
      raster: {
        width: this.width,
        height,
        rowOctets: this.rowOctets,
        octets: this.#octets.subarray(0, height * this.rowOctets),
      },
      codedRows,
      badRows: this.#badRows,
      firstBadRow: this.#firstBadRow,
      damage: this.#damage,
      firstBadOctet: this.#firstBadOctet,
      steps: this.steps,
    };
  }

  #bad(count: number): void {
    if (count === 0) return;
    this.#firstBadRow ??= this.rows;
    this.#badRows += count;
  }
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
