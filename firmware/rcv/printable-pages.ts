import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import { rowsPerPage } from '../../device-model/page/width-table.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type ReceivedFaxMessage, readFaxMessage } from '../mail/read-fax-message.ts';
import { assumedResolution } from '../tiff/assumed-resolution.ts';
import { readTiff } from '../tiff/read-tiff.ts';
import type { TiffPage } from '../tiff/tiff-page.ts';

/** A received page: decoded when it is printed, not before. */
export interface ReceivedPage {
  readonly page: TiffPage;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
}

export type PrintableMessage = {
  /** Text of the disposition notification in it. */
  readonly notification?: string;
  readonly deliveryStatus?: ReceivedFaxMessage['deliveryStatus'];
  /** What its header says; absent when the message cannot be taken apart. */
  readonly mail?: MessageHeading;
} & (
  | { readonly ok: true; readonly pages: readonly ReceivedPage[] }
  | { readonly ok: false; readonly reason: UnprintableReason; readonly sentence: string }
);

export type MessageHeading = Pick<
  ReceivedFaxMessage,
  'messageId' | 'from' | 'subject' | 'date' | 'dispositionNotificationTo' | 'notificationOptionRequired' | 'reportType'
>;

/** The message, or a TIFF in it, cannot be taken apart; it has no TIFF; it has something that is neither TIFF nor text. */
export type UnprintableReason = 'unreadable' | 'no-image' | 'foreign-part';

export const UNPRINTABLE_ROW: Readonly<Record<UnprintableReason, InfoCode>> = {
  unreadable: INFO_CODES['message-unreadable'],
  'no-image': INFO_CODES['message-unprintable'],
  'foreign-part': INFO_CODES['not-tiff-f'],
};

/**
 * The pages of a received message in order. All TIFFs must be readable: if any part fails, the whole message fails
 * (RFC 3965 2.2.4).
 */
export async function printablePages(message: Uint8Array): Promise<PrintableMessage> {
  const mail = await readFaxMessage(message);
  if (!mail.ok) return { ...mail, reason: 'unreadable' };
  const { notification, deliveryStatus } = mail;
  return {
    ...pagesOf(mail),
    mail: headingOf(mail),
    ...(notification === undefined ? {} : { notification }),
    ...(deliveryStatus === undefined ? {} : { deliveryStatus }),
  };
}

function headingOf(mail: ReceivedFaxMessage): MessageHeading {
  const { messageId, from, subject, date, dispositionNotificationTo, notificationOptionRequired, reportType } = mail;
  return {
    messageId,
    from,
    subject,
    date,
    dispositionNotificationTo,
    ...(notificationOptionRequired === undefined ? {} : { notificationOptionRequired }),
    ...(reportType === undefined ? {} : { reportType }),
  };
}

function pagesOf(mail: ReceivedFaxMessage): PrintableMessage {
  const foreign = mail.others[0];
  if (foreign !== undefined) {
    const sentence = `The message holds a part of type ${foreign.mediaType}; expected image/tiff.`;
    return { ok: false, reason: 'foreign-part', sentence };
  }
  if (mail.tiffs.length === 0) {
    return { ok: false, reason: 'no-image', sentence: 'The message holds no TIFF to print.' };
  }
  const pages: ReceivedPage[] = [];
  for (const [index, tiff] of mail.tiffs.entries()) {
    const reading = readTiff(tiff.octets);
    if (!reading.ok) {
      const sentence = `TIFF ${index + 1} of the message cannot be read: ${reading.sentence}`;
      return { ok: false, reason: 'unreadable', sentence };
    }
    for (const page of reading.pages) {
      const resolution = page.resolution ?? assumedResolution(page.width, page.height);
      pages.push({ page, resolution, paper: paperOf(page, resolution) });
    }
  }
  return { ok: true, pages };
}

/** The paper a page was made for, by width and length (own design: the nearer length of letter and A4). */
function paperOf(page: TiffPage, resolution: Resolution): PaperSize {
  if (page.width === 2048 || page.width === 4096) return 'B4';
  const a4 = Math.abs(page.height - rowsPerPage(resolution, 'A4'));
  const letter = Math.abs(page.height - rowsPerPage(resolution, 'letter'));
  return letter < a4 ? 'letter' : 'A4';
}
