import { describe, expect, test } from 'vitest';
import { pelAt } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { drawText } from '../../../firmware/imaging/draw-text.ts';
import { glyphSheetFor } from '../../../firmware/imaging/glyph-sheet.ts';
import { reportPages } from '../../../firmware/imaging/report-pages.ts';
import { REPORT_COLUMNS } from '../../../firmware/journal/journal-text.ts';

const FINE = RESOLUTIONS['204x196'];

function blackRows(raster: {
  readonly height: number;
  readonly rowOctets: number;
  readonly octets: Uint8Array;
}): number[] {
  return Array.from({ length: raster.height }, (_, y) => y).filter((y) =>
    raster.octets.subarray(y * raster.rowOctets, (y + 1) * raster.rowOctets).some((octet) => octet !== 0),
  );
}

describe('the pages of a report', () => {
  test.each(['204x98', '204x196', '204x391', '400x400'] as const)(
    '%s: full pages of A4, the lines inside the margins',
    (name) => {
      const resolution = RESOLUTIONS[name];
      const text = `${Array.from({ length: 150 }, (_, i) => `LINE ${i + 1}`).join('\n')}\n`;
      const pages = [...reportPages(text, REPORT_COLUMNS, resolution, 'A4')];
      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) {
        // T.4: 1728 pels a scan line of 215 mm; A4 is 297 mm long.
        expect(page).toMatchObject({
          width: name === '400x400' ? 3456 : 1728,
          height: Math.round((297 / 25.4) * resolution.yDpi),
        });
        const rows = blackRows(page);
        const mm = (row: number): number => (row / resolution.yDpi) * 25.4;
        expect(mm(rows[0] ?? 0)).toBeGreaterThan(14);
        expect(mm(page.height - (rows.at(-1) ?? 0))).toBeGreaterThan(14);
      }
    },
  );

  test('eighty columns stand in the middle, none is cut', () => {
    const [page] = reportPages('#'.repeat(REPORT_COLUMNS), REPORT_COLUMNS, FINE, 'A4');
    if (page === undefined) throw new Error('no page');
    const rows = blackRows(page);
    const black = (x: number): boolean => rows.some((y) => pelAt(page, x, y) === 1);
    const columns = Array.from({ length: page.width }, (_, x) => x).filter(black);
    const cell = glyphSheetFor(FINE).octetsAcross * 8;
    const [left = 0, right = 0] = [columns[0], columns.at(-1)];
    expect(right - left).toBeGreaterThan((REPORT_COLUMNS - 1) * cell);
    expect(Math.abs(left - (page.width - right))).toBeLessThan(cell);
  });

  test('an empty report is one white page', () => {
    const pages = [...reportPages('', REPORT_COLUMNS, FINE, 'A4')];
    expect(pages).toHaveLength(1);
    expect(pages.flatMap(blackRows)).toEqual([]);
  });

  test('text that runs over the right edge is left out there', () => {
    const [page] = reportPages('', REPORT_COLUMNS, FINE, 'A4');
    if (page === undefined) throw new Error('no page');
    const sheet = glyphSheetFor(FINE);
    drawText(page, sheet, 0, 100, '#'.repeat(50));
    expect(blackRows(page).every((y) => y < sheet.rows)).toBe(true);
  });
});
