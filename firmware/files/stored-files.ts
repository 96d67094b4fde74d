import type { Board } from '../../device-model/index.ts';
import { PagePrinter, pageLabel } from '../rcv/page-printer.ts';
import { printablePages } from '../rcv/printable-pages.ts';
import type { Receiver } from '../rcv/receiver.ts';
import type { ReceptionState } from '../rcv/receptions.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import { isEnded, type JobRecord } from '../xmt/job-record.ts';
import { readdressed, scheduled } from '../xmt/job-transitions.ts';
import type { JobStatus } from '../xmt/transmission.ts';
import type { Transmitter } from '../xmt/transmitter.ts';
import type { FileAnswer, FileEdit, FileRow, FileStation } from './file-row.ts';

export interface StoredFilesParts {
  readonly board: Board;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
}

/** States of a job whose document is not whole yet. */
const BEING_MADE: readonly string[] = ['preflight', 'scanning', 'storing', 'memoryFull', 'interrupted', 'nextOriginal'];
/** States of a job that end by themselves in a moment. */
const ENDING: readonly string[] = ['keeping', 'releasing', 'refusing', 'cancelling', 'discarding', 'stopping'];

const DONE: FileAnswer = { ok: true };

/** Whatever is in the image memory, as the operator sees it and what may be done with it. *Own design.* */
export class StoredFiles {
  readonly #parts: StoredFilesParts;
  readonly #printer: PagePrinter;

  constructor(parts: StoredFilesParts) {
    this.#parts = parts;
    this.#printer = new PagePrinter(parts);
  }

