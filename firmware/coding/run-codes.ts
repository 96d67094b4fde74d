import {
  BLACK_MAKE_UP,
  BLACK_TERMINATING,
  COMMON_MAKE_UP,
  LONGEST_MAKE_UP,
  WHITE_MAKE_UP,
  WHITE_TERMINATING,
} from './t4-code-tables.ts';

/** Bits of a packed code that hold its length; the code itself sits above them. 13 + 12 bits is the longest pair. */
export const CODE_LENGTH_BITS = 5;
export const CODE_LENGTH_MASK = 31;

/** The longest run written with one make-up and one terminating word. */
export const LONGEST_CODED_RUN = LONGEST_MAKE_UP + 63;

export function packCode(word: string): number {
  return (Number.parseInt(word, 2) << CODE_LENGTH_BITS) | word.length;
}

function packedRuns(terminating: readonly string[], makeUp: readonly string[]): Int32Array {
  const makeUps = ['', ...makeUp, ...COMMON_MAKE_UP];
  return Int32Array.from({ length: LONGEST_CODED_RUN + 1 }, (_, run) =>
    packCode(`${makeUps[run >> 6] ?? ''}${terminating[run & 63] ?? ''}`),
  );
}

/** Packed code of every white run up to `LONGEST_CODED_RUN`, make-up and terminating word in one. */
export const WHITE_RUN_CODES = packedRuns(WHITE_TERMINATING, WHITE_MAKE_UP);
export const BLACK_RUN_CODES = packedRuns(BLACK_TERMINATING, BLACK_MAKE_UP);
/** What a longer run repeats before its rest. */
export const LONGEST_MAKE_UP_CODE = packCode(COMMON_MAKE_UP[COMMON_MAKE_UP.length - 1] ?? '');

/** Two runs below 64 are coded in one go; a pair's place in the table is `first << PAIR_SHIFT | second`. */
export const PAIR_SHIFT = 6;
export const PAIR_RUN_LIMIT = 1 << PAIR_SHIFT;

/** Packed code of every pair of such runs after `prefix`: at most 3 + 8 + 12 bits. */
export function runPairs(prefix: string, first: Int32Array, second: Int32Array): Int32Array {
  const before = prefix === '' ? 0 : packCode(prefix);
  return Int32Array.from({ length: PAIR_RUN_LIMIT * PAIR_RUN_LIMIT }, (_, pair) =>
    joinCodes(before, joinCodes(first[pair >> PAIR_SHIFT] ?? 0, second[pair & (PAIR_RUN_LIMIT - 1)] ?? 0)),
  );
}

/** The packed code of one code after the other, 27 bits at most. */
function joinCodes(one: number, other: number): number {
  const length = other & CODE_LENGTH_MASK;
  const code = ((one >>> CODE_LENGTH_BITS) << length) | (other >>> CODE_LENGTH_BITS);
  return (code << CODE_LENGTH_BITS) | ((one & CODE_LENGTH_MASK) + length);
}

/** The packed codes of a row all white, of 25 bits at most each. */
export function whiteRowCodes(width: number): readonly number[] {
  const makeUps = Math.max(0, Math.ceil((width - LONGEST_CODED_RUN) / LONGEST_MAKE_UP));
  const rest = WHITE_RUN_CODES[width - makeUps * LONGEST_MAKE_UP] ?? 0;
  return [...Array.from({ length: makeUps }, () => LONGEST_MAKE_UP_CODE), rest];
}
