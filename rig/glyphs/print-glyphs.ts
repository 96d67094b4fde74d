import { writeFile } from 'node:fs/promises';
import { CELL_SIZES, glyphFile, glyphSource } from './glyph-sheet-source.ts';

/** `make glyphs`: writes the data files of the header line's glyphs anew. */
for (const size of CELL_SIZES) await writeFile(glyphFile(size), await glyphSource(size));
