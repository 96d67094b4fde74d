import type { TransferFormat } from '../capability/transfer-format.ts';
import type { Failure } from './failure.ts';

/** What the delivery chart is told, keeps and answers: its input, its events, the results of its actors. */
export interface DeliveryInput {
  readonly fileNumber: number;
  /** Index in the job record. */
  readonly destination: number;
  readonly forwardPath: string;
  /** Attempts begun, by the job record. */
  readonly attempts: number;
  readonly redialCount: number;
  /** Time left until the next attempt of a job found waiting for redial at power-on, or the first of a deferred one; else 0. */
  readonly waitMs: number;
}

export interface DeliveryContext extends DeliveryInput {
  readonly addresses: readonly string[];
  readonly addressIndex: number;
  readonly capability: PeerCapability | undefined;
  readonly format: TransferFormat | undefined;
  readonly why: string | undefined;
  readonly failure: Failure | undefined;
  readonly outcome: DeliveryOutcome | undefined;
  /** STOP was pressed while a failed attempt was being recorded. */
  readonly cancelWanted: boolean;
}

/** What the far end answered to RCPT, as read; opaque to the chart. */
export interface PeerCapability {
  /** `learned`: told earlier, not in this call. */
  readonly kind: 'capability' | 'none' | 'unreadable' | 'not-offered' | 'learned';
  readonly sentence: string;
}

export type NegotiationResult =
  | { readonly ok: true; readonly format: TransferFormat; readonly why: string }
  | { readonly ok: false; readonly failure: Failure };

export type SessionFact =
  | { readonly type: 'connection.opened' }
  | { readonly type: 'greeting.received' }
  | { readonly type: 'ehlo.answered' }
  | { readonly type: 'originator.accepted' }
  | { readonly type: 'capability.received'; readonly capability: PeerCapability }
  | { readonly type: 'data.requested' }
  | { readonly type: 'data.invited' }
  | { readonly type: 'body.sent' }
  | { readonly type: 'delivery.confirmed' }
  | { readonly type: 'session.failed'; readonly failure: Failure; readonly tryNextAddress: boolean };

export type DeliveryEvent = SessionFact | { readonly type: 'line.granted' } | { readonly type: 'xmt.cancel' };

/** What the chart says to the session. */
export type SessionCommand = { readonly type: 'message.send' };

export type PreflightResult = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };
export type RouteResult =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

export type DeliveryOutcome = 'delivered' | 'incomplete' | 'cancelled';

/** `waitMs`: from now to the planned instant of the next attempt; undefined when there is none, by count or deadline. */
export interface Recorded {
  readonly waitMs: number | undefined;
}

export type RecordedOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly redial: boolean };
