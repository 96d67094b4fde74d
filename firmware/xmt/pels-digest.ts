import { createHash } from 'node:crypto';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';

/** Tells two rasters apart in a log line: SHA-256 over dimensions and packed pels, in hex. */
export function pelsDigest(raster: BilevelRaster): string {
  return createHash('sha256').update(`${raster.width}x${raster.height}:`).update(raster.octets).digest('hex');
}
