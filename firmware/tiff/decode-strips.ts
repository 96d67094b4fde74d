import { rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import type { DamagePolicy, Decoded } from '../coding/decoded.ts';
import { PageRows } from '../coding/page-rows.ts';
import { readMmrRows } from '../coding/read-mmr-rows.ts';
import { readT4Rows } from '../coding/read-t4-rows.ts';
import { reverseBits } from '../coding/reverse-bits.ts';
import type { Strips } from './strips.ts';

export type StripCoding = Exclude<ImageCoding, 'JBIG'> | 'uncompressed';

export interface StripsToDecode {
  /** The file. */
  readonly octets: Uint8Array;
  readonly strips: Strips;
  readonly width: number;
  readonly height: number;
  readonly coding: StripCoding;
  /** FillOrder 2: the octets' bits run from the least significant. */
  readonly reversed: boolean;
  /** PhotometricInterpretation 1. */
  readonly blackIsZero: boolean;
  readonly damage: DamagePolicy;
  /** As in `DecodeOptions`. */
  readonly spare?: Uint8Array | undefined;
}

/** Decodes a page's strips one after the other into one raster. */
export function decodeStrips(page: StripsToDecode): Decoded {
  const { strips, width, height, coding } = page;
  const rows = new PageRows({ width, height, maxRows: height, damage: page.damage, spare: page.spare });
  let codedRows = 0;
  for (let index = 0; index < strips.count && !rows.stopped; index += 1) {
    const end = Math.min(height, (index + 1) * strips.rowsPerStrip);
    const from = rows.rows;
    const stored = strips.at(index);
    const octets = page.reversed ? reverseBits(stored) : stored;
    if (coding === 'uncompressed') readPackedRows(octets, rows, end);
    else if (coding === 'MMR') readMmrRows(octets, rows, end);
    else readT4Rows(octets, rows, end, coding === 'MR');
    if (page.blackIsZero) rows.invert(from);
    codedRows = rows.rows;
    if (!rows.stopped) rows.missing(end);
  }
  return rows.finish(codedRows);
}

function readPackedRows(octets: Uint8Array, rows: PageRows, end: number): void {
  rows.copy(octets, Math.min(end - rows.rows, Math.floor(octets.length / rowOctetsFor(rows.width))));
}
