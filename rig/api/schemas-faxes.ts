import { z } from '@hono/zod-openapi';
import { journalEntrySchema } from './schemas-rig.ts';

const FAX = {
  id: z.string(),
  machine: z.string(),
  fileNumber: z.int(),
  messageId: z.string().nullable(),
  from: z.string().openapi({ description: 'Reverse-path.' }),
  author: z.string().nullable().openapi({ description: 'The mailbox of the From field.' }),
  mailboxes: z.array(z.string()).openapi({ description: 'Forward-paths it was received for.' }),
  subject: z.string().nullable(),
  receivedAt: z.string(),
  octets: z.int().openapi({ description: 'Of the message.' }),
  pages: z.int().openapi({ description: 'In its TIFF files.' }),
  result: z.string().openapi({ description: 'OK, or the three digits of an info code.' }),
  detail: z.string().nullable(),
} as const;

/** A fax that a machine received: complete, its 250 given, printed or not. */
export const faxSchema = z.strictObject(FAX).openapi('ReceivedFax');

export const faxRecordSchema = z
  .strictObject({
    ...FAX,
    remoteAddress: z.string(),
    clientName: z.string(),
    tiffs: z.int().openapi({ description: 'TIFF files in the message.' }),
    journal: journalEntrySchema,
    dialogue: z.array(z.string()).openapi({ description: 'The session that brought it: C: and S: lines.' }),
  })
  .openapi('FaxRecord');

/** A message that a machine began to send; a redial sends another. */
export const sentFaxSchema = z
  .strictObject({
    id: z.string(),
    messageId: z.string().nullable(),
    to: z.array(z.string()),
    subject: z.string().nullable(),
    octets: z.int(),
    pages: z.int(),
  })
  .openapi('SentFax');
