import type { Clock, TraceWriter } from '../../device-model/index.ts';
import type { Journal } from '../journal/journal.ts';
import { readAcceptedFeatures } from '../mail/accepted-features.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import { comparableMailbox } from '../smtp/wire/mailbox.ts';

export interface NotificationParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly learned: LearnedCapabilities;
  readonly trace: TraceWriter;
}

/**
 * Keeps what a disposition notification tells of its recipient's machine, if this machine sent that recipient the
 * message it is about: anybody can forge a notification (RFC 2532 4.2), not so easily the Message-ID. *Own design.*
 */
export async function learnFromNotification(parts: NotificationParts, notification: string): Promise<void> {
  const { clock, journal, learned, trace } = parts;
  const read = readAcceptedFeatures(notification);
  if (read.kind === 'none') return;
  if (read.kind === 'unusable') {
    trace.write('notification.ignored', { sentence: read.sentence });
    return;
  }
  const { recipient, originalMessageId, filter } = read;
  const sent = journal.entries.find(
    ({ direction, messageId, address }) =>
      direction === 'XMT' &&
      messageId === originalMessageId &&
      messageId !== undefined &&
      comparableMailbox(address) === comparableMailbox(recipient),
  );
  if (sent === undefined) {
    trace.write('notification.ignored', { sentence: 'it is about no message of this machine to that recipient' });
    return;
  }
  await learned.learn({ address: sent.address, filter, from: 'MDN', at: clock.calendar() });
}
