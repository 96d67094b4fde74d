import type { ScannedPage, TraceData } from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { describeFormat } from '../capability/transfer-format.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Delivery, type DeliveryListener, startDelivery } from './delivery.ts';
import { deliveryMachine } from './delivery-actors.ts';
import type { Recorded, RecordedOutcome } from './delivery-language.ts';
import type { Failure } from './failure.ts';
import { findRoute } from './find-route.ts';
import { guardDestination } from './guard-destination.ts';
import type { GuardResult, JobContext, JobInput, JobOutcome, ScanResult, StoreResult } from './job-chart.ts';
import type { JobFile } from './job-file.ts';
import { journalTransmission } from './job-journal.ts';
import { type DestinationRecord, isEnded, type JobRecord } from './job-record.ts';
import {
  attemptFailed,
  attemptStarted,
  cancelled,
  delivered,
  formatChosen,
  pageStored,
  resendRequested,
  scanEnded,
} from './job-transitions.ts';
import type { Line } from './line.ts';
import { pelsDigest } from './pels-digest.ts';
import { rememberedCapability } from './remembered-capability.ts';
import { type ScanParts, scanOriginal } from './scan-original.ts';
import { failure } from './session-failure.ts';
import type { StoredDocuments } from './stored-document.ts';
import { ToldNegotiations } from './told-negotiations.ts';
import { openTransmission, type Transmission } from './transmission.ts';
import type { TransmitterParts } from './transmitter.ts';

export interface XmtJobParts extends TransmitterParts, ScanParts {
  readonly file: JobFile;
  readonly documents: StoredDocuments;
  readonly line: Line;
  /** The job has entered a state. */
  readonly onEntered: () => void;
  readonly onEnded: () => void;
}

/** The hands of one job: what its charts decide is done here, on the board, the record and the journal. */
export class XmtJob {
  readonly file: JobFile;
  readonly #parts: XmtJobParts;
  #scanned: ScannedPage | undefined;
  #percentSent: number | undefined;
  /** Instant of the first attempt: the communication lasts from here to its end. */
  readonly #begun = new Map<number, number>();
  readonly #negotiations = new ToldNegotiations();

  constructor(parts: XmtJobParts) {
    this.#parts = parts;
    this.file = parts.file;
  }

