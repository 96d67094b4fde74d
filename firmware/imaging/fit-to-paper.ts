import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { PAPER_MM, type PaperSize } from '../../device-model/page/paper-size.ts';
import { pelsPerRow, rowsPerPage } from '../../device-model/page/width-table.ts';
import { type PageForm, reduceRaster } from './convert-resolution.ts';
import { rowReduction } from './reduce-row.ts';

/**
 * A page this much longer than its paper is printed as it is: the customary page of 2376 rows at 196 dpi is 308 mm, of
 * which an A4 sheet takes all that is not margin. *Own design.*
 */
const LENGTH_TOLERANCE = 1.05;

/**
 * The page as it fits on the paper it is printed on, reduced by one factor on both axes and centred (*own design*). Never
 * enlarged. Returns the raster itself when nothing changes.
 */
export function fitToPaper(raster: BilevelRaster, made: PageForm, paper: PaperSize): BilevelRaster {
  const width = pelsPerRow(made.resolution, paper);
  const rows = rowsPerPage(made.resolution, paper);
  const scale = Math.min(widthScale(raster.width, width, made.paper, paper), lengthScale(raster.height, rows));
  if (scale === 1 && (raster.width === width || made.paper === paper)) return raster;
  const height = Math.max(1, Math.round(raster.height * scale));
  return reduceRaster(raster, width, height, rowReduction(raster.width, width, scale));
}

/** By paper where both papers are known, so that B4 keeps its proportions; by pels for a line wider than any we know. */
function widthScale(pels: number, fitting: number, from: PaperSize, to: PaperSize): number {
  if (pels <= fitting) return 1;
  return from === to ? fitting / pels : Math.min(1, PAPER_MM[to].width / PAPER_MM[from].width);
}

function lengthScale(rows: number, fitting: number): number {
  return rows <= fitting * LENGTH_TOLERANCE ? 1 : fitting / rows;
}
