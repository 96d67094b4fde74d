import { type SheetSize, sheetOfScanLines } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { pelsPerRow } from '../../device-model/page/width-table.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';

/**
 * The sheet of a fax page whose rows are scan lines of T.4: its paper is told by the number of pels, which are more than
 * the paper is wide. Undefined for other widths and resolutions, and where the operator tells another paper.
 */
export function faxSheetSize(page: TiffPage, told: PaperSize | undefined): SheetSize | undefined {
  const { resolution, width, height } = page;
  if (resolution === undefined) return undefined;
  const line = (['A4', 'B4'] as const).find((paper) => pelsPerRow(resolution, paper) === width);
  if (line === undefined) return undefined;
  const widthMm = (width / resolution.xDpi) * 25.4;
  const lengthMm = (height / resolution.yDpi) * 25.4;
  const size = sheetOfScanLines(line === 'A4' ? 'letter and A4' : 'B4', widthMm, lengthMm);
  if (told === undefined || told === size.paper) return size;
  return told !== 'B4' && line === 'A4' ? { ...size, paper: told } : undefined;
}
