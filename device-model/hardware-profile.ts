import type { PaperSize } from './page/paper-size.ts';
import type { ResolutionName } from './page/resolution.ts';

/**
 * What a model's hardware is made of, as values. The models themselves (and the source of each value) live in the
 * firmware; nothing here is a claim about a real machine.
 */
export interface HardwareProfile {
  readonly feeder: FeederProfile;
  readonly scanner: ScannerProfile;
  readonly printer: PrinterProfile;
  /** Scan buffer and receive spool together, in octets. */
  readonly imageMemoryOctets: number;
}

export interface FeederProfile {
  /** Sheets the document feeder holds at once. */
  readonly capacitySheets: number;
  /** Whether sheets of different paper sizes may lie in the feeder together. */
  readonly mixedSizes: boolean;
  /** The longest sheet that passes, in millimetres; a longer one jams. Without it any length passes. */
  readonly longestSheetMm?: number;
}

export interface ScannerProfile {
  /** Paper sizes the feeder can guide, in no particular order; never empty. */
  readonly paperSizes: readonly PaperSize[];
  /** Scanning time of one row in milliseconds; a resolution that is absent cannot be scanned. */
  readonly scanMsPerRow: Readonly<Partial<Record<ResolutionName, number>>>;
}

export interface PrinterProfile {
  /** Printing time of one page in milliseconds. */
  readonly printMsPerPage: number;
  readonly trays: readonly PaperTray[];
}

export interface PaperTray {
  readonly name: string;
  readonly paper: PaperSize;
  /** Sheets the tray holds when full. */
  readonly capacitySheets: number;
}
