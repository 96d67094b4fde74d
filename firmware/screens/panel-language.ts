import type { FileEdit, FileRow } from '../files/file-row.ts';
import type { Station } from '../settings/address-book.ts';
import type { ParameterValue } from '../settings/parameter.ts';
import type { SettingKey, SettingValues } from '../settings/settings.ts';
import type { JobEvent } from '../xmt/job-chart.ts';
import type { ReadinessCheck } from '../xmt/readiness.ts';

/** A destination as the operator has chosen it. */
export interface ChosenDestination {
  /** Three digits of a station, or an address. */
  readonly to: string;
  /** Undefined: as the station says, directly to an address. */
  readonly via: Via | undefined;
}

export type Via = 'direct' | 'mail-server';

/** What the operator wants otherwise than the fax parameters say, until the next reset. */
export type ScanChoice = Partial<Pick<SettingValues, ScanKey>>;
export const SCAN_KEYS = ['originalType', 'resolution', 'density'] as const satisfies readonly SettingKey[];
export type ScanKey = (typeof SCAN_KEYS)[number];

/** What the chart keeps; everything else on a screen comes from the machine. */
export interface PanelContext {
  readonly hands: PanelHands;
  /** As typed so far: digits, an address, octets with dots, the filter of a list. */
  readonly entered: string;
  /** Why the last key was not taken, or what has been done. */
  readonly hint: string;
  /** The job that the panel follows. */
  readonly fileNumber: number | undefined;
  /** Files whose question has been seen and left. */
  readonly postponed: readonly number[];
  readonly destinations: readonly ChosenDestination[];
  /** For the address being typed. */
  readonly via: Via;
  readonly scan: ScanChoice;
  /** First row of a list on the display, from 0. */
  readonly top: number;
  /** The row that was chosen: key of a setting, number of a station or file, place in a list. */
  readonly item: string;
  /** What of it, from 0: a destination of a file. */
  readonly part: number;
  /** The station being made or changed. */
  readonly draft: Station;
  readonly request: PanelRequest;
  readonly files: readonly FileRow[];
  readonly checks: readonly ReadinessCheck[];
}

/** What the machine does and tells for the chart. */
export interface PanelHands {
  readonly settings: () => SettingValues;
  /** Never rejects but for a fault of the program. */
  readonly perform: (request: PanelRequest) => Promise<PanelAnswer>;
}

/** What takes the machine a moment. */
export type PanelRequest =
  | { readonly ask: 'nothing' | 'list-files' | 'print-journal' | 'self-test' | 'restore-defaults' }
  | { readonly ask: 'print-file' | 'delete-file' | 'resend-file'; readonly fileNumber: number }
  | { readonly ask: 'edit-file'; readonly fileNumber: number; readonly edit: PanelFileEdit }
  | { readonly ask: 'store-setting'; readonly key: SettingKey; readonly value: ParameterValue }
  | { readonly ask: 'store-station'; readonly station: Station }
  | { readonly ask: 'remove-station'; readonly number: string }
  /** `yyyymmddhhmm` in the machine's zone. */
  | { readonly ask: 'set-date'; readonly digits: string };

/** `at`: `hhmm` in the machine's zone. */
export type PanelFileEdit = Pick<FileEdit, 'destination' | 'to'> & { readonly at?: string };

export type PanelAnswer =
  | {
      readonly ok: true;
      /** One line for the display, or empty. */
      readonly told: string;
      readonly files?: readonly FileRow[];
      readonly checks?: readonly ReadinessCheck[];
    }
  | { readonly ok: false; readonly sentence: string };

/** Hard keys that are always the same to the chart. */
type PlainKey = 'start' | 'clear' | 'reset' | 'copy' | 'fax' | 'function' | 'redial' | 'energy-saver';

/** Soft keys that say nothing but their name. */
export type SoftKeyWord =
  | 'back'
  | 'add'
  | 'remove'
  | 'direct'
  | 'via-server'
  | 'address-book'
  | 'scan-settings'
  | 'job-list'
  | 'file-list'
  | 'journal'
  | 'info-codes'
  | 'lan-status'
  | 'self-test'
  | 'key-operator'
  | 'general-settings'
  | 'fax-parameters'
  | 'date-time'
  | 'factory-defaults'
  | 'print'
  | 'delete'
  | 'edit'
  | 'resend'
  | 'time'
  | 'name'
  | 'address'
  | 'not-set'
  | 'clear-all'
  | 'yes'
  | 'store';

export type PanelEvent =
  | { readonly type: `${PlainKey}.pressed` }
  | { readonly type: `${SoftKeyWord}.touched` }
  | { readonly type: 'digit.pressed'; readonly digit: string }
  | { readonly type: 'symbol.pressed'; readonly symbol: '*' | '#' }
  | { readonly type: 'text.typed'; readonly text: string }
  /** `running`: the file numbers that STOP may mean. */
  | { readonly type: 'stop.pressed'; readonly running: readonly number[] }
  | { readonly type: 'row.touched'; readonly item: string }
  | { readonly type: 'choice.touched'; readonly value: string | number }
  | { readonly type: 'page.turned'; readonly top: number }
  | { readonly type: 'info-code.touched'; readonly code: string }
  | { readonly type: 'destinations.recalled'; readonly destinations: readonly ChosenDestination[] }
  | { readonly type: 'station.chosen'; readonly station: Station }
  | { readonly type: 'job.shown'; readonly fileNumber: number; readonly on: 'progress' | 'question' | 'result' }
  /** What the machine says. */
  | { readonly type: 'files.listed'; readonly answer: PanelAnswer }
  | { readonly type: 'machine.ready' | 'door.opened' }
  | { readonly type: 'destinations.read'; readonly destinations: readonly ChosenDestination[] }
  | { readonly type: 'order.refused'; readonly hint: string }
  | { readonly type: 'job.started'; readonly fileNumber: number }
  | { readonly type: 'job.asks'; readonly fileNumber: number }
  | { readonly type: 'file.shown'; readonly fileNumber: number }
  | { readonly type: 'job.goes-on' | 'job.ended' }
  /** No. 40 and No. 41: nobody has touched the panel for so long. */
  | { readonly type: 'operator.away' | 'machine.unused' }
  /** Somebody comes to the sleeping machine. */
  | { readonly type: 'panel.woken' };

/** What the operator wants of the machine; told once the keys are dealt with. */
export type PanelWish =
  | { readonly type: 'station.ordered' | 'address.ordered' | 'destinations.ordered' }
  /** Station or address as typed, to be looked at and kept beside those chosen before. */
  | { readonly type: 'destination.added' }
  | { readonly type: 'door.tried' | 'beeper.wanted' }
  | { readonly type: Exclude<JobEvent['type'], 'xmt.revise' | 'deliveries.ended'> }
  /** Nobody is at work with the panel: a job that asks may do so now. */
  | { readonly type: 'panel.idle' }
  | { readonly type: 'incomplete.wanted' };
