import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { cellAt, type GlyphSheet } from './glyph-sheet.ts';

/**
 * Draws a line of text over the raster: what is black stays black. `top`: its first row of pels; `column`: where it begins,
 * in characters. The caller sees to it that the rows exist; characters beyond the right edge are left out.
 */
export function drawText(raster: BilevelRaster, sheet: GlyphSheet, top: number, column: number, text: string): void {
  const { rowOctets, octets } = raster;
  const columns = Math.floor(rowOctets / sheet.octetsAcross);
  for (const [index, character] of Array.from(text).entries()) {
    if (column + index >= columns) return;
    if (character === ' ') continue;
    let from = cellAt(sheet, character);
    for (let row = 0; row < sheet.rows; row += 1) {
      const to = (top + row) * rowOctets + (column + index) * sheet.octetsAcross;
      for (let i = 0; i < sheet.octetsAcross; i += 1)
        octets[to + i] = (octets[to + i] ?? 0) | (sheet.cells[from++] ?? 0);
    }
  }
}
