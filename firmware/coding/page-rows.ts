import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { changeList, endChanges, FIRST_CHANGE, paintChanges } from './changes.ts';
import { type Decoded, type DecodeOptions, rowLimit } from './decoded.ts';
import { whiteRowCodes } from './run-codes.ts';

/** Rows room is made for first when the height is unknown. */
const FIRST_ROWS = 256;

/** The account of a page's rows at one moment. */
export type RowsMark = Pick<PageRows, 'rows' | 'badRows' | 'firstBadRow' | 'damage' | 'firstBadOctet'>;

/** The page being decoded: its rows so far, the two change lists, and the account of bad rows. */
export class PageRows {
  readonly width: number;
  readonly strict: boolean;
  /** Rows the page may take. */
  readonly limit: number;
  /** The last row's changes; all white before the first. */
  reference: Int32Array;
  /** The entry after their last: `FIRST_CHANGE` for a white row. */
  referenceEnd = FIRST_CHANGE;
  /** Where the next row's changes are put before `commit`. */
  changes: Int32Array;
  rows = 0;
  badRows = 0;
  firstBadRow: number | undefined;
  damage: string | undefined;
  firstBadOctet: number | undefined;
  steps = 0;
  /** Packed T.4 codes of a row all white. */
  readonly whiteRow: readonly number[];
  readonly #rowOctets: number;
  readonly #height: number | undefined;
  #octets: Uint8Array;
  #view: DataView;
  /** Coded octets of the strips before this one, and of this one. */
  #octetsBefore = 0;
  #stripOctets = 0;

  /** Throws a RangeError for a width, height or `maxRows` out of range. */
  constructor(options: DecodeOptions) {
    this.limit = rowLimit(options);
    const { width, height, damage, spare } = options;
    this.width = width;
    this.strict = damage === 'strict';
    this.#height = height;
    this.#rowOctets = rowOctetsFor(width);
    const octets = (height ?? Math.min(FIRST_ROWS, this.limit)) * this.#rowOctets;
    this.#octets = height !== undefined && spare?.length === octets ? spare.fill(0) : new Uint8Array(octets);
    this.#view = viewOf(this.#octets);
    this.whiteRow = whiteRowCodes(width);
    this.reference = changeList(width);
    this.changes = changeList(width);
  }

  get stopped(): boolean {
    return this.strict && this.damage !== undefined;
  }

  /** V0, the bit 1, for each change of the reference row and for the edge: the code of a row equal to it. */
  get onesThatRepeat(): number {
    return this.referenceEnd - FIRST_CHANGE + 1;
  }

  get heightKnown(): boolean {
    return this.#height !== undefined;
  }

  /** Each strip begins against an imaginary white row. */
  beginStrip(octets: number): void {
    this.#octetsBefore += this.#stripOctets;
    this.#stripOctets = octets;
    this.#whitenReference();
  }

  /** The account as it is now, for `rewind` when the rows to come turn out to be read the wrong way. */
  mark(): RowsMark {
    const { rows, badRows, firstBadRow, damage, firstBadOctet } = this;
    return { rows, badRows, firstBadRow, damage, firstBadOctet };
  }

  /** Forgets the rows since the mark, which must have been made in this strip, before its first row. */
  rewind(mark: RowsMark): void {
    this.#octets.fill(0, mark.rows * this.#rowOctets, this.rows * this.#rowOctets);
    Object.assign(this, mark);
    this.#whitenReference();
  }

  /** Another page of the same width and policy, to try some rows on. */
  trial(rows: number): PageRows {
    return new PageRows({
      width: this.width,
      height: rows,
      maxRows: rows,
      damage: this.strict ? 'strict' : 'conceal',
    });
  }

  /** Good rows since the mark. */
  goodSince(mark: RowsMark): number {
    // A strict page takes no row in place of a bad one.
    return this.rows - mark.rows - (this.strict ? 0 : this.badRows - mark.badRows);
  }

