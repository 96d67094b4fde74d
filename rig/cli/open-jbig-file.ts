import type { Decoded } from '../../firmware/coding/decoded.ts';
import { decodeJbig } from '../../firmware/coding/jbig/decode-jbig.ts';
import { type ImageHeader, readImageHeader } from '../../firmware/coding/jbig/image-header.ts';
import { MAX_PAGE_PELS, MAX_ROWS, MAX_STRIP_OCTETS } from '../../firmware/tiff/limits.ts';
import { readWholeFile } from './read-whole-file.ts';
import { UsageError } from './usage-error.ts';

export interface JbigFile {
  readonly octets: Uint8Array;
  readonly header: ImageHeader;
  /** Damaged rows concealed, those that are missing white. */
  readonly decoded: Decoded;
}

/** Rows of a page so wide: those a strip of a TIFF file may have. */
export function mostRows(width: number): number {
  return Math.min(MAX_ROWS, Math.floor(MAX_PAGE_PELS / width));
}

/** Reads and decodes a bare JBIG page. Throws UsageError when its header cannot be read or no row can. */
export async function openJbigFile(name: string): Promise<JbigFile> {
  const octets = await readWholeFile(name, MAX_STRIP_OCTETS, 'a JBIG page');
  const reading = readImageHeader(octets);
  if (!reading.ok) throw new UsageError(`${name}: ${reading.sentence}`);
  const { header } = reading;
  const decoded = decodeJbig(octets, { width: header.width, maxRows: mostRows(header.width), damage: 'conceal' });
  if (decoded.raster.height === 0) throw new UsageError(`${name}: no row can be decoded: ${decoded.damage ?? ''}`);
  return { octets, header, decoded };
}
