import MimeNode from 'nodemailer/lib/mime-node';
import { and, type Filter, item } from '../capability/filter.ts';
import { foldFilter } from '../capability/print-filter.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { DP_MESSAGE } from './fax-message.ts';
import { rfc5322Date } from './rfc5322-date.ts';

/** RFC 5322 2.1.1: lines SHOULD have no more than 78 characters; one blank begins each folded line. */
const FOLDED_OCTETS = 76;
/** Characters of the original subject that are repeated; it is a stranger's. *Own design.* */
const SUBJECT_LIMIT = 120;
/** RFC 5322 3.6.4 in its plain form; anything else is no reference. */
const MESSAGE_ID = /^<[!-;=?-~]{1,400}@[!-;=?-~]{1,400}>$/;

export interface NotificationParts {
  /** The machine's mailbox. */
  readonly from: string;
  /** Who asked. */
  readonly to: string;
  readonly date: Date;
  readonly zoneOffsetMinutes: number;
  /** Of the notification itself, with angle brackets. */
  readonly messageId: string;
  /** The mailbox that received the message. */
  readonly finalRecipient: string;
  readonly original: {
    /** With angle brackets; left out when it is not one. */
    readonly messageId?: string | undefined;
    readonly subject?: string | undefined;
  };
  /** When it was printed. */
  readonly printedAt: Date;
  /** What the machine can print: Media-Accept-Features (RFC 2530 3). */
  readonly capability: Filter;
}

/**
 * A message disposition notification (RFC 8098) as the siblings send it: subject, order of the fields, `dispatched`, the
 * machine's features. Octets with CRLF line ends, not dot-stuffed, all US-ASCII. The words of the text are *own design*.
 * Throws a RangeError when an address is not a mailbox.
 */
export async function buildNotification(parts: NotificationParts): Promise<Uint8Array> {
  for (const address of [parts.from, parts.to, parts.finalRecipient]) {
    const parsed = parseMailbox(address, { ipv6: true });
    if (!parsed.ok) throw new RangeError(parsed.sentence);
  }
  const { boundary } = DP_MESSAGE;
  const options = { baseBoundary: boundary, disableFileAccess: true, disableUrlAccess: true };
  const type = `multipart/report; report-type=disposition-notification; boundary="${boundary}"`;
  const root = new MimeNode(type, options);
  root.setHeader('MIME-Version', '1.0');
  root.setHeader('X-Mailer', DP_MESSAGE.mailer);
  root.setHeader('Content-Transfer-Encoding', '7bit');
  root.setHeader('Date', rfc5322Date(parts.date, parts.zoneOffsetMinutes));
  root.setHeader('Message-ID', parts.messageId);
  root.setHeader('From', { name: DP_MESSAGE.displayName, address: parts.from });
  root.setHeader('Subject', `Read Receipt:${(parts.original.subject ?? '').slice(0, SUBJECT_LIMIT)}`);
  root.setHeader('To', [{ name: '', address: parts.to }]);
  const about = referenceOf(parts);
  if (about !== undefined) {
    root.setHeader('In-Reply-To', about);
    root.setHeader('References', about);
  }
  const text = root.createChild('text/plain; charset=us-ascii', options);
  text.setHeader('Content-Transfer-Encoding', '7bit');
  text.setContent(
    `The message was opened by ${parts.finalRecipient}\r\nat ${rfc5322Date(parts.printedAt, parts.zoneOffsetMinutes)}.\r\n`,
  );
  const fields = root.createChild('message/disposition-notification', options);
  fields.setHeader('Content-Transfer-Encoding', '7bit');
  fields.setContent(fieldLines(parts, about).join('\r\n'));
  return await root.build();
}

function fieldLines(parts: NotificationParts, about: string | undefined): readonly string[] {
  return [
    `Final-Recipient: rfc822;${parts.finalRecipient}`,
    ...(about === undefined ? [] : [`Original-Message-ID: ${about}`]),
    'Disposition: automatic-action/MDN-sent-automatically; dispatched',
    'Media-Accept-Features:',
    ...foldFilter(announced(parts.capability), FOLDED_OCTETS).map((line) => ` ${line}`),
    '',
  ];
}

/** The siblings' expression begins with the media type (RFC 2913 for the tag). */
function announced(capability: Filter): Filter {
  const type = item('type', { kind: 'string', text: 'image/tiff' });
  const plain = capability.kind === 'and' && (capability.parameters ?? []).length === 0;
  return plain ? and(type, ...capability.filters) : and(type, capability);
}

function referenceOf({ original }: NotificationParts): string | undefined {
  return original.messageId !== undefined && MESSAGE_ID.test(original.messageId) ? original.messageId : undefined;
}
