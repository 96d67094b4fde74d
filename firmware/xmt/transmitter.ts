import type { Board, Clock, NonvolatileMemory, OriginalType } from '../../device-model/index.ts';
import type { ResolutionName } from '../../device-model/page/resolution.ts';
import type { CodingChoice } from '../capability/coding-choice.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES, infoRow } from '../journal/info-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { OnLine } from '../lan/on-line.ts';
import type { Resolver } from '../lan/resolver.ts';
import type { FaxMessage } from '../mail/fax-message.ts';
import { messageIdOf } from '../mail/message-id.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import { nextAt } from '../settings/time-of-day.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { Failure } from './failure.ts';
import type { FileNumbers } from './file-numbers.ts';
import type { JobEvent, JobInput } from './job-chart.ts';
import { JobFile } from './job-file.ts';
import { journalTransmission, journalUntold } from './job-journal.ts';
import { JOB_LIMITS, JOB_RECORD_FORMAT, type JobRecord, newJobRecord } from './job-record.ts';
import { powerRestored } from './job-transitions.ts';
import { Line } from './line.ts';
import { failure } from './session-failure.ts';
import { StoredDocuments } from './stored-document.ts';
import type { JobStatus, Transmission } from './transmission.ts';
import { XmtJob } from './xmt-job.ts';

/** Everything the transmitting side of a machine is made of. */
export interface TransmitterParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly memory: NonvolatileMemory;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly learned: LearnedCapabilities;
  readonly fileNumbers: FileNumbers;
  readonly onLine: OnLine;
  readonly resolver: () => Resolver;
  /** What is wrong with the LAN interface now. */
  readonly lanCondition: () => InfoCode | undefined;
  /** Asked at every negotiation. */
  readonly codingChoice: () => CodingChoice;
  /** Shown every message before its first octet is sent. */
  readonly onMessage: (message: FaxMessage) => void;
  readonly onStatus: (status: JobStatus & { readonly percentSent: number | undefined }) => void;
}

/** What the operator wants sent; the originals are those in the feeder. */
export interface XmtOrder {
  /** Each its own delivery, result and journal entry; `via`: by No. 31 SMTP Server instead of a direct call. */
  readonly destinations: readonly {
    readonly forwardPath: string;
    readonly station?: string;
    readonly via?: 'mail-server';
  }[];
  readonly resolution: ResolutionName;
  readonly density: 1 | 2 | 3 | 4 | 5;
  /** `text` by default. */
  readonly originalType?: OriginalType;
  /** Before what waits for the line without it. */
  readonly priority?: boolean;
  /** Time of day `hh:mm` of the first attempt; at once when absent. Scanning begins at once all the same. */
  readonly deferredTo?: string;
}

export type OrderAnswer =
  | { readonly ok: true; readonly fileNumber: number }
  /** One line for the panel. */
  | { readonly ok: false; readonly hint: string };

type ResumedInput = Pick<JobInput, 'resumed' | 'pagesStored' | 'failure'>;

/** All transmissions of one machine: takes orders, keeps jobs over power cuts, gives the line to one at a time. */
export class Transmitter {
  readonly #parts: TransmitterParts;
  readonly #line: Line;
  readonly #documents: StoredDocuments;
  readonly #jobs = new Map<number, { readonly job: XmtJob; readonly transmission: Transmission }>();
  /** Loaded at power-on, not yet taken up. */
  readonly #found: { readonly file: JobFile; readonly input: ResumedInput }[] = [];
  #messages = 0;

  constructor(parts: TransmitterParts) {
    this.#parts = parts;
    this.#line = new Line(parts.onLine);
    this.#documents = new StoredDocuments(parts.board.imageMemory, parts.board.storage);
  }

