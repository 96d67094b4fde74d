import type { BitReader } from './bit-reader.ts';
import { endChanges, FIRST_CHANGE } from './changes.ts';
import {
  BLACK_RUN_LOOKUP,
  MODE_HORIZONTAL,
  MODE_LOOKUP,
  MODE_LOOKUP_BITS,
  MODE_PASS,
  MODE_V0,
  MODE_VL3,
  PAIR_FIRST_MASK,
  PAIR_FIRST_SHIFT,
  PAIR_LOOKUP,
  PAIR_LOOKUP_BITS,
  PAIR_SECOND_SHIFT,
  RUN_LOOKUP_BITS,
  WHITE_RUN_LOOKUP,
} from './run-lookup.ts';
import { EOL_ZEROS } from './t4-code-tables.ts';

// Names of this module's own, which the engine's compiler takes for the constants they are; an imported one it loads
// from memory wherever a loop uses it.
const FIRST = FIRST_CHANGE;
const WHITE_RUNS = WHITE_RUN_LOOKUP;
const BLACK_RUNS = BLACK_RUN_LOOKUP;
const PAIRS = PAIR_LOOKUP;
const PAIR_BITS = PAIR_LOOKUP_BITS;
const FIRST_SHIFT = PAIR_FIRST_SHIFT;
const FIRST_MASK = PAIR_FIRST_MASK;
const SECOND_SHIFT = PAIR_SECOND_SHIFT;
const MODES = MODE_LOOKUP;
const VL3 = MODE_VL3;
const V0 = MODE_V0;
const PASS = MODE_PASS;
const HORIZONTAL = MODE_HORIZONTAL;
const RUN_SHIFT = 32 - RUN_LOOKUP_BITS;
const PAIR_SHIFT = 32 - PAIR_BITS;
const MODE_SHIFT = 32 - MODE_LOOKUP_BITS;
const HORIZONTAL_BITS = 3;
const PASS_BITS = 4;
/** Of 25 bits that a window surely holds, horizontal mode with a pair takes 15: behind more V0 than this it is read anew. */
const V0_IN_WINDOW = 25 - HORIZONTAL_BITS - PAIR_BITS;
/** 0000001 in two-dimensional and 000000001 in one-dimensional rows, three bits following: 111 is uncompressed mode. */
const EXTENSION_2D_BITS = 10;
const UNCOMPRESSED_1D = 0b000000001111;

/** What a row reader answers instead of where its list of changes ends; the reader then stands at the code that failed. */
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
 * Reads a one-dimensional row into `row` and returns the entry after its last change, or a failure below 0. A run of 0 inside the
 * row joins its neighbours: some coders split long runs so.
 */
export function readRow1D(bits: BitReader, row: Int32Array, width: number): number {
  const { view } = bits;
  let { position } = bits;
  let x = 0;
  let end = FIRST;
  let steps = 0;
  while (true) {
    // At a white run, most often followed by a black one as short.
    const pair = PAIRS[(view.getInt32(position >>> 3) << (position & 7)) >>> PAIR_SHIFT] ?? 0;
    steps += 1;
    const toBlack = x + ((pair >>> FIRST_SHIFT) & FIRST_MASK);
    const toWhite = toBlack + (pair >>> SECOND_SHIFT);
    if (pair !== 0 && toWhite < width) {
      row[end] = toBlack;
      row[end + 1] = toWhite;
      end += 2;
      x = toWhite;
      position += pair & 15;
      continue;
    }
    bits.position = position;
    const white = readRun(bits, WHITE_RUNS, width - x);
    if (white < 0) {
      bits.steps += steps;
      return white;
    }
    x += white;
    if (x === width) break;
    end = change(row, end, x);
    const black = readRun(bits, BLACK_RUNS, width - x);
    if (black < 0) {
      bits.steps += steps;
      return black;
    }
    x += black;
    if (x === width) break;
    end = change(row, end, x);
    ({ position } = bits);
  }
  bits.steps += steps;
  endChanges(row, end, width);
  return end;
}

/** Notes a change and returns the entry after it; one where the last was takes both away. */
function change(row: Int32Array, end: number, x: number): number {
  if (row[end - 1] === x) return end - 1;
  row[end] = x;
  return end + 1;
}

