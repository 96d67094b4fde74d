import { Readable } from 'node:stream';
import MimeNode from 'nodemailer/lib/mime-node';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { rfc5322Date } from './rfc5322-date.ts';

/** Literals of the siblings' sample message (DP-8020E service manual). */
export const DP_MESSAGE = {
  mailer: 'Internet FAX, Panasonic',
  displayName: 'Panasonic Internet FAX',
  subject: 'IMAGE from Internet FAX',
  boundary: '+-+-+-Panasonic-+-+-+',
} as const;

/** *Own design*: no source names the attachment. */
export const ATTACHMENT_NAME = 'image.tif';

/** RFC 3302 (Profiles S and F), RFC 3950 (everything else of TIFF-FX). */
export type FaxMediaType = 'image/tiff' | 'image/tiff-fx';

export interface FaxMessageParts {
  /** The machine's mailbox, `local-part@domain`, without display name; so are `to` and `dispositionNotificationTo`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly date: Date;
  /** Minutes east of UTC; 0 when absent. */
  readonly zoneOffsetMinutes?: number;
  /** With or without angle brackets. */
  readonly messageId: string;
  readonly subject?: string;
  /** The file, whole or in pieces; never copied as a whole. */
  readonly tiff: Uint8Array | readonly Uint8Array[];
  /** Told to human readers in the attachment's Content-Description (*own design*). */
  readonly pageCount?: number;
  readonly mediaType: FaxMediaType;
  /** Asks for an MDN (RFC 8098 2.1). */
  readonly dispositionNotificationTo?: string;
}

/** Octets with CRLF line ends, not dot-stuffed. Can be read more than once: every reading starts from the first octet. */
export interface FaxMessage extends AsyncIterable<Uint8Array> {
  /** What one reading yields in all; fit for the SIZE parameter of MAIL (RFC 1870). */
  readonly octets: number;
}

/** 75 base64 lines per step: the encoder never holds more than a few of these. */
const STEP_OCTETS = 57 * 75;

/**
 * The DP-series message: multipart/mixed with one base64 TIFF, header fields and boundary of the sibling sample. The
 * boundary is a constant, which is safe because no line of base64 begins with hyphens. Throws a RangeError when an
 * address is not a mailbox, no recipient is named or the Message-Id cannot be one.
 */
export function buildFaxMessage(parts: FaxMessageParts): FaxMessage {
  const { root, attachment } = messageTree(parts);
  const chunks = parts.tiff instanceof Uint8Array ? [parts.tiff] : parts.tiff;
  return {
    octets: messageOctets(root, attachment, chunks),
    async *[Symbol.asyncIterator]() {
      const fresh = messageTree(parts);
      fresh.attachment.setContent(Readable.from(steps(chunks), { objectMode: false }));
      for await (const octets of fresh.root.createReadStream()) {
        if (octets instanceof Uint8Array) yield octets;
      }
    },
  };
}

function messageTree(parts: FaxMessageParts): { root: MimeNode; attachment: MimeNode } {
  for (const address of [...parts.to, parts.from, parts.dispositionNotificationTo]) {
    if (address === undefined) continue;
    const parsed = parseMailbox(address);
    if (!parsed.ok) throw new RangeError(parsed.sentence);
  }
  if (parts.to.length === 0) throw new RangeError('a fax message names at least one recipient');
  const { boundary } = DP_MESSAGE;
  const options = { baseBoundary: boundary, disableFileAccess: true, disableUrlAccess: true };
  const root = new MimeNode(`multipart/mixed; boundary="${boundary}"`, { ...options, normalizeHeaderKey: dpSpelling });
  root.setHeader('MIME-Version', '1.0');
  root.setHeader('X-Mailer', DP_MESSAGE.mailer);
  root.setHeader('Content-Transfer-Encoding', '7bit');
  root.setHeader('Date', rfc5322Date(parts.date, parts.zoneOffsetMinutes ?? 0));
  root.setHeader('Message-ID', checkedMessageId(parts.messageId));
  root.setHeader('From', { name: DP_MESSAGE.displayName, address: parts.from });
  root.setHeader('Subject', parts.subject ?? DP_MESSAGE.subject);
  root.setHeader(
    'To',
    parts.to.map((address) => ({ name: '', address })),
  );
  if (parts.dispositionNotificationTo !== undefined) {
    root.setHeader('Disposition-Notification-To', `<${parts.dispositionNotificationTo}>`);
  }
  const attachment = root.createChild(parts.mediaType, { ...options, filename: ATTACHMENT_NAME });
  attachment.setHeader('Content-Transfer-Encoding', 'base64');
  if (parts.pageCount !== undefined) {
    attachment.setHeader(
      'Content-Description',
      `Internet fax, ${parts.pageCount} ${parts.pageCount === 1 ? 'page' : 'pages'}`,
    );
  }
  return { root, attachment };
}

/** The sample spells two field names otherwise than the package does. */
function dpSpelling(key: string): string {
  if (key === 'MIME-Version') return 'Mime-Version';
  return key === 'Message-ID' ? 'Message-Id' : key;
}

function checkedMessageId(messageId: string): string {
  const bare = messageId.replace(/^<|>$/g, '');
  if (!/^[!-;=?-~]+@[!-;=?-~]+$/.test(bare)) {
    throw new RangeError(`${JSON.stringify(messageId)} is not a Message-Id; expected <left@right> without blanks`);
  }
  return `<${bare}>`;
}

function messageOctets(root: MimeNode, attachment: MimeNode, chunks: readonly Uint8Array[]): number {
  let tiffOctets = 0;
  for (const chunk of chunks) tiffOctets += chunk.length;
  const base64 = 4 * Math.ceil(tiffOctets / 3);
  const lineEnds = 2 * Math.max(0, Math.ceil(base64 / 76) - 1);
  attachment.setContent('base64 content follows');
  const delimiter = DP_MESSAGE.boundary.length + 4;
  const headers = Buffer.byteLength(root.buildHeaders()) + Buffer.byteLength(attachment.buildHeaders()) + 8;
  return headers + delimiter + base64 + lineEnds + delimiter + 4;
}

function* steps(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += STEP_OCTETS) yield chunk.subarray(from, from + STEP_OCTETS);
  }
}
