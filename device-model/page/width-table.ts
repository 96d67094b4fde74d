import { PAPER_MM, type PaperSize } from './paper-size.ts';
import type { Resolution } from './resolution.ts';

/**
 * Pels in one row, by T.4 and RFC 3949 (table of section 4.2.2): nominal scan lines of 215 mm (letter, A4) and
 * 255 mm (B4). The number depends on the horizontal resolution class, not on the exact dpi.
 */
export function pelsPerRow(resolution: Resolution, paper: PaperSize): number {
  const at200 = paper === 'B4' ? 2048 : 1728;
  return resolution.xDpi === 400 ? at200 * 2 : at200;
}

/** Rows of a full page: paper length at the vertical resolution, rounded to the nearest row. */
export function rowsPerPage(resolution: Resolution, paper: PaperSize): number {
  return Math.round((PAPER_MM[paper].length / 25.4) * resolution.yDpi);
}