  /** By file number. */
  async list(): Promise<readonly FileRow[]> {
    const { transmitter, receiver } = this.#parts;
    const sent = transmitter.statuses.flatMap((status) => this.#sentRow(status) ?? []);
    const received = await Promise.all(receiver.receptions.files.map((file) => this.#receivedRow(file)));
    const rows = [...sent, ...received.filter((row) => row !== undefined)];
    return rows.sort((a, b) => a.fileNumber - b.fileNumber);
  }

  /** The pages on paper; an XMT file stays in memory, a received one that was kept is tried once more. */
  async print(fileNumber: number): Promise<FileAnswer> {
    const status = this.#status(fileNumber);
    if (status === undefined) {
      if (this.#parts.receiver.receptions.printKept(fileNumber)) return DONE;
      return this.#received(fileNumber) ? refused(fileNumber, 'prints by itself') : noSuch(fileNumber);
    }
    if (BEING_MADE.includes(status.state)) return refused(fileNumber, 'is still being scanned');
    let index = 0;
    for (const { raster, resolution, paper } of this.#parts.transmitter.pages(fileNumber)) {
      const printed = await this.#printer.printRaster(raster, { resolution, paper }, pageLabel(fileNumber, index));
      if (!printed.ok) return { ok: false, sentence: printed.sentence };
      index += 1;
      // Its last destination may have been reached meanwhile.
      if (!this.#parts.board.imageMemory.has(fileNumber)) return refused(fileNumber, 'was sent before it was printed');
    }
    return DONE;
  }

  /** Ends whatever is under way with the file and frees its memory. */
  async remove(fileNumber: number): Promise<FileAnswer> {
    const status = this.#status(fileNumber);
    if (status === undefined) {
      if (await this.#parts.receiver.receptions.discard(fileNumber)) return DONE;
      return this.#received(fileNumber) ? refused(fileNumber, 'is being printed') : noSuch(fileNumber);
    }
    if (ENDING.includes(status.state)) return refused(fileNumber, 'is ending by itself');
    this.#parts.transmitter.command(fileNumber, { type: 'xmt.cancel' });
    return DONE;
  }

  /** Sends an incomplete file once more. */
  resend(fileNumber: number): FileAnswer {
    const status = this.#status(fileNumber);
    if (status === undefined) return noSuch(fileNumber);
    if (status.state !== 'incomplete') return refused(fileNumber, 'is not incomplete');
    this.#parts.transmitter.command(fileNumber, { type: 'xmt.resend' });
    return DONE;
  }

  /** Another station or another time, while nothing of the file is on line. */
  async edit(fileNumber: number, edit: FileEdit): Promise<FileAnswer> {
    const status = this.#status(fileNumber);
    const record = this.#parts.transmitter.record(fileNumber);
    if (status === undefined || record === undefined) return noSuch(fileNumber);
    if (status.state !== 'incomplete' && status.state !== 'running') {
      return refused(fileNumber, 'can be changed while it is incomplete or waits to be sent');
    }
    if (record.destinations.some(({ state }) => state === 'transmitting')) return refused(fileNumber, 'is on line');
    const { destination: index = 0, to, at } = edit;
    const destination = record.destinations[index];
    if (destination === undefined) return refused(fileNumber, `has no destination ${index + 1}`);
    const chosen = to === undefined ? undefined : this.#recipient(to);
    if (to !== undefined && chosen === undefined) {
      return {
        ok: false,
        sentence: `${to} is neither a station nor an address: expected 001 to 999 or local-part@domain.`,
      };
    }
    if (chosen !== undefined && destination.state !== 'waiting' && destination.state !== 'incomplete') {
      return refused(fileNumber, `is ${destination.state} at ${destination.forwardPath}`);
    }
    await this.#parts.transmitter.revise(fileNumber, (job) => {
      const readdressedJob = chosen === undefined ? job : readdressed(job, index, chosen);
      return at === undefined ? readdressedJob : allScheduled(readdressedJob, at);
    });
    return DONE;
  }

  #recipient(to: string): { readonly forwardPath: string; readonly station?: string } | undefined {
    const station = this.#parts.addressBook.station(to);
    if (station !== undefined) return { forwardPath: station.address, station: station.number };
    return parseMailbox(to).ok ? { forwardPath: to } : undefined;
  }

  #status(fileNumber: number): JobStatus | undefined {
    return this.#parts.transmitter.statuses.find((status) => status.fileNumber === fileNumber);
  }

  #received(fileNumber: number): boolean {
    return this.#parts.receiver.receptions.files.some((file) => file.fileNumber === fileNumber);
  }

  #station(address: string, nextAttemptAt?: string): FileStation {
    return { address, name: this.#parts.addressBook.stationAt(address)?.name, nextAttemptAt };
  }

  #sentRow({ fileNumber, stage }: JobStatus): FileRow | undefined {
    const record = this.#parts.transmitter.record(fileNumber);
    const { imageMemory } = this.#parts.board;
    if (record === undefined || !imageMemory.has(fileNumber)) return undefined;
    return {
      fileNumber,
      direction: 'XMT',
      state: stage,
      pages: record.pages,
      resolution: record.resolution,
      stations: record.destinations.map((one) => this.#station(one.forwardPath, one.nextAttemptAt)),
      octets: imageMemory.pages(fileNumber).reduce((sum, page) => sum + page.length, 0),
    };
  }

  async #receivedRow(file: {
    readonly fileNumber: number;
    readonly state: ReceptionState;
  }): Promise<FileRow | undefined> {
    const spooled = await this.#parts.receiver.spooled(file.fileNumber);
    if (spooled === undefined) return undefined;
    const { envelope, message } = spooled;
    const read = await printablePages(message);
    return {
      ...file,
      direction: 'RCV',
      pages: read.ok ? read.pages.length : undefined,
      resolution: read.ok ? read.pages[0]?.resolution.name : undefined,
      stations: [this.#station(envelope.reversePath)],
      octets: message.length,
    };
  }
}

function allScheduled(job: JobRecord, at: Date): JobRecord {
  return job.destinations.reduce(
    (revised, destination, index) =>
      isEnded(destination) && destination.state !== 'incomplete' ? revised : scheduled(revised, index, at),
    job,
  );
}

function refused(fileNumber: number, why: string): FileAnswer {
  return { ok: false, sentence: `File ${String(fileNumber).padStart(3, '0')} ${why}.` };
}

function noSuch(fileNumber: number): FileAnswer {
  return { ok: false, sentence: `There is no file ${String(fileNumber).padStart(3, '0')} in memory.` };
}
