import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { SessionOutcome, SmtpPhase } from '../smtp/client/session-outcome.ts';
import { type Reply, replyText } from '../smtp/wire/reply.ts';
import type { Failure } from './failure.ts';

type FailedSession = Exclude<SessionOutcome, { readonly kind: 'delivered' }>;

/** What a session that did not deliver is in the info-code table, with what was seen. */
export function sessionFailure(outcome: FailedSession): Failure {
  switch (outcome.kind) {
    case 'refused':
      return refusal(outcome.phase, outcome.reply);
    case 'timed-out': {
      const row = outcome.phase === 'connecting' ? INFO_CODES['connect-timeout'] : INFO_CODES['smtp-incomplete'];
      return failure(row, `No answer in phase ${outcome.phase} within ${outcome.ms / 1000} s.${unsure(outcome)}`);
    }
    case 'connection-lost': {
      const sentence = `The connection was lost in phase ${outcome.phase} (${outcome.code}).${unsure(outcome)}`;
      const lost = failure(lossRow(outcome.phase, outcome.code), sentence);
      // What is forbidden now is forbidden in three minutes too.
      return outcome.code === 'EACCES' ? { ...lost, retryable: false } : lost;
    }
    case 'too-big': {
      const { octets, limit } = outcome;
      const sentence = `The message has ${octets} octets, the far end takes ${limit} at most (SIZE).`;
      return failure(INFO_CODES['message-too-big'], sentence);
    }
    case 'protocol-error':
      return failure(INFO_CODES['protocol-error'], `In phase ${outcome.phase}: ${outcome.sentence}`);
    case 'aborted':
      return failure(INFO_CODES.stopped, outcome.sentence ?? `Stopped in phase ${outcome.phase}.`);
  }
}

/**
 * RFC 5321 5.1: each address is tried until a delivery attempt succeeds. Until EHLO is answered nothing was said of this
 * message, and even a refusal may be of this host alone (*own design*; RFC 5321 leaves it open). After that a 5yz is the
 * last word (4.2.1), and so is a broken protocol; a 4yz or a lost connection is not, unless the far end may have the
 * message already: another address would then deliver it twice.
 */
export function mayTryNextAddress(outcome: FailedSession): boolean {
  const early = outcome.phase === 'connecting' || outcome.phase === 'greeting' || outcome.phase === 'ehlo';
  switch (outcome.kind) {
    case 'aborted':
    case 'too-big':
      return false;
    case 'protocol-error':
      return early;
    case 'refused':
      return early || outcome.reply.code < 500;
    case 'timed-out':
    case 'connection-lost':
      return early || !outcome.finalDotSent;
  }
}

export function failure(row: InfoCode, sentence: string): Failure {
  return { infoCode: row.code, sentence, retryable: row.retryable };
}

/** 4yz may go away by itself, 5yz will not (RFC 5321 4.2.1): that decides about redial, whatever the row says. */
function refusal(phase: SmtpPhase, reply: Reply): Failure {
  const transient = reply.code < 500;
  const sentence = `The far end answered ${replyText(reply)} in phase ${phase}.`;
  return { ...failure(refusalRow(phase, reply.code, transient), sentence), retryable: transient };
}

function refusalRow(phase: SmtpPhase, code: number, transient: boolean): InfoCode {
  switch (phase) {
    case 'connecting':
    case 'greeting':
    case 'ehlo':
      return INFO_CODES['smtp-logon-refused'];
    case 'mail':
      if (transient) return INFO_CODES['smtp-incomplete'];
      // RFC 1870 6.1: to MAIL ... SIZE.
      return code === 552 ? INFO_CODES['message-too-big'] : INFO_CODES['originator-refused'];
    case 'rcpt':
      return transient ? INFO_CODES['mailbox-deferred'] : INFO_CODES['mailbox-refused'];
    case 'data':
    case 'body':
    case 'final-dot':
    case 'quit':
      if (transient) return INFO_CODES['smtp-incomplete'];
      return code === 552 ? INFO_CODES['message-too-big'] : INFO_CODES['message-refused'];
  }
}

function lossRow(phase: SmtpPhase, code: string): InfoCode {
  if (phase !== 'connecting') return INFO_CODES['smtp-incomplete'];
  switch (code) {
    case 'ECONNREFUSED':
      return INFO_CODES['smtp-logon-refused'];
    case 'EACCES':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return INFO_CODES.unreachable;
    case 'ENETDOWN':
      return INFO_CODES['lan-down'];
    // A refusal would be ECONNREFUSED: it was open, and the host told of the reset first.
    case 'ECONNRESET':
      return INFO_CODES['smtp-incomplete'];
    default:
      return INFO_CODES['connect-timeout'];
  }
}

function unsure(outcome: { readonly finalDotSent: boolean }): string {
  return outcome.finalDotSent ? ' The far end may have the message already.' : '';
}
