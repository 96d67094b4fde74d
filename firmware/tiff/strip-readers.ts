import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import type { PageRows } from '../coding/page-rows.ts';
import { readMmrRows } from '../coding/read-mmr-rows.ts';
import { readT4Rows } from '../coding/read-t4-rows.ts';
import { readRleRows } from './read-rle-rows.ts';
import { unpackBits } from './unpack-bits.ts';

/** How a strip is coded. RLE is MH without EOLs, every row beginning an octet (Compression 2). */
export type StripCoding = ImageCoding | 'RLE' | 'PackBits' | 'uncompressed';

/** Reads a strip, most significant bit first, into `rows` until it has `end` rows or the data end. */
export type StripReader = (octets: Uint8Array, rows: PageRows, end: number) => void;

/** One reader a coding; a page of a coding without one is refused with a sentence. */
const STRIP_READERS: Readonly<Partial<Record<StripCoding, StripReader>>> = {
  uncompressed: readPackedRows,
  PackBits: (octets, rows, end) =>
    readPackedRows(unpackBits(octets, (end - rows.rows) * rowOctetsFor(rows.width)), rows, end),
  RLE: readRleRows,
  MH: (octets, rows, end) => readT4Rows(octets, rows, end, false),
  MR: (octets, rows, end) => readT4Rows(octets, rows, end, true),
  MMR: readMmrRows,
};

export function stripReader(coding: StripCoding): StripReader | undefined {
  return STRIP_READERS[coding];
}

function readPackedRows(octets: Uint8Array, rows: PageRows, end: number): void {
  rows.copy(octets, Math.min(end - rows.rows, Math.floor(octets.length / rowOctetsFor(rows.width))));
}
