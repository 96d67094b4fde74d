/** What the machine decides about mail that arrives; the SMTP server asks, it knows no mailbox and keeps no message. */
export interface ReceivingHooks {
  /**
   * `unknown`: 550; `foreign`: the domain is not ours, 550 as relaying is refused. `domain` is `''` for the bare
   * `postmaster` of RFC 5321 4.1.1.3, and keeps the brackets of an address literal.
   */
  knowsMailbox(localPart: string, domain: string): 'known' | 'unknown' | 'foreign';
  /**
   * The lines after `<mailbox> recipient ok` in the reply to RCPT ... CONNEG, without codes; none means that no
   * capability is told for this mailbox (RFC 4141 3.3).
   */
  capabilityLines(mailbox: string): readonly string[];
  /**
   * What MAIL is answered when a message of that many octets cannot be taken now, before it is sent (RFC 1870 6.1);
   * undefined when it can. The envelope has no recipients yet.
   */
  refusesSize?(octets: number, envelope: ReceivedEnvelope): SizeRefusal | undefined;
  /**
   * Takes the message: the 250 after the final dot is sent when this resolves with `accepted`, and from then on the
   * machine owns it. A rejection is answered 451.
   */
  onMessage(envelope: ReceivedEnvelope, message: Uint8Array): Promise<MessageVerdict>;
  /** Every line both ways, safe to show; the message as one line of summary. */
  onTranscript?(sessionId: string, direction: 'C' | 'S', text: string): void;
  /** `lost` is the code (ECONNRESET) when the client's connection broke inside a mail transaction. */
  onSessionEnd?(sessionId: string, lost: string | undefined): void;
}

export interface ReceivedEnvelope {
  readonly sessionId: string;
  readonly remoteAddress: string;
  /** As the client named itself in EHLO or HELO, lower case. */
  readonly clientName: string;
  /** `''` is the null reverse-path of notifications. */
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
}

export interface SizeRefusal {
  readonly code: number;
  readonly text: string;
}

export type MessageVerdict =
  | { readonly accepted: true; readonly text: string }
  | { readonly accepted: false; readonly code: number; readonly text: string };
