import type { BitReader } from './bit-reader.ts';
import { endChanges } from './changes.ts';
import {
  BLACK_RUN_LOOKUP,
  MODE_EXTENSION,
  MODE_HORIZONTAL,
  MODE_LOOKUP,
  MODE_LOOKUP_BITS,
  MODE_PASS,
  PAIR_FIRST_MASK,
  PAIR_FIRST_SHIFT,
  PAIR_LOOKUP,
  PAIR_LOOKUP_BITS,
  PAIR_SECOND_SHIFT,
  RUN_LOOKUP_BITS,
  WHITE_RUN_LOOKUP,
} from './run-lookup.ts';
import { EOL_ZEROS } from './t4-code-tables.ts';

const RUN_SHIFT = 32 - RUN_LOOKUP_BITS;
const PAIR_SHIFT = 32 - PAIR_LOOKUP_BITS;
const MODE_SHIFT = 32 - MODE_LOOKUP_BITS;
const HORIZONTAL_BITS = 3;
const PASS_BITS = 4;
/** 0000001 in two-dimensional and 000000001 in one-dimensional rows, three bits following: 111 is uncompressed mode. */
const EXTENSION_2D_BITS = 10;
const UNCOMPRESSED_1D = 0b000000001111;

/** What a row reader answers instead of a count of changes; the reader then stands at the code that failed. */
export const ROW_ENDS_EARLY = -1;
export const NO_SUCH_CODE = -2;
export const PAST_THE_EDGE = -3;
export const UNCOMPRESSED_MODE = -4;
export const BEHIND_A0 = -5;
export const UNKNOWN_EXTENSION = -6;

function failureAt(bits: BitReader, position: number, failure = NO_SUCH_CODE): number {
  bits.position = position;
  return failure === NO_SUCH_CODE && bits.peek(EOL_ZEROS) === 0 ? ROW_ENDS_EARLY : failure;
}

function noRunAt(bits: BitReader, position: number): number {
  bits.position = position;
  return failureAt(bits, position, bits.peek(12) === UNCOMPRESSED_1D ? UNCOMPRESSED_MODE : NO_SUCH_CODE);
}

/** `readRun` answers these two: the run's words ended at `bits.position`. */
function readRun(bits: BitReader, lookup: Uint16Array, room: number): number {
  const { view } = bits;
  let { position } = bits;
  let sum = 0;
  while (true) {
    const entry = lookup[(view.getInt32(position >>> 3) << (position & 7)) >>> RUN_SHIFT] ?? 0;
    bits.steps += 1;
    if (entry === 0) return noRunAt(bits, position);
    const run = entry >>> 4;
    sum += run;
    if (sum > room) return failureAt(bits, position, PAST_THE_EDGE);
    position += entry & 15;
    if (run < 64) break;
  }
  bits.position = position;
  return sum;
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
  let steps = 0;
  while (true) {
    // At a white run, most often followed by a black one as short.
    const pair = PAIR_LOOKUP[(view.getInt32(position >>> 3) << (position & 7)) >>> PAIR_SHIFT] ?? 0;
    steps += 1;
    const toBlack = x + ((pair >>> PAIR_FIRST_SHIFT) & PAIR_FIRST_MASK);
    const toWhite = toBlack + (pair >>> PAIR_SECOND_SHIFT);
    if (pair !== 0 && toWhite < width) {
      row[count] = toBlack;
      row[count + 1] = toWhite;
      count += 2;
      x = toWhite;
      position += pair & 15;
      continue;
    }
    bits.position = position;
    const white = readRun(bits, WHITE_RUN_LOOKUP, width - x);
    if (white < 0) {
      bits.steps += steps;
      return white;
    }
    x += white;
    if (x === width) break;
    count = change(row, count, x);
    const black = readRun(bits, BLACK_RUN_LOOKUP, width - x);
    if (black < 0) {
      bits.steps += steps;
      return black;
    }
    x += black;
    if (x === width) break;
    count = change(row, count, x);
    ({ position } = bits);
  }
  bits.steps += steps;
  endChanges(row, count, width);
  return count;
}

