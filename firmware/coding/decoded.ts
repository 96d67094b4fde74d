import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';

/** strict stops at the first damage; conceal repeats the last good row in place of a bad one and goes on. */
export type DamagePolicy = 'strict' | 'conceal';

export interface DecodeOptions {
  /** Pels in a row, 1 to `MAX_WIDTH`. */
  readonly width: number;
  /** Rows the page is said to have; without it rows are read until the data end. */
  readonly height?: number | undefined;
  /** Rows read at most; `MAX_PELS` may allow fewer. */
  readonly maxRows: number;
  readonly damage: DamagePolicy;
  /**
   * Octets of an earlier page that nobody looks at any more: taken for this one's raster when `height` is given and they
   * are as many as it needs. A job of many pages then leaves no rasters behind for the collector.
   */
  readonly spare?: Uint8Array | undefined;
}

export interface Decoded {
  /** `height` rows when it was given, otherwise as many as were coded. Rows the data lack are white. */
  readonly raster: BilevelRaster;
  /** Rows taken from the data, concealed ones included; the raster's rows from here on are white filling. */
  readonly codedRows: number;
  /** Rows concealed or missing. */
  readonly badRows: number;
  /** Rows count from 0. */
  readonly firstBadRow: number | undefined;
  /** One sentence on the first damage, with row and bit. */
  readonly damage: string | undefined;
  /** Octet of the coded data, of all strips end to end, where the first damage was met; octets count from 0. */
  readonly firstBadOctet: number | undefined;
  /** Code words looked up and search steps taken: at most `mostSteps`. */
  readonly steps: number;
}

/** *Own design*: 2^16 as TIFF's own SHORT fields suggest; the widest fax row has 4864 pels (A3 at 400 dpi). */
export const MAX_WIDTH = 65_536;
/** *Own design*: 32 MiB of packed pels, eight times an A3 page at 400×400. */
export const MAX_PELS = 1 << 28;

/** Octets the first rows of a page are tried on in the forms it was not said to have. *Own design*. */
export const TRIAL_OCTETS = 1 << 16;

/**
 * The most steps that coded octets cost, however they were made. A step takes a bit, but for two at each row's beginning,
 * and a row, bad ones included, takes at least a bit: 16 an octet and 2 a row taken from nothing. A T.4 page whose first
 * rows are bad is read again from its beginning, and its first octets in two other forms. Rows at octet boundaries may be
 * sought for as many steps again, the last search going two rows too far. Besides, each row of the result is written once.
 */
export function mostSteps(octets: number, rows: number, width: number): number {
  return 32 * octets + 32 * Math.min(octets, TRIAL_OCTETS) + 2 * rows + 4 * width + 64;
}

/** Rows a page may take by its options and `MAX_PELS`. Throws a RangeError for a width, height or `maxRows` out of range. */
export function rowLimit({ width, height, maxRows }: DecodeOptions): number {
  if (!Number.isInteger(width) || width < 1 || width > MAX_WIDTH) {
    throw new RangeError(`a row has 1 to ${MAX_WIDTH} pels, not ${width}`);
  }
  const limit = Math.min(height ?? maxRows, maxRows, Math.floor(MAX_PELS / width));
  if (height !== undefined && height !== limit) {
    throw new RangeError(`a page ${width} pels wide may have ${limit} rows here, not ${height}`);
  }
  return limit;
}
