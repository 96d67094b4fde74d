import { MAX_CODED_OCTETS } from '../coding/bit-reader.ts';
import type { Ifd } from './ifd-reader.ts';
import { MAX_ROWS } from './limits.ts';
import { TAGS } from './tags.ts';

export interface Strips {
  readonly count: number;
  readonly rowsPerStrip: number;
  /** The strip's octets as they lie in the file. */
  at(index: number): Uint8Array;
}

/**
 * Finds a page's strips and checks that they lie in the file; a sentence when they do not. Values stay in the file until
 * asked for. `budget.left` is what all pages together may have.
 */
export function locateStrips(octets: Uint8Array, ifd: Ifd, height: number, budget: { left: number }): Strips | string {
  const rowsPerStrip = Math.min(ifd.integer(TAGS.RowsPerStrip) ?? MAX_ROWS, height);
  if (rowsPerStrip < 1) return 'RowsPerStrip is 0';
  const count = Math.ceil(height / rowsPerStrip);
  const offsets = ifd.count(TAGS.StripOffsets);
  if (offsets === 0) return 'StripOffsets is missing';
  if (offsets < count)
    return `StripOffsets has ${offsets} values, ${height} rows at ${rowsPerStrip} a strip need ${count}`;
  budget.left -= count;
  if (budget.left < 0) return `its ${count} strips are more than a file of ${octets.length} octets can list`;

  const place = (index: number): { start: number; size: number } | undefined => {
    const start = ifd.integer(TAGS.StripOffsets, index);
    const size = ifd.integer(TAGS.StripByteCounts, index);
    if (start === undefined) return undefined;
    // Some writers leave the count of a single strip out or 0: it then ends with the file.
    if (count === 1 && (size ?? 0) === 0) return { start, size: Math.max(0, octets.length - start) };
    return size === undefined ? undefined : { start, size };
  };
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const strip = place(index);
    if (strip === undefined) return `StripOffsets or StripByteCounts cannot be read for strip ${index} of ${count}`;
    if (strip.start + strip.size > octets.length || strip.start >= octets.length) {
      return `strip ${index} (${strip.size} octets at offset ${strip.start}) lies outside the file of ${octets.length} octets`;
    }
    if (strip.size > MAX_CODED_OCTETS)
      return `strip ${index} has ${strip.size} octets, ${MAX_CODED_OCTETS} are the limit`;
    total += strip.size;
  }
  if (total > octets.length) return `its ${count} strips overlap: ${total} octets in a file of ${octets.length}`;
  return {
    count,
    rowsPerStrip,
    at: (index) => {
      const { start, size } = place(index) ?? { start: 0, size: 0 };
      return octets.subarray(start, start + size);
    },
  };
}
