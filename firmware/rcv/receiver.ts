import { createActor, fromPromise } from 'xstate';
import type { Board } from '../../device-model/board.ts';
import type { Clock } from '../../device-model/clock/clock.ts';
import type { Listener } from '../../device-model/network/network-interface.ts';
import type { ConnegDialect } from '../capability/conneg-dialect.ts';
import { writeConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import { chartClock } from '../chart-clock.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Journal, type JournalEntry, journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import { FaxSmtpServer } from '../smtp/server/fax-smtp-server.ts';
import type { MessageVerdict, ReceivedEnvelope } from '../smtp/server/receiving-hooks.ts';
import type { Failure } from '../xmt/failure.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import { failure } from '../xmt/session-failure.ts';
import { type PrintableMessage, printablePages } from './printable-pages.ts';
import { type PrintResult, type ReadResult, receiveChart } from './receive-chart.ts';
import { ReceiveSpool, type SpooledEnvelope } from './receive-spool.ts';

export interface ReceiverParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly fileNumbers: FileNumbers;
  /** What the machine tells of itself: its model as far as the codings work. */
  readonly capability: Filter;
  readonly modelDialect: ConnegDialect;
  /** Local parts received for besides that of the machine's own address; compared without case (own design). */
  readonly mailboxes: readonly string[];
}

const SMTP_PORT = 25;