/** Reads a two-dimensional row against `reference`; answers as `readRow1D` does. */
export function readRow2D(bits: BitReader, row: Int32Array, reference: Int32Array, width: number): number {
  const { view } = bits;
  let { position } = bits;
  let a0 = -1;
  let end = FIRST;
  let steps = 0;
  /** Index of b1 in `reference`; its parity is the colour of a0. */
  let b = FIRST;
  let b1 = reference[b] ?? 0;
  let failure = 0;
  while (a0 < width) {
    let window = view.getInt32(position >>> 3) << (position & 7);
    steps += 1;
    if (window < 0) {
      // V0, the bit 1, as often as it comes: the change after b1 lies right of it without a search.
      const ones = Math.clz32(~window);
      const begun = end;
      do {
        row[end] = b1;
        end += 1;
        a0 = b1;
        b += 1;
        b1 = reference[b] ?? 0;
      } while (end - begun < ones && a0 < width);
      position += end - begun;
      steps += end - begun - 1;
      if (ones > V0_IN_WINDOW || a0 >= width) continue;
      window <<= ones;
      steps += 1;
    }
    const entry = MODES[window >>> MODE_SHIFT] ?? 0;
    const kind = entry >>> 4;
    if (kind >= VL3) {
      const a1 = b1 + kind - V0;
      // Most often a1 lies right of a0 and not past the edge.
      if (((a1 - a0 - 1) | (width - a1)) < 0) {
        if (a1 > width || a1 < a0 || a1 < 0) {
          failure = failureAt(bits, position, a1 > width ? PAST_THE_EDGE : BEHIND_A0);
          break;
        }
        end = change(row, end, a1);
      } else {
        row[end] = a1;
        end += 1;
      }
      position += entry & 15;
      a0 = a1;
      // The next b1 is the change after this one, or the one before when that lies right of a1, or the third after when
      // the first does not. It is chosen without a branch: in a picture nobody could foretell it.
      const before = reference[b - 1] ?? 0;
      const after = reference[b + 1] ?? 0;
      const third = reference[b + 3] ?? 0;
      const goBack = (a1 - before) >> 31;
      const goOn = ~((a1 - after) >> 31);
      b += 1 + (goBack << 1) + (goOn & 2);
      b1 = after ^ ((after ^ before) & goBack) ^ ((after ^ third) & goOn);
      while (a0 < width && b1 <= a0) {
        b += 2;
        b1 = reference[b] ?? 0;
      }
    } else if (kind === HORIZONTAL) {
      position += HORIZONTAL_BITS;
      let x = a0 + (a0 >>> 31);
      const colour = (b & 1) << PAIR_BITS;
      const pair = PAIRS[colour | ((window << HORIZONTAL_BITS) >>> PAIR_SHIFT)] ?? 0;
      const a1 = x + ((pair >>> FIRST_SHIFT) & FIRST_MASK);
      const a2 = a1 + (pair >>> SECOND_SHIFT);
      steps += 1;
      if (pair !== 0 && a2 <= width) {
        row[end] = a1;
        row[end + 1] = a2;
        end += 2;
        position += pair & 15;
        a0 = a2;
        while (a0 < width && b1 <= a0) {
          b += 2;
          b1 = reference[b] ?? 0;
        }
        continue;
      }
      bits.position = position;
      for (let half = 0; half < 2; half += 1) {
        const run = readRun(bits, ((b + half) & 1) === 0 ? WHITE_RUNS : BLACK_RUNS, width - x);
        if (run < 0) {
          bits.steps += steps;
          return run;
        }
        x += run;
        end = change(row, end, x);
      }
      ({ position } = bits);
      a0 = x;
      while (a0 < width && b1 <= a0) {
        b += 2;
        b1 = reference[b] ?? 0;
      }
    } else if (kind === PASS) {
      position += PASS_BITS;
      a0 = reference[b + 1] ?? 0;
      b += 2;
      b1 = reference[b] ?? 0;
    } else if (entry === 0) {
      failure = failureAt(bits, position);
      break;
    } else {
      bits.position = position;
      failure = (bits.peek(EXTENSION_2D_BITS) & 7) === 7 ? UNCOMPRESSED_MODE : UNKNOWN_EXTENSION;
      break;
    }
  }
  bits.steps += steps;
  if (failure !== 0) return failure;
  bits.position = position;
  while (row[end - 1] === width) end -= 1;
  endChanges(row, end, width);
  return end;
}
