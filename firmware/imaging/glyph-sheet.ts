import type { Resolution } from '../../device-model/page/resolution.ts';
import { CELLS_16X12 } from './glyphs/cells-16x12.ts';
import { CELLS_16X24 } from './glyphs/cells-16x24.ts';
import { CELLS_16X48 } from './glyphs/cells-16x48.ts';
import { CELLS_32X48 } from './glyphs/cells-32x48.ts';

/** Stands for every character that has no glyph. */
export const REPLACEMENT = '\ufffd';

const range = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)).join('');

/** ISO 8859-1 without its controls, then the replacement: the order of the cells. */
export const GLYPH_CHARACTERS: string = range(0x20, 0x7e) + range(0xa0, 0xff) + REPLACEMENT;

const INDEX: ReadonlyMap<string, number> = new Map(
  Array.from(GLYPH_CHARACTERS, (character, index) => [character, index] as const),
);

/** Glyphs as packed bilevel cells, 1 for black; a cell is whole octets wide, so that it is copied octet by octet. */
export interface GlyphSheet {
  readonly octetsAcross: number;
  readonly rows: number;
  readonly cells: Uint8Array;
}

function sheet(columns: number, rows: number, base64: string): GlyphSheet {
  return { octetsAcross: columns / 8, rows, cells: Uint8Array.from(Buffer.from(base64, 'base64')) };
}

const SHEETS = {
  coarse: sheet(16, 12, CELLS_16X12),
  fine: sheet(16, 24, CELLS_16X24),
  superfine: sheet(16, 48, CELLS_16X48),
  square: sheet(32, 48, CELLS_32X48),
} as const;

/** The sheet on which a character is 2.0 mm wide and 3.1 mm high at this resolution (*own design*). */
export function glyphSheetFor({ xDpi, yDpi }: Resolution): GlyphSheet {
  if (xDpi === 400) return SHEETS.square;
  if (yDpi < 150) return SHEETS.coarse;
  return yDpi < 300 ? SHEETS.fine : SHEETS.superfine;
}

/** Where the cell of a character begins in `cells`. */
export function cellAt({ octetsAcross, rows }: GlyphSheet, character: string): number {
  const index = INDEX.get(character) ?? GLYPH_CHARACTERS.length - 1;
  return index * rows * octetsAcross;
}
