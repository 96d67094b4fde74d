import { type JournalEntry, journalTime } from '../journal/journal.ts';
import { readDisposition } from '../mail/disposition.ts';
import type { Settings } from '../settings/settings.ts';
import { comparableMailbox } from '../smtp/wire/mailbox.ts';
import type { NotificationParts } from './learn-from-notification.ts';

/**
 * The entry of the message that a disposition notification is about, completed with what it says: matched by Message-ID
 * and recipient. The first one counts; one that nobody waits for changes nothing. *Own design.*
 */
export async function completeByNotification(
  parts: Omit<NotificationParts, 'learned'> & { readonly settings: Settings },
  notification: string,
): Promise<void> {
  const { clock, journal, settings, trace } = parts;
  const told = readDisposition(notification);
  if (told === undefined) return;
  const awaiting = (entry: JournalEntry): boolean =>
    entry.notice === 'awaited' &&
    entry.messageId === told.originalMessageId &&
    comparableMailbox(entry.address) === comparableMailbox(told.recipient);
  const entry = journal.entries.find(awaiting);
  if (entry === undefined) return;
  const when = journalTime(clock.calendar(), settings.get('timeZoneOffset'));
  trace.write('notification.matched', { fileNumber: entry.fileNumber, disposition: told.type });
  await journal.complete(entry, { disposition: told.type, ...when });
}
