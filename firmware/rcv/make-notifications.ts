import type { Clock, Random, TraceWriter } from '../../device-model/index.ts';
import type { Filter } from '../capability/filter.ts';
import { buildNotification } from '../mail/disposition-notification.ts';
import { messageIdOf } from '../mail/message-id.ts';
import type { Settings } from '../settings/settings.ts';
import { notificationDue } from './notification-due.ts';
import type { NotificationRecord } from './notification-record.ts';
import type { MessageHeading } from './printable-pages.ts';
import type { SpooledEnvelope } from './receive-spool.ts';

/**
 * Recipients of one message that are answered for. RFC 8098 2.1 has one notification a recipient; more than this from one
 * machine would make it a means to flood whoever a forger names. *Own design.*
 */
export const NOTIFIED_RECIPIENTS = 8;

export interface NotificationMakerParts {
  readonly clock: Clock;
  readonly trace: TraceWriter;
  readonly random: Pick<Random, 'hex'>;
  readonly settings: Settings;
  /** What the machine tells of itself. */
  readonly capability: Filter;
}

/** The notifications that are due for a message that has been printed, one for each of its recipients here. */
export async function makeNotifications(
  parts: NotificationMakerParts,
  envelope: SpooledEnvelope,
  mail: MessageHeading,
): Promise<readonly NotificationRecord[]> {
  const { clock, random, settings, trace } = parts;
  const { machineAddress: from, timeZoneOffset: zoneOffsetMinutes } = settings.values;
  if (settings.get('notification') === 'Off') return [];
  const due = notificationDue(mail, envelope.reversePath);
  const { fileNumber, receivedAt, forwardPaths } = envelope;
  if (due.kind === 'withheld') trace.write('notification.withheld', { fileNumber, sentence: due.sentence });
  if (due.kind !== 'due' || from === '') return [];
  const date = clock.calendar();
  const records: NotificationRecord[] = [];
  for (const [counter, path] of forwardPaths.slice(0, NOTIFIED_RECIPIENTS).entries()) {
    const messageId = messageIdOf({
      date,
      zoneOffsetMinutes,
      counter: fileNumber * 10 + counter,
      random,
      address: from,
    });
    const message = await buildNotification({
      from,
      to: due.to,
      date,
      zoneOffsetMinutes,
      messageId,
      // `postmaster` alone is somebody at this machine.
      finalRecipient: path.includes('@') ? path : from,
      original: { messageId: mail.messageId, subject: mail.subject },
      printedAt: date,
      capability: parts.capability,
    });
    const about = `file ${String(fileNumber).padStart(3, '0')}, ${mail.messageId ?? 'a message without Message-ID'}`;
    const text = Buffer.from(message).toString('latin1');
    records.push({ fileNumber, receivedAt, to: due.to, about, messageId, message: text, attempts: 0 });
  }
  return records;
}
