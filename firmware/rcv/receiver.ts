import type { Board, Clock, Listener, NonvolatileMemory } from '../../device-model/index.ts';
import type { ConnegDialect } from '../capability/conneg-dialect.ts';
import { writeConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { OnLine } from '../lan/on-line.ts';
import type { Resolver } from '../lan/resolver.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import { smtpServerLimitsOf } from '../settings/reception-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { FaxSmtpServer } from '../smtp/server/fax-smtp-server.ts';
import type { SmtpServerLimits } from '../smtp/server/server-limits.ts';
import type { FileNumbers } from '../xmt/file-numbers.ts';
import type { Archive } from './archive.ts';
import { MessageAcceptance } from './message-acceptance.ts';
import { MessageRoom } from './message-room.ts';
import { NotificationQueue } from './notification-queue.ts';
import { ownMailbox } from './own-mailboxes.ts';
import { ReceiveSpool, type SpooledEnvelope, type SpooledMessage } from './receive-spool.ts';
import { ReceivedMessages } from './received-messages.ts';
import { journalLoss, toldReception } from './reception-journal.ts';
import { Receptions } from './receptions.ts';
import { SmtpNotificationMailer } from './smtp-notification-mailer.ts';

export interface ReceiverParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly conditions: Conditions;
  readonly fileNumbers: FileNumbers;
  readonly onLine: OnLine;
  /** What the machine tells of itself: its model as far as the codings work. */
  readonly capability: Filter;
  readonly modelDialect: ConnegDialect;
  /** Local parts, or `local-part@domain` with `*` for any, besides the machine's own address; compared without case (own design). */
  readonly mailboxes: readonly string[];
  readonly limits: Partial<SmtpServerLimits>;
  readonly archive: Archive | undefined;
  readonly learned: LearnedCapabilities;
  readonly memory: NonvolatileMemory;
  readonly resolver: () => Resolver;
}

const SMTP_PORT = 25;
const BEGINS_MAIL = /^MAIL /i;

/** The receiving side of a machine: SMTP in, paper out. */
export class Receiver {
  readonly #parts: ReceiverParts;
  readonly #spool: ReceiveSpool;
  readonly #begun = new Map<string, { readonly at: number; end?: () => void }>();
  #server: FaxSmtpServer | undefined;
  /** Messages on their way into the spool. */
  #accepting = 0;
  #listener: Listener | undefined;
  readonly #room: MessageRoom;
  readonly #receptions: Receptions;
  readonly #received: ReceivedMessages;
  readonly #acceptance: MessageAcceptance;
  readonly #notifications: NotificationQueue;

