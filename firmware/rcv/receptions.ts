import { createActor, fromPromise } from 'xstate';
import { type Board, type Clock, perform } from '../../device-model/index.ts';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { Filter } from '../capability/filter.ts';
import { chartClock } from '../chart-clock.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import type { Failure } from '../xmt/failure.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import { failure } from '../xmt/session-failure.ts';
import { completeByNotification } from './complete-by-notification.ts';
import { ERROR_PAGE_RESOLUTION, errorPages } from './error-page.ts';
import { learnFromNotification } from './learn-from-notification.ts';
import { makeNotifications } from './make-notifications.ts';
import type { NotificationQueue } from './notification-queue.ts';
import {
  type MessageHeading,
  type PrintableMessage,
  printablePages,
  type ReceivedPage,
  UNPRINTABLE_ROW,
} from './printable-pages.ts';
import { type PrintResult, type ReadResult, receiveChart } from './receive-chart.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';
import type { ReceivedMessages } from './received-messages.ts';
import { journalReception } from './reception-journal.ts';

/** A reception that has ended: the message as it came and what the journal says of it. */
export interface ArchivedReception {
  readonly envelope: SpooledEnvelope;
  readonly message: Uint8Array;
  readonly entry: JournalEntry;
}

/** Takes a reception over; what it rejects with leaves the message in the spool. */
export type Archive = (reception: ArchivedReception) => Promise<void>;

export interface ReceptionsParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly fileNumbers: FileNumbers;
  readonly spool: ReceiveSpool;
  readonly archive: Archive | undefined;
  /** What far ends can do, kept from what they send. */
  readonly learned: LearnedCapabilities;
  readonly received: ReceivedMessages;
  readonly notifications: NotificationQueue;
  /** What the machine tells of itself. */
  readonly capability: Filter;
}

/** Spooled messages on their way to paper, one after another, so that the pages of each lie in the tray together. */
export class Receptions {
  readonly #parts: ReceptionsParts;
  readonly #waiting: SpooledEnvelope[] = [];
  #underWay: { stop(): void } | undefined;
  /** File numbers of messages that could not be printed. */
  readonly #kept = new Set<number>();
  #stopped = false;

  constructor(parts: ReceptionsParts) {
    this.#parts = parts;
  }

  /** Nothing is being printed or waits for it. */
  get idle(): boolean {
    return this.#underWay === undefined && this.#waiting.length === 0;
  }