/** Notes a change and returns their new count; one where the last was takes both away. */
function change(row: Int32Array, count: number, x: number): number {
  if (count > 0 && row[count - 1] === x) return count - 1;
  row[count] = x;
  return count + 1;
}

/** Reads a two-dimensional row against `reference` (which ends with sentinels); answers as `readRow1D` does. */
export function readRow2D(bits: BitReader, row: Int32Array, reference: Int32Array, width: number): number {
  const { view } = bits;
  let { position } = bits;
  let a0 = -1;
  let count = 0;
  let steps = 0;
  /** Index into `reference`; its parity is the colour of a0. */
  let b = 0;
  let failure = 0;
  while (a0 < width) {
    const window = view.getInt32(position >>> 3) << (position & 7);
    steps += 1;
    let b1 = reference[b] ?? width;
    while (b1 <= a0) {
      b += 2;
      b1 = reference[b] ?? width;
    }
    if (window < 0) {
      // V0, the bit 1, and as many more as follow: b1 lies right of a0 after each, without a search.
      const most = position + Math.clz32(~window);
      do {
        row[count] = b1;
        count += 1;
        a0 = b1;
        b += 1;
        b1 = reference[b] ?? width;
        position += 1;
      } while (position < most && a0 < width);
      continue;
    }
    const entry = MODE_LOOKUP[window >>> MODE_SHIFT] ?? 0;
    const kind = entry >>> 4;
    if (kind < MODE_PASS) {
      if (entry === 0) {
        failure = failureAt(bits, position);
        break;
      }
      const a1 = b1 + kind - 3;
      if (a1 > width || a1 < a0 || a1 < 0) {
        failure = failureAt(bits, position, a1 > width ? PAST_THE_EDGE : BEHIND_A0);
        break;
      }
      position += entry & 15;
      if (a1 === a0) {
        count = change(row, count, a1);
      } else {
        row[count] = a1;
        count += 1;
      }
      a0 = a1;
      // The change before b1 may lie right of the new a0 when that lies left of b1; the one before lay left of the old.
      b += b > 0 && (reference[b - 1] ?? 0) > a1 ? -1 : 1;
    } else if (kind === MODE_HORIZONTAL) {
      position += HORIZONTAL_BITS;
      let x = a0 + (a0 >>> 31);
      const colour = (b & 1) << PAIR_LOOKUP_BITS;
      const pair = PAIR_LOOKUP[colour | ((window << HORIZONTAL_BITS) >>> PAIR_SHIFT)] ?? 0;
      const a1 = x + ((pair >>> PAIR_FIRST_SHIFT) & PAIR_FIRST_MASK);
      const a2 = a1 + (pair >>> PAIR_SECOND_SHIFT);
      steps += 1;
      if (pair !== 0 && a2 <= width) {
        row[count] = a1;
        row[count + 1] = a2;
        count += 2;
        position += pair & 15;
        a0 = a2;
        continue;
      }
      bits.position = position;
      for (let half = 0; half < 2; half += 1) {
        const run = readRun(bits, ((b + half) & 1) === 0 ? WHITE_RUN_LOOKUP : BLACK_RUN_LOOKUP, width - x);
        if (run < 0) {
          bits.steps += steps;
          return run;
        }
        x += run;
        count = change(row, count, x);
      }
      ({ position } = bits);
      a0 = x;
    } else if (kind === MODE_PASS) {
      position += PASS_BITS;
      a0 = reference[b + 1] ?? width;
      b += 2;
    } else {
      bits.position = position;
      failure =
        kind === MODE_EXTENSION && (bits.peek(EXTENSION_2D_BITS) & 7) === 7 ? UNCOMPRESSED_MODE : UNKNOWN_EXTENSION;
      break;
    }
  }
  bits.steps += steps;
  if (failure !== 0) return failure;
  bits.position = position;
  while (count > 0 && row[count - 1] === width) count -= 1;
  endChanges(row, count, width);
  return count;
}
