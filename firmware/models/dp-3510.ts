import { FAMILY, scanMsPerRow } from './family.ts';
import { type Model, ownDesign } from './model.ts';

/** DP-3510. Its pages a minute, memory and feeder are not in the page we have: *own design*. */
export const DP_3510: Model = {
  ...FAMILY,
  name: 'dp-3510',
  feeder: ownDesign({ capacitySheets: 50, mixedSizes: true, longestSheetMm: 1_000 }),
  scanMsPerRow: ownDesign(scanMsPerRow(1500)),
  printMsPerPage: ownDesign(1714),
  imageMemoryOctets: ownDesign(4 * 1024 * 1024),
};