  get statuses(): readonly JobStatus[] {
    return [...this.#jobs.values()].map(({ transmission }) => transmission.status);
  }

  /** File numbers of the jobs in one of these states of the job chart, ascending. */
  filesIn(states: readonly string[]): readonly number[] {
    const found = this.statuses.filter(({ state }) => states.includes(state));
    return found.map(({ fileNumber }) => fileNumber).sort((a, b) => a - b);
  }

  record(fileNumber: number): JobRecord | undefined {
    return this.#jobs.get(fileNumber)?.job.file.record;
  }

  /** Some destination of the job has not come to its end. */
  unfinished(fileNumber: number): boolean {
    const destinations = this.record(fileNumber)?.destinations ?? [];
    return destinations.some(({ state }) => state === 'waiting' || state === 'transmitting');
  }

  order(order: XmtOrder): OrderAnswer {
    const { board, clock, fileNumbers, settings } = this.#parts;
    if (board.feeder.sheetsWaiting === 0) return { ok: false, hint: INFO_CODES['no-original'].lcd[0] };
    if (board.scanEngine.scanning || this.#scanning()) return { ok: false, hint: 'THE SCANNER IS IN USE' };
    const { length } = order.destinations;
    if (length < 1 || length > JOB_LIMITS.destinations) {
      return { ok: false, hint: `1 TO ${JOB_LIMITS.destinations} DESTINATIONS` };
    }
    for (const { forwardPath } of order.destinations) {
      const mailbox = parseMailbox(forwardPath);
      if (!mailbox.ok) return { ok: false, hint: 'CHECK THE ADDRESS' };
    }
    const { deferredTo, priority = false } = order;
    const zone = settings.get('timeZoneOffset');
    const notBefore = deferredTo === undefined ? undefined : nextAt(deferredTo, clock.calendar(), zone);
    if (deferredTo !== undefined && notBefore === undefined) return { ok: false, hint: 'CHECK THE TIME OF DAY' };
    const fileNumber = fileNumbers.take();
    if (fileNumber === undefined) return { ok: false, hint: 'ALL 999 FILES ARE IN USE' };
    const record = newJobRecord({
      fileNumber,
      createdAt: clock.calendar(),
      resolution: order.resolution,
      destinations: order.destinations.map((one) => ({ ...one, messageId: this.#newMessageId() })),
      priority,
      notBefore,
    });
    const file = new JobFile(this.#parts.memory, record);
    this.#documents.begin(fileNumber);
    this.#start(file, order, {
      resumed: undefined,
      pagesStored: 0,
      failure: undefined,
    });
    board.trace.write('job.ordered', {
      fileNumber,
      destinations: order.destinations.map((one) => one.forwardPath),
      resolution: order.resolution,
      dhcp: settings.get('dhcp'),
      ...(priority ? { priority } : {}),
      ...(notBefore === undefined ? {} : { notBefore: notBefore.toISOString() }),
    });
    return { ok: true, fileNumber };
  }

  command(fileNumber: number, command: JobEvent): void {
    this.#jobs.get(fileNumber)?.transmission.send(command);
  }

  /**
   * Reads what a power cut or the switch interrupted into memory; `goOn` takes it up. Returns one sentence for each job
   * that could not be saved.
   */
  async load(): Promise<readonly string[]> {
    const sentences: string[] = [];
    for (const name of await this.#parts.memory.list('jobs')) {
      const loaded = await this.#parts.memory.load(name, JOB_RECORD_FORMAT);
      if (loaded.kind === 'damaged') sentences.push(loaded.sentence);
      if (loaded.kind === 'value') await this.#loadJob(powerRestored(loaded.value), sentences);
    }
    const known = this.#found.map(({ file }) => file.record.fileNumber);
    // Pages without a record: the power went before the first page was entered, or the record is damaged.
    await this.#documents.releaseAllBut(known);
    return sentences;
  }

  goOn(): void {
    for (const { file, input } of this.#found.splice(0)) {
      const { fileNumber, pages } = file.record;
      this.#parts.board.trace.write('job.resumed', { fileNumber, state: input.resumed ?? null, pages });
      this.#start(file, { density: 3 }, input);
    }
  }

  /** Ends all actors without a last word; what is durable is taken up at the next power-on. */
  stop(): void {
    for (const { transmission } of this.#jobs.values()) transmission.stop();
    this.#jobs.clear();
  }

  async #loadJob(record: JobRecord, sentences: string[]): Promise<void> {
    const { fileNumber, pages } = record;
    const file = new JobFile(this.#parts.memory, record);
    await journalUntold(this.#parts, record);
    const incomplete = record.destinations.some((one) => one.state === 'incomplete');
    if ((record.state === 'finished' && !incomplete) || pages === 0) return await file.remove();
    try {
      await this.#documents.load(fileNumber, pages);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      sentences.push(sentence);
      const result = INFO_CODES['stored-pages-lost'].code;
      for (const [index, destination] of record.destinations.entries()) {
        if (destination.state === 'delivered' || destination.state === 'cancelled') continue;
        await journalTransmission(this.#parts, record, index, { durationMs: 0, result, detail: sentence });
      }
      return await file.remove();
    }
    this.#parts.fileNumbers.occupy(fileNumber);
    const resumed = record.state === 'finished' ? 'incomplete' : record.state;
    this.#found.push({ file, input: { resumed, pagesStored: pages, failure: whyHere(record, resumed) } });
  }

  #start(file: JobFile, scan: Pick<XmtOrder, 'density' | 'originalType'>, input: ResumedInput): void {
    const { fileNumber } = file.record;
    const job = new XmtJob({
      ...this.#parts,
      file,
      density: scan.density,
      originalType: scan.originalType ?? 'text',
      documents: this.#documents,
      line: this.#line,
      onEnded: () => {
        this.#jobs.delete(fileNumber);
        this.#parts.fileNumbers.free(fileNumber);
      },
    });
    const transmission = job.open(input);
    this.#jobs.set(fileNumber, { job, transmission });
    transmission.start();
  }

  #scanning(): boolean {
    return this.filesIn(['preflight', 'scanning', 'storing']).length > 0;
  }

  #newMessageId(): string {
    const { board, clock, settings } = this.#parts;
    this.#messages += 1;
    const address = settings.get('machineAddress');
    return messageIdOf({
      date: clock.calendar(),
      zoneOffsetMinutes: settings.get('timeZoneOffset'),
      counter: this.#messages,
      random: board.random,
      // The guard refuses a machine without an address before anything is sent.
      address: address === '' ? 'fax@localhost.invalid' : address,
    });
  }
}

/** What the panel tells of a job that is found at power-on. */
function whyHere(record: JobRecord, resumed: 'scanning' | 'stored' | 'incomplete'): Failure | undefined {
  if (resumed === 'stored') return undefined;
  const failed = record.destinations.find((one) => one.state === 'incomplete')?.infoCode;
  const row = (failed === undefined ? undefined : infoRow(failed)) ?? INFO_CODES['power-failure'];
  return failure(row, row.sentence);
}
