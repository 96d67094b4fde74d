import type { BilevelRaster } from '../../../device-model/page/bilevel-raster.ts';
import { contextCostBits } from './context-cost.ts';
import type { ImageHeader } from './image-header.ts';
import { ATMOVE_OCTETS } from './markers.ts';
import { MARGIN_WORDS, PelLines } from './pel-lines.ts';
import type { TemplateName } from './template.ts';

/** Rows of a stripe that are looked at. */
const SAMPLED_ROWS = 8;
/** Its multiples spread the rows: at equal distances they might all go through the same part of their dots. */
const GOLDEN_RATIO = 0.618;
/** Offsets that get as far as being tried. */
const TRIED_OFFSETS = 3;
/** A row with fewer changes of colour than one in so many pels has no halftone: print has about one in twenty. */
const PELS_A_CHANGE = 16;
/** A move has to save one bit in so many: the coder forgets half of what it learnt. */
const WORTHWHILE_SHARE = 16;
/** The first offset whose pel the template does not have already. */
const FIRST_OFFSET: Readonly<Record<TemplateName, number>> = { 'three-line': 3, 'two-line': 5 };

/**
 * Chooses the adaptive pel's place for a stripe before it is coded (*own design*; T.82 leaves it to the encoder). In a
 * clustered halftone the pel one dot's period to the left tells more than the one above. Of all places those that agree
 * most often with the pels of some rows are tried on them with all their contexts; the best one counts if it saves enough.
 */
export class StripeAdaption {
  readonly #view: DataView;
  readonly #rowOctets: number;
  readonly #template: TemplateName;
  readonly #maxOffset: number;
  readonly #sampled: readonly PelLines[];

  constructor({ width, rowOctets, octets }: BilevelRaster, { template, maxAdaptiveOffset }: ImageHeader) {
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#rowOctets = rowOctets;
    this.#template = template;
    this.#maxOffset = maxAdaptiveOffset;
    this.#sampled = Array.from({ length: SAMPLED_ROWS }, () => new PelLines(width));
  }

  /** The offset for the stripe of rows `top` to `bottom` − 1, given the one before it; 0 is the pel's own place. */
  offsetFor(top: number, bottom: number, before: number): number {
    const rows = this.#sample(top, bottom);
    if (rows.length === 0) return before;
    const costNow = contextCostBits(rows, this.#template, before);
    let best = before;
    let bestCost = costNow;
    for (const offset of [0, ...this.#likeliest(rows)]) {
      if (offset === before) continue;
      const cost = contextCostBits(rows, this.#template, offset);
      if (cost >= bestCost) continue;
      best = offset;
      bestCost = cost;
    }
    const saved = ((costNow - bestCost) * (bottom - top)) / SAMPLED_ROWS;
    return saved > ATMOVE_OCTETS * 8 && (costNow - bestCost) * WORTHWHILE_SHARE > costNow ? best : before;
  }

  /** Some rows with the two above each, without those that are typical or have few changes. */
  #sample(top: number, bottom: number): readonly PelLines[] {
    const rows: PelLines[] = [];
    for (let index = 0; index < SAMPLED_ROWS; index += 1) {
      const row = top + Math.floor(((index + ((index * GOLDEN_RATIO) % 1)) * (bottom - top)) / SAMPLED_ROWS);
      const lines = this.#sampled[rows.length];
      if (lines === undefined) break;
      lines.clear();
      for (let above = Math.max(0, row - 2); above < row; above += 1) {
        lines.load(this.#view, above * this.#rowOctets);
        lines.advance();
      }
      if (lines.isTypical(this.#view, row * this.#rowOctets)) continue;
      lines.load(this.#view, row * this.#rowOctets);
      if (disagreements(lines, 1) * PELS_A_CHANGE > lines.width) rows.push(lines);
    }
    return rows;
  }

  /** The offsets at which pels agree most often, the best first; of equal ones the nearer first. */
  #likeliest(rows: readonly PelLines[]): readonly number[] {
    const found: { readonly offset: number; readonly count: number }[] = [];
    for (let offset = FIRST_OFFSET[this.#template]; offset <= this.#maxOffset; offset += 1) {
      let count = 0;
      for (const lines of rows) count += disagreements(lines, offset);
      found.push({ offset, count });
    }
    return found
      .sort((one, other) => one.count - other.count || one.offset - other.offset)
      .slice(0, TRIED_OFFSETS)
      .map(({ offset }) => offset);
  }
}

/** Pels of the current row that differ from the one `offset` to the left. */
function disagreements({ current, endWord }: PelLines, offset: number): number {
  const back = (offset + 31) >> 5;
  const ahead = -offset & 31;
  let count = 0;
  for (let index = MARGIN_WORDS; index < endWord; index += 1) {
    // In two steps, for a shift by 32 is none.
    const behind = ((current[index - back + 1] ?? 0) >>> 1) >>> (31 - ahead);
    let bits = (current[index] ?? 0) ^ (((current[index - back] ?? 0) << ahead) | behind);
    if (bits === 0) continue;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
