/**
 * A row as the list of its changing elements: position of the first black pel, of the next white one, and so on.
 * Even entries are changes to black, odd ones to white. The list ends with `SENTINELS` entries equal to the width, so
 * that a search for b1 and b2 never looks for the end.
 */
export const SENTINELS = 4;

/** A list long enough for any row of the width. */
export function changeList(width: number): Int32Array {
  return new Int32Array(width + 1 + SENTINELS).fill(width, 0, SENTINELS);
}

/** Writes the sentinels after `count` changes. */
export function endChanges(list: Int32Array, count: number, width: number): void {
  list[count] = width;
  list[count + 1] = width;
  list[count + 2] = width;
  list[count + 3] = width;
}

/**
 * Lists the changes of one packed row into `list` and returns their count. `rowStart` is the row's first octet in
 * `view`; bits beyond `width` are ignored, whatever they hold.
 */
export function findChanges(view: DataView, rowStart: number, width: number, list: Int32Array): number {
  const end = rowStart + ((width >>> 5) << 2);
  let count = 0;
  // The pel before the word, spread over 32 bits: a word equal to it holds no change.
  let before = 0;
  let at = rowStart;
  while (at < end) {
    const word = view.getInt32(at);
    if (word === before) {
      at = skipEqual(view, at + 4, end, before);
      continue;
    }
    let edges = word ^ ((word >>> 1) | (before << 31));
    const x = (at - rowStart) << 3;
    do {
      const edge = Math.clz32(edges);
      list[count] = x + edge;
      count += 1;
      edges &= 0x7fffffff >>> edge;
    } while (edges !== 0);
    before = -(word & 1);
    at += 4;
  }
  const rest = width & 31;
  if (rest !== 0) {
    let word = 0;
    const octets = (rest + 7) >> 3;
    for (let i = 0; i < octets; i += 1) word |= view.getUint8(end + i) << (24 - (i << 3));
    let edges = (word ^ ((word >>> 1) | (before << 31))) & (-1 << (32 - rest));
    const x = (end - rowStart) << 3;
    while (edges !== 0) {
      const edge = Math.clz32(edges);
      list[count] = x + edge;
      count += 1;
      edges &= 0x7fffffff >>> edge;
    }
  }
  endChanges(list, count, width);
  return count;
}

/** White is looked for in blocks of so many octets where much of it has been found. */
const WHITE_BLOCK = Buffer.alloc(4096);

/** How many rows of `rowOctets` octets from `rowStart` on are white to the last bit. */
export function whiteRows(view: DataView, rowStart: number, rowOctets: number): number {
  const end = view.byteLength;
  const firstBlock = rowStart + WHITE_BLOCK.length;
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
 * Paints the black runs of a change list, which ends with sentinels, into a white packed row of `width` pels that
 * begins at `rowStart` of `view`. Only the row's own octets are written.
 */
export function paintChanges(list: Int32Array, count: number, view: DataView, rowStart: number, width: number): void {
  const lastWord = width >>> 5;
  let word = 0;
  let index = 0;
  for (let i = 0; i < count; i += 2) {
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
