import { createActor, fromPromise } from 'xstate';
import { type Board, type Clock, perform } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import type { Conditions } from '../conditions/conditions.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import type { Failure } from '../xmt/failure.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import { failure } from '../xmt/session-failure.ts';
import { learnFromNotification } from './learn-from-notification.ts';
import { PagePrinter } from './page-printer.ts';
import { type PrintableMessage, printablePages, type UnprintableReason } from './printable-pages.ts';
import { type PrintResult, type ReadResult, receiveChart } from './receive-chart.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';
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
  readonly conditions: Conditions;
  readonly fileNumbers: FileNumbers;
  readonly spool: ReceiveSpool;
  readonly archive: Archive | undefined;
  /** What far ends can do, kept from what they send. */
  readonly learned: LearnedCapabilities;
}

/** What becomes of a reception in memory, as the file list tells it. */
export type ReceptionState = 'waiting' | 'printing' | 'waiting for the printer' | 'kept';

const ROW_OF: Readonly<Record<UnprintableReason, InfoCode>> = {
  unreadable: INFO_CODES['message-unreadable'],
  'no-image': INFO_CODES['message-unprintable'],
  'foreign-part': INFO_CODES['not-tiff-f'],
};

/** Spooled messages on their way to paper, one after another, so that the pages of each lie in the tray together. */
export class Receptions {
  readonly #parts: ReceptionsParts;
  readonly #waiting: SpooledEnvelope[] = [];
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

  print(envelope: SpooledEnvelope): void {
    if (this.#stopped) return;
    this.#waiting.push(envelope);
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
      ...this.#waiting.map(({ fileNumber }) => ({ fileNumber, state: 'waiting' as const })),
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
    const at = this.#waiting.findIndex((envelope) => envelope.fileNumber === fileNumber);
    const [envelope] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (envelope !== undefined) await this.#discard(envelope, 0, undefined);
    return envelope !== undefined;
  }

  #unkeep(fileNumber: number): boolean {
    const was = this.#kept.delete(fileNumber);
    if (this.#kept.size === 0) this.#parts.conditions.clear('reception-kept');
    return was;
  }

  async #discard(envelope: SpooledEnvelope, pages: number, messageId: string | undefined): Promise<void> {
    const detail = 'Deleted by the operator before it was printed.';
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
    const envelope = this.#waiting.shift();
    if (envelope === undefined) this.#parts.board.panel.setLamp('receiveData', 'off');
    else this.#process(envelope);
  }

  #process(envelope: SpooledEnvelope): void {
    const { board, clock, fileNumbers, spool } = this.#parts;
    const { fileNumber } = envelope;
    let read: PrintableMessage | undefined;
    /** The page on paper last: the next one is decoded into its octets. */
    let printed: Uint8Array | undefined;
    const actor = createActor(
      receiveChart.provide({
        actors: {
          read: fromPromise(async (): Promise<ReadResult> => {
            read = await this.#read(fileNumber);
            if (read.notification !== undefined) await this.#learn(read.notification);
            if (read.ok) return { ok: true, pages: read.pages.length };
            return { ok: false, failure: failure(ROW_OF[read.reason], read.sentence) };
          }),
          print: fromPromise(async ({ input }): Promise<PrintResult> => {
            const page = read?.ok === true ? read.pages[input.pagesPrinted] : undefined;
            const { result, octets } = await this.#printer.print(fileNumber, page, input.pagesPrinted, printed);
            printed = octets;
            return result;
          }),
          untilPrintable: fromPromise(async ({ input, signal }) => {
            const page = read?.ok === true ? read.pages[input.pagesPrinted] : undefined;
            if (page !== undefined) await this.#printer.untilPrintable(page.paper, signal);
          }),
          discard: fromPromise(async ({ input }) => this.#discard(envelope, input.pagesPrinted, read?.messageId)),
          finish: fromPromise(async ({ input }) => {
            const { messageId } = read ?? {};
            const entry = await journalReception(this.#parts, envelope, {
              pages: input.pages,
              result: 'OK',
              detail: waitedSentence(input.waitedFor),
              messageId,
            });
            if (!(await this.#archived(envelope, entry))) return;
            await spool.remove(fileNumber);
            fileNumbers.free(fileNumber);
          }),
          keep: fromPromise(async ({ input }) => {
            const why: Failure = input.failure ?? failure(INFO_CODES['internal-failure'], 'No reason was given.');
            const { messageId } = read ?? {};
            const outcome = { pages: input.pagesPrinted, result: why.infoCode, detail: why.sentence, messageId };
            let entry: JournalEntry;
            try {
              await spool.markKept(envelope);
            } finally {
              // The operator is told whether the store takes the mark or not.
              this.keep(envelope);
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
    this.#underWay = {
      fileNumber,
      state: () => String(actor.getSnapshot().value),
      discard: () => actor.send({ type: 'rcv.discard' }),
      stop: () => actor.stop(),
    };
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

  /** A memory that cannot be written costs the knowledge, not the reception. */
  async #learn(notification: string): Promise<void> {
    const { trace } = this.#parts.board;
    try {
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
}

function waitedSentence(waitedFor: Failure | undefined): string | undefined {
  return waitedFor === undefined ? undefined : `Waited in memory: ${waitedFor.infoCode} ${waitedFor.sentence}`;
}
