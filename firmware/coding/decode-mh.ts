import type { Decoded, DecodeOptions } from './decoded.ts';
import { PageRows } from './page-rows.ts';
import { readT4Rows } from './read-t4-rows.ts';

/**
 * Decodes a page coded one-dimensionally by T.4 (octets most significant bit first), with or without EOLs, fill and RTC.
 * Any octets give a result; RangeError only for options out of range or more than `MAX_CODED_OCTETS`.
 */
export function decodeMh(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodeT4(octets, options, false);
}

export function decodeT4(octets: Uint8Array, options: DecodeOptions, twoDimensional: boolean): Decoded {
  const page = new PageRows(options);
  readT4Rows(octets, page, page.limit, twoDimensional);
  const codedRows = page.rows;
  if (page.heightKnown && !page.stopped) page.missing(page.limit);
  return page.finish(codedRows);
}
