import type { Clock, ImageMemory, TraceWriter } from '../../device-model/index.ts';
import type { Condition, Conditions } from '../conditions/conditions.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { MessageVerdict, ReceivedEnvelope, SizeRefusal } from '../smtp/server/receiving-hooks.ts';
import { FILE_NUMBERS, type FileNumbers } from '../xmt/file-numbers.ts';
import type { MessageRoom } from './message-room.ts';
import { type PrintableMessage, printablePages, UNPRINTABLE_ROW } from './printable-pages.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';
import type { ReceivedMessages } from './received-messages.ts';
import { journalReception } from './reception-journal.ts';

export interface AcceptanceParts {
  readonly clock: Clock;
  readonly trace: TraceWriter;
  readonly imageMemory: ImageMemory;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly conditions: Conditions;
  readonly fileNumbers: FileNumbers;
  readonly spool: ReceiveSpool;
  readonly room: MessageRoom;
  readonly received: ReceivedMessages;
  /** The message is durable: print it. */
  readonly onAccepted: (envelope: SpooledEnvelope) => void;
}

/** RFC 5321 4.2.3: the mailbox is not available now; 452 tells of memory. */
const PRINTER_REPLY = 450;

/** The journal numbers what was not taken like the file it would have been; with all numbers in use, like the last. */
const LAST_FILE_NUMBER = 999;

/**
 * What is answered to the final dot. RFC 5321 4.2.5 and 6.1: with the 250 the responsibility is ours, so it is given only
 * once the message is durable, and only for what can be printed, unless the settings say otherwise.
 */
export class MessageAcceptance {
  readonly #parts: AcceptanceParts;
  /** Messages on their way into the spool, by originator and Message-ID: whether they got there. */
  readonly #arriving = new Map<string, Promise<boolean>>();

  constructor(parts: AcceptanceParts) {
    this.#parts = parts;
  }

  /** What a message of that size is answered when it cannot be taken now (RFC 1870 6.1); it is journaled. */
  refusesSize(octets: number, envelope: ReceivedEnvelope, durationMs: number): SizeRefusal | undefined {
    const { imageMemory, fileNumbers, room } = this.#parts;
    const fits = octets <= imageMemory.freeOctets;
    if (fits && fileNumbers.inUse.length < FILE_NUMBERS) return undefined;
    const row = INFO_CODES['receive-memory-full'];
    if (!fits) room.missing(octets);
    const detail = `${row.sentence} The message was to have ${octets} octets.`;
    // A journal that cannot be written changes nothing of the answer.
    this.#refused({ envelope, durationMs, messageId: undefined }, row, detail).catch(() => undefined);
    return row.standing.reply;
  }

