/**
 * A row as the list of its changing elements: from entry `FIRST_CHANGE` on the position of the first black pel, of the
 * next white one, and so on. Even entries are changes to black, odd ones to white. Before them stands the imaginary white
 * pel left of the row, after them `SENTINELS` entries equal to the width, so that a search for b1 and b2 never asks where
 * the list begins and ends.
 */
export const FIRST_CHANGE = 2;
// A name of this module's own, which the engine's compiler takes for the constant it is, as it does no exported one.
const FIRST = FIRST_CHANGE;
const BEFORE_ROW = -1;
const SENTINELS = 6;

/** The list of a white row, long enough for any row of the width. */
export function changeList(width: number): Int32Array {
  const list = new Int32Array(FIRST_CHANGE + width + 1 + SENTINELS).fill(BEFORE_ROW, 0, FIRST_CHANGE);
  endChanges(list, FIRST_CHANGE, width);
  return list;
}

/** Writes the sentinels from entry `end` on, which follows the last change. */
export function endChanges(list: Int32Array, end: number, width: number): void {
  for (let i = 0; i < SENTINELS; i += 1) list[end + i] = width;
}

/**
 * Lists the changes of one packed row into `list` and returns the entry after the last. `rowStart` is the row's first octet in
 * `view`; bits beyond `width` are ignored, whatever they hold.
 */
export function findChanges(view: DataView, rowStart: number, width: number, list: Int32Array): number {
  const lastWord = rowStart + ((width >>> 5) << 2);
  let end = FIRST;
  // The pel before the word, spread over 32 bits: a word equal to it holds no change.
  let before = 0;
  let at = rowStart;
  while (at < lastWord) {
    const word = view.getInt32(at);
    if (word === before) {
      at = skipEqual(view, at + 4, lastWord, before);
      continue;
    }
    let edges = word ^ ((word >>> 1) | (before << 31));
    const x = (at - rowStart) << 3;
    do {
      const edge = Math.clz32(edges);
      list[end] = x + edge;
      end += 1;
      edges &= 0x7fffffff >>> edge;
    } while (edges !== 0);
    before = -(word & 1);
    at += 4;
  }
  const rest = width & 31;
  if (rest !== 0) {
    let word = 0;
    const octets = (rest + 7) >> 3;
    for (let i = 0; i < octets; i += 1) word |= view.getUint8(lastWord + i) << (24 - (i << 3));
    let edges = (word ^ ((word >>> 1) | (before << 31))) & (-1 << (32 - rest));
    const x = (lastWord - rowStart) << 3;
    while (edges !== 0) {
      const edge = Math.clz32(edges);
      list[end] = x + edge;
      end += 1;
      edges &= 0x7fffffff >>> edge;
    }
  }
  endChanges(list, end, width);
  return end;
}

/** So many octets of white are looked through word by word; what follows them most often is much more, taken by blocks. */
const SOME_WHITE = 4096;
const WHITE_BLOCK = Buffer.alloc(16_384);

/** How many rows of `rowOctets` octets from `rowStart` on are white to the last bit. */
export function whiteRows(view: DataView, rowStart: number, rowOctets: number): number {
  const end = view.byteLength;
  const firstBlock = rowStart + SOME_WHITE;
  let at = skipEqual(view, rowStart, Math.min(end, firstBlock), 0);
  if (at === firstBlock) {
    const octets = Buffer.from(view.buffer, view.byteOffset, end);
    while (
      at + WHITE_BLOCK.length <= end &&
      octets.compare(WHITE_BLOCK, 0, WHITE_BLOCK.length, at, at + WHITE_BLOCK.length) === 0
    ) {
      at += WHITE_BLOCK.length;
    }
    at = skipEqual(view, at, end, 0);
  }
  while (at < end && view.getUint8(at) === 0) at += 1;
  return Math.floor((at - rowStart) / rowOctets);
}

/** Whether so many octets from `one` on and from `other` on are the same. */
export function sameOctets(view: DataView, one: number, other: number, octets: number): boolean {
  let i = 0;
  for (; i + 4 <= octets; i += 4) if (view.getInt32(one + i) !== view.getInt32(other + i)) return false;
  for (; i < octets; i += 1) if (view.getUint8(one + i) !== view.getUint8(other + i)) return false;
  return true;
}

/** Where the words equal to `word` end, or less than eight words before: long runs go by eight at a time. */
function skipEqual(view: DataView, from: number, end: number, word: number): number {
  let at = from;
  while (at + 32 <= end) {
    const differing =
      (view.getInt32(at) ^ word) |
      (view.getInt32(at + 4) ^ word) |
      (view.getInt32(at + 8) ^ word) |
      (view.getInt32(at + 12) ^ word) |
      (view.getInt32(at + 16) ^ word) |
      (view.getInt32(at + 20) ^ word) |
      (view.getInt32(at + 24) ^ word) |
      (view.getInt32(at + 28) ^ word);
    if (differing !== 0) return at;
    at += 32;
  }
  return at;
}

/**
 * Paints the black runs of a change list that ends at entry `end` into a white packed row of `width` pels that begins at
 * `rowStart` of `view`. Only the row's own octets are written.
 */
export function paintChanges(list: Int32Array, end: number, view: DataView, rowStart: number, width: number): void {
  const lastWord = width >>> 5;
  let word = 0;
  let index = 0;
  for (let i = FIRST; i < end; i += 2) {
    const from = list[i] ?? 0;
    // Past an odd count stands the width.
    const to = list[i + 1] ?? 0;
    if (to >>> 5 === index) {
      word ^= (-1 >>> (from & 31)) ^ (-1 >>> (to & 31));
      continue;
    }
    const first = from >>> 5;
    if (first !== index) {
      view.setInt32(rowStart + (index << 2), word);
      word = 0;
      index = first;
    }
    // From the first black pel on all of the word is black, until the run's end turns the rest back.
    word ^= -1 >>> (from & 31);
    for (const last = to >>> 5; index < last; index += 1) {
      view.setInt32(rowStart + (index << 2), word);
      word = -1;
    }
    word ^= -1 >>> (to & 31);
  }
  if (index < lastWord) {
    view.setInt32(rowStart + (index << 2), word);
    return;
  }
  const rest = width & 31;
  for (let octet = 0; octet << 3 < rest; octet += 1) {
    view.setUint8(rowStart + (index << 2) + octet, word >>> (24 - (octet << 3)));
  }
}
