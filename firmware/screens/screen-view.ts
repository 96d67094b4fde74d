import type { ResolutionName } from '../../device-model/page/resolution.ts';

/** What the screens are drawn from; nothing a screen shows is kept anywhere else. */
export interface ScreenView {
  readonly memoryPercentFree: number;
  readonly sheetsInFeeder: number;
  readonly originalOnGlass: boolean;
  readonly resolution: ResolutionName;
  readonly density: number;
  /** Characters of a station number or an address, as typed so far. */
  readonly entered: string;
  /** Name and address of the station whose number is entered. */
  readonly station: { readonly name: string; readonly address: string } | undefined;
  /** Files that wait in memory to be resent or deleted. */
  readonly incompleteFiles: number;
  /** Why the last key was not taken; gone with the next key. */
  readonly hint: string;
  /** The gravest condition of the machine that no other line tells. */
  readonly condition: { readonly lcd: string; readonly infoCode: string } | undefined;
  readonly job: JobView | undefined;
}

/** The job that the panel follows. */
export interface JobView {
  readonly fileNumber: number;
  readonly to: string;
  readonly stage: JobStage;
  readonly pages: number;
  /** Octets of the message sent, in per cent; undefined before the body. */
  readonly percentSent: number | undefined;
  readonly redialAt: string | undefined;
  readonly result: JobResult | undefined;
  /** Where the job can be told to scan on from. */
  readonly scansOn: 'feeder' | 'glass' | undefined;
}

/** State of the job chart or, while delivering, of the delivery chart: the last part of its name. */
export type JobStage = string;

export interface JobResult {
  readonly kind: 'delivered' | 'incomplete' | 'refused' | 'cancelled' | 'discarded';
  readonly infoCode: string | undefined;
  /** LCD text of the info code, at most 40 characters. */
  readonly lcd: string;
  readonly remedy: string;
}
