import { ArithmeticDecoder } from './arithmetic-decoder.ts';
import type { ImageHeader } from './image-header.ts';
import type { JbigRows } from './jbig-rows.ts';
import { ESCAPE } from './markers.ts';
import { PelLines } from './pel-lines.ts';
import { readRow } from './read-row.ts';
import type { Stripe } from './stripe-reader.ts';
import { type Template, templateOf } from './template.ts';

/** What outlives a stripe: contexts, the rows above the next one, the adaptive pel's place, whether the last row was typical. */
export class StripeDecoder {
  readonly #octets: Uint8Array;
  readonly #header: ImageHeader;
  readonly #page: JbigRows;
  readonly #coder = new ArithmeticDecoder();
  readonly #lines: PelLines;
  #offset = 0;
  #template: Template;
  #typical = false;
  /** Whether nothing but white went before, since the page's first row or SDRST: the page is white already. */
  #whiteAbove = true;
  #plain = new Uint8Array(0);

  constructor(octets: Uint8Array, header: ImageHeader, page: JbigRows) {
    this.#octets = octets;
    this.#header = header;
    this.#page = page;
    this.#lines = new PelLines(header.width);
    this.#template = templateOf(header.template, 0);
  }

  get steps(): number {
    return this.#coder.steps;
  }

  /**
   * Decodes `count` rows into the page, whose room is made, and returns how many; the page does not take them yet. A
   * stripe that ends as it should may leave out its last octets where they are 00, so that zeros are read behind them;
   * one that is cut off gives only the rows that it has all octets of.
   */
  decode(stripe: Stripe, count: number): number {
    const { view, rowOctets, rows: top } = this.#page;
    const coder = this.#coder;
    const lines = this.#lines;
    const complete = stripe.fault === undefined;
    this.#begin(stripe);
    let move = 0;
    for (let row = 0; row < count; row += 1) {
      for (; stripe.moves[move]?.row === row; move += 1) this.#moveTo(stripe.moves[move]?.offset ?? 0);
      if (this.#header.typical && coder.decode(this.#template.typicalContext) === 0) this.#typical = !this.#typical;
      if (this.#typical) {
        if (!complete && coder.ranOut) return row;
        if (!this.#whiteAbove) this.#page.repeatRow(top + row);
        lines.repeat();
        continue;
      }
      readRow(coder, this.#template, lines, this.#offset);
      if (!complete && coder.ranOut) return row;
      this.#whiteAbove = false;
      lines.store(view, (top + row) * rowOctets);
      lines.advance();
    }
    if (stripe.resets) this.#reset();
    return count;
  }

  /** Octets the last stripe has behind those its rows took; 00 do not count. */
  surplus(): number {
    const { position, end } = this.#coder;
    for (let last = end; last > position; last -= 1) {
      if (this.#plain[last - 1] !== 0) return last - position;
    }
    return 0;
  }

  /** Takes the stripe's octets without their stuffing. */
  #begin({ from, to }: Stripe): void {
    if (this.#plain.length < to - from) this.#plain = new Uint8Array(Math.max(to - from, this.#plain.length * 2));
    const octets = this.#octets;
    let length = 0;
    for (let at = from; at < to; ) {
      const found = octets.indexOf(ESCAPE, at);
      const stuffed = found >= 0 && found < to;
      const end = stuffed ? found + 1 : to;
      this.#plain.set(octets.subarray(at, end), length);
      length += end - at;
      at = stuffed ? end + 1 : to;
    }
    this.#coder.begin(this.#plain, length);
  }

  #moveTo(offset: number): void {
    this.#offset = offset;
    this.#template = templateOf(this.#header.template, offset);
  }

  #reset(): void {
    this.#whiteAbove = true;
    this.#coder.resetContexts();
    this.#lines.clear();
    this.#moveTo(0);
    this.#typical = false;
  }
}
