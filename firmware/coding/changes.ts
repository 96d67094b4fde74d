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
  for (let i = 0; i < SENTINELS; i += 1) list[count + i] = width;
}

/**
 * Lists the changes of one packed row into `list` and returns their count. `rowStart` is the row's first octet in
 * `view`; bits beyond `width` are ignored, whatever they hold.
 */
export function findChanges(view: DataView, rowStart: number, width: number, list: Int32Array): number {
  const wholeWords = width >>> 5;
  let count = 0;
  // The pel before the word, spread over 32 bits: a word equal to it holds no change.
  let before = 0;
  for (let index = 0; index < wholeWords; index += 1) {
    const word = view.getInt32(rowStart + (index << 2));
    if (word === before) continue;
    let edges = word ^ ((word >>> 1) | (before << 31));
    const x = index << 5;
    while (edges !== 0) {
      const at = Math.clz32(edges);
      list[count] = x + at;
      count += 1;
      edges &= ~(0x80000000 >>> at);
    }
    before = -(word & 1);
  }
  const rest = width & 31;
  if (rest !== 0) {
    let word = 0;
    const octets = (rest + 7) >> 3;
    for (let i = 0; i < octets; i += 1) word |= view.getUint8(rowStart + (wholeWords << 2) + i) << (24 - (i << 3));
    let edges = (word ^ ((word >>> 1) | (before << 31))) & (-1 << (32 - rest));
    const x = wholeWords << 5;
    while (edges !== 0) {
      const at = Math.clz32(edges);
      list[count] = x + at;
      count += 1;
      edges &= ~(0x80000000 >>> at);
    }
  }
  endChanges(list, count, width);
  return count;
}

/** Paints the black runs of a change list into a white packed row. */
export function paintChanges(list: Int32Array, count: number, octets: Uint8Array, rowStart: number): void {
  for (let i = 0; i < count; i += 2) {
    const from = list[i] ?? 0;
    const to = list[i + 1] ?? 0;
    let at = rowStart + (from >> 3);
    const last = rowStart + (to >> 3);
    const firstMask = 0xff >> (from & 7);
    const lastMask = (0xff00 >> (to & 7)) & 0xff;
    if (at === last) {
      octets[at] = (octets[at] ?? 0) | (firstMask & lastMask);
      continue;
    }
    octets[at] = (octets[at] ?? 0) | firstMask;
    for (at += 1; at < last; at += 1) octets[at] = 0xff;
    if (lastMask !== 0) octets[at] = (octets[at] ?? 0) | lastMask;
  }
}
