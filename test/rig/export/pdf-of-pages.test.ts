import { describe, expect, it } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pdfOfPages } from '../../../rig/export/pdf-of-pages.ts';

const pages = [
  { raster: blankRaster(1728, 1146), resolution: RESOLUTIONS['204x98'] },
  { raster: blankRaster(3456, 4677), resolution: RESOLUTIONS['400x400'] },
];
const strip = (): Uint8Array => Uint8Array.of(0x00, 0xff, 0x10, 0x0a);

describe('pages as PDF', () => {
  const text = Buffer.from(pdfOfPages(pages, strip)).toString('latin1');

  it('has a cross-reference table that points at every object', () => {
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    expect(text.slice(start, start + 9)).toBe('xref\n0 9\n');
    const entries = text
      .slice(start + 9)
      .split('\n')
      .slice(0, 9);
    expect(entries[0]).toBe('0000000000 65535 f ');
    for (const [number, entry] of entries.entries()) {
      expect(entry).toHaveLength(19);
      if (number > 0) expect(text.slice(Number(entry.slice(0, 10)))).toMatch(new RegExp(`^${number} 0 obj\n<<`));
    }
  });

  it('sizes each page by its pels and dpi, and says what the strip is', () => {
    const boxes = [...text.matchAll(/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((box) => [
      Number(box[1]),
      Number(box[2]),
    ]);
    expect(boxes).toEqual([
      [609.882, 841.959],
      [622.08, 841.86],
    ]);
    expect(text).toContain('/K -1/Columns 1728/Rows 1146/BlackIs1 false');
    expect(text).toContain('/Length 4>>\nstream\n\u0000\u00ff\u0010\n\nendstream');
    expect(text).toContain('/Count 2/Kids[3 0 R 6 0 R]');
  });

  it('is the same every time, and a file even without pages', () => {
    expect(Buffer.from(pdfOfPages(pages, strip)).toString('latin1')).toBe(text);
    expect(Buffer.from(pdfOfPages([], strip)).toString('latin1')).toContain('/Count 0/Kids[]');
  });
});
