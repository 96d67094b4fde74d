import { decodeT4 } from './decode-mh.ts';
import type { Decoded, DecodeOptions } from './decoded.ts';

/** Decodes a page coded by T.4 4.2, any K, EOLs with tag bits; otherwise as `decodeMh`. */
export function decodeMr(octets: Uint8Array, options: DecodeOptions): Decoded {
  return decodeT4(octets, options, true);
}
