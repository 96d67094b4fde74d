import type { DamagePolicy, Decoded } from '../coding/decoded.ts';
import { PageRows } from '../coding/page-rows.ts';
import { reverseBits } from '../coding/reverse-bits.ts';
import { plainJbigStrip } from './jbig-strip.ts';
import type { StripCoding, StripReader } from './strip-readers.ts';
import type { Strips } from './strips.ts';

/** How a strip is stored. */
export interface StripForm {
  readonly coding: StripCoding;
  /** FillOrder 2: the octets' bits run from the least significant. */
  readonly reversed: boolean;
}

export interface StripsToDecode extends StripForm {
  readonly strips: Strips;
  readonly width: number;
  readonly height: number;
  readonly reader: StripReader;
  /** PhotometricInterpretation 1. */
  readonly blackIsZero: boolean;
  readonly damage: DamagePolicy;
  /** As in `DecodeOptions`. */
  readonly spare?: Uint8Array | undefined;
}

/**
 * Decodes a page's strips one after the other into one raster. A page with bad rows is decoded once more with all the room
 * its strips have, since StripByteCounts may be what is bad; the better page counts.
 */
export function decodeStrips(page: StripsToDecode): Decoded {
  const first = decodeOnce(page, (index) => page.strips.at(index), page.spare);
  if (first.damage === undefined) return first;
  const roomier = first.badRows > 0 ? page.strips.roomier() : undefined;
  if (roomier === undefined) return first;
  const second = decodeOnce(page, roomier);
  const better = second.damage === undefined || second.badRows < first.badRows;
  return { ...(better ? second : first), steps: first.steps + second.steps };
}

function decodeOnce(page: StripsToDecode, stripAt: (index: number) => Uint8Array, spare?: Uint8Array): Decoded {
  const { strips, width, height, reader } = page;
  const rows = new PageRows({ width, height, maxRows: height, damage: page.damage, spare });
  const { rowsPerStrip = height } = strips;
  let codedRows = 0;
  for (let index = 0; index < strips.count && !rows.stopped && rows.rows < height; index += 1) {
    const last = index === strips.count - 1;
    const end = last ? height : Math.min(height, (index + 1) * rowsPerStrip);
    const from = rows.rows;
    reader(plainBits(page, stripAt(index)), rows, end);
    if (page.blackIsZero) rows.invert(from);
    codedRows = rows.rows;
    if (!rows.stopped && (last || strips.rowsPerStrip !== undefined)) rows.missing(end);
  }
  return rows.finish(codedRows);
}

/** The strip with the most significant bit first. */
export function plainBits({ coding, reversed }: StripForm, stored: Uint8Array): Uint8Array {
  if (coding === 'JBIG') return plainJbigStrip(stored);
  return reversed ? reverseBits(stored) : stored;
}
