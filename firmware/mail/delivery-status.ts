import { notificationFields, recipientField } from './notification-fields.ts';

/** What a mail server tells of one recipient of a message (RFC 3464 2.3). */
export interface DeliveryStatus {
  /** Mailboxes of `Final-Recipient` and `Original-Recipient`: the second is the one that was written to. */
  readonly recipients: readonly string[];
  /** Lower case. */
  readonly action: DeliveryAction;
  /** `5.1.1` … (RFC 3463); undefined when there is none of that form. */
  readonly status: string | undefined;
}

/** RFC 3464 2.3.3. */
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type DeliveryAction = (typeof ACTIONS)[number];

/** Recipients of one report that are looked at; a machine's message has a dozen. *Own design.* */
const RECIPIENT_LIMIT = 100;

/**
 * The recipients of a message/delivery-status: groups of fields with a blank line between them, the first about the
 * message. One without a recipient or an action of RFC 3464 is left out. Never throws.
 */
export function readDeliveryStatus(text: string): readonly DeliveryStatus[] {
  const groups = text.split(/(?:\r?\n[ \t]*){2,}/).slice(1, 1 + RECIPIENT_LIMIT);
  return groups.flatMap((group) => {
    const fields = notificationFields(group);
    const told = fields.get('action')?.toLowerCase();
    const action = ACTIONS.find((one) => one === told);
    const recipients = ['final-recipient', 'original-recipient'].flatMap((name) => recipientField(fields, name) ?? []);
    const status = /^[245]\.\d{1,3}\.\d{1,3}(?!\S)/.exec(fields.get('status') ?? '')?.[0];
    return action === undefined || recipients.length === 0 ? [] : [{ recipients, action, status }];
  });
}

/** Header lines of a returned message that are looked through. *Own design*: as many as of a message itself. */
const HEADER_OCTETS = 64 * 1024;
const RETURNED = /^Content-Type:[ \t]*(?:message\/rfc822|text\/rfc822-headers|message\/global)\b/im;

/**
 * Message-ID of the message a report returns, whole or its header (RFC 3464 2, RFC 6522 3), with angle brackets. `octets`
 * are those of the report; undefined when nothing is returned, or coded otherwise than as plain lines.
 */
export function returnedMessageId(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
  const part = RETURNED.exec(text);
  if (part === null) return undefined;
  const header = /\r?\n\r?\n([\s\S]*?)(?:\r?\n\r?\n|$)/.exec(text.slice(part.index, part.index + HEADER_OCTETS))?.[1];
  return /^Message-ID:\s*(<[^<>\s]+>)/im.exec(header ?? '')?.[1];
}
