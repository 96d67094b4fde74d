import PostalMime, { type Address, type Attachment, addressParser, type Email } from 'postal-mime';
import { escapeControls } from '../smtp/wire/printable-text.ts';
import { type MessageOutline, outlineOf } from './base64-runs.ts';
import { returnedMessageId } from './delivery-status.ts';

/** What a stranger's message may ask of us; all *own design*. */
export const MESSAGE_LIMITS = {
  /** The SMTP server refuses larger ones long before (SIZE); this keeps the reader safe on its own. */
  octets: 32 * 1024 * 1024,
  /** All header lines of all parts together; an honest fax message has about 1 KiB. The work of the address parser grows faster than they do. */
  headerOctets: 64 * 1024,
  /** multipart inside multipart. */
  nesting: 8,
  /** message/rfc822 inside message/rfc822 that is opened: a forwarded fax, not a forwarded forwarding. */
  forwarding: 1,
  /** Lines that could be a part's delimiter: every one may cost a part. */
  delimiterLines: 4_000,
  /** Lines too short to be base64 (60 octets), some 450 printed pages of text. The parser spends 8 µs and 2 KB on each. */
  shortLines: 30_000,
  /** Parts with content. */
  parts: 500,
  /** Fields of a disposition notification; a capability in it has some 500 octets. */
  notificationOctets: 64 * 1024,
} as const;

export interface ReceivedTiff {
  readonly octets: Uint8Array;
  /** As the part declared it, lower case. */
  readonly mediaType: string;
  readonly filename: string | undefined;
}

export interface ReceivedFaxMessage {
  readonly ok: true;
  /** With angle brackets; undefined when the message has none (RFC 3965 2.2.1: SHOULD). */
  readonly messageId: string | undefined;
  /** Mailboxes without display name. */
  readonly from: string | undefined;
  readonly to: readonly string[];
  /** Decoded (RFC 2047). */
  readonly subject: string | undefined;
  readonly date: Date | undefined;
  /** Distinct mailboxes that ask for a notification (RFC 8098 2.1); more than one is no request to a machine. */
  readonly dispositionNotificationTo: readonly string[];
  /** A Disposition-Notification-Options parameter must be understood, and this machine knows none (RFC 8098 2.2). */
  readonly notificationOptionRequired?: true;
  /** In the order of the message. */
  readonly tiffs: readonly ReceivedTiff[];
  /** The text parts, joined; undefined when there are none or all are blank. */
  readonly text?: string;
  /** Parts that are neither TIFF nor text: one of them makes the whole message fail (RFC 3965 2.2.4). */
  readonly others: readonly { readonly mediaType: string; readonly filename: string | undefined }[];
  /** Text of the disposition notification in it, cut at `MESSAGE_LIMITS.notificationOctets`. */
  readonly notification?: string;
  /** Of a mail server's delivery status notification (RFC 3464): its fields, cut likewise, and what it is about. */
  readonly deliveryStatus?: { readonly fields: string; readonly returnedMessageId: string | undefined };
  /** Set when the message is a report itself (multipart/report, RFC 6522): never answer it with an MDN. */
  readonly reportType?: string;
}

export type ReadFaxMessage = ReceivedFaxMessage | { readonly ok: false; readonly sentence: string };

/**
 * Reads a message (CRLF or LF lines, dot-stuffing already taken off). Never rejects: whatever arrives, the outcome is a
 * message or one sentence. TIFFs are not looked into.
 */
export async function readFaxMessage(octets: Uint8Array): Promise<ReadFaxMessage> {
  if (octets.length > MESSAGE_LIMITS.octets) {
    return {
      ok: false,
      sentence: `The message has ${octets.length} octets; expected at most ${MESSAGE_LIMITS.octets}.`,
    };
  }
  const outline = outlineOf(octets);
  // The lines of a run are neither short nor delimiters.
  const excess = excessOf(outline?.octets ?? octets);
  if (excess !== undefined) return { ok: false, sentence: excess };
  let email: Email;
  try {
    email = (outline && (await parsedByOutline(outline))) ?? (await parsed(octets));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, sentence: `The message cannot be read: ${escapeControls(why).slice(0, 200)}.` };
  }
  if (email.attachments.length > MESSAGE_LIMITS.parts) {
    const sentence = `The message has ${email.attachments.length} parts; expected at most ${MESSAGE_LIMITS.parts}.`;
    return { ok: false, sentence };
  }
  return contentOf(email, octets);
}

function parsed(octets: Uint8Array): Promise<Email> {
  return PostalMime.parse(octets, {
    maxNestingDepth: MESSAGE_LIMITS.nesting,
    maxHeadersSize: MESSAGE_LIMITS.headerOctets,
    maxRfc822NestingDepth: MESSAGE_LIMITS.forwarding,
  });
}

/** The same in a tenth of the time; undefined when the message is not as fax messages are. */
async function parsedByOutline(outline: MessageOutline): Promise<Email | undefined> {
  const email = await parsed(outline.octets);
  const contents = outline.restored(email.attachments.map(octetsOf));
  if (contents === undefined) return undefined;
  const attachments = email.attachments.map((part, index) => ({ ...part, content: contents[index] ?? part.content }));
  return { ...email, attachments };
}

