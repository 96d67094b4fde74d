import { type BilevelRaster, blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { PAPER_MM, type PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../device-model/page/width-table.ts';
import { type RowReduction, reduceRow, rowReduction } from './reduce-row.ts';

/** What the pels of a raster mean: its width is `pelsPerRow` of the two. */
export interface PageForm {
  readonly resolution: Resolution;
  readonly paper: PaperSize;
}

/**
 * Converts a page to a resolution not above its own on either axis, and B4 to the narrower scan line; never enlarges.
 * A pel of the result is black when any pel it stands for is, so a black line of one pel stays visible (and a white one
 * may close).
 *
 * - Horizontally 200 equals 204 (RFC 3949 2.2.2), so 400 dpi is halved exactly, which keeps halftones regular.
 * - Vertically 98 equals 100, 196 equals 200, 391 equals 400: rows stay untouched. Otherwise the result has as many
 *   rows as the same length of paper has at its dpi: a full page becomes a full page, pages of other lengths in
 *   proportion.
 * - B4 to A4 or letter: reduced paper to paper, by the same factor on both axes so that circles stay round, and centred.
 *   A4 and letter share their scan line: neither is reduced for the other. To B4: centred, at the size it has.
 * (The three rules are *own design*; T.4 fixes only the raster widths.)
 *
 * Returns the raster itself when nothing changes. Throws a RangeError when `to` is higher than `from` on an axis or the
 * raster is not as wide as `from` says.
 */
export function convertRaster(raster: BilevelRaster, from: PageForm, to: PageForm): BilevelRaster {
  const sourceWidth = pelsPerRow(from.resolution, from.paper);
  if (raster.width !== sourceWidth) {
    throw new RangeError(
      `a page of ${from.paper} at ${from.resolution.name} is ${sourceWidth} pels wide, not ${raster.width}`,
    );
  }
  const horizontal = step(from, to, (form) => (form.resolution.xDpi === 400 ? 2 : 1));
  const sameRows = step(from, to, (form) => rowClass(form.resolution.yDpi)) === 1;
  const paperScale = paperReduction(from.paper, to.paper);
  const height =
    sameRows && paperScale === 1 ? raster.height : rowsOfResult(raster.height, from, to, sameRows, paperScale);
  const width = pelsPerRow(to.resolution, to.paper);
  if (width === raster.width && height === raster.height) return raster;
  return reduceRaster(raster, width, height, rowReduction(raster.width, width, paperScale / horizontal));
}

/** A full page becomes a full page to the row; a page of another length is rounded by itself, to one row at least. */
function rowsOfResult(rows: number, from: PageForm, to: PageForm, sameRows: boolean, paperScale: number): number {
  const resolution = sameRows ? from.resolution : to.resolution;
  if (rows === rowsPerPage(from.resolution, from.paper)) {
    return rowsPerPage(resolution, paperScale === 1 ? from.paper : to.paper);
  }
  return Math.max(Math.min(1, rows), Math.round((rows * resolution.yDpi * paperScale) / from.resolution.yDpi));
}

/** Resolutions T.4 treats as one have one class (RFC 3949 2.2.2). */
function rowClass(yDpi: number): number {
  return yDpi < 150 ? 1 : yDpi < 300 ? 2 : 4;
}

function step(from: PageForm, to: PageForm, classOf: (form: PageForm) => number): number {
  const ratio = classOf(from) / classOf(to);
  if (ratio < 1) {
    throw new RangeError(
      `a page scanned at ${from.resolution.name} is never enlarged to ${to.resolution.name}: expected no more on either axis`,
    );
  }
  return ratio;
}

function paperReduction(from: PaperSize, to: PaperSize): number {
  if (from !== 'B4' || to === 'B4') return 1;
  return Math.min(PAPER_MM[to].width / PAPER_MM[from].width, PAPER_MM[to].length / PAPER_MM[from].length);
}

/** Every source row falls into exactly one row of the result, where it is ORed with its neighbours; `height` is not above the raster's. */
export function reduceRaster(raster: BilevelRaster, width: number, height: number, plan: RowReduction): BilevelRaster {
  const result = blankRaster(width, height);
  const { rowOctets, octets } = raster;
  const gathered = new Uint8Array(rowOctets);
  let y = 0;
  for (let row = 0; row < height; row += 1) {
    const end = row === height - 1 ? raster.height : Math.floor(((row + 1) * raster.height) / height);
    gathered.set(octets.subarray(y * rowOctets, (y + 1) * rowOctets));
    for (y += 1; y < end; y += 1) {
      const start = y * rowOctets;
      for (let i = 0; i < rowOctets; i += 1) gathered[i] = (gathered[i] ?? 0) | (octets[start + i] ?? 0);
    }
    reduceRow(plan, gathered, result.octets, row * result.rowOctets);
  }
  return result;
}