  open(input: Pick<JobInput, 'resumed' | 'pagesStored' | 'failure'>): Transmission {
    const { board, clock, settings, onStatus, onEnded } = this.#parts;
    const { fileNumber } = this.file.record;
    return openTransmission(
      {
        ...input,
        fileNumber,
        source: this.#parts.source,
        nextOriginalWaitMs: settings.get('nextOriginalWait') * 1000,
        memoryFullWaitMs: settings.get('memoryFullWait') * 1000,
        whenMemoryFull: settings.get('memoryFull'),
        saveIncomplete: settings.get('incompleteFileSave') === 'On',
      },
      {
        clock,
        preflight: () => this.#guardAll(),
        scan: () => this.#scan(),
        store: () => this.#store(),
        commit: () => this.file.update(scanEnded),
        deliver: (listenerOf) => this.#deliver(listenerOf),
        keep: async () => undefined,
        release: (outcome, job) => this.#release(outcome, job),
        onEntered: (state) => {
          board.trace.write('job.entered', { fileNumber, state });
          this.#parts.onEntered();
        },
        onStatus: (status) => onStatus({ ...status, percentSent: this.#percentSent }),
        onEnded: () => onEnded(),
      },
    );
  }

  async #guardAll(): Promise<GuardResult> {
    for (const destination of this.file.record.destinations) {
      const guarded = await guardDestination(this.#parts, destination.forwardPath);
      if (!guarded.ok) return guarded;
    }
    return { ok: true };
  }

  async #scan(): Promise<ScanResult> {
    const { result, page } = await scanOriginal(this.#parts, this.file.record);
    this.#scanned = page;
    return result;
  }

  async #store(): Promise<StoreResult> {
    const page = this.#scanned;
    this.#scanned = undefined;
    if (page === undefined) throw new RangeError('there is no scanned page to store');
    if (!(await this.#parts.documents.store(this.file.record.fileNumber, page))) {
      const row = INFO_CODES['memory-overflow'];
      return {
        kind: 'full',
        failure: failure(row, `${row.sentence} Page ${this.file.record.pages + 1} was not stored.`),
      };
    }
    await this.file.update((record) => pageStored(record, page.paper));
    return { kind: 'stored' };
  }

  #deliver(listenerOf: () => DeliveryListener): readonly Delivery[] {
    const open = this.file.record.destinations.flatMap((destination, index) =>
      destination.state === 'delivered' || destination.state === 'cancelled' ? [] : [{ destination, index }],
    );
    return open.map(({ destination, index }) => this.#startDelivery(destination, index, listenerOf()));
  }

  #startDelivery(destination: DestinationRecord, index: number, listener: DeliveryListener): Delivery {
    const { clock, settings, line, board } = this.#parts;
    const { fileNumber } = this.file.record;
    const { forwardPath, messageId } = destination;
    const resend = destination.state === 'incomplete';
    if (resend || destination.attempts === 0) {
      // A communication of its own: nothing of the one before belongs to it.
      this.#begun.delete(index);
      this.#negotiations.forget(index);
    }
    const told = (event: string, data: TraceData): void => {
      board.trace.write(event, { fileNumber, forwardPath, ...data });
    };
    const machine = deliveryMachine({
      clock,
      network: board.network,
      settings: () => settings.values,
      codingChoice: this.#parts.codingChoice,
      remembered: (theirs) => rememberedCapability(this.#parts, forwardPath, theirs),
      onMessage: this.#parts.onMessage,
      messageId,
      takeLine: (granted) => this.#takeLine(line, granted),
      preflight: async () => {
        await this.file.update((record) =>
          attemptStarted(
            record.destinations[index]?.state === 'incomplete' ? resendRequested(record, index) : record,
            index,
          ),
        );
        if (!this.#begun.has(index)) this.#begun.set(index, clock.now());
        this.#percentSent = undefined;
        return await guardDestination(this.#parts, forwardPath);
      },
      resolve: async () => {
        const found = await findRoute(this.#parts, forwardPath);
        told(
          'route.found',
          found.ok ? { addresses: found.addresses, via: found.via } : { sentence: found.failure.sentence },
        );
        return found;
      },
      pages: () => this.#parts.documents.pages(fileNumber, this.file.record.resolution, this.file.record.papers),
      pageForms: () => this.#pageForms(),
      record: (outcome) => this.#record(index, outcome),
      chosen: (format) =>
        this.file.update((record) =>
          formatChosen(record, index, {
            fileStructure: format.fileStructure,
            coding: format.coding,
            resolution: format.resolution.name,
            paper: format.paper,
          }),
        ),
      onTranscript: (direction, text, phase) => told('smtp.line', { role: 'client', direction, text, phase }),
      onNegotiated: (negotiation, capability) =>
        told('format.negotiated', this.#negotiations.tell(index, negotiation, capability)),
      onCoded: ({ page, raster, format, codedOctets }) =>
        told('page.coded', {
          page,
          width: raster.width,
          height: raster.height,
          format: describeFormat(format),
          octets: codedOctets,
          pels: pelsDigest(raster),
        }),
      onProgress: (percent) => {
        if (percent === this.#percentSent) return;
        this.#percentSent = percent;
        listener.onProgress();
      },
    });
    const input = {
      fileNumber,
      destination: index,
      forwardPath,
      attempts: resend ? 0 : destination.attempts,
      redialCount: settings.get('redialCount'),
      waitMs: this.#waitMs(index),
    };
    return startDelivery(machine, input, clock, {
      ...listener,
      onStage: (delivery) => {
        told('delivery.entered', { state: delivery.stage });
        listener.onStage(delivery);
      },
    });
  }

  #takeLine(line: Line, granted: () => void): () => void {
    const { panel } = this.#parts.board;
    const tell = (): void => this.#parts.conditions.set('line-busy', line.queued > 0);
    const giveUp = line.take(() => {
      panel.setLamp('onLine', 'on');
      granted();
    });
    tell();
    return () => {
      giveUp();
      tell();
      if (!line.busy) panel.setLamp('onLine', 'off');
    };
  }

  #pageForms(): readonly Pick<ScannedPage, 'resolution' | 'paper'>[] {
    const resolution = RESOLUTIONS[this.file.record.resolution];
    return this.file.record.papers.map((paper) => ({ resolution, paper }));
  }

  /** By the record, so that the planned instant is the same whether the power stays on or not. */
  #waitMs(index: number): number {
    const planned = this.file.record.destinations[index]?.nextAttemptAt;
    return planned === undefined ? 0 : Math.max(0, Date.parse(planned) - this.#parts.clock.calendar().getTime());
  }

  async #record(index: number, outcome: RecordedOutcome): Promise<Recorded> {
    switch (outcome.kind) {
      case 'delivered':
        await this.#keep((record) => delivered(record, index));
        await this.#enter(index, 'OK', this.#negotiations.of(index)?.detail);
        break;
      case 'cancelled':
        await this.#keep((record) => cancelled(record, index));
        await this.#enter(index, INFO_CODES.stopped.code, INFO_CODES.stopped.sentence);
        break;
      case 'failed': {
        const { infoCode, sentence } = outcome.failure;
        this.#parts.board.trace.write('attempt.failed', {
          fileNumber: this.file.record.fileNumber,
          infoCode,
          sentence,
          redial: outcome.redial,
        });
        const retryAt = new Date(
          this.#parts.clock.calendar().getTime() + this.#parts.settings.get('redialInterval') * 1_000,
        );
        await this.#keep((record) =>
          attemptFailed(record, index, outcome.redial ? { infoCode, retryAt } : { infoCode }),
        );
        if (!outcome.redial) await this.#enter(index, infoCode, sentence);
        break;
      }
    }
    return { waitMs: this.#waitMs(index) };
  }

  async #keep(step: (record: JobRecord) => JobRecord): Promise<void> {
    const sentence = await this.file.keep(step);
    if (sentence === undefined) return;
    this.#parts.board.trace.write('record.refused', { fileNumber: this.file.record.fileNumber, sentence });
  }

  /** The end of a job: pages and record go; whoever was not told yet is told. */
  async #release(outcome: JobOutcome, job: JobContext): Promise<void> {
    const refusal: Failure | undefined = outcome === 'refused' ? (job.failure ?? NO_ORIGINAL) : undefined;
    for (const [index, destination] of this.file.record.destinations.entries()) {
      if (isEnded(destination)) continue;
      const { infoCode, sentence } = refusal ?? failure(INFO_CODES.stopped, INFO_CODES.stopped.sentence);
      await this.#enter(index, infoCode, sentence);
    }
    await this.#parts.documents.release(this.file.record.fileNumber);
    await this.file.remove();
  }

  async #enter(index: number, result: string, detail: string | undefined): Promise<void> {
    const begun = this.#begun.get(index);
    const durationMs = begun === undefined ? 0 : this.#parts.clock.now() - begun;
    const negotiation = this.#negotiations.of(index)?.negotiation;
    await journalTransmission(this.#parts, this.file.record, index, { durationMs, result, detail, negotiation });
  }
}

const NO_ORIGINAL = failure(INFO_CODES['no-original'], INFO_CODES['no-original'].sentence);
