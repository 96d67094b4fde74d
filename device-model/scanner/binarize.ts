import { sharp } from './picture-library.ts';
import type { Placement } from './placement.ts';

/** Scanning density, the operator's lighter … darker: 1 is the lightest, 3 normal, 5 the darkest. */
export type ScanDensity = 1 | 2 | 3 | 4 | 5;

/** Grey (0 black … 255 white) from which a pel is white. Number of steps and values are *own design*. */
export const WHITE_FROM_GREY: Readonly<Record<ScanDensity, number>> = { 1: 72, 2: 100, 3: 128, 4: 168, 5: 208 };

/**
 * Scales a picture to its placement and thresholds it, all inside the picture library, row by row: the grey page (16 MB
 * at 400 × 400 dpi) never exists as a whole, only the bilevel page does, as a TIFF that `unpackBilevelTiff` reads.
 * LZW keeps that TIFF small: what the library hands over stays until the garbage collector hears of it, and 50 pages of
 * 2 MB would be 100 MB (PackBits: 22). Transparent pels are white. Rejects with the library's error when the picture
 * is damaged or larger than `pelsLimit`.
 */
export function binarize(
  octets: Uint8Array,
  placement: Placement,
  density: ScanDensity,
  pelsLimit: number,
): Promise<Uint8Array> {
  const { rasterWidth, rasterHeight, pictureWidth, pictureHeight, left, top } = placement;
  const shownFrom = Math.max(0, -left);
  const shownWidth = Math.min(pictureWidth - shownFrom, rasterWidth);
  const marginLeft = Math.max(0, left);
  return (
    sharp(octets, { sequentialRead: true, failOn: 'error', limitInputPixels: pelsLimit, autoOrient: true })
      .flatten({ background: '#ffffff' })
      .greyscale()
      .resize(pictureWidth, pictureHeight, { fit: 'fill', kernel: 'linear' })
      .extract({ left: shownFrom, top: 0, width: shownWidth, height: pictureHeight })
      .extend({
        left: marginLeft,
        right: rasterWidth - marginLeft - shownWidth,
        top,
        bottom: rasterHeight - top - pictureHeight,
        background: '#ffffff',
      })
      .threshold(WHITE_FROM_GREY[density])
      .toColourspace('b-w')
      .tiff({ compression: 'lzw', predictor: 'none', bitdepth: 1, miniswhite: true })
      // Not toUint8Array: sharp 0.35.5 never frees what that one copies from.
      .toBuffer()
  );
}
