import type { Board, Clock } from '../../device-model/index.ts';
import type { Filter } from '../capability/filter.ts';
import type { Journal } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import { completeByDeliveryStatus, completeByNotification } from './complete-by-notification.ts';
import { learnFromNotification } from './learn-from-notification.ts';
import { makeNotifications } from './make-notifications.ts';
import type { NotificationQueue } from './notification-queue.ts';
import type { MessageHeading, PrintableMessage } from './printable-pages.ts';
import type { SpooledEnvelope } from './receive-spool.ts';
import type { ReceivedMessages } from './received-messages.ts';

/** What a reception leaves behind besides paper. A memory that cannot be written costs that, never the fax. */
export interface AftermathParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly learned: LearnedCapabilities;
  readonly received: ReceivedMessages;
  readonly notifications: NotificationQueue;
  /** What the machine tells of itself. */
  readonly capability: Filter;
}

/** The notifications that are due for a printed message, into their queue. */
export async function notify(
  parts: AftermathParts,
  envelope: SpooledEnvelope,
  mail: MessageHeading | undefined,
): Promise<void> {
  const { board, notifications } = parts;
  if (mail === undefined) return;
  try {
    const made = await makeNotifications({ ...parts, trace: board.trace, random: board.random }, envelope, mail);
    await notifications.enter(made);
  } catch (error) {
    board.trace.write('notification.lost', { fileNumber: envelope.fileNumber, sentence: sentenceOf(error) });
  }
}

/** Before the spool lets it go: a cut in between must not make its repetition a new message. */
export async function remember({ board, received }: AftermathParts, envelope: SpooledEnvelope): Promise<void> {
  const { messageId, reversePath: originator, fileNumber, receivedAt: at } = envelope;
  if (messageId === undefined || originator === '') return;
  try {
    await received.keep({ originator, messageId, fileNumber, at });
  } catch (error) {
    board.trace.write('received.lost', { fileNumber, sentence: sentenceOf(error) });
  }
}

/**
 * What a report tells of the far end and of what was sent to it (disposition and delivery status notifications): a
 * sentence for the journal, undefined when the message is none.
 */
export async function learn(
  parts: AftermathParts,
  { notification, deliveryStatus }: PrintableMessage,
): Promise<string | undefined> {
  const { trace } = parts.board;
  const told: string[] = [];
  try {
    if (notification !== undefined) {
      told.push(await completeByNotification({ ...parts, trace }, notification));
      await learnFromNotification({ ...parts, trace }, notification);
    }
    if (deliveryStatus !== undefined) told.push(await completeByDeliveryStatus({ ...parts, trace }, deliveryStatus));
  } catch (error) {
    const sentence = sentenceOf(error);
    trace.write('capability.lost', { sentence });
    told.push(sentence);
  }
  return told.length === 0 ? undefined : told.join(' ');
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
