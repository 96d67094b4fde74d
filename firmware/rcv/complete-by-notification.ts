import { type JournalEntry, journalTime } from '../journal/journal.ts';
import { readDeliveryStatus } from '../mail/delivery-status.ts';
import { readDisposition } from '../mail/disposition.ts';
import type { Settings } from '../settings/settings.ts';
import { comparableMailbox } from '../smtp/wire/mailbox.ts';
import type { NotificationParts } from './learn-from-notification.ts';
import type { PrintableMessage } from './printable-pages.ts';

type CompletionParts = Omit<NotificationParts, 'learned'> & { readonly settings: Settings };

/**
 * The entry of the message that a disposition notification is about, completed with what it says: matched by Message-ID
 * and recipient. The first one counts; one that nobody waits for changes nothing. Resolves with a sentence for the journal.
 * *Own design.*
 */
export async function completeByNotification(parts: CompletionParts, notification: string): Promise<string> {
  const told = readDisposition(notification);
  if (told === undefined) return 'A disposition notification that says nothing of a message.';
  const { originalMessageId, recipient, type } = told;
  const entry = parts.journal.entries.find(
    (one) => one.notice === 'awaited' && one.messageId === originalMessageId && isTo(one, [recipient]),
  );
  if (entry === undefined) return 'A disposition notification about no message that awaits one.';
  await complete(parts, entry, type);
  return `Disposition notification about file ${fileOf(entry)}: ${type}.`;
}

/**
 * As `completeByNotification` with a mail server's report (RFC 3464), matched by the Message-ID of the message it returns.
 * A failure completes the entry whether a notice was awaited or not, once; other actions are told only.
 */
export async function completeByDeliveryStatus(
  parts: CompletionParts,
  { fields, returnedMessageId }: NonNullable<PrintableMessage['deliveryStatus']>,
): Promise<string> {
  const told: string[] = [];
  for (const { recipients, action, status } of returnedMessageId === undefined ? [] : readDeliveryStatus(fields)) {
    const entry = parts.journal.entries.find(
      (one) =>
        one.direction === 'XMT' &&
        one.messageId === returnedMessageId &&
        typeof one.notice !== 'object' &&
        isTo(one, recipients),
    );
    if (entry === undefined) continue;
    const word = status === undefined ? action : `${action} ${status}`;
    if (action === 'failed') await complete(parts, entry, word);
    told.push(`Delivery status notification about file ${fileOf(entry)}: ${word}.`);
  }
  return told.length === 0 ? 'A delivery status notification about no message of this machine.' : told.join(' ');
}

async function complete(parts: CompletionParts, entry: JournalEntry, disposition: string): Promise<void> {
  const { clock, journal, settings, trace } = parts;
  const when = journalTime(clock.calendar(), settings.get('timeZoneOffset'));
  trace.write('notification.matched', { fileNumber: entry.fileNumber, disposition });
  await journal.complete(entry, { disposition, ...when });
}

function isTo({ address }: JournalEntry, recipients: readonly string[]): boolean {
  return recipients.some((recipient) => comparableMailbox(recipient) === comparableMailbox(address));
}

function fileOf({ fileNumber }: JournalEntry): string {
  return String(fileNumber).padStart(3, '0');
}
