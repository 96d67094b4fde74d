const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * How long the SMTP client waits, in ms. The minimum waits are those of RFC 5321 4.5.3.2 ("a client SHOULD use");
 * what the RFC does not name is own design. Every one is settable.
 */
export interface SmtpTimeouts {
  /** TCP connection. Own design. */
  readonly connect: number;
  /** 220 greeting. RFC 5321 4.5.3.2.1. */
  readonly greeting: number;
  /** Reply to EHLO and to HELO. Own design, as long as the commands the RFC names. */
  readonly ehlo: number;
  /** Reply to MAIL. RFC 5321 4.5.3.2.2. */
  readonly mail: number;
  /** Reply to each RCPT. RFC 5321 4.5.3.2.3. */
  readonly rcpt: number;
  /** Reply 354 to DATA. RFC 5321 4.5.3.2.4. */
  readonly data: number;
  /** Each block of the message until the connection takes more. RFC 5321 4.5.3.2.5. */
  readonly dataBlock: number;
  /** Reply to the final dot; too short a wait here duplicates messages. RFC 5321 4.5.3.2.6. */
  readonly finalDot: number;
  /** Reply to QUIT, when the outcome is already known. Own design: nothing depends on it. */
  readonly quit: number;
  /** The whole session until its outcome, so that a far end that trickles cannot hold a job for ever. Own design. */
  readonly session: number;
}

export type TimeoutName = keyof SmtpTimeouts;

export const SMTP_TIMEOUTS: SmtpTimeouts = {
  connect: 30 * SECOND_MS,
  greeting: 5 * MINUTE_MS,
  ehlo: 5 * MINUTE_MS,
  mail: 5 * MINUTE_MS,
  rcpt: 5 * MINUTE_MS,
  data: 2 * MINUTE_MS,
  dataBlock: 3 * MINUTE_MS,
  finalDot: 10 * MINUTE_MS,
  quit: 10 * SECOND_MS,
  session: 60 * MINUTE_MS,
};