  constructor(parts: ReceiverParts) {
    const { board, memory } = parts;
    this.#parts = parts;
    this.#spool = new ReceiveSpool(board.imageMemory, board.storage, memory);
    this.#room = new MessageRoom(board.imageMemory, parts.conditions);
    this.#received = new ReceivedMessages(memory, board.trace);
    this.#notifications = new NotificationQueue({
      ...parts,
      trace: board.trace,
      mailer: new SmtpNotificationMailer(parts),
    });
    this.#receptions = new Receptions({
      ...parts,
      spool: this.#spool,
      received: this.#received,
      notifications: this.#notifications,
    });
    this.#acceptance = new MessageAcceptance({
      ...parts,
      trace: board.trace,
      imageMemory: board.imageMemory,
      spool: this.#spool,
      room: this.#room,
      received: this.#received,
      onAccepted: (envelope) => this.#receptions.print(envelope),
    });
  }

  get listening(): boolean {
    return this.#listener !== undefined;
  }

  /** Nothing is being received or printed, waits for paper, or is due to be notified now. */
  get idle(): boolean {
    return this.#begun.size === 0 && this.#accepting === 0 && this.#receptions.idle && this.#notifications.idle;
  }

  /** Opens port 25 on the configured address; the old listener, if any, is closed. */
  listen(): void {
    this.close();
    const { board, clock, settings } = this.#parts;
    const { hostName, domainName } = settings.values;
    this.#server = new FaxSmtpServer({
      clock,
      random: board.random,
      limits: { ...smtpServerLimitsOf(settings.values), ...this.#parts.limits },
      conneg: settings.get('connegReply') === 'On',
      connegRefusalCode: settings.get('connegReply') === 'Off 504' ? 504 : 555,
      hostName: [hostName, domainName].filter((part) => part !== '').join('.') || 'localhost',
      hooks: {
        knowsMailbox: (localPart, domain) => {
          // As it is now: a lease may have brought another than No. 23.
          const ipAddress = board.network.configuration?.address ?? '';
          return ownMailbox({ ...settings.values, ipAddress }, this.#parts.mailboxes, localPart, domain);
        },
        refusesSize: (octets, envelope) => {
          return this.#acceptance.refusesSize(octets, envelope, this.#sinceBegun(envelope.sessionId));
        },
        capabilityLines: (mailbox) => writeConnegReply(this.#parts.capability, this.#dialect(), mailbox).slice(1),
        onMessage: async (envelope, message) => {
          this.#accepting += 1;
          try {
            return await this.#acceptance.decide(envelope, message, this.#sinceBegun(envelope.sessionId));
          } finally {
            this.#accepting -= 1;
          }
        },
        onTranscript: (session, direction, text) => {
          const begun = this.#begun.get(session) ?? { at: clock.now() };
          this.#begun.set(session, begun);
          // Who has only called may be sent away; who has begun to send is a communication.
          if (direction === 'C' && BEGINS_MAIL.test(text)) begun.end ??= this.#parts.onLine.begin();
          board.trace.write('smtp.line', { role: 'server', session, direction, text });
        },
        onSessionEnd: (session, lost) => {
          const begun = this.#begun.get(session);
          this.#begun.delete(session);
          board.trace.write('smtp.session-ended', { session, lost: lost ?? null });
          begun?.end?.();
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
    this.#room.stop();
    this.#receptions.stop();
    this.#notifications.stop();
  }

  /** Prints what was accepted before the power went. */
  async resume(): Promise<void> {
    await this.#received.load();
    const { messages, lost } = await this.#spool.load();
    await this.#notifications.load(messages.map(({ envelope }) => envelope));
    for (const message of lost) await journalLoss(this.#parts, message);
    for (const { envelope, pagesPrinted } of messages) {
      const told = toldReception(this.#parts, envelope);
      if (told?.result === INFO_CODES.stopped.code) {
        // The operator has deleted it, and so much is journaled.
        await this.#spool.remove(envelope.fileNumber);
        continue;
      }
      noteSpooled(this.#received, envelope);
      this.#parts.fileNumbers.occupy(envelope.fileNumber);
      this.#parts.board.trace.write('reception.resumed', { fileNumber: envelope.fileNumber, kept: envelope.kept });
      if (envelope.kept && told?.result !== 'OK') this.#receptions.keep(envelope);
      else this.#receptions.print(envelope, { pagesPrinted: this.#onPaper(pagesPrinted), told });
    }
  }

  /**
   * Sheets that whoever takes the reception over will find in the tray. When the rig was built anew the tray is empty, and
   * what was printed before is printed once more for him.
   */
  #onPaper(pagesPrinted: number): number {
    const { archive, board } = this.#parts;
    return archive !== undefined && board.tray.sheets < pagesPrinted ? 0 : pagesPrinted;
  }

  /** Envelope and message of a reception in memory; undefined when there is none of this number. */
  spooled(fileNumber: number): Promise<SpooledMessage | undefined> {
    return this.#spool.spooled(fileNumber);
  }

  /** The LAN is there: notifications that are due may leave. */
  goOn(): void {
    this.#notifications.goOn();
  }

  /** The message of a reception that was kept because it could not be printed. */
  keptMessage(fileNumber: number): Promise<Uint8Array | undefined> {
    return this.#spool.message(fileNumber);
  }

  /** The operator's word: the kept message goes. */
  discardKept(fileNumber: number): Promise<void> {
    return this.#receptions.discardKept(fileNumber);
  }

  /** What is in memory and what may be done with it. */
  get receptions(): Receptions {
    return this.#receptions;
  }

  #sinceBegun(session: string): number {
    const { clock } = this.#parts;
    return clock.now() - (this.#begun.get(session)?.at ?? clock.now());
  }

  #dialect(): ConnegDialect {
    const set = this.#parts.settings.get('connegDialect');
    return set === 'Model' ? this.#parts.modelDialect : set;
  }
}

/** What waits for paper at power-on was accepted: its repetition is a duplicate. */
function noteSpooled(received: ReceivedMessages, envelope: SpooledEnvelope): void {
  const { messageId, reversePath, fileNumber, receivedAt, kept } = envelope;
  if (messageId === undefined || reversePath === '' || kept) return;
  received.note({ originator: reversePath, messageId, fileNumber, at: receivedAt });
}
