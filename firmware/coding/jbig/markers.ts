/** The octet that begins a marker; in coded data it is followed by `STUFFING`. */
export const ESCAPE = 0xff;

/** Second octets of markers (ITU-T T.82 6.2). */
export const STUFFING = 0x00;
export const SDNORM = 0x02;
export const SDRST = 0x03;
export const ABORT = 0x04;
export const NEWLEN = 0x05;
export const ATMOVE = 0x06;
export const COMMENT = 0x07;

/** Octets of marker segments, marker included; a comment's text comes on top. */
export const NEWLEN_OCTETS = 6;
export const ATMOVE_OCTETS = 8;
export const COMMENT_OCTETS = 6;

/** A move of the adaptive pel: from `row` of the stripe on it is `offset` pels to the left, or in its place for 0. */
export interface AdaptiveMove {
  readonly row: number;
  readonly offset: number;
}

/** A marker segment of the given octets: the marker, then 32-bit numbers, then single octets. */
function segment(marker: number, octets: number, number: number, rest: ArrayLike<number> = []): Uint8Array {
  const result = new Uint8Array(octets);
  const view = new DataView(result.buffer);
  view.setUint8(0, ESCAPE);
  view.setUint8(1, marker);
  view.setUint32(2, number);
  result.set(rest, 6);
  return result;
}

export function atmoveSegment(move: AdaptiveMove): Uint8Array {
  return segment(ATMOVE, ATMOVE_OCTETS, move.row, [move.offset, 0]);
}

export function newlenSegment(rows: number): Uint8Array {
  return segment(NEWLEN, NEWLEN_OCTETS, rows);
}

export function commentSegment(text: Uint8Array): Uint8Array {
  return segment(COMMENT, COMMENT_OCTETS + text.length, text.length, text);
}
