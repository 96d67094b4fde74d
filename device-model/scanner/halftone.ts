import type { BilevelRaster } from '../page/bilevel-raster.ts';
import { type ScanDensity, WHITE_FROM_GREY } from './binarize.ts';
import { contrastBlocks, rowOfBlocks } from './contrast-blocks.ts';
import { ErrorDiffusion } from './error-diffusion.ts';
import type { Placement } from './placement.ts';
import type { GreyPicture } from './sheet-picture.ts';

const WHITE = 255;

/** Grey rows of a page: `rowAt(y)` gives the raster's row `y`, `width` octets that are valid until the next call. */
interface GreyRows {
  readonly width: number;
  readonly height: number;
  rowAt(y: number): Uint8Array;
}

/** A grey picture of the placement's own pels, with the white around it. */
export function placedRows(picture: GreyPicture, placement: Placement): GreyRows {
  const { rasterWidth, rasterHeight, left, top } = placement;
  const row = new Uint8Array(rasterWidth).fill(WHITE);
  const from = Math.max(0, -left);
  const to = Math.min(picture.width, rasterWidth - left);
  return {
    width: rasterWidth,
    height: rasterHeight,
    rowAt(y) {
      const at = (y - top) * picture.width;
      if (y < top || y >= top + picture.height) row.fill(WHITE);
      else row.set(picture.octets.subarray(at + from, at + to), left + from);
      return row;
    },
  };
}

/** A pel is black below the density's grey: what `binarize` does, for pels that are here already. */
export function thresholdRows(rows: GreyRows, raster: BilevelRaster, density: ScanDensity): void {
  const whiteFrom = WHITE_FROM_GREY[density];
  for (let y = 0; y < rows.height; y += 1) {
    const row = rows.rowAt(y);
    const at = y * raster.rowOctets;
    for (let x = 0; x < rows.width; x += 8) {
      let octet = 0;
      // Past the end of a row lies undefined, which is below nothing: padding is white.
      for (let bit = 0; bit < 8; bit += 1) octet = (octet << 1) | ((row[x + bit] ?? WHITE) < whiteFrom ? 1 : 0);
      raster.octets[at + (x >> 3)] = octet;
    }
  }
}

/**
 * Photograph: error diffusion all over. Text/Photo: a threshold where black meets white within a few pels, so that
 * letters keep their edges, error diffusion elsewhere. Both *own design*.
 */
export function diffuseRows(
  rows: GreyRows,
  raster: BilevelRaster,
  density: ScanDensity,
  type: 'photo' | 'text-photo',
): void {
  const diffusion = new ErrorDiffusion(rows.width, toneCurve(density));
  const blocks = type === 'text-photo' ? contrastBlocks(rows) : undefined;
  raster.octets.fill(0);
  for (let y = 0; y < rows.height; y += 1) {
    const packed = raster.octets.subarray(y * raster.rowOctets, (y + 1) * raster.rowOctets);
    diffusion.row(rows.rowAt(y), packed, WHITE_FROM_GREY[density], blocks && rowOfBlocks(blocks, rows.width, y));
  }
}

/**
 * Density shifts the tones between: the grey that a threshold would split at becomes the middle, black stays black and
 * white white. Density 3 leaves every tone as it is. *Own design.*
 */
function toneCurve(density: ScanDensity): Uint8Array {
  const middle = WHITE_FROM_GREY[density];
  return Uint8Array.from({ length: WHITE + 1 }, (_, grey) =>
    Math.round(
      grey < middle ? (grey * 128) / middle : 128 + ((grey - middle) * (WHITE - 128)) / Math.max(1, WHITE - middle),
    ),
  );
}
