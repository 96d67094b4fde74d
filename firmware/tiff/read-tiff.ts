import type { Ifd } from './ifd.ts';
import { readHeader, walkIfds } from './ifd-reader.ts';
import { TAGS } from './tags.ts';
import { readPage, type TiffPage } from './tiff-page.ts';

export type TiffReading =
  | { readonly ok: true; readonly pages: readonly TiffPage[] }
  | { readonly ok: false; readonly sentence: string };

/** NewSubfileType bits: a reduced copy of another page, a transparency mask; neither is a page of the document. */
const REDUCED_COPY = 1;
const MASK = 4;
/** SubfileType, the older field: a reduced copy. */
const OLD_REDUCED_COPY = 2;

/** True for directories that describe a page of the document. */
export function isPage(ifd: Ifd): boolean {
  const kind = ifd.integer(TAGS.NewSubfileType);
  if (kind !== undefined) return (kind & (REDUCED_COPY | MASK)) === 0;
  return ifd.integer(TAGS.SubfileType) !== OLD_REDUCED_COPY;
}

/**
 * The pages of a bilevel TIFF in the order of the IFD chain, one at a time: both byte orders, both FillOrders, one strip or many, all
 * Orientations, TIFF-FX Profiles S and F among it. A page that cannot be read is its sentence; what cuts the chain off is the last.
 * Sentences count pages from 1. Fields are read when the page comes, pels when it is decoded: a caller that keeps no rasters needs the memory of one page.
 */
export function* tiffPages(octets: Uint8Array): Generator<TiffPage | string, void> {
  const header = readHeader(octets);
  if (!header.ok) return yield header.sentence;
  // Honest files spend at least four octets on a strip; directories sharing one huge list would cost more than they hold.
  const stripBudget = { left: 1 + (octets.length >> 2) };
  let pages = 0;
  for (const ifd of walkIfds(octets, header)) {
    if (typeof ifd === 'string') return yield ifd;
    stripBudget.left += 1;
    if (isPage(ifd)) {
      pages += 1;
      const page = readPage(octets, ifd, stripBudget);
      yield typeof page === 'string' ? `page ${pages}: ${page}` : page;
    }
  }
  if (pages === 0) yield 'the file holds only reduced-resolution copies';
}

/** All pages, decoded on demand. One page that cannot be read fails the file (RFC 3249). */
export function readTiff(octets: Uint8Array): TiffReading {
  const pages: TiffPage[] = [];
  for (const page of tiffPages(octets)) {
    if (typeof page === 'string') return { ok: false, sentence: page };
    pages.push(page);
  }
  return { ok: true, pages };
}
