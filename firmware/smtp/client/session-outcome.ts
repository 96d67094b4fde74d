import type { Reply } from '../wire/reply.ts';
import type { TimeoutName } from './timeouts.ts';

/** Where a session stands, from `connecting` on; `rcpt` lasts until the capability is answered with a message, `body` until the final dot. */
export type SmtpPhase = 'connecting' | 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'final-dot' | 'quit';

/**
 * How a session ended, exactly one of these. `finalDotSent`: the final dot was handed to the connection, so the far end
 * may have the message although no 250 came (RFC 5321 4.5.3.2.6); trying again may then deliver it twice.
 */
export type SessionOutcome =
  | { readonly kind: 'delivered'; readonly reply: Reply }
  /** `answers`: when every forward-path was refused; `reply` is then the last one's. */
  | {
      readonly kind: 'refused';
      readonly phase: SmtpPhase;
      readonly reply: Reply;
      readonly answers?: readonly RecipientAnswer[];
    }
  | {
      readonly kind: 'timed-out';
      readonly phase: SmtpPhase;
      readonly ms: number;
      readonly timer: TimeoutName;
      readonly finalDotSent: boolean;
    }
  /** The server announced a limit in answer to EHLO and the message is above it: said before DATA (RFC 1870 6.1). */
  | { readonly kind: 'too-big'; readonly phase: SmtpPhase; readonly octets: number; readonly limit: number }
  /** `code`: a `LanErrorCode`, or `EOF` when the far end closed in order before its reply. */
  | {
      readonly kind: 'connection-lost';
      readonly phase: SmtpPhase;
      readonly code: string;
      readonly finalDotSent: boolean;
    }
  | {
      readonly kind: 'protocol-error';
      readonly phase: SmtpPhase;
      readonly sentence: string;
      readonly finalDotSent: boolean;
    }
  /** By `abort()`, or, with a `sentence`, because our own side could not go on. */
  | { readonly kind: 'aborted'; readonly phase: SmtpPhase; readonly sentence?: string; readonly finalDotSent: boolean };

/** What one RCPT was answered. */
export interface RecipientAnswer {
  readonly forwardPath: string;
  /** The last reply; capability lines are in it when `connegAnswered`. */
  readonly reply: Reply;
  readonly accepted: boolean;
  /** `RCPT ... CONNEG` was accepted: read the reply for a capability. */
  readonly connegAnswered: boolean;
  /** The refusal of `RCPT ... CONNEG` after which the plain RCPT was sent in the same session. */
  readonly connegRefusal?: Reply;
}

/** What is known of the far end when it has accepted a recipient; delivered before the message is asked for. */
export interface CapabilityAnswers {
  /** EHLO listed CONNEG (RFC 4141 section 3). */
  readonly connegOffered: boolean;
  /** One for each forward-path, in their order. At least one is accepted. */
  readonly answers: readonly RecipientAnswer[];
  /** Upper case, with parameters: `SIZE 1000000`. Empty after HELO. */
  readonly ehloKeywords: readonly string[];
}