/** The receiving side of a machine: SMTP in, paper out. */
export class Receiver {
  readonly #parts: ReceiverParts;
  readonly #spool: ReceiveSpool;
  readonly #begun = new Map<string, number>();
  #server: FaxSmtpServer | undefined;
  #listener: Listener | undefined;
  #stopped = false;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#spool = new ReceiveSpool(parts.board.imageMemory, parts.board.storage);
  }

  get listening(): boolean {
    return this.#listener !== undefined;
  }

  /** Opens port 25 on the configured address; the old listener, if any, is closed. */
  listen(): void {
    this.close();
    const { board, clock, settings } = this.#parts;
    const { hostName, domainName } = settings.values;
    this.#server = new FaxSmtpServer({
      clock,
      random: board.random,
      hostName: [hostName, domainName].filter((part) => part !== '').join('.') || 'localhost',
      hooks: {
        knowsMailbox: (localPart, domain) => this.#knows(localPart, domain),
        capabilityLines: (mailbox) => writeConnegReply(this.#parts.capability, this.#dialect(), mailbox).slice(1),
        onMessage: (envelope, message) => this.#accept(envelope, message),
        onTranscript: (session, direction, text) => {
          if (!this.#begun.has(session)) this.#begun.set(session, clock.now());
          board.trace.write('smtp.line', { role: 'server', session, direction, text });
        },
        onSessionEnd: (session, lost) => {
          this.#begun.delete(session);
          board.trace.write('smtp.session-ended', { session, lost: lost ?? null });
        },
      },
    });
    const server = this.#server;
    this.#listener = board.network.listen(SMTP_PORT, (connection) => server.accept(connection));
    board.trace.write('smtp.listening', { port: SMTP_PORT });
  }

  close(): void {
    this.#listener?.close();
    this.#listener = undefined;
    this.#server?.shutDown();
    this.#server = undefined;
  }

  /** No last word and no further step. */
  abandon(): void {
    this.#stopped = true;
    this.#listener = undefined;
    this.#server = undefined;
  }

  /** Prints what was accepted before the power went. */
  async resume(): Promise<void> {
    for (const { envelope } of await this.#spool.load()) {
      this.#parts.fileNumbers.occupy(envelope.fileNumber);
      this.#parts.board.trace.write('reception.resumed', { fileNumber: envelope.fileNumber, kept: envelope.kept });
      if (!envelope.kept) this.#process(envelope);
    }
  }

  /** The message of a reception that was kept because it could not be printed. */
  keptMessage(fileNumber: number): Promise<Uint8Array | undefined> {
    return this.#spool.message(fileNumber);
  }

  /** The operator's word: the kept message goes. */
  async discardKept(fileNumber: number): Promise<void> {
    await this.#spool.remove(fileNumber);
    this.#parts.fileNumbers.free(fileNumber);
  }

  #dialect(): ConnegDialect {
    const set = this.#parts.settings.get('connegDialect');
    return set === 'Model' ? this.#parts.modelDialect : set;
  }

  #knows(localPart: string, domain: string): 'known' | 'unknown' | 'foreign' {
    const { hostName, domainName, ipAddress, machineAddress } = this.#parts.settings.values;
    const at = machineAddress.lastIndexOf('@');
    const domains = [`${hostName}.${domainName}`, machineAddress.slice(at + 1), `[${ipAddress}]`, ''];
    if (!domains.some((own) => own.toLowerCase() === domain.toLowerCase())) return 'foreign';
    const wanted = localPart.toLowerCase();
    const known = ['postmaster', machineAddress.slice(0, Math.max(0, at)), ...this.#parts.mailboxes];
    return known.some((one) => one !== '' && one.toLowerCase() === wanted) ? 'known' : 'unknown';
  }

  /** RFC 5321 4.2.5 and 6.1: with the 250 the responsibility is ours, so it is given only once the message is durable. */
  async #accept(envelope: ReceivedEnvelope, message: Uint8Array): Promise<MessageVerdict> {
    const { board, clock, fileNumbers } = this.#parts;
    const fileNumber = fileNumbers.take();
    if (fileNumber === undefined) return { accepted: false, code: 452, text: 'all file numbers are in use' };
    const spooled: SpooledEnvelope = {
      version: 1,
      fileNumber,
      reversePath: envelope.reversePath,
      forwardPaths: [...envelope.forwardPaths],
      remoteAddress: envelope.remoteAddress,
      clientName: envelope.clientName,
      receivedAt: clock.calendar().toISOString(),
      durationMs: clock.now() - (this.#begun.get(envelope.sessionId) ?? clock.now()),
      kept: false,
    };
    if (!(await this.#spool.put(spooled, message))) {
      fileNumbers.free(fileNumber);
      const row = INFO_CODES['receive-memory-full'];
      await this.#enter(spooled, 0, row.code, row.sentence, undefined);
      return { accepted: false, code: 452, text: 'insufficient memory for this message' };
    }
    board.trace.write('message.spooled', { fileNumber, octets: message.length, from: envelope.reversePath });
    this.#process(spooled);
    return { accepted: true, text: `message accepted as file ${String(fileNumber).padStart(3, '0')}` };
  }

  #process(envelope: SpooledEnvelope): void {
    const { board, clock } = this.#parts;
    const { fileNumber } = envelope;
    let read: PrintableMessage | undefined;
    const actor = createActor(
      receiveChart.provide({
        actors: {
          read: fromPromise(async (): Promise<ReadResult> => {
            read = await this.#read(fileNumber);
            if (read.ok) return { ok: true, pages: read.pages.length };
            return { ok: false, failure: failure(INFO_CODES['message-unprintable'], read.sentence) };
          }),
          print: fromPromise(({ input }): Promise<PrintResult> => this.#print(fileNumber, read, input.pagesPrinted)),
          finish: fromPromise(async ({ input }) => {
            await this.#enter(envelope, input.pages, 'OK', undefined, read?.messageId);
            await this.#spool.remove(fileNumber);
            this.#parts.fileNumbers.free(fileNumber);
          }),
          keep: fromPromise(async ({ input }) => {
            const why: Failure = input.failure ?? failure(INFO_CODES['internal-failure'], 'No reason was given.');
            await this.#spool.markKept(envelope);
            board.panel.setLamp('alarm', 'on');
            await this.#enter(envelope, input.pagesPrinted, why.infoCode, why.sentence, read?.messageId);
          }),
        },
      }),
      { input: { fileNumber }, clock: chartClock(clock) },
    );
    board.panel.setLamp('receiveData', 'on');
    actor.subscribe((snapshot) => {
      if (this.#stopped) return;
      board.trace.write('reception.entered', { fileNumber, state: String(snapshot.value) });
      if (snapshot.status === 'done') board.panel.setLamp('receiveData', 'off');
    });
    actor.start();
  }

  async #read(fileNumber: number): Promise<PrintableMessage> {
    const message = await this.#spool.message(fileNumber);
    return message === undefined
      ? { ok: false, sentence: 'the spooled message is missing' }
      : await printablePages(message);
  }

  async #print(fileNumber: number, message: PrintableMessage | undefined, index: number): Promise<PrintResult> {
    const received = message?.ok === true ? message.pages[index] : undefined;
    if (received === undefined) {
      return { ok: false, failure: failure(INFO_CODES['internal-failure'], `There is no page ${index + 1} to print.`) };
    }
    const { page, resolution, paper } = received;
    const decoded = page.decode('conceal');
    if (decoded.damage !== undefined) {
      this.#parts.board.trace.write('page.concealed', {
        fileNumber,
        page: index + 1,
        badRows: decoded.badRows,
        damage: decoded.damage,
      });
    }
    const label = `file ${String(fileNumber).padStart(3, '0')} page ${index + 1}`;
    const printed = await this.#parts.board.printEngine.print({ raster: decoded.raster, resolution, paper, label });
    return printed.ok
      ? { ok: true }
      : { ok: false, failure: failure(INFO_CODES['message-unprintable'], printed.sentence) };
  }

  async #enter(
    envelope: SpooledEnvelope,
    pages: number,
    result: string,
    detail: string | undefined,
    messageId: string | undefined,
  ): Promise<void> {
    const { addressBook, clock, journal, settings } = this.#parts;
    const station = addressBook.stationAt(envelope.reversePath)?.name;
    const entry: JournalEntry = {
      ...journalTime(clock.calendar(), settings.get('timeZoneOffset')),
      direction: 'RCV',
      fileNumber: envelope.fileNumber,
      ...(station === undefined ? {} : { station }),
      address: envelope.reversePath,
      pages,
      durationMs: envelope.durationMs,
      result,
      ...(detail === undefined ? {} : { detail }),
      ...(messageId === undefined ? {} : { messageId }),
    };
    await journal.add(entry);
  }
}
