import { FAMILY, scanMsPerRow } from './family.ts';
import { type Model, ownDesign } from './model.ts';

/** DP-4530. Its pages a minute, memory and feeder are not in the page we have: *own design*. */
export const DP_4530: Model = {
  ...FAMILY,
  name: 'dp-4530',
  feeder: ownDesign({ capacitySheets: 50, mixedSizes: true, longestSheetMm: 1_000 }),
  scanMsPerRow: ownDesign(scanMsPerRow(1200)),
  printMsPerPage: ownDesign(1333),
  imageMemoryOctets: ownDesign(8 * 1024 * 1024),
};
