import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';

/** Writes a page as packed PBM (netpbm's P4): 1 is black and rows are padded to whole octets, as in a raster. */
export function pbmOfPage({ width, height, octets }: BilevelRaster): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P4\n${width} ${height}\n`);
  const file = new Uint8Array(header.length + octets.length);
  file.set(header);
  file.set(octets, header.length);
  return file;
}
