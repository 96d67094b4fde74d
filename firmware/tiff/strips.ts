import type { Ifd } from './ifd.ts';
import { MAX_ROWS, MAX_STRIP_OCTETS } from './limits.ts';
import { roomsOf, type StripRooms } from './strip-rooms.ts';
import { TAGS } from './tags.ts';

export interface Strips {
  readonly count: number;
  /** Undefined when RowsPerStrip does not fit the number of strips: each then has the rows that its data hold. */
  readonly rowsPerStrip: number | undefined;
  /** The strip's octets as they lie in the file, by StripByteCounts where that can be. */
  at(index: number): Uint8Array;
  /**
   * The same strips up to the next thing the directory tells of, for a page whose StripByteCounts prove too small;
   * undefined when that is no more.
   */
  roomier(): ((index: number) => Uint8Array) | undefined;
}

/** Strips begin on whole words in many files; less room than this behind them is only that. */
const ROOM_WORTH_TRYING = 8;

/**
 * Finds a page's strips; a sentence when one begins outside the file or cannot be found. A count of octets that is missing,
 * 0 or beyond the end is replaced by the room up to what follows. Values stay in the file until asked for; all strips of a page
 * together have no more octets than the file. `budget.left` is what all pages together may have.
 */
export function locateStrips(octets: Uint8Array, ifd: Ifd, height: number, budget: { left: number }): Strips | string {
  const listed = ifd.count(TAGS.StripOffsets);
  if (listed === 0) return noStrips(ifd);
  const told = ifd.integer(TAGS.RowsPerStrip) ?? MAX_ROWS;
  const rows = told < 1 ? height : Math.min(told, height);
  const expected = Math.ceil(height / rows);
  // More strips than rows need are nobody's; one strip for all rows is what writers mean that cannot count.
  const regular = listed === expected || (listed > expected && expected > 1);
  const count = regular ? expected : Math.min(listed, height);
  budget.left -= count;
  if (budget.left < 0) return `its ${count} strips are more than a file of ${octets.length} octets can list`;

  let believable = true;
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const start = ifd.integer(TAGS.StripOffsets, index);
    const size = ifd.integer(TAGS.StripByteCounts, index);
    if (start === undefined) return `StripOffsets cannot be read for strip ${index} of ${count}`;
    if (start >= octets.length) {
      return `strip ${index} (${size ?? 'any number of'} octets at offset ${start}) lies outside the file of ${octets.length} octets`;
    }
    if (size === undefined || size === 0 || start + size > octets.length) believable = false;
    else if (size > MAX_STRIP_OCTETS) {
      return `strip ${index} has ${size} octets, ${MAX_STRIP_OCTETS} are the limit`;
    }
    total += size ?? 0;
  }
  if (total > octets.length) believable = false;

  const start = (index: number): number => ifd.integer(TAGS.StripOffsets, index) ?? 0;
  const cut = (sizeOf: (index: number) => number) => (index: number) =>
    octets.subarray(start(index), start(index) + sizeOf(index));
  const inRooms = ({ sizes }: StripRooms) => cut((index) => sizes[index] ?? 0);
  const rowsPerStrip = regular ? rows : undefined;
  if (!believable) {
    const rooms = roomsOf(octets.length, ifd, count);
    if (rooms.shared) return `its ${count} strips overlap: ${total} octets in a file of ${octets.length}`;
    return { count, rowsPerStrip, at: inRooms(rooms), roomier: () => undefined };
  }
  return {
    count,
    rowsPerStrip,
    at: cut((index) => ifd.integer(TAGS.StripByteCounts, index) ?? 0),
    roomier: () => {
      const rooms = roomsOf(octets.length, ifd, count);
      return rooms.shared || rooms.total < total + ROOM_WORTH_TRYING ? undefined : inRooms(rooms);
    },
  };
}

function noStrips(ifd: Ifd): string {
  const tiled = ifd.entries.has(TAGS.TileOffsets) || ifd.entries.has(TAGS.TileWidth);
  if (!tiled) return 'StripOffsets is missing';
  const size = `${ifd.integer(TAGS.TileWidth) ?? '?'} × ${ifd.integer(TAGS.TileLength) ?? '?'} pels`;
  return `the page is in tiles of ${size}, expected strips`;
}
