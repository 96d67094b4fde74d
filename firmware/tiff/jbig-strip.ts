import { reverseBits } from '../coding/reverse-bits.ts';

/** Octets of the header a bi-level image entity begins with (T.82 6.2). */
const BIH_OCTETS = 20;
/** The header's third octet counts bit planes: one in every fax page (T.85 table 1). */
const PLANES_AT = 2;
const ONE_PLANE = 0x01;
const ONE_PLANE_REVERSED = 0x80;
/** Layers of lower resolution, the order of stripes, and the options (T.82 6.2). */
const LAYERS_AT = [0, 1] as const;
const ORDER_AT = 18;
const OPTIONS_AT = 19;
/** TPDON and DPON, which concern differential layers only. DPPRIV, beside DPON, would put a table behind the header. */
const DIFFERENTIAL_OPTIONS = 0x14;
const PRIVATE_TABLE = 0x02;

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

/**
 * The strip as T.85 has it, whatever order its bits were stored in, and without what the header says of layers that are not
 * there: libtiff writes an order of stripes and options of differential layers although there is one layer, which change
 * nothing and which T.85 does not allow. What is no entity stays as it is: the decoder says why.
 */
export function plainJbigStrip(strip: Uint8Array): Uint8Array {
  const order = jbigBitOrder(strip);
  if (order === undefined) return strip;
  const plain = order === 'reversed' ? reverseBits(strip) : strip;
  const oneLayer = LAYERS_AT.every((at) => plain[at] === 0);
  const options = plain[OPTIONS_AT] ?? 0;
  const idle = plain[ORDER_AT] !== 0 || (options & DIFFERENTIAL_OPTIONS) !== 0;
  if (!oneLayer || !idle || (options & PRIVATE_TABLE) !== 0) return plain;
  const cleared = order === 'reversed' ? plain : plain.slice();
  cleared[ORDER_AT] = 0;
  cleared[OPTIONS_AT] = options & ~DIFFERENTIAL_OPTIONS;
  return cleared;
}
