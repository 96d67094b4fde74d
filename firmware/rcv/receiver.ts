import type { Board, Clock, Listener } from '../../device-model/index.ts';
import type { ConnegDialect } from '../capability/conneg-dialect.ts';
import { writeConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import { FaxSmtpServer } from '../smtp/server/fax-smtp-server.ts';
import type { MessageVerdict, ReceivedEnvelope } from '../smtp/server/receiving-hooks.ts';
import type { SmtpServerLimits } from '../smtp/server/server-limits.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import { ReceiveSpool, type SpooledEnvelope } from './receive-spool.ts';
import { journalReception } from './reception-journal.ts';
import { type Archive, Receptions } from './receptions.ts';

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
  /** Local parts, or `local-part@domain` with `*` for any, besides the machine's own address; compared without case (own design). */
  readonly mailboxes: readonly string[];
  readonly limits: Partial<SmtpServerLimits>;
  readonly archive: Archive | undefined;
  readonly learned: LearnedCapabilities;
}

const SMTP_PORT = 25;

/** The receiving side of a machine: SMTP in, paper out. */
export class Receiver {
  readonly #parts: ReceiverParts;
  readonly #spool: ReceiveSpool;
  readonly #begun = new Map<string, number>();
  #server: FaxSmtpServer | undefined;
  /** Messages on their way into the spool. */
  #accepting = 0;
  #listener: Listener | undefined;
  readonly #receptions: Receptions;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#spool = new ReceiveSpool(parts.board.imageMemory, parts.board.storage);
    this.#receptions = new Receptions({ ...parts, spool: this.#spool });
  }

  get listening(): boolean {
    return this.#listener !== undefined;
  }

  /** Nothing is being received, printed or waits for it. */
  get idle(): boolean {
    return this.#begun.size === 0 && this.#accepting === 0 && this.#receptions.idle;
  }

  /** Opens port 25 on the configured address; the old listener, if any, is closed. */
  listen(): void {
    this.close();
    const { board, clock, settings } = this.#parts;
    const { hostName, domainName } = settings.values;
    this.#server = new FaxSmtpServer({
      clock,
      random: board.random,
      limits: this.#parts.limits,
      hostName: [hostName, domainName].filter((part) => part !== '').join('.') || 'localhost',
      hooks: {
        knowsMailbox: (localPart, domain) => this.#knows(localPart, domain),
        capabilityLines: (mailbox) => writeConnegReply(this.#parts.capability, this.#dialect(), mailbox).slice(1),
        onMessage: async (envelope, message) => {
          this.#accepting += 1;
          try {
            return await this.#accept(envelope, message);
          } finally {
            this.#accepting -= 1;
          }
        },
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
    this.#listener = board.network.listen(SMTP_PORT, (connection) => {
      // A caller may be gone before the session has its own listeners.
      connection.on('error', () => undefined);
      // Octets that came along with the call are here only at the end of this instant: who talks first is found out then.
      clock.alarm(
        clock.now(),
        () => {
          if (this.#server !== server) connection.destroy();
          else if (!connection.destroyed) server.accept(connection);
        },
        'smtp accept',
      );
    });
    board.trace.write('smtp.listening', { port: SMTP_PORT });
  }

  close(): void {
    this.#listener?.close();
    this.#listener = undefined;
    this.#server?.shutDown();
    this.#server = undefined;
  }

  /** Sessions end and no further step is taken; what is spooled is printed after the next power-on. */
  stop(): void {
    this.close();
    this.#receptions.stop();
  }

  /** Prints what was accepted before the power went. */
  async resume(): Promise<void> {
    for (const { envelope } of await this.#spool.load()) {
      this.#parts.fileNumbers.occupy(envelope.fileNumber);
      this.#parts.board.trace.write('reception.resumed', { fileNumber: envelope.fileNumber, kept: envelope.kept });
      if (envelope.kept) this.#receptions.keep(envelope.fileNumber);
      else this.#receptions.print(envelope);
    }
  }

  /** The message of a reception that was kept because it could not be printed. */
  keptMessage(fileNumber: number): Promise<Uint8Array | undefined> {
    return this.#spool.message(fileNumber);
  }

  /** The operator's word: the kept message goes. */
  discardKept(fileNumber: number): Promise<void> {
    return this.#receptions.discardKept(fileNumber);
  }

  #dialect(): ConnegDialect {
    const set = this.#parts.settings.get('connegDialect');
    return set === 'Model' ? this.#parts.modelDialect : set;
  }

  #knows(localPart: string, domain: string): 'known' | 'unknown' | 'foreign' {
    const { hostName, domainName, machineAddress } = this.#parts.settings.values;
    // As it is now: a lease may have brought another than No. 23.
    const ipAddress = this.#parts.board.network.configuration?.address ?? '';
    if (this.#parts.mailboxes.some((pattern) => matchesMailbox(pattern, localPart, domain))) return 'known';
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
    let stored: boolean;
    try {
      stored = await this.#spool.put(spooled, message);
    } catch (error) {
      fileNumbers.free(fileNumber);
      const told = error instanceof Error ? error.message : String(error);
      await journalReception(this.#parts, spooled, {
        pages: 0,
        result: INFO_CODES['storage-failed'].code,
        detail: told,
      });
      return { accepted: false, code: 452, text: 'the message could not be stored' };
    }
    if (!stored) {
      fileNumbers.free(fileNumber);
      const row = INFO_CODES['receive-memory-full'];
      await journalReception(this.#parts, spooled, { pages: 0, result: row.code, detail: row.sentence });
      return { accepted: false, code: 452, text: 'insufficient memory for this message' };
    }
    const { sessionId: session, reversePath: from } = envelope;
    board.trace.write('message.spooled', { fileNumber, octets: message.length, from, session });
    this.#receptions.print(spooled);
    return { accepted: true, text: `message accepted as file ${String(fileNumber).padStart(3, '0')}` };
  }
}

/** `local-part@domain`, where `*` stands for any. */
function matchesMailbox(pattern: string, localPart: string, domain: string): boolean {
  const at = pattern.lastIndexOf('@');
  if (at < 0) return false;
  const same = (wanted: string, found: string): boolean =>
    wanted === '*' || wanted.toLowerCase() === found.toLowerCase();
  return same(pattern.slice(0, at), localPart) && same(pattern.slice(at + 1), domain);
}
