import type { Ifd } from './ifd.ts';
import type { StripCoding } from './strip-readers.ts';
import { TAGS } from './tags.ts';

/** Values of Compression that hold bilevel pages: TIFF 6.0 sections 3, 9, 10 and 11, RFC 3949 5.2.1, and libtiff's number of JBIG. */
export const COMPRESSION = {
  none: 1,
  rle: 2,
  t4: 3,
  t6: 4,
  jbig: 9,
  packBits: 32773,
  libtiffJbig: 34661,
} as const;

/** What others mean by further values, so that a refusal says what the file is. */
const FOREIGN: ReadonlyMap<number, string> = new Map([
  [5, 'LZW'],
  [6, 'JPEG, old form'],
  [7, 'JPEG'],
  [8, 'Deflate'],
  [10, 'JBIG in colour, T.43'],
  [32766, 'NeXT'],
  [32771, 'CCITT RLE by words'],
  [32809, 'ThunderScan'],
  [32946, 'Deflate, old number'],
  [34925, 'LZMA'],
  [50000, 'Zstandard'],
  [50001, 'WebP'],
]);

/** T4Options bit 0 (RFC 3949 4.2.2). */
const TWO_DIMENSIONAL = 1;

/** How a page's strips are coded; a sentence when it is nothing for a bilevel page. */
export function codingOf(ifd: Ifd): { readonly name: StripCoding } | string {
  const compression = ifd.integer(TAGS.Compression) ?? COMPRESSION.none;
  switch (compression) {
    case COMPRESSION.none:
      return { name: 'uncompressed' };
    case COMPRESSION.rle:
      return { name: 'RLE' };
    case COMPRESSION.t4:
      return { name: ((ifd.integer(TAGS.T4Options) ?? 0) & TWO_DIMENSIONAL) === 0 ? 'MH' : 'MR' };
    case COMPRESSION.t6:
      return { name: 'MMR' };
    case COMPRESSION.jbig:
    case COMPRESSION.libtiffJbig:
      return { name: 'JBIG' };
    case COMPRESSION.packBits:
      return { name: 'PackBits' };
    default: {
      const meaning = FOREIGN.get(compression);
      const found = meaning === undefined ? String(compression) : `${compression} (${meaning})`;
      return `Compression is ${found}, expected 3 (MH, MR), 4 (MMR), 9 or 34661 (JBIG), 2 (RLE), 32773 (PackBits) or 1`;
    }
  }
}
