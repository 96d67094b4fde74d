import type { Ifd } from './ifd.ts';
import { MAX_STRIP_OCTETS } from './limits.ts';
import { TAGS, TYPE_OCTETS } from './tags.ts';

export interface StripRooms {
  /** Octets from each strip's offset to whatever comes next. */
  readonly sizes: Float64Array;
  readonly total: number;
  /** Two strips begin at one place: rooms then overlap. Otherwise all together have no more octets than the file. */
  readonly shared: boolean;
}

/** Values of four octets or fewer stand inside their entry. */
const INSIDE_OCTETS = 4;

/**
 * How far each strip may reach: to the next strip, directory or value outside a directory that this directory tells of, or to the
 * end of the file, and no further than `MAX_STRIP_OCTETS`. Every strip must begin inside the file.
 */
export function roomsOf(fileOctets: number, ifd: Ifd, count: number): StripRooms {
  const starts = Float64Array.from({ length: count }, (_, index) => ifd.integer(TAGS.StripOffsets, index) ?? 0);
  const outside = [...ifd.entries.values()]
    .filter(({ type, count: values }) => values * (TYPE_OCTETS[type] ?? 0) > INSIDE_OCTETS)
    .map(({ valuesAt }) => valuesAt);
  const edges = Float64Array.from([...starts, ...outside, ifd.offset, ifd.next]).sort();
  const sizes = starts.map((start) => Math.min(edgeAfter(edges, start, fileOctets) - start, MAX_STRIP_OCTETS));
  const shared = new Set(starts).size < count;
  return { sizes, total: sizes.reduce((sum, size) => sum + size, 0), shared };
}

/** The first edge behind `place`, by halving. */
function edgeAfter(edges: Float64Array, place: number, fileOctets: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return Math.min(edges[low] ?? fileOctets, fileOctets);
}
