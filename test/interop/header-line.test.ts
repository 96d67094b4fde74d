import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { pelsPerRow } from '../../device-model/page/width-table.ts';
import { drawHeaderLine } from '../../firmware/imaging/header-line.ts';
import { pngOfPage } from '../../rig/export/png-of-page.ts';

const missing = spawnSync('tesseract', ['--version']).error !== undefined;

test('the program is there', ({ skip }) => {
  if (!missing) return;
  if (process.env['CI'] !== undefined) throw new Error('install the Debian package tesseract-ocr');
  skip('not installed: the Debian package tesseract-ocr');
});

describe.skipIf(missing)(`the header line read by tesseract${missing ? ' (skipped: no tesseract-ocr)' : ''}`, () => {
  test.each(['204x196', '204x391', '400x400'] as const)('at %s', async (name) => {
    const resolution = RESOLUTIONS[name];
    const raster = blankRaster(pelsPerRow(resolution, 'A4'), Math.ceil((resolution.yDpi / 25.4) * 15));
    drawHeaderLine(raster, resolution, { left: '16-JAN-2006 09:02', middle: 'june@fax.example', right: 'P. 1/2' });
    // At true proportions and enlarged, as such programs want it.
    const png = await sharp(pngOfPage({ raster, resolution })).resize({ width: 3456 }).toBuffer();
    const read = spawnSync('tesseract', ['stdin', 'stdout', '--psm', '6', '--dpi', '400'], { input: png });
    expect(read.stdout.toString().replaceAll(/\s+/g, ' ').trim()).toBe('16-JAN-2006 09:02 june@fax.example P. 1/2');
  });
});
