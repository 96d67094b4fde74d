import { z } from 'zod';
import {
  checksum,
  type ImageMemory,
  type NonvolatileMemory,
  type RecordFormat,
  type Reservation,
  type Storage,
} from '../../device-model/index.ts';
import { checkedBy } from '../settings/schema-check.ts';

const envelopeShape = {
  fileNumber: z.number().int().min(1).max(999),
  reversePath: z.string(),
  forwardPaths: z.array(z.string()),
  remoteAddress: z.string(),
  clientName: z.string(),
  receivedAt: z.iso.datetime(),
  durationMs: z.number(),
  /** Set once the message was found unprintable: it is kept, not tried again. */
  kept: z.boolean(),
  messageId: z.string().exactOptional(),
};
const envelopeSchema = z.strictObject(envelopeShape);
/** What is kept beside a received message until it is printed. */
export type SpooledEnvelope = z.infer<typeof envelopeSchema>;

/** The envelope as stored: the message's checksum stands in it. */
const storedSchema = z.strictObject({ ...envelopeShape, checksum: z.string().regex(/^[0-9a-f]{8}$/) });
type StoredEnvelope = z.infer<typeof storedSchema>;
export const ENVELOPE_FORMAT: RecordFormat<StoredEnvelope> = { version: 1, check: checkedBy(storedSchema) };

/** How many sheets of a message have reached the tray. */
const printedSchema = z.strictObject({
  /** Of the envelope it belongs to: an older message had the same number. */
  receivedAt: z.string(),
  pagesPrinted: z.number().int().min(0),
});
export const PRINTED_FORMAT: RecordFormat<z.infer<typeof printedSchema>> = {
  version: 1,
  check: checkedBy(printedSchema),
};

export interface SpooledMessage {
  readonly envelope: SpooledEnvelope;
  readonly message: Uint8Array;
  /** Sheets of it in the tray; a sheet in the paper path when the power went is not counted. */
  readonly pagesPrinted: number;
}

/** A message that cannot be printed any more: its record or its octets were damaged and are set aside. */
export interface LostMessage {
  readonly fileNumber: number;
  /** Undefined when that was damaged. */
  readonly envelope: SpooledEnvelope | undefined;
  readonly sentence: string;
}

const NAME = /^rcv\/(\d{3})\/(?:envelope|message|printed)$/;

/**
 * Messages that the machine owns (it has answered 250) and has not printed yet: in the image memory's capacity and in
 * the non-volatile store, where they survive a power cut.
 */
export class ReceiveSpool {
  readonly #memory: ImageMemory;
  readonly #storage: Storage;
  readonly #records: NonvolatileMemory;
  readonly #reservations = new Map<number, Reservation>();
  readonly #checksums = new Map<number, string>();

  /** `records` keeps the envelopes; a message goes to the store as it is: one more copy of it would cost too much. */
  constructor(memory: ImageMemory, storage: Storage, records: NonvolatileMemory) {
    this.#memory = memory;
    this.#storage = storage;
    this.#records = records;
  }

  /** False, and nothing kept, when the image memory has no room. Resolves once the message is durable. */
  async put(envelope: SpooledEnvelope, message: Uint8Array): Promise<boolean> {
    const reservation = this.#memory.reserve(message.length);
    if (reservation === undefined) return false;
    const { fileNumber } = envelope;
    this.#reservations.set(fileNumber, reservation);
    this.#checksums.set(fileNumber, checksum(message));
    const folder = folderOf(fileNumber);
    try {
      await this.#saveEnvelope(envelope);
      await this.#storage.replace(`${folder}/message`, message);
    } catch (error) {
      this.#free(fileNumber);
      await this.#removeRecords(folder);
      throw error;
    }
    reservation.commit(message.length);
    return true;
  }

  async markKept(envelope: SpooledEnvelope): Promise<void> {
    await this.#saveEnvelope({ ...envelope, kept: true });
  }

  /** The sheet is in the tray; durable when this resolves. */
  async notePrinted({ fileNumber, receivedAt }: SpooledEnvelope, pagesPrinted: number): Promise<void> {
    await this.#records.save(`${folderOf(fileNumber)}/printed`, PRINTED_FORMAT, { receivedAt, pagesPrinted });
  }

  async remove(fileNumber: number): Promise<void> {
    // The message goes first: an envelope alone is known to be finished.
    try {
      await this.#removeRecords(folderOf(fileNumber));
    } finally {
      this.#free(fileNumber);
    }
  }

