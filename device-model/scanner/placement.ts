import { PAPER_MM, type PaperSize } from '../page/paper-size.ts';
import type { Resolution } from '../page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../page/width-table.ts';
import { reductionFor, type SheetSize } from './sheet-size.ts';

/** Where the picture lands in the raster, in pels; the rest of the raster is white. */
export interface Placement {
  readonly rasterWidth: number;
  readonly rasterHeight: number;
  /** The whole picture scaled to the raster's pels. */
  readonly pictureWidth: number;
  readonly pictureHeight: number;
  /** First pel and row of the picture in the raster; negative `left` is cut off by the edge of the scan line, and rows past the raster are not scanned. */
  readonly left: number;
  readonly top: number;
}

/**
 * Lays a sheet on the glass (*own design*): the paper is centred in the scan line and the picture on the paper, at its
 * true size or, when it is larger than the paper scanned for, scaled down to it. Millimetres become pels by the
 * declared dpi of each axis, so a circle stays round. The scan line (1728 or 2048 pels, nominally 215 and 255 mm) is
 * a little narrower than letter and B4 at 204 dpi: what overhangs on both sides is not scanned.
 */
export function placeOnGlass(sheet: SheetSize, paper: PaperSize, resolution: Resolution): Placement {
  if (sheet.wholeScanLines === true && sheet.paper === paper) return placeScanLines(sheet, paper, resolution);
  const scale = reductionFor(paper, sheet.widthMm, sheet.lengthMm);
  const rasterWidth = pelsPerRow(resolution, paper);
  const rasterHeight = rowsPerPage(resolution, paper);
  const pictureWidth = Math.max(1, Math.round((sheet.widthMm * scale * resolution.xDpi) / 25.4));
  const pictureHeight = Math.min(
    rasterHeight,
    Math.max(1, Math.round((sheet.lengthMm * scale * resolution.yDpi) / 25.4)),
  );
  return {
    rasterWidth,
    rasterHeight,
    pictureWidth,
    pictureHeight,
    left: Math.floor((rasterWidth - pictureWidth) / 2),
    top: Math.floor((rasterHeight - pictureHeight) / 2),
  };
}

/** Millimetres that a fax page may be longer than its paper before it is reduced to it; they are not scanned. *Own design.* */
const OVERHANG_MM = 3;

/** Pel meets pel where the page has the scan's resolution: from the first row, the whole line wide. */
function placeScanLines(sheet: SheetSize, paper: PaperSize, resolution: Resolution): Placement {
  const rasterWidth = pelsPerRow(resolution, paper);
  const rasterHeight = rowsPerPage(resolution, paper);
  const { length } = PAPER_MM[paper];
  const scale = sheet.lengthMm <= length + OVERHANG_MM ? 1 : length / sheet.lengthMm;
  const pictureWidth = Math.max(1, Math.round(rasterWidth * scale));
  const pictureHeight = Math.max(1, Math.round((sheet.lengthMm * scale * resolution.yDpi) / 25.4));
  const left = Math.floor((rasterWidth - pictureWidth) / 2);
  return { rasterWidth, rasterHeight, pictureWidth, pictureHeight, left, top: 0 };
}
