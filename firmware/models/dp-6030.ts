import { FAMILY, scanMsPerRow } from './family.ts';
import { type Model, ownDesign } from './model.ts';

/** DP-6030. Its pages a minute, memory and feeder are not in the page we have: *own design*. */
export const DP_6030: Model = {
  ...FAMILY,
  name: 'dp-6030',
  feeder: ownDesign({ capacitySheets: 100, mixedSizes: true, longestSheetMm: 1_000 }),
  scanMsPerRow: ownDesign(scanMsPerRow(900)),
  printMsPerPage: ownDesign(1000),
  imageMemoryOctets: ownDesign(16 * 1024 * 1024),
};
