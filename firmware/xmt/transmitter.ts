import type { Board, Clock, NonvolatileMemory } from '../../device-model/index.ts';
import type { CodingChoice } from '../capability/coding-choice.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES, infoRow } from '../journal/info-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { OnLine } from '../lan/on-line.ts';
import type { Resolver } from '../lan/resolver.ts';
import type { FaxMessage } from '../mail/fax-message.ts';
import { messageIdOf } from '../mail/message-id.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { LearnedCapabilities } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import { acceptOrder } from './accept-order.ts';
import type { DocumentPage } from './code-document.ts';
import type { Failure } from './failure.ts';
import type { FileNumbers } from './file-numbers.ts';
import type { JobEvent, JobInput } from './job-chart.ts';
import { JobFile } from './job-file.ts';
import { journalLostJob, journalTransmission, journalUntold } from './job-journal.ts';
import { fileNumberOf, JOB_RECORD_FORMAT, type JobRecord, jobRecordName, newJobRecord } from './job-record.ts';
import { powerRestored } from './job-transitions.ts';
import { Line } from './line.ts';
import { failure } from './session-failure.ts';
import { StoredDocuments } from './stored-document.ts';
import type { JobStatus, Transmission } from './transmission.ts';
import { XmtJob } from './xmt-job.ts';
import type { OrderAnswer, XmtOrder } from './xmt-order.ts';

/** Everything the transmitting side of a machine is made of. */
export interface TransmitterParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly memory: NonvolatileMemory;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly learned: LearnedCapabilities;
  readonly conditions: Conditions;
  readonly fileNumbers: FileNumbers;
  readonly onLine: OnLine;
  readonly resolver: () => Resolver;
  /** Asked at every negotiation. */
  readonly codingChoice: () => CodingChoice;
  /** Shown every message before its first octet is sent. */
  readonly onMessage: (message: FaxMessage) => void;
  readonly onStatus: (status: JobStatus & { readonly percentSent: number | undefined }) => void;
}

/** States of a job that ends by itself in a moment. */
const ENDING: readonly string[] = ['keeping', 'releasing', 'refusing', 'cancelling', 'discarding', 'stopping'];

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
    this.#documents = new StoredDocuments(parts.board.imageMemory, parts.board.storage, parts.memory);
  }

  get statuses(): readonly JobStatus[] {
    return [...this.#jobs.values()].map(({ transmission }) => transmission.status);
  }

  /** File numbers of the jobs in one of these states of the job chart, ascending. */
  filesIn(states: readonly string[]): readonly number[] {
    const found = this.statuses.filter(({ state }) => states.includes(state));
    return found.map(({ fileNumber }) => fileNumber).sort((a, b) => a - b);
  }

  /** File numbers of the jobs that are under way and can be stopped, ascending. */
  get stoppable(): readonly number[] {
    const running = this.statuses.filter(({ state }) => state !== 'incomplete' && !ENDING.includes(state));
    return running.map(({ fileNumber }) => fileNumber).sort((a, b) => a - b);
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
    const accepted = acceptOrder(this.#parts, this.#scanning(), order);
    if (!accepted.ok) return accepted;
    const { source, notBefore } = accepted;
    const { priority = false } = order;
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
    const anew = { resumed: undefined, pagesStored: 0, failure: undefined };
    this.#start(file, { ...order, source }, anew);
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

  /** The stored pages one after another; each is overwritten by the next. */
  pages(fileNumber: number): Iterable<DocumentPage> {
    const record = this.record(fileNumber);
    return record === undefined ? [] : this.#documents.pages(fileNumber, record.resolution, record.papers);
  }

  /**
   * Changes the record of a job and lets its deliveries begin anew by it; an incomplete one begins when something is due.
   * Resolves once the change is durable. Throws what the step throws, and a RangeError while a destination is on line.
   */
  async revise(fileNumber: number, step: (record: JobRecord) => JobRecord): Promise<void> {
    const found = this.#jobs.get(fileNumber);
    if (found === undefined) return;
    const { job, transmission } = found;
    if (job.file.record.destinations.some(({ state }) => state === 'transmitting')) {
      throw new RangeError(`file ${fileNumber} is on line`);
    }
    const revised = step(job.file.record);
    // The record first, in this instant: the deliveries that begin now read it.
    const saved = job.file.update(() => revised);
    if (transmission.status.state !== 'incomplete') transmission.send({ type: 'xmt.revise' });
    else if (revised.state !== 'finished') transmission.send({ type: 'xmt.resend' });
    await saved;
  }

  /**
   * Reads what a power cut or the switch interrupted into memory; `goOn` takes it up. Returns one sentence for each job
   * that could not be saved.
   */
  async load(): Promise<readonly string[]> {
    const { memory } = this.#parts;
    const sentences: string[] = [];
    const lost: number[] = [];
    for (const name of await memory.list('jobs')) {
      const loaded = await memory.load(name, JOB_RECORD_FORMAT);
      if (loaded.kind === 'value' && jobRecordName(loaded.value.fileNumber) === name) {
        await this.#loadJob(powerRestored(loaded.value), sentences);
      } else {
        const sentence = loaded.kind === 'damaged' ? loaded.sentence : `The record ${name} is of another file.`;
        await memory.setAside(name, sentence);
        sentences.push(sentence);
        const fileNumber = fileNumberOf(name);
        if (fileNumber === undefined) continue;
        lost.push(fileNumber);
        await journalLostJob(this.#parts, fileNumber, sentence);
      }
    }
    const known = this.#found.map(({ file }) => file.record.fileNumber);
    // Pages without a record: the power went before the first page was entered.
    await this.#documents.releaseAllBut(known, lost);
    return sentences;
  }

  goOn(): void {
    for (const { file, input } of this.#found.splice(0)) {
      const { fileNumber, pages } = file.record;
      this.#parts.board.trace.write('job.resumed', { fileNumber, state: input.resumed ?? null, pages });
      this.#start(file, { density: 3, source: 'feeder' }, input);
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
      await this.#documents.load(fileNumber, record.checksums);
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

  #start(
    file: JobFile,
    scan: Pick<XmtOrder, 'density' | 'originalType'> & Pick<JobInput, 'source'>,
    input: ResumedInput,
  ): void {
    const { fileNumber } = file.record;
    const job = new XmtJob({
      ...this.#parts,
      file,
      density: scan.density,
      originalType: scan.originalType ?? 'text',
      source: scan.source,
      documents: this.#documents,
      line: this.#line,
      onEntered: () => this.#noteConditions(),
      onEnded: () => {
        this.#jobs.delete(fileNumber);
        this.#parts.fileNumbers.free(fileNumber);
        this.#noteConditions();
      },
    });
    const transmission = job.open(input);
    this.#jobs.set(fileNumber, { job, transmission });
    transmission.start();
  }

  /** What stands in the machine because of the states its jobs are in. */
  #noteConditions(): void {
    const { conditions } = this.#parts;
    conditions.set('file-incomplete', this.filesIn(['incomplete']).length > 0);
    conditions.set('memory-overflow', this.filesIn(['memoryFull']).length > 0);
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
