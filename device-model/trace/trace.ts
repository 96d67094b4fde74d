/**
 * The event log. Journal, transcript, event stream and reports are views of it; nothing else records what happened.
 */
export interface TraceEvent {
  /** Line number, from 1. */
  readonly seq: number;
  /** Milliseconds on the event queue. */
  readonly at: number;
  /** Machine name, or `rig`, `lan`, `dns` for what belongs to none. */
  readonly machine: string;
  /** Dotted lower case: facts in the past tense (`page.scanned`), commands imperative (`key.press`). */
  readonly event: string;
  /** Plain JSON. */
  readonly data: TraceData;
}

export type TraceData = { readonly [key: string]: TraceValue };
export type TraceValue =
  | string
  | number
  | boolean
  | null
  | readonly TraceValue[]
  | { readonly [key: string]: TraceValue };

/** What a room is given to tell its story: the machine is already bound. */
export interface TraceWriter {
  write(event: string, data?: TraceData): void;
}