  /**
   * What a machine finds at power-on, by file number. Half-written receptions (never answered 250) are cleared away; what is
   * damaged is set aside.
   */
  async load(): Promise<{ readonly messages: readonly SpooledMessage[]; readonly lost: readonly LostMessage[] }> {
    const fileNumbers = new Set<number>();
    for (const name of await this.#records.list('rcv')) {
      const digits = NAME.exec(name)?.[1];
      if (digits !== undefined && Number(digits) > 0) fileNumbers.add(Number(digits));
      else await this.#records.setAside(name, `The record ${name} is none of this machine.`);
    }
    const messages: SpooledMessage[] = [];
    const lost: LostMessage[] = [];
    for (const fileNumber of [...fileNumbers].sort((a, b) => a - b)) {
      const found = await this.#find(fileNumber);
      if (found === undefined) await this.#removeRecords(folderOf(fileNumber));
      else if ('sentence' in found) lost.push(found);
      else messages.push(found);
    }
    return { messages, lost };
  }

  async message(fileNumber: number): Promise<Uint8Array | undefined> {
    return await this.#storage.read(`${folderOf(fileNumber)}/message`);
  }

  async spooled(fileNumber: number): Promise<SpooledMessage | undefined> {
    const loaded = await this.#records.load(`${folderOf(fileNumber)}/envelope`, ENVELOPE_FORMAT);
    const message = await this.message(fileNumber);
    if (loaded.kind !== 'value' || message === undefined) return undefined;
    const { checksum: _told, ...envelope } = loaded.value;
    return { envelope, message, pagesPrinted: await this.#pagesPrinted(envelope) };
  }

  /** Undefined: nothing that anybody was promised. */
  async #find(fileNumber: number): Promise<SpooledMessage | LostMessage | undefined> {
    const folder = folderOf(fileNumber);
    const loaded = await this.#records.load(`${folder}/envelope`, ENVELOPE_FORMAT);
    const message = await this.message(fileNumber);
    if (message === undefined) return undefined;
    if (loaded.kind !== 'value' || loaded.value.fileNumber !== fileNumber) {
      const why =
        loaded.kind === 'damaged' ? loaded.sentence : `The record ${folder}/envelope is missing or another's.`;
      return await this.#lose(fileNumber, undefined, why);
    }
    const { checksum: told, ...envelope } = loaded.value;
    if (checksum(message) !== told) {
      const why = `The record ${folder}/message is damaged: its checksum is ${checksum(message)}, the envelope says ${told}.`;
      return await this.#lose(fileNumber, envelope, why);
    }
    const reservation = this.#memory.reserve(message.length);
    if (reservation !== undefined) {
      reservation.commit(message.length);
      this.#reservations.set(fileNumber, reservation);
    }
    this.#checksums.set(fileNumber, told);
    return { envelope, message, pagesPrinted: await this.#pagesPrinted(envelope) };
  }

  async #lose(fileNumber: number, envelope: SpooledEnvelope | undefined, sentence: string): Promise<LostMessage> {
    const folder = folderOf(fileNumber);
    await this.#records.setAside(`${folder}/message`, sentence);
    if (envelope === undefined) await this.#records.setAside(`${folder}/envelope`, sentence);
    await this.#removeRecords(folder);
    return { fileNumber, envelope, sentence };
  }

  async #saveEnvelope(envelope: SpooledEnvelope): Promise<void> {
    const { fileNumber } = envelope;
    const told = this.#checksums.get(fileNumber);
    if (told === undefined) throw new RangeError(`file ${fileNumber} is not in the spool`);
    await this.#records.save(`${folderOf(fileNumber)}/envelope`, ENVELOPE_FORMAT, { ...envelope, checksum: told });
  }

  async #pagesPrinted({ fileNumber, receivedAt }: SpooledEnvelope): Promise<number> {
    const loaded = await this.#records.load(`${folderOf(fileNumber)}/printed`, PRINTED_FORMAT);
    return loaded.kind === 'value' && loaded.value.receivedAt === receivedAt ? loaded.value.pagesPrinted : 0;
  }

  async #removeRecords(folder: string): Promise<void> {
    await this.#storage.remove(`${folder}/message`);
    await this.#storage.remove(`${folder}/printed`);
    await this.#storage.remove(`${folder}/envelope`);
  }

  #free(fileNumber: number): void {
    this.#reservations.get(fileNumber)?.release();
    this.#reservations.delete(fileNumber);
    this.#checksums.delete(fileNumber);
  }
}

function folderOf(fileNumber: number): string {
  return `rcv/${String(fileNumber).padStart(3, '0')}`;
}
