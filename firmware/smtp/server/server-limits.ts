/**
 * What a stranger at port 25 may cost the machine. All own design unless a clause is named; all settable.
 */
export interface SmtpServerLimits {
  /** Open sessions; one more is answered 421. The memory for messages is at most this many times `messageOctets`. */
  readonly sessions: number;
  /** Of these, from one address; one more is answered 421, so that one peer cannot keep all others out. */
  readonly sessionsPerPeer: number;
  /** Commands of one session, whatever they are; the next one is answered 421. */
  readonly commands: number;
  /** One message, offered as SIZE (RFC 1870); a longer one is read to its end without being kept, and answered 552. */
  readonly messageOctets: number;
  /** One command line. RFC 5321 4.5.3.1.4 asks for 512; a path with parameters of extensions may be longer. */
  readonly commandOctets: number;
  /** RCPT of one message; RFC 5321 4.5.3.1.8 asks for 100 at least. */
  readonly recipients: number;
  /** Replies 500 and above in one session; the last of them is followed by 421. */
  readonly errors: number;
  /** Without an octet from the client. RFC 5321 4.5.3.2.7: at least five minutes. */
  readonly idleMs: number;
  /** Of one session, however busy: a client that trickles octets is never idle. */
  readonly sessionMs: number;
  /** From our closing (QUIT, 421) until the connection is destroyed if the client does not close its side. */
  readonly halfCloseMs: number;
}

export const SMTP_SERVER_LIMITS: SmtpServerLimits = {
  sessions: 12,
  sessionsPerPeer: 8,
  commands: 1_000,
  messageOctets: 32 * 1_048_576,
  commandOctets: 2_048,
  recipients: 100,
  errors: 10,
  idleMs: 5 * 60_000,
  sessionMs: 60 * 60_000,
  halfCloseMs: 5_000,
};
