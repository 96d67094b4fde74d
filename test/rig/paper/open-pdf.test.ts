import { describe, expect, test } from 'vitest';
import { pelAt } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS, type ResolutionName } from '../../../device-model/page/resolution.ts';
import { openPaper } from '../../../rig/paper/open-paper.ts';
import { A4_POINTS, plainPdf } from './plain-pdf.ts';
import { blackShare, scanFile, scanSheets } from './scan-paper.ts';

/** A black square of 100 mm, its lower left corner 50 mm from the left and from the bottom. */
const SQUARE = `${(50 / 25.4) * 72} ${(50 / 25.4) * 72} ${(100 / 25.4) * 72} ${(100 / 25.4) * 72} re f`;

describe('a PDF becomes sheets', () => {
  test('one for every page, each as large as it says', async () => {
    const sheets = await openPaper(
      'letter.pdf',
      plainPdf([
        { ...A4_POINTS, draw: '' },
        { width: 612, height: 792, draw: '' },
        { width: (257 / 25.4) * 72, height: (364 / 25.4) * 72, draw: '' },
      ]),
    );
    expect(sheets.map(({ label, size }) => [label, size.paper])).toEqual([
      ['letter.pdf (page 1)', 'A4'],
      ['letter.pdf (page 2)', 'letter'],
      ['letter.pdf (page 3)', 'B4'],
    ]);
    expect(sheets[0]?.size.widthMm).toBeCloseTo(210, 2);
    expect((await openPaper('one.pdf', plainPdf([{ ...A4_POINTS, draw: '' }])))[0]?.label).toBe('one.pdf');
  });

  test.each(['204x98', '204x196', '400x400'] as const satisfies readonly ResolutionName[])(
    'drawn at the pels of a scan at %s: millimetres are true on both axes',
    async (name) => {
      const [page] = await scanFile('square.pdf', plainPdf([{ ...A4_POINTS, draw: SQUARE }]), { resolution: name });
      if (page === undefined) throw new Error('no page');
      const { xDpi, yDpi } = RESOLUTIONS[name];
      const { raster } = page;
      const column = Math.round(raster.width / 2 - ((105 - 100) / 25.4) * xDpi);
      const row = Math.round(((297 - 100) / 25.4) * yDpi);
      const across = Array.from({ length: raster.width }, (_, x) => pelAt(raster, x, row));
      const down = Array.from({ length: raster.height }, (_, y) => pelAt(raster, column, y));
      const black = (pels: readonly number[]): number => pels.reduce((sum, pel) => sum + pel, 0);
      expect(Math.abs(black(across) - (100 / 25.4) * xDpi)).toBeLessThanOrEqual(1);
      expect(Math.abs(black(down) - (100 / 25.4) * yDpi)).toBeLessThanOrEqual(1);
      expect(Math.abs(across.indexOf(1) - (raster.width / 2 - ((105 - 50) / 25.4) * xDpi))).toBeLessThanOrEqual(1.5);
    },
  );

  test('text without an embedded font is drawn all the same, and an empty page is white', async () => {
    const text = 'BT /F1 60 Tf 50 700 Td (Hello) Tj ET';
    const pages = await scanFile(
      't.pdf',
      plainPdf([
        { ...A4_POINTS, draw: text },
        { ...A4_POINTS, draw: '' },
      ]),
    );
    expect(pages).toHaveLength(2);
    const shares = pages.map((page) => blackShare(page, [20, 20, 100, 60]));
    expect(shares[0]).toBeGreaterThan(0.05);
    expect(shares[1]).toBe(0);
  });

  test('sheets of one file are scanned in any order, and again', async () => {
    const sheets = await openPaper(
      'two.pdf',
      plainPdf([
        { ...A4_POINTS, draw: SQUARE },
        { ...A4_POINTS, draw: '' },
      ]),
    );
    const [second, first] = await scanSheets([...sheets].reverse());
    const [again] = await scanSheets(sheets);
    if (first === undefined || second === undefined || again === undefined) throw new Error('a page is missing');
    expect(Buffer.compare(first.raster.octets, again.raster.octets)).toBe(0);
    expect(second.raster.octets.every((octet) => octet === 0)).toBe(true);
  });

  test('a page of any size is reduced to its paper', async () => {
    const [sheet] = await openPaper('hall.pdf', plainPdf([{ width: 43_200, height: 14_400, draw: '' }]));
    expect(sheet?.size).toMatchObject({ paper: 'A4', widthMm: expect.closeTo(210, 3) });
  });
});

describe('a PDF is refused with one sentence', () => {
  const refusal = async (octets: Uint8Array): Promise<string> =>
    String(await openPaper('x.pdf', octets).catch((error: unknown) => error));

  test('without pages, cut short, empty behind its header, with too many pages', async () => {
    expect(await refusal(plainPdf([]))).toBe('OriginalError: x.pdf: the PDF has no pages; expected at least one page.');
    const whole = plainPdf([{ ...A4_POINTS, draw: SQUARE }]);
    for (const cut of [whole.subarray(0, 60), Buffer.from('%PDF-1.4\n')]) {
      expect(await refusal(cut)).toBe(
        'OriginalError: x.pdf: the PDF is damaged or cut short; expected a PDF that can be read to its end.',
      );
    }
    const many = plainPdf(Array.from({ length: 1000 }, () => ({ ...A4_POINTS, draw: '' })));
    expect(await refusal(many)).toContain('the PDF has 1000 pages; expected at most 999 pages');
    // And the library goes on working.
    expect(await openPaper('good.pdf', whole)).toHaveLength(1);
  });
});
