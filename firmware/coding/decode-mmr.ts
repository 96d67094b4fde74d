import type { Decoded, DecodeOptions } from './decoded.ts';
import { PageRows } from './page-rows.ts';
import { readMmrRows } from './read-mmr-rows.ts';

/** Decodes a page coded by T.6, octets most significant bit first; otherwise as `decodeMh`. */
export function decodeMmr(octets: Uint8Array, options: DecodeOptions): Decoded {
  const page = new PageRows(options);
  readMmrRows(octets, page, page.limit);
  const codedRows = page.rows;
  if (page.heightKnown && !page.stopped) page.missing(page.limit);
  return page.finish(codedRows);
}
