import type { Board } from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { reportPages } from '../imaging/report-pages.ts';
import { REPORT_COLUMNS } from './journal-text.ts';

/** What became of a report: sheets in the tray, and one sentence when the printer refused the next. */
export interface PrintedReport {
  readonly sheets: number;
  readonly refusal?: string;
}

/** Prints a report's text in the machine's own glyphs; paper and resolution of reports are *own design*. */
export async function printReport(board: Board, title: string, text: string): Promise<PrintedReport> {
  const resolution = RESOLUTIONS['204x196'];
  let sheets = 0;
  for (const raster of reportPages(text, REPORT_COLUMNS, resolution, 'A4')) {
    const label = `${title} page ${sheets + 1}`;
    const printed = await board.printEngine.print({ raster, resolution, paper: 'A4', label });
    if (!printed.ok) return { sheets, refusal: printed.sentence };
    sheets += 1;
  }
  return { sheets };
}
