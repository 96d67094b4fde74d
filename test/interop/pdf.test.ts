import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { type ExportPage, pdfOfPages } from '../../rig/export/pdf-of-pages.ts';
import { DrawingSheet } from '../../rig/lab/drawing-sheet.ts';

const TOOLS = ['pdfimages', 'pdfinfo', 'pdftoppm'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['-v']).error !== undefined);
if (missing.length > 0) {
  const reason = `${missing.join(', ')} not found: install the Debian package poppler-utils`;
  if (process.env['CI']) throw new Error(reason);
  console.warn(`test/interop/pdf.test.ts skipped: ${reason}`);
}

describe.skipIf(missing.length > 0)('a PDF of pages, read by poppler', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dpsim-pdf-'));
    writeFileSync(join(folder, 'pages.pdf'), pdfOfPages(pages, encodeMmr));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (tool: string, ...parameters: string[]): string =>
    execFileSync(tool, parameters, { cwd: folder, encoding: 'latin1', stdio: ['ignore', 'pipe', 'pipe'] });

  const sheet = new DrawingSheet(1728, 1146);
  sheet.text(100, 100, 'SPHINX OF BLACK QUARTZ', 9);
  sheet.stroke(0, 1145, 1727, 300, 3);
  sheet.frame(0, 0, 1728, 1146, 1);
  const pages: readonly ExportPage[] = [
    { raster: sheet.raster, resolution: RESOLUTIONS['204x98'] },
    { raster: blankRaster(3456, 4677), resolution: RESOLUTIONS['400x400'] },
  ];

  it('has the pages, their dpi and the size of their paper', () => {
    const rows = run('pdfimages', '-list', 'pages.pdf').trim().split('\n').slice(2);
    const columns = rows.map((row) => row.trim().split(/\s+/));
    // page num type width height color comp bpc enc interp object ID x-ppi y-ppi
    expect(columns.map((row) => [row[3], row[4], row[7], row[8], row[12], row[13]])).toEqual([
      ['1728', '1146', '1', 'ccitt', '204', '98'],
      ['3456', '4677', '1', 'ccitt', '400', '400'],
    ]);
    const sizes = [...run('pdfinfo', '-l', '2', 'pages.pdf').matchAll(/size:\s+([\d.]+) x ([\d.]+) pts/g)];
    expect(sizes.map((size) => [Math.round(Number(size[1])), Math.round(Number(size[2]))])).toEqual([
      [610, 842],
      [622, 842],
    ]);
  });

  it('gives every pel back', () => {
    run('pdfimages', 'pages.pdf', 'pel');
    for (const [i, { raster }] of pages.entries()) {
      // PBM P4: packed rows, 1 is black.
      const pbm = readFileSync(join(folder, `pel-00${i}.pbm`));
      const header = `P4\n${raster.width} ${raster.height}\n`;
      expect(pbm.toString('latin1', 0, header.length)).toBe(header);
      expect(Buffer.compare(pbm.subarray(header.length), raster.octets)).toBe(0);
    }
  });

  it('is drawn without complaint, black on white', () => {
    const drawn = spawnSync('pdftoppm', ['-r', '50', '-gray', 'pages.pdf', 'drawn'], {
      cwd: folder,
      encoding: 'latin1',
    });
    expect([drawn.status, drawn.stderr]).toEqual([0, '']);
    const pgm = readFileSync(join(folder, 'drawn-2.pgm'));
    // poppler rounds some white to 254.
    expect(pgm.subarray(-1000).every((grey) => grey >= 254)).toBe(true);
  });
});
