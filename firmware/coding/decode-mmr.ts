import { decodePage } from './decode-mh.ts';
import type { Decoded, DecodeOptions } from './decoded.ts';
import { readMmrRows } from './read-mmr-rows.ts';

/** Decodes a page coded by T.6, octets most significant bit first; otherwise as `decodeMh`, without other forms. */
export function decodeMmr(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodePage(octets, options, readMmrRows);
}
