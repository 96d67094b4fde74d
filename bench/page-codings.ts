import type { BilevelRaster } from '../device-model/page/bilevel-raster.ts';
import type { BitWriter } from '../firmware/coding/bit-writer.ts';
import { decodeMh } from '../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../firmware/coding/decode-mr.ts';
import type { Decoded, DecodeOptions } from '../firmware/coding/decoded.ts';
import { encodeMh } from '../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../firmware/coding/encode-mr.ts';
import { decodeJbig } from '../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig } from '../firmware/coding/jbig/encode-jbig.ts';
import type { PeerCoding } from './libtiff-peer.ts';

export interface PageCoding<Name extends string = PeerCoding> {
  readonly name: Name;
  readonly encode: (page: BilevelRaster, spare: BitWriter) => Uint8Array;
  readonly decode: (octets: Uint8Array, options: DecodeOptions) => Decoded;
}

/** libtiff's K above 150 rows an inch, so that both sides code the same octets. */
const K = 4;

export const PAGE_CODINGS: readonly PageCoding[] = [
  { name: 'mh', encode: (page, spare) => encodeMh(page, { spare }), decode: decodeMh },
  { name: 'mr', encode: (page, spare) => encodeMr(page, { k: K, spare }), decode: decodeMr },
  { name: 'mmr', encode: (page, spare) => encodeMmr(page, spare), decode: decodeMmr },
];

/** T.85, which libtiff does not have. */
export const JBIG_CODING: PageCoding<'jbig'> = { name: 'jbig', encode: (page) => encodeJbig(page), decode: decodeJbig };

/** As a job does it page by page: into the octets of the page before. */
export function decodeInto(
  coding: PageCoding<string>,
  coded: Uint8Array,
  page: BilevelRaster,
  spare?: Uint8Array,
): Decoded {
  const { width, height } = page;
  return coding.decode(coded, { width, height, maxRows: height, damage: 'conceal', spare });
}
