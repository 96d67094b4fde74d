import type { BitWriter } from './bit-writer.ts';
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

const PASS = packCode(MODE_WORDS.pass);
const HORIZONTAL = packCode(MODE_WORDS.horizontal);
const VERTICAL = Int32Array.from(MODE_WORDS.vertical, packCode);
/** A white and a black run, both short, in one code; horizontal mode with two such runs. */
const WHITE_BLACK = runPairs('', WHITE_RUN_CODES, BLACK_RUN_CODES);
/** Those that begin white, then those that begin black: which of them is no branch then. */
const HORIZONTAL_PAIRS = Int32Array.of(
  ...runPairs(MODE_WORDS.horizontal, WHITE_RUN_CODES, BLACK_RUN_CODES),
  ...runPairs(MODE_WORDS.horizontal, BLACK_RUN_CODES, WHITE_RUN_CODES),
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
export function codeRow1D(bits: BitWriter, row: Int32Array, count: number): void {
  const { view } = bits;
  let { at, word, used } = bits;
  let x = 0;
  for (let i = 0; i < count; i += 2) {
    const toBlack = row[i] ?? 0;
    const white = toBlack - x;
    x = row[i + 1] ?? 0;
    const black = x - toBlack;
    if ((white | black) < PAIR_RUN_LIMIT) {
      const packed = WHITE_BLACK[(white << PAIR_SHIFT) | black] ?? 0;
      const code = packed >>> CODE_LENGTH_BITS;
      used += packed & CODE_LENGTH_MASK;
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
    putRun(bits, WHITE_RUN_CODES, white);
    putRun(bits, BLACK_RUN_CODES, black);
    ({ at, word, used } = bits);
  }
  bits.at = at;
  bits.word = word;
  bits.used = used;
  if ((count & 1) === 0) putRun(bits, WHITE_RUN_CODES, (row[count] ?? 0) - x);
}

/** Codes a row against its reference row (T.4 4.2, T.6 2.2); both lists end with sentinels. */
export function codeRow2D(bits: BitWriter, row: Int32Array, reference: Int32Array, width: number): void {
  const { view } = bits;
  let { at, word, used } = bits;
  // The imaginary white pel before the row: a change at 0 lies right of it.
  let a0 = -1;
  /** Index of a1; its parity is the colour of a0, as is that of `b`. */
  let a = 0;
  let b = 0;
  while (a0 < width) {
    let b1 = reference[b] ?? width;
    while (b1 <= a0) {
      b += 2;
      b1 = reference[b] ?? width;
    }
    const a1 = row[a] ?? 0;
    const shift = a1 - b1;
    let packed: number;
    if (shift > 1 && (reference[b + 1] ?? width) < a1) {
      packed = PASS;
      a0 = reference[b + 1] ?? width;
      b += 2;
    } else if (shift >= -3 && shift <= 3) {
      packed = VERTICAL[shift + 3] ?? 0;
      a0 = a1;
      a += 1;
      // One change back may lie right of the new a0 when that lies left of b1; two back lay left of the old one.
      b += b > 0 && (reference[b - 1] ?? 0) > a1 ? -1 : 1;
    } else {
      const a2 = row[a + 1] ?? 0;
      const first = a1 - a0 - (a0 >>> 31);
      const second = a2 - a1;
      const colour = a & 1;
      a0 = a2;
      a += 2;
      if ((first | second) >= PAIR_RUN_LIMIT) {
        bits.at = at;
        bits.word = word;
        bits.used = used;
        bits.putCode(HORIZONTAL);
        putRun(bits, colour === 0 ? WHITE_RUN_CODES : BLACK_RUN_CODES, first);
        putRun(bits, colour === 0 ? BLACK_RUN_CODES : WHITE_RUN_CODES, second);
        ({ at, word, used } = bits);
        continue;
      }
      packed = HORIZONTAL_PAIRS[(((colour << PAIR_SHIFT) | first) << PAIR_SHIFT) | second] ?? 0;
    }
    const code = packed >>> CODE_LENGTH_BITS;
    used += packed & CODE_LENGTH_MASK;
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
