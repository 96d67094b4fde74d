import {
  BLACK_MAKE_UP,
  BLACK_TERMINATING,
  COMMON_MAKE_UP,
  MODE_WORDS,
  WHITE_MAKE_UP,
  WHITE_TERMINATING,
} from './t4-code-tables.ts';

/** The longest run code word has 13 bits, the longest mode word 7: one look-up per word. */
export const RUN_LOOKUP_BITS = 13;
export const MODE_LOOKUP_BITS = 7;

/** Fills every entry whose leading bits are the word. */
function place(table: Uint16Array | Uint8Array, bits: number, word: string, entry: number): void {
  const spare = bits - word.length;
  const first = Number.parseInt(word, 2) << spare;
  table.fill(entry, first, first + (1 << spare));
}

/** Entry: run << 4 | word length, 0 where no word begins so. Runs below 64 are terminating, others make-up. */
function runLookup(terminating: readonly string[], makeUp: readonly string[]): Uint16Array {
  const table = new Uint16Array(1 << RUN_LOOKUP_BITS);
  terminating.forEach((word, run) => {
    place(table, RUN_LOOKUP_BITS, word, (run << 4) | word.length);
  });
  [...makeUp, ...COMMON_MAKE_UP].forEach((word, index) => {
    place(table, RUN_LOOKUP_BITS, word, (((index + 1) * 64) << 4) | word.length);
  });
  return table;
}

export const WHITE_RUN_LOOKUP = runLookup(WHITE_TERMINATING, WHITE_MAKE_UP);
export const BLACK_RUN_LOOKUP = runLookup(BLACK_TERMINATING, BLACK_MAKE_UP);

/** A pair of words is looked up by so many bits: most pairs of short runs fit, and the tables stay in the first cache. */
export const PAIR_LOOKUP_BITS = 12;
/** Where the runs of a pair sit in its entry. */
export const PAIR_FIRST_SHIFT = 4;
export const PAIR_FIRST_MASK = 63;
export const PAIR_SECOND_SHIFT = 10;

/**
 * Two terminating words in one look-up, the first as in `first`, the next as in `second`: second run << 10 | first run
 * << 4 | length of both; 0 where they are longer than the look-up or a run is 0, which joins its neighbours.
 */
function pairLookup(first: Uint16Array, second: Uint16Array): Uint16Array {
  return Uint16Array.from({ length: 1 << PAIR_LOOKUP_BITS }, (_, pair) => {
    const window = pair << (RUN_LOOKUP_BITS - PAIR_LOOKUP_BITS);
    const entry = first[window] ?? 0;
    const length = entry & 15;
    const run = entry >>> 4;
    if (run === 0 || run >= 64) return 0;
    const next = second[(window << length) & ((1 << RUN_LOOKUP_BITS) - 1)] ?? 0;
    const both = length + (next & 15);
    const nextRun = next >>> 4;
    if (nextRun === 0 || nextRun >= 64 || both > PAIR_LOOKUP_BITS) return 0;
    return (nextRun << PAIR_SECOND_SHIFT) | (run << PAIR_FIRST_SHIFT) | both;
  });
}

/** Pairs that begin white, then those that begin black: which of them is no branch then. */
export const PAIR_LOOKUP = Uint16Array.of(
  ...pairLookup(WHITE_RUN_LOOKUP, BLACK_RUN_LOOKUP),
  ...pairLookup(BLACK_RUN_LOOKUP, WHITE_RUN_LOOKUP),
);

/** Kinds from here on are the vertical modes, VL3 to VR3: one comparison tells them from the others. */
export const MODE_VL3 = 8;
export const MODE_V0 = MODE_VL3 + 3;
const MODE_EXTENSION = 1;
export const MODE_PASS = 2;
export const MODE_HORIZONTAL = 3;

/** Entry: kind << 4 | word length, 0 where no word begins so. */
export const MODE_LOOKUP: Uint8Array = (() => {
  const table = new Uint8Array(1 << MODE_LOOKUP_BITS);
  const add = (word: string, kind: number) => place(table, MODE_LOOKUP_BITS, word, (kind << 4) | word.length);
  MODE_WORDS.vertical.forEach((word, index) => {
    add(word, MODE_VL3 + index);
  });
  add(MODE_WORDS.pass, MODE_PASS);
  add(MODE_WORDS.horizontal, MODE_HORIZONTAL);
  add(MODE_WORDS.extension, MODE_EXTENSION);
  return table;
})();