/** Counted before parsing, because every delimiter and every line costs the parser objects. */
function excessOf(octets: Uint8Array): string | undefined {
  const hyphen = 0x2d;
  let delimiterLines = 0;
  let shortLines = 0;
  for (let start = 0; start < octets.length; ) {
    const newline = octets.indexOf(0x0a, start);
    const end = newline === -1 ? octets.length : newline;
    if (octets[start] === hyphen && octets[start + 1] === hyphen) delimiterLines += 1;
    if (end - start < 60) shortLines += 1;
    start = end + 1;
  }
  if (delimiterLines > MESSAGE_LIMITS.delimiterLines) {
    return `The message has ${delimiterLines} lines beginning with "--"; expected at most ${MESSAGE_LIMITS.delimiterLines}.`;
  }
  if (shortLines > MESSAGE_LIMITS.shortLines) {
    return `The message has ${shortLines} lines of text; expected at most ${MESSAGE_LIMITS.shortLines}.`;
  }
  return undefined;
}

function contentOf(email: Email, octets: Uint8Array): ReadFaxMessage {
  const tiffs: ReceivedTiff[] = [];
  const others: { mediaType: string; filename: string | undefined }[] = [];
  const texts: string[] = [];
  if (email.text !== undefined && email.text.trim() !== '') texts.push(email.text);
  else if (email.html !== undefined) others.push({ mediaType: 'text/html', filename: undefined });
  for (const part of email.attachments) {
    const mediaType = escapeControls(part.mimeType);
    const filename = part.filename === null ? undefined : escapeControls(part.filename);
    if (isTiff(part)) tiffs.push({ octets: octetsOf(part), mediaType, filename });
    else if (part.mimeType === 'text/plain') texts.push(new TextDecoder().decode(octetsOf(part)));
    else others.push({ mediaType, filename });
  }
  if (tiffs.length === 0 && texts.length === 0 && others.length === 0) {
    return { ok: false, sentence: 'The message is empty: it holds neither a TIFF nor text.' };
  }
  const reportType = reportTypeOf(headerOf(email, 'content-type'));
  const text = texts.join('\n');
  const notification = email.attachments.find(({ mimeType }) => mimeType === 'message/disposition-notification');
  const deliveryStatus = email.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  return {
    ok: true,
    messageId: email.messageId,
    from: mailboxesOf(email.from === undefined ? [] : [email.from])[0],
    to: mailboxesOf(email.to ?? []),
    subject: email.subject === undefined ? undefined : escapeControls(email.subject),
    date: dateOf(headerOf(email, 'date')),
    dispositionNotificationTo: [
      ...new Set(headersOf(email, 'disposition-notification-to').flatMap((text) => mailboxesOf(addressParser(text)))),
    ],
    ...(optionRequired(email) ? { notificationOptionRequired: true } : {}),
    tiffs,
    others,
    ...(text === '' ? {} : { text }),
    ...(notification === undefined ? {} : { notification: notificationText(notification) }),
    ...(deliveryStatus === undefined
      ? {}
      : {
          deliveryStatus: {
            fields: notificationText(deliveryStatus),
            returnedMessageId: returnedMessageId(octets),
          },
        }),
    ...(reportType === undefined ? {} : { reportType }),
  };
}

/** RFC 3302 and 3950 types; mail programs also send TIFFs as application/octet-stream under a telling name. */
function isTiff(part: Attachment): boolean {
  if (part.mimeType === 'image/tiff' || part.mimeType === 'image/tiff-fx') return true;
  return part.mimeType === 'application/octet-stream' && /\.tiff?$/i.test(part.filename ?? '');
}

function octetsOf(part: Attachment): Uint8Array {
  if (typeof part.content === 'string') return Buffer.from(part.content);
  return part.content instanceof Uint8Array ? part.content : new Uint8Array(part.content);
}

/** An octet a character: its fields are ASCII (RFC 8098 3.1). */
function notificationText(part: Attachment): string {
  return Buffer.from(octetsOf(part).subarray(0, MESSAGE_LIMITS.notificationOctets)).toString('latin1');
}

function headerOf(email: Email, key: string): string | undefined {
  return email.headers.find((header) => header.key === key)?.value;
}

function headersOf(email: Email, key: string): string[] {
  return email.headers.filter((header) => header.key === key).map(({ value }) => value);
}

function optionRequired(email: Email): boolean {
  return headersOf(email, 'disposition-notification-options').some((text) => /=\s*required\s*,/i.test(text));
}

function mailboxesOf(addresses: readonly Address[]): string[] {
  const flat = addresses.flatMap((address) => address.group ?? [address]);
  return flat.map((mailbox) => escapeControls(mailbox.address)).filter((address) => address !== '');
}

/** Only with a zone: without one the host's own zone would decide what the date means. */
function dateOf(text: string | undefined): Date | undefined {
  const found = /\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|[A-Z]{1,3})/.exec(text ?? '');
  const date = new Date(found?.[0] ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function reportTypeOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\/report\b/i.test(contentType)) return undefined;
  return (/;\s*report-type\s*=\s*"?([\w.-]{1,60})/i.exec(contentType)?.[1] ?? 'unknown').toLowerCase();
}
