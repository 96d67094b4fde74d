import type { Decoded, DecodeOptions } from './decoded.ts';
import { PageRows } from './page-rows.ts';
import { readOctetRows, readT4Rows } from './read-t4-rows.ts';

type ReadRows = (octets: Uint8Array, page: PageRows, end: number) => void;

/**
 * Decodes a page coded one-dimensionally by T.4 (octets most significant bit first), with or without EOLs, fill and RTC;
 * also one that has tag bits or rows at octet boundaries after all. Any octets give a result; RangeError only for
 * options out of range or more than `MAX_CODED_OCTETS`.
 */
export function decodeMh(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodePage(octets, options, (all, page, end) => readT4Rows(all, page, end, false));
}

/** Decodes rows coded as by `decodeMh` that begin at octet boundaries and have no EOLs: TIFF 6.0 section 10, Compression 2. */
export function decodeMhOctetRows(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodePage(octets, options, readOctetRows);
}

/** Decodes a page that is one strip. */
export function decodePage(octets: Uint8Array, options: DecodeOptions, read: ReadRows): Decoded {
  const page = new PageRows(options);
  read(octets, page, page.limit);
  const codedRows = page.rows;
  if (page.heightKnown && !page.stopped) page.missing(page.limit);
  return page.finish(codedRows);
}