  print(envelope: SpooledEnvelope): void {
    if (this.#stopped) return;
    this.#waiting.push(envelope);
    this.#parts.board.panel.setLamp('receiveData', 'on');
    if (this.#underWay === undefined) this.#next();
  }

  /** A message that cannot be printed stays in the spool, and the alarm lamp says so. */
  keep(fileNumber: number): void {
    this.#kept.add(fileNumber);
    this.#parts.board.panel.setLamp('alarm', 'on');
  }

  async discardKept(fileNumber: number): Promise<void> {
    if (!this.#kept.delete(fileNumber)) return;
    await this.#parts.spool.remove(fileNumber);
    this.#parts.fileNumbers.free(fileNumber);
    if (this.#kept.size === 0) this.#parts.board.panel.setLamp('alarm', 'off');
  }

  /** No further step; what is spooled is printed after the next power-on. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    this.#underWay?.stop();
  }

  #next(): void {
    const envelope = this.#waiting.shift();
    if (envelope === undefined) this.#parts.board.panel.setLamp('receiveData', 'off');
    else this.#process(envelope);
  }

  #process(envelope: SpooledEnvelope): void {
    const { board, clock, fileNumbers, notifications, received, spool } = this.#parts;
    const { fileNumber } = envelope;
    let read: PrintableMessage | undefined;
    /** The page on paper last: the next one is decoded into its octets. */
    let printed: Uint8Array | undefined;
    /** Printed instead of a message that cannot be. */
    let instead: readonly BilevelRaster[] | undefined;
    const actor = createActor(
      receiveChart.provide({
        actors: {
          read: fromPromise(async (): Promise<ReadResult> => {
            read = await this.#read(fileNumber);
            if (read.notification !== undefined) await this.#learn(read.notification);
            if (read.ok) return { ok: true, pages: read.pages.length };
            instead = this.#errorPages(envelope, read);
            if (instead !== undefined) return { ok: true, pages: instead.length };
            return { ok: false, failure: failure(UNPRINTABLE_ROW[read.reason], read.sentence) };
          }),
          print: fromPromise(async ({ input }): Promise<PrintResult> => {
            const raster = instead?.[input.pagesPrinted];
            if (raster !== undefined) return await this.#printErrorPage(fileNumber, raster, input.pagesPrinted);
            const page = read?.ok === true ? read.pages[input.pagesPrinted] : undefined;
            const { result, octets } = await this.#printPage(fileNumber, page, input.pagesPrinted, printed);
            printed = octets;
            return result;
          }),
          finish: fromPromise(async ({ input }) => {
            const { messageId } = read?.mail ?? {};
            if (read?.ok === true) await this.#notify(envelope, read.mail);
            const entry = await journalReception(this.#parts, envelope, {
              pages: input.pages,
              ...(read?.ok === false
                ? { result: UNPRINTABLE_ROW[read.reason].code, detail: read.sentence }
                : { result: 'OK' }),
              messageId,
            });
            await this.#remember(envelope);
            if (!(await this.#archived(envelope, entry))) return;
            try {
              await spool.remove(fileNumber);
            } finally {
              notifications.release(envelope);
            }
            fileNumbers.free(fileNumber);
          }),
          keep: fromPromise(async ({ input }) => {
            const why: Failure = input.failure ?? failure(INFO_CODES['internal-failure'], 'No reason was given.');
            const { messageId } = read?.mail ?? {};
            const outcome = { pages: input.pagesPrinted, result: why.infoCode, detail: why.sentence, messageId };
            // What was not printed may come again.
            if (messageId !== undefined) received.forget(envelope.reversePath, messageId);
            let entry: JournalEntry;
            try {
              await spool.markKept(envelope);
            } finally {
              // The operator is told whether the store takes the mark or not.
              this.keep(fileNumber);
              entry = await journalReception(this.#parts, envelope, outcome);
            }
            // Whoever took it over keeps it from now on.
            if (this.#parts.archive !== undefined && (await this.#archived(envelope, entry))) {
              await this.discardKept(fileNumber);
            }
          }),
        },
      }),
      { input: { fileNumber }, clock: chartClock(clock) },
    );
    actor.subscribe((snapshot) => {
      if (this.#stopped) return;
      board.trace.write('reception.entered', { fileNumber, state: String(snapshot.value) });
      if (snapshot.status !== 'done') return;
      this.#underWay = undefined;
      this.#next();
    });
    this.#underWay = actor;
    actor.start();
  }

  /** True when nobody wants it or it was taken over. */
  async #archived(envelope: SpooledEnvelope, entry: JournalEntry): Promise<boolean> {
    const { archive, board, clock, spool } = this.#parts;
    const message = archive === undefined ? undefined : await spool.message(envelope.fileNumber);
    if (archive === undefined || message === undefined) return true;
    try {
      await perform(clock, 0, 'archive the reception', () => archive({ envelope, message, entry }));
      return true;
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      board.trace.write('archive.failed', { fileNumber: envelope.fileNumber, sentence });
      return false;
    }
  }

  /** No. 70: undefined when the message itself is kept. */
  #errorPages(envelope: SpooledEnvelope, read: PrintableMessage): readonly BilevelRaster[] | undefined {
    const { unprintableMessage, timeZoneOffset } = this.#parts.settings.values;
    if (read.ok || unprintableMessage !== 'Error Page') return undefined;
    return errorPages(envelope, UNPRINTABLE_ROW[read.reason], read.sentence, read.mail, timeZoneOffset);
  }

  async #printErrorPage(fileNumber: number, raster: BilevelRaster, index: number): Promise<PrintResult> {
    const label = `file ${String(fileNumber).padStart(3, '0')} error page ${index + 1}`;
    const page = { raster, resolution: ERROR_PAGE_RESOLUTION, paper: 'A4', label } as const;
    const printed = await this.#parts.board.printEngine.print(page);
    if (printed.ok) return { ok: true };
    return { ok: false, failure: failure(INFO_CODES['message-unprintable'], printed.sentence) };
  }

  /** A memory that cannot be written costs the notification, not the fax. */
  async #notify(envelope: SpooledEnvelope, mail: MessageHeading | undefined): Promise<void> {
    const { board, notifications } = this.#parts;
    if (mail === undefined) return;
    try {
      const made = await makeNotifications(
        { ...this.#parts, trace: board.trace, random: board.random },
        envelope,
        mail,
      );
      await notifications.enter(made);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      board.trace.write('notification.lost', { fileNumber: envelope.fileNumber, sentence });
    }
  }

  /** Before the spool lets it go: a cut in between must not make its repetition a new message. */
  async #remember(envelope: SpooledEnvelope): Promise<void> {
    const { messageId, reversePath: originator, fileNumber, receivedAt: at } = envelope;
    if (messageId === undefined || originator === '') return;
    try {
      await this.#parts.received.keep({ originator, messageId, fileNumber, at });
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      this.#parts.board.trace.write('received.lost', { fileNumber, sentence });
    }
  }

  /** A memory that cannot be written costs the knowledge, not the reception. */
  async #learn(notification: string): Promise<void> {
    const { trace } = this.#parts.board;
    try {
      await completeByNotification({ ...this.#parts, trace }, notification);
      await learnFromNotification({ ...this.#parts, trace }, notification);
    } catch (error) {
      trace.write('capability.lost', { sentence: error instanceof Error ? error.message : String(error) });
    }
  }

  async #read(fileNumber: number): Promise<PrintableMessage> {
    const message = await this.#parts.spool.message(fileNumber);
    return message === undefined
      ? { ok: false, reason: 'unreadable', sentence: 'The spooled message is missing.' }
      : await printablePages(message);
  }

  /** `octets`: the raster's, free again once the page is on paper. */
  async #printPage(
    fileNumber: number,
    received: ReceivedPage | undefined,
    index: number,
    spare: Uint8Array | undefined,
  ): Promise<{ readonly result: PrintResult; readonly octets: Uint8Array | undefined }> {
    if (received === undefined) {
      const why = failure(INFO_CODES['internal-failure'], `There is no page ${index + 1} to print.`);
      return { result: { ok: false, failure: why }, octets: spare };
    }
    const { page, resolution, paper } = received;
    const { raster, damage, badRows } = page.decode('conceal', spare);
    if (damage !== undefined) {
      this.#parts.board.trace.write('page.concealed', { fileNumber, page: index + 1, badRows, damage });
    }
    const label = `file ${String(fileNumber).padStart(3, '0')} page ${index + 1}`;
    const printed = await this.#parts.board.printEngine.print({ raster, resolution, paper, label });
    const result: PrintResult = printed.ok
      ? { ok: true }
      : { ok: false, failure: failure(INFO_CODES['message-unprintable'], printed.sentence) };
    return { result, octets: raster.octets };
  }
}
