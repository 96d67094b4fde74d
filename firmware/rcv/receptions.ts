import { createActor, fromPromise } from 'xstate';
import type { Board, Clock } from '../../device-model/index.ts';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { Filter } from '../capability/filter.ts';
import { chartClock } from '../chart-clock.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import type { Failure } from '../xmt/failure.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import { failure } from '../xmt/session-failure.ts';
import { type Archive, archived } from './archive.ts';
import { ERROR_PAGE_PAPER, errorPages } from './error-page.ts';
import type { NotificationQueue } from './notification-queue.ts';
import { PagePrinter } from './page-printer.ts';
import { type PrintableMessage, printablePages, UNPRINTABLE_ROW } from './printable-pages.ts';
import { type PrintResult, type ReadResult, receiveChart } from './receive-chart.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';
import type { ReceivedMessages } from './received-messages.ts';
import { learn, notify, remember } from './reception-aftermath.ts';
import { journalReception, outcomeOf } from './reception-journal.ts';

export interface ReceptionsParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly conditions: Conditions;
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

/** What becomes of a reception in memory, as the file list tells it. */
export type ReceptionState = 'waiting' | 'printing' | 'waiting for the printer' | 'kept';

interface Waiting {
  readonly envelope: SpooledEnvelope;
  /** Sheets of it that are on paper already. */
  readonly pagesPrinted: number;
  /** What the journal says of it already. */
  readonly told: JournalEntry | undefined;
}

/** Spooled messages on their way to paper, one after another, so that the pages of each lie in the tray together. */
export class Receptions {
  readonly #parts: ReceptionsParts;
  readonly #waiting: Waiting[] = [];
  #underWay:
    | {
        readonly fileNumber: number;
        readonly state: () => string;
        readonly discard: () => void;
        readonly stop: () => void;
      }
    | undefined;
  /** Messages that could not be printed. */
  readonly #kept = new Map<number, SpooledEnvelope>();
  readonly #printer: PagePrinter;
  #stopped = false;

  constructor(parts: ReceptionsParts) {
    this.#parts = parts;
    this.#printer = new PagePrinter(parts);
  }

  /** Nothing is being printed or waits for it. */
  get idle(): boolean {
    return this.#underWay === undefined && this.#waiting.length === 0;
  }

