import type { Reply } from '../wire/reply.ts';
import type { CapabilityAnswers, SessionOutcome, SmtpPhase } from './session-outcome.ts';
import type { TimeoutName } from './timeouts.ts';

/** What the client's dialogue is told: what the far end, the caller and the clock did. */
export type DialogueEvent =
  | { readonly type: 'connected' }
  /** `early`: octets of it were here before the last command was sent. */
  | { readonly type: 'reply'; readonly reply: Reply; readonly early?: boolean }
  | { readonly type: 'garbled'; readonly sentence: string }
  /** `octets`: of the whole message as RFC 1870 counts it, when that is known. */
  | { readonly type: 'message.provided'; readonly octets?: number | undefined }
  | { readonly type: 'message.failed'; readonly sentence: string }
  | { readonly type: 'final-dot.handed-over' }
  | { readonly type: 'final-dot.taken' }
  | { readonly type: 'time.over'; readonly timer: TimeoutName; readonly ms: number }
  | { readonly type: 'connection.lost'; readonly code: string }
  | { readonly type: 'abort' };

/** What the dialogue wants done, in this order. */
export type DialogueAction =
  | { readonly type: 'phase'; readonly phase: SmtpPhase }
  /** Instead of the one before; `undefined`: the far end owes nothing now. */
  | { readonly type: 'wait'; readonly timer: TimeoutName | undefined }
  | { readonly type: 'send'; readonly line: string }
  | { readonly type: 'capability'; readonly answers: CapabilityAnswers }
  | { readonly type: 'send-message' }
  | { readonly type: 'finish'; readonly outcome: SessionOutcome }
  /** `end`: in order; `reset`: the far end must not take the message for whole. */
  | { readonly type: 'close'; readonly manner: 'end' | 'reset' };

/** Whom a transmission is from and for (RFC 5321 2.3.1); paths without their angle brackets. */
export interface Envelope {
  readonly clientName: string;
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
  /**
   * How a mail server is called: with HELO (the siblings' ordinary path) or with EHLO, and CONNEG is not asked for even
   * where it is offered, for the server's capability is not the far end's. Absent: a direct call.
   */
  readonly mailServer?: 'HELO' | 'EHLO' | undefined;
  /** Estimate of the message for MAIL (RFC 1870 4); what it really has is compared with the server's limit before DATA. */
  readonly estimatedOctets?: number | undefined;
}