  /** Takes `changes`, whose last entry is before `end`, as the next row. */
  commit(end: number): void {
    this.#makeRoom(1);
    const at = this.rows * this.#rowOctets;
    if (end > FIRST_CHANGE) paintChanges(this.changes, end, this.#view, at, this.width);
    [this.reference, this.changes] = [this.changes, this.reference];
    this.referenceEnd = end;
    this.rows += 1;
  }

  /** Takes the reference row once more. */
  repeat(): void {
    if (this.referenceEnd === FIRST_CHANGE) {
      this.blank(1);
      return;
    }
    this.#makeRoom(1);
    const at = this.rows * this.#rowOctets;
    // A reference row that is not white is the row above.
    this.#octets.copyWithin(at, at - this.#rowOctets, at);
    this.rows += 1;
  }

  /** Takes white rows. */
  blank(rows: number): void {
    this.#makeRoom(rows);
    this.#whitenReference();
    this.rows += rows;
  }

  /** Notes damage at the next row, met at a bit of this strip, without taking a row. */
  note(sentence: string, bit: number): void {
    if (this.damage !== undefined) return;
    this.damage = `row ${this.rows}: ${sentence}`;
    this.firstBadOctet = this.#octetsBefore + Math.min(bit >>> 3, this.#stripOctets);
  }

  /** Notes a bad row; when concealing, the row before it takes its place. */
  conceal(sentence: string, bit: number): void {
    this.note(sentence, bit);
    this.#bad(1);
    if (this.strict) return;
    this.#makeRoom(1);
    const at = this.rows * this.#rowOctets;
    if (this.rows > 0) this.#octets.copyWithin(at, at - this.#rowOctets, at);
    this.rows += 1;
  }

  /** Leaves the rows up to `end` white and counts them as bad. */
  missing(end: number): void {
    if (this.rows >= end) return;
    this.note(`the coded data end here, ${end - this.rows} of ${end} rows are missing`, this.#stripOctets * 8);
    this.#bad(end - this.rows);
    if (!this.strict) this.rows = end;
  }

  /** Takes rows that are not coded: whole packed rows, whatever their padding holds. */
  copy(octets: Uint8Array, rows: number): void {
    const from = this.rows;
    this.#octets.set(octets.subarray(0, rows * this.#rowOctets), from * this.#rowOctets);
    this.rows += rows;
    this.#whitenPadding(from);
  }

  /** Takes a strip of so many octets that was decoded as a page of its own, with its account of damage. */
  takeStrip(decoded: Decoded, stripOctets: number): void {
    const { raster, badRows, firstBadRow, firstBadOctet, damage, steps } = decoded;
    this.beginStrip(stripOctets);
    if (firstBadRow !== undefined) this.firstBadRow ??= this.rows + firstBadRow;
    if (firstBadOctet !== undefined) this.firstBadOctet ??= this.#octetsBefore + firstBadOctet;
    this.damage ??= damage;
    this.badRows += badRows;
    this.steps += steps;
    this.copy(raster.octets, raster.height);
  }

  /** Turns black to white and white to black from row `from` to the last one taken. */
  invert(from: number): void {
    const end = this.rows * this.#rowOctets;
    for (let at = from * this.#rowOctets; at < end; at += 1) this.#octets[at] = ~(this.#octets[at] ?? 0);
    this.#whitenPadding(from);
  }

  finish(codedRows = this.rows): Decoded {
    const height = this.#height ?? this.rows;
    const octets = this.#octets.subarray(0, height * this.#rowOctets);
    return {
      raster: { width: this.width, height, rowOctets: this.#rowOctets, octets },
      codedRows,
      badRows: this.badRows,
      firstBadRow: this.firstBadRow,
      damage: this.damage,
      firstBadOctet: this.firstBadOctet,
      steps: this.steps,
    };
  }

  #bad(count: number): void {
    this.firstBadRow ??= this.rows;
    this.badRows += count;
  }

  #whitenPadding(from: number): void {
    const mask = (0xff00 >> (((this.width - 1) & 7) + 1)) & 0xff;
    if (mask === 0xff) return;
    const end = this.rows * this.#rowOctets;
    for (let at = (from + 1) * this.#rowOctets - 1; at < end; at += this.#rowOctets) {
      this.#octets[at] = (this.#octets[at] ?? 0) & mask;
    }
  }

  #whitenReference(): void {
    endChanges(this.reference, FIRST_CHANGE, this.width);
    this.referenceEnd = FIRST_CHANGE;
  }

  #makeRoom(rows: number): void {
    const needed = (this.rows + rows) * this.#rowOctets;
    if (needed <= this.#octets.length) return;
    const room = Math.min(this.limit, Math.max(this.rows + rows, this.rows * 2));
    const grown = new Uint8Array(room * this.#rowOctets);
    grown.set(this.#octets);
    this.#octets = grown;
    this.#view = viewOf(grown);
  }
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}
