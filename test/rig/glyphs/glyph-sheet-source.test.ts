import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CELL_SIZES, glyphFile, glyphSource } from '../../../rig/glyphs/glyph-sheet-source.ts';

const ROOT = new URL('../../../', import.meta.url);

test.each(CELL_SIZES)('the glyphs of $columns × $rows pels are those of the font (else: make glyphs)', async (size) => {
  const kept = await readFile(fileURLToPath(new URL(glyphFile(size), ROOT)), 'utf8');
  expect(kept === (await glyphSource(size))).toBe(true);
});

test('the licence of the font is kept with what was made of it', async () => {
  const licence = await readFile(fileURLToPath(new URL('docs/licences/cousine-OFL.txt', ROOT)), 'utf8');
  expect(licence).toContain('SIL OPEN FONT LICENSE Version 1.1');
  expect(licence).toContain('The Cousine Project Authors');
});
