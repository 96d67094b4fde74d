import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import type { DecodeOptions } from '../coding/decoded.ts';
import { decodeJbig } from '../coding/jbig/decode-jbig.ts';
import type { PageRows } from '../coding/page-rows.ts';
import { readMmrRows } from '../coding/read-mmr-rows.ts';
import { readOctetRows, readT4Rows } from '../coding/read-t4-rows.ts';
import { unpackBits } from './unpack-bits.ts';

/** How a strip is coded. RLE is MH without EOLs, every row beginning an octet (Compression 2). */
export type StripCoding = ImageCoding | 'RLE' | 'PackBits' | 'uncompressed';

/** Reads a strip, most significant bit first, into `rows` until it has `end` rows or the data end. */
export type StripReader = (octets: Uint8Array, rows: PageRows, end: number) => void;

/** One reader a coding; a page of a coding without one is refused with a sentence. */
const STRIP_READERS: Readonly<Partial<Record<StripCoding, StripReader>>> = {
  uncompressed: (octets, rows, end) => {
    rows.beginStrip(octets.length);
    copyRows(octets, rows, end);
  },
  PackBits: (octets, rows, end) => {
    rows.beginStrip(octets.length);
    copyRows(unpackBits(octets, (end - rows.rows) * rowOctetsFor(rows.width)), rows, end);
  },
  RLE: readOctetRows,
  MH: (octets, rows, end) => readT4Rows(octets, rows, end, false),
  MR: (octets, rows, end) => readT4Rows(octets, rows, end, true),
  MMR: readMmrRows,
  JBIG: (octets, rows, end) => rows.takeStrip(decodeJbig(octets, stripOptions(rows, end)), octets.length),
};

export function stripReader(coding: StripCoding): StripReader | undefined {
  return STRIP_READERS[coding];
}

/** No height: the strip's own header says how many rows it has, and those that the page lacks then are found missing. */
function stripOptions({ width, rows, strict }: PageRows, end: number): DecodeOptions {
  return { width, maxRows: end - rows, damage: strict ? 'strict' : 'conceal' };
}

function copyRows(octets: Uint8Array, rows: PageRows, end: number): void {
  rows.copy(octets, Math.min(end - rows.rows, Math.floor(octets.length / rowOctetsFor(rows.width))));
}
