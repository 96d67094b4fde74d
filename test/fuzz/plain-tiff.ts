import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { craftTiff, short } from '../firmware/tiff/crafted-tiff.ts';

/** A TIFF file of uncompressed pages, one strip each, for other programs to code anew. */
export function plainTiff(pages: readonly BilevelRaster[]): Uint8Array {
  const plain = pages.map(({ width, height, octets }) => ({
    fields: [
      short(256, width),
      short(257, height),
      short(258, 1),
      short(259, 1),
      short(262, 0),
      short(277, 1),
      short(278, height),
    ],
    strips: [octets],
  }));
  return craftTiff(plain, { sorted: true });
}
