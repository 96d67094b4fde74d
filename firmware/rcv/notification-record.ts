import { z } from 'zod';
import type { RecordFormat } from '../../device-model/index.ts';
import { checkedBy } from '../settings/schema-check.ts';

/** A notification that is due, whole, so that nothing has to be asked or read again when it is sent. */
export interface NotificationRecord {
  /** Of the message it is about, for the journal; the number may be in use again by then. */
  readonly fileNumber: number;
  /** When that message came, ISO 8601; with the file number it names the message in the spool. */
  readonly receivedAt: string;
  readonly to: string;
  /** What the journal says it is about. */
  readonly about: string;
  readonly messageId: string;
  /** All US-ASCII, CRLF line ends. */
  readonly message: string;
  /** Attempts that failed. */
  readonly attempts: number;
  /** ISO 8601 UTC by the machine's calendar; absent: at once. */
  readonly nextAttemptAt?: string;
}

const NOTIFICATION = z.strictObject({
  fileNumber: z.int().min(1).max(999),
  receivedAt: z.iso.datetime(),
  to: z.string().min(1),
  about: z.string(),
  messageId: z.string(),
  message: z.string(),
  attempts: z.int().min(0),
  nextAttemptAt: z.iso.datetime().exactOptional(),
});

export const NOTIFICATION_FOLDER = 'notifications';
export const NOTIFICATION_FORMAT: RecordFormat<NotificationRecord> = { version: 1, check: checkedBy(NOTIFICATION) };

/** The n-th notification about one message; made again after a power cut it has the same name. */
export function notificationName(record: NotificationRecord, index: number): string {
  const stamp = record.receivedAt.replace(/\D/g, '');
  return `${NOTIFICATION_FOLDER}/${stamp}-${String(record.fileNumber).padStart(3, '0')}-${index}`;
}
