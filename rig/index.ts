/** The door of dpsim: what `import … from 'dpsim'` gives. */

export type {
  DisplayContent,
  DisplayEntry,
  PanelKey,
  PrintedPage,
  SoftKey,
  TraceEvent,
} from '../device-model/index.ts';
export { type BilevelRaster, rastersEqual } from '../device-model/page/bilevel-raster.ts';
export { encodeMmr } from '../firmware/coding/encode-mmr.ts';
export type { Condition, FactoryScope, FileEdit, FileRow, JournalEntry } from '../firmware/index.ts';
export { pdfOfPages } from './export/pdf-of-pages.ts';
export { pngOfPage } from './export/png-of-page.ts';
export { checkLab, type LabDescription, LabError } from './lab/lab-description.ts';
export { type RigFile, type RigFileMistake, readRigFile } from './lab/rig-file.ts';
export { testOriginal } from './lab/test-original.ts';
export { twoMachines } from './lab/two-machines.ts';
export { Machine, type OriginalFile } from './machine.ts';
export { Rig } from './rig.ts';
export { StateFolder } from './state/state-folder.ts';