  async decide(envelope: ReceivedEnvelope, message: Uint8Array, durationMs: number): Promise<MessageVerdict> {
    const { settings } = this.#parts;
    const read = await printablePages(message);
    const reception = { envelope, durationMs, messageId: read.mail?.messageId };
    const key = this.#keyOf(envelope, reception.messageId);
    if (key === undefined) return await this.#decideNew(reception, message, read);
    // The same message over two connections at once: the second waits for what becomes of the first.
    for (let first = this.#arriving.get(key); first !== undefined; first = this.#arriving.get(key)) await first;
    const earlier = this.#parts.received.find(
      envelope.reversePath,
      reception.messageId ?? '',
      this.#parts.clock.calendar(),
      settings.get('duplicateAge'),
    );
    if (earlier !== undefined) return await this.#duplicate(reception, earlier.fileNumber);
    const decided = this.#decideNew(reception, message, read);
    const arrival = decided.then(
      ({ accepted }) => accepted,
      () => false,
    );
    this.#arriving.set(key, arrival);
    void arrival.then(() => this.#arriving.delete(key));
    return await decided;
  }

  /** Of what is compared with earlier messages: notifications have no originator, some messages no Message-ID. */
  #keyOf(envelope: ReceivedEnvelope, messageId: string | undefined): string | undefined {
    if (this.#parts.settings.get('duplicateCheck') === 'Off') return undefined;
    return messageId === undefined || envelope.reversePath === '' ? undefined : `${envelope.reversePath} ${messageId}`;
  }

  async #decideNew(reception: Reception, message: Uint8Array, read: PrintableMessage): Promise<MessageVerdict> {
    const { clock, fileNumbers, received, settings, trace } = this.#parts;
    // A report is news for the machine, printable or not.
    const report = read.mail?.reportType !== undefined || read.notification !== undefined;
    if (!read.ok && !report && settings.get('unprintableMessage') === 'Refuse') {
      await this.#refused(reception, UNPRINTABLE_ROW[read.reason], read.sentence);
      return { accepted: false, code: 554, text: `5.6.1 no printable content: ${read.sentence}` };
    }
    const barring = this.#barring();
    const reply = barring?.row.standing.reply;
    if (barring !== undefined && reply !== undefined) {
      await this.#refused(reception, barring.row, barring.sentence);
      return { accepted: false, ...reply };
    }
    const fileNumber = fileNumbers.take();
    if (fileNumber === undefined) return { accepted: false, code: 452, text: 'all file numbers are in use' };
    const spooled = this.#spooled(reception, fileNumber);
    const told = await this.#stored(spooled, message);
    if (told !== undefined) {
      fileNumbers.free(fileNumber);
      await journalReception(this.#parts, spooled, { pages: 0, result: told.row.code, detail: told.detail });
      return { accepted: false, code: 452, text: told.text };
    }
    const { reversePath, sessionId: session } = reception.envelope;
    if (reception.messageId !== undefined && reversePath !== '') {
      const at = clock.calendar().toISOString();
      received.note({ originator: reversePath, messageId: reception.messageId, fileNumber, at });
    }
    trace.write('message.spooled', { fileNumber, octets: message.length, from: reversePath, session });
    this.#parts.onAccepted(spooled);
    return { accepted: true, text: `message accepted as file ${String(fileNumber).padStart(3, '0')}` };
  }

  /** Undefined once the message is durable; otherwise why it is not. */
  async #stored(
    spooled: SpooledEnvelope,
    message: Uint8Array,
  ): Promise<{ readonly row: InfoCode; readonly detail: string; readonly text: string } | undefined> {
    const { spool, room } = this.#parts;
    try {
      if (await spool.put(spooled, message)) {
        room.found();
        return undefined;
      }
      const row = INFO_CODES['receive-memory-full'];
      room.missing(message.length);
      return { row, detail: row.sentence, text: row.standing.reply.text };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { row: INFO_CODES['storage-failed'], detail, text: 'the message could not be stored' };
    }
  }

  /** Without substitute reception nothing is received that could not be printed. */
  #barring(): Condition | undefined {
    const { conditions, settings } = this.#parts;
    if (settings.get('substituteReception') === 'On') return undefined;
    return conditions.standing.find(({ row }) => row.standing.reply?.code === PRINTER_REPLY);
  }

  async #duplicate(reception: Reception, earlier: number): Promise<MessageVerdict> {
    const file = String(earlier).padStart(3, '0');
    const sentence = `The originator has sent ${reception.messageId} before: it was file ${file}.`;
    this.#parts.trace.write('message.duplicate', {
      fileNumber: earlier,
      messageId: reception.messageId ?? '',
      session: reception.envelope.sessionId,
    });
    await this.#refused(reception, INFO_CODES['duplicate-message'], sentence);
    return { accepted: true, text: `duplicate of file ${file}, not printed again` };
  }

  /** Journaled under a number that is free again at once: no file comes of it. */
  async #refused(reception: Reception, row: InfoCode, detail: string): Promise<void> {
    const { fileNumbers } = this.#parts;
    const fileNumber = fileNumbers.take();
    if (fileNumber !== undefined) fileNumbers.free(fileNumber);
    const { messageId } = reception;
    const spooled = this.#spooled(reception, fileNumber ?? LAST_FILE_NUMBER);
    await journalReception(this.#parts, spooled, { pages: 0, result: row.code, detail, messageId });
  }

  #spooled({ envelope, durationMs, messageId }: Reception, fileNumber: number): SpooledEnvelope {
    return {
      fileNumber,
      reversePath: envelope.reversePath,
      forwardPaths: [...envelope.forwardPaths],
      remoteAddress: envelope.remoteAddress,
      clientName: envelope.clientName,
      receivedAt: this.#parts.clock.calendar().toISOString(),
      durationMs,
      kept: false,
      ...(messageId === undefined ? {} : { messageId }),
    };
  }
}

interface Reception {
  readonly envelope: ReceivedEnvelope;
  readonly durationMs: number;
  readonly messageId: string | undefined;
}
