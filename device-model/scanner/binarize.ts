import type { Sharp } from 'sharp';
import { sharp } from './picture-library.ts';
import type { Placement } from './placement.ts';
import type { FilePicture, GreyPicture } from './sheet-picture.ts';

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
  picture: FilePicture | GreyPicture,
  placement: Placement,
  density: ScanDensity,
  pelsLimit: number,
): Promise<Uint8Array> {
  return (
    placed(picture, placement, pelsLimit)
      .threshold(WHITE_FROM_GREY[density])
      .toColourspace('b-w')
      .tiff({ compression: 'lzw', predictor: 'none', bitdepth: 1, miniswhite: true })
      // Not toUint8Array: sharp 0.35.5 never frees what that one copies from.
      .toBuffer()
  );
}

/** The same scaling without the threshold: the whole raster, one octet a pel. */
export async function greyRaster(
  picture: FilePicture | GreyPicture,
  placement: Placement,
  pelsLimit: number,
): Promise<GreyPicture> {
  const octets = await placed(picture, placement, pelsLimit).toColourspace('b-w').raw({ depth: 'uchar' }).toBuffer();
  return { form: 'grey', width: placement.rasterWidth, height: placement.rasterHeight, octets };
}

function placed(picture: FilePicture | GreyPicture, placement: Placement, pelsLimit: number): Sharp {
  const { rasterWidth, rasterHeight, pictureWidth, pictureHeight, left, top } = placement;
  const shownFrom = Math.max(0, -left);
  const shownWidth = Math.min(pictureWidth - shownFrom, rasterWidth);
  const shownHeight = Math.min(pictureHeight, rasterHeight - top);
  const marginLeft = Math.max(0, left);
  const reading = { sequentialRead: true, failOn: 'error', limitInputPixels: pelsLimit, autoOrient: true } as const;
  const source =
    picture.form === 'grey'
      ? { raw: { width: picture.width, height: picture.height, channels: 1 } as const }
      : picture.page === undefined
        ? {}
        : { page: picture.page };
  return sharp(picture.octets, { ...reading, ...source })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize(pictureWidth, pictureHeight, { fit: 'fill', kernel: 'linear' })
    .extract({ left: shownFrom, top: 0, width: shownWidth, height: shownHeight })
    .extend({
      left: marginLeft,
      right: rasterWidth - marginLeft - shownWidth,
      top,
      bottom: rasterHeight - top - shownHeight,
      background: '#ffffff',
    });
}
