import { tiffPages } from '../../firmware/tiff/read-tiff.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { readWholeFile } from './read-whole-file.ts';
import { UsageError } from './usage-error.ts';

/** Octets of a TIFF file: 64 MiB, as of an original. *Own design.* */
export const TIFF_OCTETS_LIMIT = 64 * 1024 * 1024;

export interface TiffFile {
  readonly name: string;
  readonly octets: Uint8Array;
  /** At least one. Only fields were read; each page is decoded when asked for. */
  readonly pages: readonly NumberedPage[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
}

export interface NumberedPage {
  /** From 1, pages that cannot be read counted as well. */
  readonly number: number;
  readonly page: TiffPage;
}

/** Reads a TIFF file as far as it can be read. Throws UsageError when no page can. */
export async function openTiffFile(name: string): Promise<TiffFile> {
  const octets = await readWholeFile(name, TIFF_OCTETS_LIMIT, 'a TIFF file');
  const pages: NumberedPage[] = [];
  const problems: string[] = [];
  let number = 0;
  for (const page of tiffPages(octets)) {
    number += 1;
    if (typeof page === 'string') problems.push(page);
    else pages.push({ number, page });
  }
  if (pages.length === 0) throw new UsageError(`${name}: ${problems[0] ?? 'no page'}`);
  return { name, octets, pages, problems };
}
