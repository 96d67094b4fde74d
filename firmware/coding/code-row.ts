import type { BitWriter } from './bit-writer.ts';
import { FIRST_CHANGE } from './changes.ts';
import {
  BLACK_RUN_CODES,
  CODE_LENGTH_BITS,
  CODE_LENGTH_MASK,
  LONGEST_CODED_RUN,
  LONGEST_MAKE_UP_CODE,
  PAIR_RUN_LIMIT,
  PAIR_SHIFT,
  packCode,
  runPairs,
  WHITE_RUN_CODES,
} from './run-codes.ts';
import { LONGEST_MAKE_UP, MODE_WORDS } from './t4-code-tables.ts';

// Names of this module's own, which the engine's compiler takes for the constants they are; an imported one it loads
// from memory wherever a loop uses it.
const FIRST = FIRST_CHANGE;
const LENGTH_BITS = CODE_LENGTH_BITS;
const LENGTH_MASK = CODE_LENGTH_MASK;
const SHORT_RUNS = PAIR_RUN_LIMIT;
const SECOND_BITS = PAIR_SHIFT;
const WHITE_RUNS = WHITE_RUN_CODES;
const BLACK_RUNS = BLACK_RUN_CODES;
const PASS = packCode(MODE_WORDS.pass);
const HORIZONTAL = packCode(MODE_WORDS.horizontal);
const VERTICAL = Int32Array.from(MODE_WORDS.vertical, packCode);
/** V0 is the bit 1: so many of them are written in one go. */
const V0_TOGETHER = 24;
/** A white and a black run, both short, in one code; horizontal mode with two such runs. */
const WHITE_BLACK = runPairs('', WHITE_RUNS, BLACK_RUNS);
/** Those that begin white, then those that begin black: which of them is no branch then. */
const HORIZONTAL_PAIRS = Int32Array.of(
  ...runPairs(MODE_WORDS.horizontal, WHITE_RUNS, BLACK_RUNS),
  ...runPairs(MODE_WORDS.horizontal, BLACK_RUNS, WHITE_RUNS),
);

/**
 * Octets one row can take at most: no coding spends more than 7 bits on a pel (VL3 moves one pel), the rest is for EOL,
 * a first white run of 0 and fill.
 */
export function codedRowOctets(width: number): number {
  return width + 32;
}

function putRun(bits: BitWriter, codes: Int32Array, run: number): void {
  let rest = run;
  while (rest > LONGEST_CODED_RUN) {
    bits.putCode(LONGEST_MAKE_UP_CODE);
    rest -= LONGEST_MAKE_UP;
  }
  bits.putCode(codes[rest] ?? 0);
}

/** Codes a row one-dimensionally (T.4 4.1): white first, runs in turn until the width is reached. */
export function codeRow1D(bits: BitWriter, row: Int32Array, end: number): void {
  const { view } = bits;
  let { at, word, used } = bits;
  let x = 0;
  for (let i = FIRST; i < end; i += 2) {
    const toBlack = row[i] ?? 0;
    const white = toBlack - x;
    x = row[i + 1] ?? 0;
    const black = x - toBlack;
    if ((white | black) < SHORT_RUNS) {
      const packed = WHITE_BLACK[(white << SECOND_BITS) | black] ?? 0;
      const code = packed >>> LENGTH_BITS;
      used += packed & LENGTH_MASK;
      if (used < 32) {
        word |= code << (32 - used);
      } else {
        used -= 32;
        view.setInt32(at, word | (code >>> used));
        at += 4;
        word = (code << 1) << (31 - used);
      }
      continue;
    }
    bits.at = at;
    bits.word = word;
    bits.used = used;
    putRun(bits, WHITE_RUNS, white);
    putRun(bits, BLACK_RUNS, black);
    ({ at, word, used } = bits);
  }
  bits.at = at;
  bits.word = word;
  bits.used = used;
  if ((end & 1) === 0) putRun(bits, WHITE_RUNS, (row[end] ?? 0) - x);
}

/** Codes the vertical mode V0, the bit 1, so many times. */
export function codeV0(bits: BitWriter, times: number): void {
  let left = times;
  for (; left >= V0_TOGETHER; left -= V0_TOGETHER) bits.put((1 << V0_TOGETHER) - 1, V0_TOGETHER);
  if (left > 0) bits.put((1 << left) - 1, left);
}

/** Codes a row equal to its reference row, whose list ends at entry `end`: V0 for each change and for the edge. */
export function repeatRow(bits: BitWriter, end: number): void {
  codeV0(bits, end - FIRST + 1);
}

/** Codes a row against its reference row (T.4 4.2, T.6 2.2); both lists end with sentinels. */
export function codeRow2D(bits: BitWriter, row: Int32Array, reference: Int32Array, width: number): void {
  const { view } = bits;
  let { at, word, used } = bits;
  // The imaginary white pel before the row: a change at 0 lies right of it.
  let a0 = -1;
  /** Index of a1; its parity is the colour of a0, as is that of `b`. */
  let a = FIRST;
  let b = FIRST;
  let b1 = reference[b] ?? 0;
  while (a0 < width) {
    const a1 = row[a] ?? 0;
    const b2 = reference[b + 1] ?? 0;
    const shift = a1 - b1;
    let packed: number;
    if ((shift + 3) >>> 0 <= 6 && b2 >= a1) {
      packed = VERTICAL[shift + 3] ?? 0;
      a0 = a1;
      a += 1;
      // The next b1 is the change after this one, or the one before when that lies right of a1, or the third after when
      // the first does not. It is chosen without a branch: in a picture nobody could foretell it.
      const before = reference[b - 1] ?? 0;
      const third = reference[b + 3] ?? 0;
      const goBack = (a1 - before) >> 31;
      const goOn = ~((a1 - b2) >> 31);
      b += 1 + (goBack << 1) + (goOn & 2);
      b1 = b2 ^ ((b2 ^ before) & goBack) ^ ((b2 ^ third) & goOn);
      while (a0 < width && b1 <= a0) {
        b += 2;
        b1 = reference[b] ?? 0;
      }
    } else if (b2 < a1) {
      packed = PASS;
      a0 = b2;
      b += 2;
      b1 = reference[b] ?? 0;
    } else {
      const a2 = row[a + 1] ?? 0;
      const first = a1 - a0 - (a0 >>> 31);
      const second = a2 - a1;
      const colour = a & 1;
      a0 = a2;
      a += 2;
      while (a0 < width && b1 <= a0) {
        b += 2;
        b1 = reference[b] ?? 0;
      }
      if ((first | second) >= SHORT_RUNS) {
        bits.at = at;
        bits.word = word;
        bits.used = used;
        bits.putCode(HORIZONTAL);
        putRun(bits, colour === 0 ? WHITE_RUNS : BLACK_RUNS, first);
        putRun(bits, colour === 0 ? BLACK_RUNS : WHITE_RUNS, second);
        ({ at, word, used } = bits);
        continue;
      }
      packed = HORIZONTAL_PAIRS[(((colour << SECOND_BITS) | first) << SECOND_BITS) | second] ?? 0;
    }
    const code = packed >>> LENGTH_BITS;
    used += packed & LENGTH_MASK;
    if (used < 32) {
      word |= code << (32 - used);
    } else {
      used -= 32;
      view.setInt32(at, word | (code >>> used));
      at += 4;
      word = (code << 1) << (31 - used);
    }
  }
  bits.at = at;
  bits.word = word;
  bits.used = used;
}
