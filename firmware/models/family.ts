import type { ResolutionName } from '../../device-model/page/resolution.ts';
import { type Model, manual, ownDesign } from './model.ts';

/**
 * What the family shares: page 472 is one page for the DP-3510, 3520, 3530, 4510, 4520, 4530, 6010, 6020 and 6030, and
 * its capability sample is the only word on what a member can receive.
 */
export const FAMILY_RECIPIENT: Model['recipient'] = {
  resolutions: manual(['200x100', '200x200', '204x98', '204x196', '400x400']),
  papers: manual(['letter', 'A4', 'B4']),
  codings: manual(['MH', 'MR', 'MMR', 'JBIG']),
  // 215 mm beside B4: such a page arrives reduced to the A4 scan line.
  scanLineMm: manual(215),
};

/** Milliseconds a row at every resolution for a scanner that passes an A4 sheet in `sheetMs` at 200 dpi. */
export function scanMsPerRow(sheetMs: number): Readonly<Record<ResolutionName, number>> {
  const rowMs = (rows: number, slowness: number): number => (sheetMs * slowness) / rows;
  return {
    '200x100': rowMs(1169, 1),
    '204x98': rowMs(1146, 1),
    '200x200': rowMs(2339, 1),
    '204x196': rowMs(2292, 1),
    '204x391': rowMs(4572, 2),
    '400x400': rowMs(4677, 2),
  };
}

export const FAMILY: Pick<Model, 'scannedPaper' | 'recipient' | 'connegDialect' | 'trays'> = {
  // The papers of the recipient's sample; no page says what this family scans.
  scannedPaper: ownDesign(['letter', 'A4', 'B4']),
  recipient: FAMILY_RECIPIENT,
  // The shape of the manual's sample with its two misprints repaired.
  connegDialect: ownDesign('manual'),
  trays: ownDesign([
    { name: '1', paper: 'A4', capacitySheets: 550 },
    { name: '2', paper: 'letter', capacitySheets: 550 },
    { name: '3', paper: 'B4', capacitySheets: 550 },
  ]),
};
