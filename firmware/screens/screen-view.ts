import type { JournalEntry } from '../journal/journal.ts';
import type { Station } from '../settings/address-book.ts';
import type { SettingValues } from '../settings/settings.ts';
import type { ChosenDestination, PanelContext } from './panel-language.ts';

/** What the screens are drawn from, asked only for what the screen shows; nothing of it is kept anywhere else. */
export interface ScreenView {
  /** What the chart keeps. */
  readonly panel: PanelContext;
  readonly settings: SettingValues;
  /** `yyyy-mm-dd hh:mm` in the machine's zone. */
  readonly clock: string;
  readonly memoryPercentFree: number;
  readonly sheetsInFeeder: number;
  readonly originalOnGlass: boolean;
  /** Name and address of the station whose number is entered. */
  readonly station: { readonly name: string; readonly address: string } | undefined;
  /** Files that wait in memory to be resent or deleted. */
  readonly incompleteFiles: number;
  /** The gravest condition of the machine that no other line tells. */
  readonly condition: { readonly lcd: string; readonly infoCode: string } | undefined;
  /** The job that the panel follows. */
  readonly job: JobView | undefined;
  /** Every XMT job, by file number. */
  readonly jobs: readonly JobView[];
  /** File numbers that STOP may mean. */
  readonly running: readonly number[];
  readonly stations: readonly Station[];
  /** What START was last pressed for, the last first. */
  readonly lastOrders: readonly (readonly ChosenDestination[])[];
  /** The last first. */
  readonly journal: readonly JournalEntry[];
  readonly lan: LanView;
}

export interface LanView {
  readonly link: 'up' | 'down';
  readonly hardwareAddress: string;
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly nameServers: readonly string[];
}

export interface JobView {
  readonly fileNumber: number;
  readonly to: string;
  /** State of the job chart. */
  readonly state: string;
  readonly stage: JobStage;
  /** The operator is asked. */
  readonly asks: boolean;
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
