import type { BitWriter } from './bit-writer.ts';
import { BLACK_RUN_CODES, LONGEST_CODED_RUN, LONGEST_MAKE_UP_CODE, packCode, WHITE_RUN_CODES } from './run-codes.ts';
import { LONGEST_MAKE_UP, MODE_WORDS } from './t4-code-tables.ts';

const PASS = packCode(MODE_WORDS.pass);
const HORIZONTAL = packCode(MODE_WORDS.horizontal);
const VERTICAL = Int32Array.from(MODE_WORDS.vertical, packCode);

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
  let x = 0;
  for (let i = 0; i <= count; i += 1) {
    const change = row[i] ?? 0;
    putRun(bits, (i & 1) === 0 ? WHITE_RUN_CODES : BLACK_RUN_CODES, change - x);
    x = change;
  }
}

/** Codes a row against its reference row (T.4 4.2, T.6 2.2); both lists end with sentinels. */
export function codeRow2D(bits: BitWriter, row: Int32Array, reference: Int32Array, width: number): void {
  // The imaginary white pel before the row: a change at 0 lies right of it.
  let a0 = -1;
  /** Index of a1; its parity is the colour of a0, as is that of `b`. */
  let a = 0;
  let b = 0;
  while (a0 < width) {
    while ((reference[b] ?? width) <= a0) b += 2;
    const a1 = row[a] ?? width;
    const b2 = reference[b + 1] ?? width;
    if (b2 < a1) {
      bits.putCode(PASS);
      a0 = b2;
      continue;
    }
    const shift = a1 - (reference[b] ?? width);
    if (shift >= -3 && shift <= 3) {
      bits.putCode(VERTICAL[shift + 3] ?? 0);
      a0 = a1;
      a += 1;
      // One change back may still lie right of the new a0; two back lay left of the old one.
      b = b > 0 ? b - 1 : 1;
      continue;
    }
    const a2 = row[a + 1] ?? width;
    const white = (a & 1) === 0;
    bits.putCode(HORIZONTAL);
    putRun(bits, white ? WHITE_RUN_CODES : BLACK_RUN_CODES, a0 < 0 ? a1 : a1 - a0);
    putRun(bits, white ? BLACK_RUN_CODES : WHITE_RUN_CODES, a2 - a1);
    a0 = a2;
    a += 2;
  }
}
