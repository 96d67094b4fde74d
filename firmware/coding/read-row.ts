import type { BitReader } from './bit-reader.ts';
import { endChanges } from './changes.ts';
import {
  BLACK_RUN_LOOKUP,
  MODE_EXTENSION,
  MODE_HORIZONTAL,
  MODE_LOOKUP,
  MODE_LOOKUP_BITS,
  MODE_PASS,
  RUN_LOOKUP_BITS,
  WHITE_RUN_LOOKUP,
} from './run-lookup.ts';
import { EOL_ZEROS } from './t4-code-tables.ts';

const RUN_SHIFT = 32 - RUN_LOOKUP_BITS;
const MODE_SHIFT = 32 - MODE_LOOKUP_BITS;

/** What a row reader answers instead of a count of changes; the reader then stands at the code that failed. */
export const ROW_ENDS_EARLY = -1;
export const NO_SUCH_CODE = -2;
export const PAST_THE_EDGE = -3;
export const UNCOMPRESSED_MODE = -4;
export const BEHIND_A0 = -5;

function failureAt(bits: BitReader, position: number): number {
  bits.position = position;
  return bits.peek(EOL_ZEROS) === 0 ? ROW_ENDS_EARLY : NO_SUCH_CODE;
}

/**
 * Reads a one-dimensional row into `row` and returns its count of changes, or a failure below 0. A run of 0 inside the
 * row joins its neighbours: some coders split long runs so.
 */
export function readRow1D(bits: BitReader, row: Int32Array, width: number): number {
  const { view } = bits;
  let { position } = bits;
  let x = 0;
  let count = 0;
  let lookup = WHITE_RUN_LOOKUP;
  while (true) {
    const entry = lookup[(view.getInt32(position >>> 3) << (position & 7)) >>> RUN_SHIFT] ?? 0;
    bits.steps += 1;
    if (entry === 0) return failureAt(bits, position);
    const run = entry >>> 4;
    x += run;
    if (x > width) {
      bits.position = position;
      return PAST_THE_EDGE;
    }
    position += entry & 15;
    if (run >= 64) continue;
    if (x === width) break;
    // After a make-up word the whole run is not 0, although this word's may be: compare positions.
    if (count > 0 && row[count - 1] === x) {
      count -= 1;
    } else {
      row[count] = x;
      count += 1;
    }
    lookup = lookup === WHITE_RUN_LOOKUP ? BLACK_RUN_LOOKUP : WHITE_RUN_LOOKUP;
  }
  bits.position = position;
  endChanges(row, count, width);
  return count;
}

/** Reads a two-dimensional row against `reference` (which ends with sentinels); answers as `readRow1D` does. */
export function readRow2D(bits: BitReader, row: Int32Array, reference: Int32Array, width: number): number {
  const { view } = bits;
  let { position } = bits;
  let a0 = -1;
  let count = 0;
  /** Index into `reference`; its parity is the colour of a0. */
  let b = 0;
  while (a0 < width) {
    const entry = MODE_LOOKUP[(view.getInt32(position >>> 3) << (position & 7)) >>> MODE_SHIFT] ?? 0;
    bits.steps += 1;
    if (entry === 0) return failureAt(bits, position);
    const kind = entry >>> 4;
    while ((reference[b] ?? width) <= a0) b += 2;
    if (kind < MODE_PASS) {
      const a1 = (reference[b] ?? width) + kind - 3;
      if (a1 > width || a1 < a0 || a1 < 0) {
        bits.position = position;
        return a1 > width ? PAST_THE_EDGE : BEHIND_A0;
      }
      position += entry & 15;
      if (count > 0 && row[count - 1] === a1) {
        count -= 1;
      } else {
        row[count] = a1;
        count += 1;
      }
      a0 = a1;
      b = b > 0 ? b - 1 : 1;
    } else if (kind === MODE_HORIZONTAL) {
      position += entry & 15;
      let x = Math.max(a0, 0);
      for (let half = 0; half < 2; half += 1) {
        const lookup = ((b + half) & 1) === 0 ? WHITE_RUN_LOOKUP : BLACK_RUN_LOOKUP;
        let run = 64;
        while (run >= 64) {
          const word = lookup[(view.getInt32(position >>> 3) << (position & 7)) >>> RUN_SHIFT] ?? 0;
          bits.steps += 1;
          if (word === 0) return failureAt(bits, position);
          run = word >>> 4;
          x += run;
          if (x > width) {
            bits.position = position;
            return PAST_THE_EDGE;
          }
          position += word & 15;
        }
        if (count > 0 && row[count - 1] === x) {
          count -= 1;
        } else {
          row[count] = x;
          count += 1;
        }
      }
      a0 = x;
    } else if (kind === MODE_PASS) {
      position += entry & 15;
      a0 = reference[b + 1] ?? width;
    } else {
      bits.position = position;
      return kind === MODE_EXTENSION ? UNCOMPRESSED_MODE : NO_SUCH_CODE;
    }
  }
  bits.position = position;
  while (count > 0 && row[count - 1] === width) count -= 1;
  endChanges(row, count, width);
  return count;
}
