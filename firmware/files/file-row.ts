import type { ResolutionName } from '../../device-model/page/resolution.ts';

/** One file of the file list. */
export interface FileRow {
  readonly fileNumber: number;
  readonly direction: 'XMT' | 'RCV';
  /** XMT: the state of its job or delivery chart, such as `redialWaiting` or `incomplete`. RCV: `waiting`, `printing`, `waiting for the printer`, `kept`. */
  readonly state: string;
  /** Undefined for a received message that cannot be read. */
  readonly pages: number | undefined;
  /** Of the first page. */
  readonly resolution: ResolutionName | undefined;
  /** Recipients of an XMT, the originator of an RCV. */
  readonly stations: readonly FileStation[];
  /** In the image memory. */
  readonly octets: number;
}

export interface FileStation {
  readonly address: string;
  /** In the address book. */
  readonly name: string | undefined;
  /** ISO 8601 UTC; only while an attempt is planned. */
  readonly nextAttemptAt: string | undefined;
}

/** What became of an operation; the sentence is for the operator. */
export type FileAnswer = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

/** What the operator changes about an XMT file. */
export interface FileEdit {
  /** Which recipient, from 0 (the default), and who it is from now on: a station number or a mailbox. */
  readonly destination?: number;
  readonly to?: string;
  /** When everything that is not delivered yet is tried next. */
  readonly at?: Date;
}
