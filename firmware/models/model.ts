import type { FeederProfile, HardwareProfile, PaperTray } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { ResolutionName } from '../../device-model/page/resolution.ts';
import type { ConnegDialect } from '../capability/conneg-dialect.ts';
import type { ImageCoding } from '../capability/image-coding.ts';

/**
 * Where a value comes from. *Own design* means that no source is known: such a number is ours, not Panasonic's.
 */
export type Source = 'manual p. 472' | 'own design' | 'sibling DP-8020E service manual' | 'T.4';

/** A value with its source beside it. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: Source;
}

/** One machine of the family as data; no code asks for a model's name. */
export interface Model {
  readonly name: string;
  readonly feeder: Sourced<FeederProfile>;
  readonly scannedPaper: Sourced<readonly PaperSize[]>;
  readonly scanMsPerRow: Sourced<Readonly<Record<ResolutionName, number>>>;
  readonly printMsPerPage: Sourced<number>;
  readonly trays: Sourced<readonly PaperTray[]>;
  readonly imageMemoryOctets: Sourced<number>;
  /** What the machine can print and say so; it advertises this, as far as the codings really work. */
  readonly recipient: {
    readonly resolutions: Sourced<readonly ResolutionName[]>;
    readonly papers: Sourced<readonly PaperSize[]>;
    readonly codings: Sourced<readonly ImageCoding[]>;
    /** The widest scan line that it says it takes. */
    readonly scanLineMm: Sourced<215 | 255>;
  };
  readonly connegDialect: Sourced<ConnegDialect>;
}

export function manual<T>(value: T): Sourced<T> {
  return { value, source: 'manual p. 472' };
}

export function ownDesign<T>(value: T): Sourced<T> {
  return { value, source: 'own design' };
}

/** The hardware as the board wants it, without sources. */
export function hardwareOf(model: Model): HardwareProfile {
  return {
    feeder: model.feeder.value,
    scanner: { paperSizes: model.scannedPaper.value, scanMsPerRow: model.scanMsPerRow.value },
    printer: { printMsPerPage: model.printMsPerPage.value, trays: model.trays.value },
    imageMemoryOctets: model.imageMemoryOctets.value,
  };
}
