import { reverseBits } from '../coding/reverse-bits.ts';

/** Octets of the header a bi-level image entity begins with (T.82 6.2). */
const BIH_OCTETS = 20;
/** The header's third octet counts bit planes: one in every fax page (T.85 table 1). */
const PLANES_AT = 2;
const ONE_PLANE = 0x01;
const ONE_PLANE_REVERSED = 0x80;

export type JbigBitOrder = 'plain' | 'reversed';

/**
 * Which way the bits of a JBIG strip run, by the number of its bit planes; undefined when it is no entity of one plane.
 * FillOrder does not tell: RFC 3949 5.2.1 read literally has plain octets at 1 and reversed ones at 2, libtiff and what
 * is built on it (Compression 34661) has it the other way round, and modems' software leaves plain octets at 2.
 */
export function jbigBitOrder(strip: Uint8Array): JbigBitOrder | undefined {
  if (strip.length < BIH_OCTETS) return undefined;
  const planes = strip[PLANES_AT];
  if (planes === ONE_PLANE) return 'plain';
  return planes === ONE_PLANE_REVERSED ? 'reversed' : undefined;
}

/** The strip as T.82 has it, whatever order it was stored in. What is no entity stays as it is: the decoder says why. */
export function plainJbigStrip(strip: Uint8Array): Uint8Array {
  return jbigBitOrder(strip) === 'reversed' ? reverseBits(strip) : strip;
}
