import { decodePage } from './decode-mh.ts';
import type { Decoded, DecodeOptions } from './decoded.ts';
import { readT4Rows } from './read-t4-rows.ts';

/** Decodes a page coded by T.4 4.2, any K, EOLs with tag bits; otherwise as `decodeMh`. */
export function decodeMr(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodePage(octets, options, (all, page, end) => readT4Rows(all, page, end, true));
}
