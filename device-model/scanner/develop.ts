import type { BilevelRaster } from '../page/bilevel-raster.ts';
import { unpackBilevelTiff, wrapBilevelTiff } from './bilevel-tiff.ts';
import { binarize, greyRaster, type ScanDensity } from './binarize.ts';
import { diffuseRows, placedRows, thresholdRows } from './halftone.ts';
import { ORIGINAL_PELS_LIMIT } from './original.ts';
import type { Placement } from './placement.ts';
import type { FilePicture, GreyPicture, SheetPicture } from './sheet-picture.ts';

/** What the operator says lies on the glass. `text` is a threshold, `photo` error diffusion, `text-photo` each where it suits. */
export type OriginalType = 'text' | 'text-photo' | 'photo';

export interface Tone {
  readonly density: ScanDensity;
  readonly type: OriginalType;
}

/**
 * Makes packed black and white rows of a sheet's picture: every octet of `raster`, which has the placement's
 * dimensions, is written. A bilevel picture of the placement's own pels is copied as it is, whatever the tone.
 */
export async function develop(
  picture: SheetPicture,
  placement: Placement,
  tone: Tone,
  raster: BilevelRaster,
): Promise<void> {
  const { rasterWidth, pictureWidth, pictureHeight } = placement;
  if (picture.form === 'bilevel') {
    const { width, height } = picture.raster;
    if (width === rasterWidth && width === pictureWidth && height === pictureHeight) {
      copyRows(picture.raster, placement, raster);
      return;
    }
  }
  const source: FilePicture | GreyPicture =
    picture.form === 'bilevel' ? { form: 'file', octets: wrapBilevelTiff(picture.raster) } : picture;
  const drawnToSize = source.form === 'grey' && source.width === pictureWidth && source.height === pictureHeight;

  if (tone.type === 'text') {
    if (drawnToSize) thresholdRows(placedRows(source, placement), raster, tone.density);
    else unpackBilevelTiff(await binarize(source, placement, tone.density, ORIGINAL_PELS_LIMIT), raster);
    return;
  }
  const rows = drawnToSize
    ? placedRows(source, placement)
    : placedRows(await greyRaster(source, placement, ORIGINAL_PELS_LIMIT), { ...placement, left: 0, top: 0 });
  diffuseRows(rows, raster, tone.density, tone.type);
}

function copyRows(from: BilevelRaster, { top }: Placement, to: BilevelRaster): void {
  const octets = Math.min(from.octets.length, to.octets.length - top * to.rowOctets);
  const start = top * to.rowOctets;
  to.octets.fill(0, 0, start);
  to.octets.set(from.octets.subarray(0, octets), start);
  to.octets.fill(0, start + octets);
}
