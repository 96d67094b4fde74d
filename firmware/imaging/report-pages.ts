import { type BilevelRaster, blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { PAPER_MM, type PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../device-model/page/width-table.ts';
import { drawText } from './draw-text.ts';
import { glyphSheetFor } from './glyph-sheet.ts';

/** White paper above and below the lines, in millimetres (*own design*). */
const MARGIN_MM = 15;

/**
 * The pages a report is printed on: its lines in the machine's own glyphs, one and a half lines of pels apart, the block as
 * wide as `columns` in the middle of the paper. At least one page. Layout is *own design*.
 */
export function* reportPages(
  text: string,
  columns: number,
  resolution: Resolution,
  paper: PaperSize,
): Generator<BilevelRaster> {
  const sheet = glyphSheetFor(resolution);
  const width = pelsPerRow(resolution, paper);
  const height = rowsPerPage(resolution, paper);
  const margin = Math.round((MARGIN_MM / PAPER_MM[paper].length) * height);
  const pitch = Math.round(sheet.rows * 1.5);
  const linesPerPage = Math.floor((height - 2 * margin) / pitch);
  const column = Math.max(0, (Math.floor(width / 8 / sheet.octetsAcross) - columns) >> 1);
  const lines = text.replace(/\n$/, '').split('\n');
  for (let first = 0; first < lines.length; first += linesPerPage) {
    const raster = blankRaster(width, height);
    for (const [index, line] of lines.slice(first, first + linesPerPage).entries()) {
      drawText(raster, sheet, margin + index * pitch, column, line);
    }
    yield raster;
  }
}
