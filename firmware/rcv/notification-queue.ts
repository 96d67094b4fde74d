import type { Alarm, Clock, NonvolatileMemory, TraceWriter } from '../../device-model/index.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Journal, journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { Failure } from '../xmt/failure.ts';
import { failure } from '../xmt/session-failure.ts';
import type { NotificationMailer } from './notification-mailer.ts';
import {
  NOTIFICATION_FOLDER,
  NOTIFICATION_FORMAT,
  type NotificationRecord,
  notificationName,
} from './notification-record.ts';

/** Notifications waiting at one time; whoever sends faxes faster than their notices leave gets no more. *Own design.* */
export const NOTIFICATION_LIMIT = 200;

export interface NotificationQueueParts {
  readonly clock: Clock;
  readonly trace: TraceWriter;
  readonly memory: NonvolatileMemory;
  readonly settings: Settings;
  readonly journal: Journal;
  readonly addressBook: AddressBook;
  readonly mailer: NotificationMailer;
}

/** Names a received message in the spool. */
export interface NotifiedMessage {
  readonly fileNumber: number;
  readonly receivedAt: string;
}

interface Waiting {
  readonly name: string;
  record: NotificationRecord;
  /** The message is still in the spool: after a cut it is printed, and its notification made, again. */
  held: boolean;
}

/**
 * Notifications on their way, durable from before the message leaves the spool until they are sent or given up, which the
 * journal tells. One at a time; a failed one is tried again by No. 75 and 76. *Own design.*
 */
export class NotificationQueue {
  readonly #parts: NotificationQueueParts;
  readonly #waiting: Waiting[] = [];
  #alarm: Alarm | undefined;
  #sending = false;
  #running = false;

  constructor(parts: NotificationQueueParts) {
    this.#parts = parts;
  }

  /** Nothing is being sent or could be sent now. */
  get idle(): boolean {
    return !this.#sending && !this.#waiting.some((one) => this.#isDue(one));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** What the last power-on left: neither of messages still in the spool, which are printed again, nor what is journaled. */
  async load(spooled: readonly NotifiedMessage[]): Promise<void> {
    const { journal, memory, trace } = this.#parts;
    for (const name of await memory.list(NOTIFICATION_FOLDER)) {
      const loaded = await memory.load(name, NOTIFICATION_FORMAT);
      if (loaded.kind === 'damaged') trace.write('notification.lost', { sentence: loaded.sentence });
      if (loaded.kind !== 'value') continue;
      const record = loaded.value;
      const ended = journal.entries.some(({ messageId }) => messageId === record.messageId);
      if (ended || spooled.some((one) => isAbout(record, one))) await memory.remove(name);
      else this.#waiting.push({ name, record, held: false });
    }
  }

  /** Durable when this resolves, sent after `release`; rejects when the memory cannot be written. */
  async enter(records: readonly NotificationRecord[]): Promise<void> {
    for (const [index, record] of records.entries()) {
      if (this.#waiting.length >= NOTIFICATION_LIMIT) {
        const sentence = `${NOTIFICATION_LIMIT} notifications are waiting already.`;
        await this.#journal(record, failure(INFO_CODES['notification-not-sent'], sentence));
        continue;
      }
      const name = notificationName(record, index);
      await this.#parts.memory.save(name, NOTIFICATION_FORMAT, record);
      this.#waiting.push({ name, record, held: true });
      this.#parts.trace.write('notification.due', { fileNumber: record.fileNumber, to: record.to });
    }
  }

  /** The message has left the spool. */
  release(message: NotifiedMessage): void {
    for (const one of this.#waiting) if (isAbout(one.record, message)) one.held = false;
    this.#next();
  }

  /** The LAN is there. */
  goOn(): void {
    this.#running = true;
    this.#next();
  }

  stop(): void {
    this.#running = false;
    this.#alarm?.cancel();
    this.#parts.mailer.stop();
  }

  #next(): void {
    if (!this.#running || this.#sending) return;
    this.#alarm?.cancel();
    const due = this.#waiting.find((one) => this.#isDue(one));
    if (due !== undefined) {
      this.#sending = true;
      void this.#send(due);
      return;
    }
    const { clock } = this.#parts;
    const waits = this.#waiting.filter(({ held }) => !held).map((one) => this.#waitMs(one));
    if (waits.length === 0) return;
    this.#alarm = clock.alarm(clock.now() + Math.min(...waits), () => this.#next(), 'notification due');
  }

  async #send(due: Waiting): Promise<void> {
    const { mailer, trace } = this.#parts;
    let failed: Failure | undefined;
    try {
      failed = await mailer.submit(Buffer.from(due.record.message, 'latin1'), due.record.to);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      failed = failure(INFO_CODES['internal-failure'], sentence);
    }
    if (!this.#running) return;
    try {
      await this.#ended(due, failed);
    } catch (error) {
      // Still in the store: the next power-on finds it again.
      trace.write('notification.unrecorded', { sentence: error instanceof Error ? error.message : String(error) });
    }
    this.#sending = false;
    this.#next();
  }

  async #ended(due: Waiting, failed: Failure | undefined): Promise<void> {
    const { clock, memory, settings, trace } = this.#parts;
    const { fileNumber, to } = due.record;
    if (failed !== undefined) {
      trace.write('notification.failed', { fileNumber, to, ...failed });
      const attempts = due.record.attempts + 1;
      if (failed.retryable && attempts <= settings.get('notificationRetries')) {
        const at = clock.calendar().getTime() + settings.get('notificationInterval') * 1_000;
        due.record = { ...due.record, attempts, nextAttemptAt: new Date(at).toISOString() };
        await memory.save(due.name, NOTIFICATION_FORMAT, due.record);
        return;
      }
    } else {
      trace.write('notification.sent', { fileNumber, to });
    }
    this.#waiting.splice(this.#waiting.indexOf(due), 1);
    // The journal first: by its line a power-on knows that this one has ended.
    await this.#journal(due.record, failed);
    await memory.remove(due.name);
  }

  async #journal(record: NotificationRecord, failed: Failure | undefined): Promise<void> {
    const { addressBook, clock, journal, settings } = this.#parts;
    const station = addressBook.stationAt(record.to)?.name;
    const about = `Disposition notification about ${record.about}.`;
    await journal.add({
      ...journalTime(clock.calendar(), settings.get('timeZoneOffset')),
      direction: 'XMT',
      fileNumber: record.fileNumber,
      ...(station === undefined ? {} : { station }),
      address: record.to,
      pages: 0,
      durationMs: 0,
      result: failed === undefined ? 'OK' : failed.infoCode,
      detail: failed === undefined ? about : `${about} ${failed.sentence}`,
      messageId: record.messageId,
    });
  }

  #isDue(one: Waiting): boolean {
    return !one.held && this.#waitMs(one) <= 0;
  }

  /** By the calendar, which runs on while the power is off; one that was set back costs no more than the interval. */
  #waitMs({ record }: Waiting): number {
    if (record.nextAttemptAt === undefined) return 0;
    const wait = Date.parse(record.nextAttemptAt) - this.#parts.clock.calendar().getTime();
    return Math.min(wait, this.#parts.settings.get('notificationInterval') * 1_000);
  }
}

function isAbout(record: NotificationRecord, message: NotifiedMessage): boolean {
  return record.fileNumber === message.fileNumber && record.receivedAt === message.receivedAt;
}
