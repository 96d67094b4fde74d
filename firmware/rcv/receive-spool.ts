import { z } from 'zod';
import type { ImageMemory, Reservation, Storage } from '../../device-model/index.ts';

/** What is kept beside a received message until it is printed. */
const envelopeSchema = z.object({
  version: z.literal(1),
  fileNumber: z.number().int().min(1).max(999),
  reversePath: z.string(),
  forwardPaths: z.array(z.string()),
  remoteAddress: z.string(),
  clientName: z.string(),
  receivedAt: z.string(),
  durationMs: z.number(),
  /** Set once the message was found unprintable: it is kept, not tried again. */
  kept: z.boolean(),
  messageId: z.string().exactOptional(),
});
export type SpooledEnvelope = z.infer<typeof envelopeSchema>;

/** How many sheets of a message have reached the tray. */
const printedSchema = z.object({
  version: z.literal(1),
  /** Of the envelope it belongs to: an older message had the same number. */
  receivedAt: z.string(),
  pagesPrinted: z.number().int().min(0),
});

export interface SpooledMessage {
  readonly envelope: SpooledEnvelope;
  readonly message: Uint8Array;
  /** Sheets of it in the tray; a sheet in the paper path when the power went is not counted. */
  readonly pagesPrinted: number;
}

/**
 * Messages that the machine owns (it has answered 250) and has not printed yet: in the image memory's capacity and in
 * the non-volatile store, where they survive a power cut.
 */
export class ReceiveSpool {
  readonly #memory: ImageMemory;
  readonly #storage: Storage;
  readonly #reservations = new Map<number, Reservation>();

  constructor(memory: ImageMemory, storage: Storage) {
    this.#memory = memory;
    this.#storage = storage;
  }

  /** False, and nothing kept, when the image memory has no room. Resolves once the message is durable. */
  async put(envelope: SpooledEnvelope, message: Uint8Array): Promise<boolean> {
    const reservation = this.#memory.reserve(message.length);
    if (reservation === undefined) return false;
    this.#reservations.set(envelope.fileNumber, reservation);
    const folder = folderOf(envelope.fileNumber);
    try {
      await this.#storage.replace(`${folder}/envelope`, encode(envelope));
      await this.#storage.replace(`${folder}/message`, message);
    } catch (error) {
      this.#free(envelope.fileNumber);
      await this.#removeRecords(folder);
      throw error;
    }
    reservation.commit(message.length);
    return true;
  }

  async markKept(envelope: SpooledEnvelope): Promise<void> {
    await this.#storage.replace(`${folderOf(envelope.fileNumber)}/envelope`, encode({ ...envelope, kept: true }));
  }

  /** The sheet is in the tray; durable when this resolves. */
  async notePrinted({ fileNumber, receivedAt }: SpooledEnvelope, pagesPrinted: number): Promise<void> {
    const record: z.infer<typeof printedSchema> = { version: 1, receivedAt, pagesPrinted };
    await this.#storage.replace(`${folderOf(fileNumber)}/printed`, encode(record));
  }

  async remove(fileNumber: number): Promise<void> {
    // The message goes first: an envelope alone is known to be finished.
    try {
      await this.#removeRecords(folderOf(fileNumber));
    } finally {
      this.#free(fileNumber);
    }
  }

  /** What a machine finds at power-on, by file number; half-written receptions (never answered 250) are cleared away. */
  async load(): Promise<readonly SpooledMessage[]> {
    const names = await this.#storage.list('rcv');
    const folders = [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))))].sort();
    const found: SpooledMessage[] = [];
    for (const folder of folders) {
      const envelope = decode(envelopeSchema, await this.#storage.read(`${folder}/envelope`));
      const message = await this.#storage.read(`${folder}/message`);
      if (envelope === undefined || message === undefined) {
        await this.#removeRecords(folder);
        continue;
      }
      const reservation = this.#memory.reserve(message.length);
      if (reservation !== undefined) {
        reservation.commit(message.length);
        this.#reservations.set(envelope.fileNumber, reservation);
      }
      found.push({ envelope, message, pagesPrinted: await this.#pagesPrinted(envelope) });
    }
    return found;
  }

  async message(fileNumber: number): Promise<Uint8Array | undefined> {
    return await this.#storage.read(`${folderOf(fileNumber)}/message`);
  }

  async spooled(fileNumber: number): Promise<SpooledMessage | undefined> {
    const envelope = decode(envelopeSchema, await this.#storage.read(`${folderOf(fileNumber)}/envelope`));
    const message = await this.message(fileNumber);
    if (envelope === undefined || message === undefined) return undefined;
    return { envelope, message, pagesPrinted: await this.#pagesPrinted(envelope) };
  }

  async #pagesPrinted({ fileNumber, receivedAt }: SpooledEnvelope): Promise<number> {
    const record = decode(printedSchema, await this.#storage.read(`${folderOf(fileNumber)}/printed`));
    return record?.receivedAt === receivedAt ? record.pagesPrinted : 0;
  }

  async #removeRecords(folder: string): Promise<void> {
    await this.#storage.remove(`${folder}/message`);
    await this.#storage.remove(`${folder}/printed`);
    await this.#storage.remove(`${folder}/envelope`);
  }

  #free(fileNumber: number): void {
    this.#reservations.get(fileNumber)?.release();
    this.#reservations.delete(fileNumber);
  }
}

function folderOf(fileNumber: number): string {
  return `rcv/${String(fileNumber).padStart(3, '0')}`;
}

function encode(record: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}

function decode<T>(schema: z.ZodType<T>, octets: Uint8Array | undefined): T | undefined {
  if (octets === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(octets))).data;
  } catch {
    return undefined;
  }
}