  /** `before`: what was done with it before the power went. */
  print(envelope: SpooledEnvelope, before: Partial<Pick<Waiting, 'pagesPrinted' | 'told'>> = {}): void {
    if (this.#stopped) return;
    const { pagesPrinted = 0, told } = before;
    this.#waiting.push({ envelope, pagesPrinted, told });
    this.#parts.board.panel.setLamp('receiveData', 'on');
    if (this.#underWay === undefined) this.#next();
  }

  /** A message that cannot be printed stays in the spool. */
  keep(envelope: SpooledEnvelope): void {
    this.#kept.set(envelope.fileNumber, envelope);
    this.#parts.conditions.raise('reception-kept');
  }

  async discardKept(fileNumber: number): Promise<void> {
    if (!this.#unkeep(fileNumber)) return;
    await this.#parts.spool.remove(fileNumber);
    this.#parts.fileNumbers.free(fileNumber);
  }

  /** Every reception in memory, in the order of printing, the kept ones last. */
  get files(): readonly { readonly fileNumber: number; readonly state: ReceptionState }[] {
    const now = this.#underWay;
    const state = now?.state() === 'waiting' ? 'waiting for the printer' : 'printing';
    return [
      ...(now === undefined ? [] : [{ fileNumber: now.fileNumber, state } as const]),
      ...this.#waiting.map(({ envelope }) => ({ fileNumber: envelope.fileNumber, state: 'waiting' as const })),
      ...[...this.#kept.keys()].map((fileNumber) => ({ fileNumber, state: 'kept' as const })),
    ];
  }

  /** A kept message is tried once more. False when there is none of this number. */
  printKept(fileNumber: number): boolean {
    const envelope = this.#kept.get(fileNumber);
    if (envelope === undefined) return false;
    this.#unkeep(fileNumber);
    this.print({ ...envelope, kept: false });
    return true;
  }

  /** The operator's word; false while the message is on its way to paper, or when there is none of this number. */
  async discard(fileNumber: number): Promise<boolean> {
    if (this.#kept.has(fileNumber)) {
      await this.discardKept(fileNumber);
      return true;
    }
    if (this.#underWay?.fileNumber === fileNumber && this.#underWay.state() === 'waiting') {
      this.#underWay.discard();
      return true;
    }
    const at = this.#waiting.findIndex(({ envelope }) => envelope.fileNumber === fileNumber);
    const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (found !== undefined) await this.#discard(found.envelope, found.pagesPrinted);
    return found !== undefined;
  }

  #unkeep(fileNumber: number): boolean {
    const was = this.#kept.delete(fileNumber);
    if (this.#kept.size === 0) this.#parts.conditions.clear('reception-kept');
    return was;
  }

  async #discard(envelope: SpooledEnvelope, pages: number): Promise<void> {
    const { messageId, reversePath } = envelope;
    const detail = 'Deleted by the operator before it was printed.';
    // As with a kept one: what was not printed may come again.
    if (messageId !== undefined) this.#parts.received.forget(reversePath, messageId);
    await journalReception(this.#parts, envelope, { pages, result: INFO_CODES.stopped.code, detail, messageId });
    await this.#parts.spool.remove(envelope.fileNumber);
    this.#parts.fileNumbers.free(envelope.fileNumber);
  }

  /** No further step; what is spooled is printed after the next power-on. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    this.#underWay?.stop();
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#parts.board.panel.setLamp('receiveData', 'off');
    else this.#process(next);
  }

  #process({ envelope, pagesPrinted, told }: Waiting): void {
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
            if (read.notification !== undefined) await learn(this.#parts, read.notification);
            if (read.ok) return { ok: true, pages: read.pages.length };
            instead = this.#errorPages(envelope, read);
            if (instead !== undefined) return { ok: true, pages: instead.length };
            return { ok: false, failure: failure(UNPRINTABLE_ROW[read.reason], read.sentence) };
          }),
          print: fromPromise(async ({ input }): Promise<PrintResult> => {
            const raster = instead?.[input.pagesPrinted];
            const page = read?.ok === true ? read.pages[input.pagesPrinted] : undefined;
            const { result, octets } =
              raster === undefined
                ? await this.#printer.print(fileNumber, page, input.pagesPrinted, printed)
                : await this.#printer.printErrorPage(fileNumber, raster, input.pagesPrinted);
            printed = octets;
            if (result.ok) await this.#countSheet(envelope, input.pagesPrinted + 1);
            return result;
          }),
          untilPrintable: fromPromise(async ({ input, signal }) => {
            const page = read?.ok === true ? read.pages[input.pagesPrinted] : undefined;
            await this.#printer.untilPrintable(page?.paper ?? ERROR_PAGE_PAPER, signal);
          }),
          discard: fromPromise(async ({ input }) => this.#discard(envelope, input.pagesPrinted)),
          finish: fromPromise(async ({ input }) => {
            const { messageId } = read?.mail ?? {};
            if (read?.ok === true) await notify(this.#parts, envelope, read.mail);
            const outcome = { pages: input.pages, ...outcomeOf(read, input.waitedFor), messageId };
            const entry = await this.#tell(envelope, outcome, told);
            await remember(this.#parts, envelope);
            if ((await archived(this.#parts, envelope, entry)) === 'refused') return;
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
              entry = await this.#tell(envelope, outcome, told);
            } finally {
              // The operator is told whether the store takes it or not.
              this.keep(envelope);
            }
            // The mark comes last: found without it at power-on, the message is looked at once more, and told of once.
            await spool.markKept(envelope);
            // Whoever took it over keeps it from now on.
            if ((await archived(this.#parts, envelope, entry)) === 'taken over') await this.discardKept(fileNumber);
          }),
        },
      }),
      { input: { fileNumber, pagesPrinted }, clock: chartClock(clock) },
    );
    actor.subscribe((snapshot) => {
      if (this.#stopped) return;
      board.trace.write('reception.entered', { fileNumber, state: String(snapshot.value) });
      if (snapshot.status !== 'done') return;
      this.#underWay = undefined;
      this.#next();
    });
    this.#underWay = {
      fileNumber,
      state: () => String(actor.getSnapshot().value),
      discard: () => actor.send({ type: 'rcv.discard' }),
      stop: () => actor.stop(),
    };
    actor.start();
  }

  /** Into the journal, unless that says the same of it already. */
  async #tell(
    envelope: SpooledEnvelope,
    outcome: Parameters<typeof journalReception>[2],
    told: JournalEntry | undefined,
  ): Promise<JournalEntry> {
    return told?.result === outcome.result ? told : await journalReception(this.#parts, envelope, outcome);
  }

  /** No. 70: undefined when the message itself is kept. */
  #errorPages(envelope: SpooledEnvelope, read: PrintableMessage): readonly BilevelRaster[] | undefined {
    const { unprintableMessage, timeZoneOffset } = this.#parts.settings.values;
    if (read.ok || unprintableMessage !== 'Error Page') return undefined;
    return errorPages(envelope, UNPRINTABLE_ROW[read.reason], read.sentence, read.mail, timeZoneOffset);
  }

  /** Durable before the next sheet starts. A memory that cannot be written costs paper after a power cut, not the fax. */
  async #countSheet(envelope: SpooledEnvelope, pagesPrinted: number): Promise<void> {
    const { board, spool } = this.#parts;
    try {
      await spool.notePrinted(envelope, pagesPrinted);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      board.trace.write('sheet.uncounted', { fileNumber: envelope.fileNumber, pagesPrinted, sentence });
    }
  }

  async #read(fileNumber: number): Promise<PrintableMessage> {
    const message = await this.#parts.spool.message(fileNumber);
    return message === undefined
      ? { ok: false, reason: 'unreadable', sentence: 'The spooled message is missing.' }
      : await printablePages(message);
  }
}
