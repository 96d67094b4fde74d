import type { ScannedPage, TraceData } from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { describeFormat } from '../capability/transfer-format.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Delivery, type DeliveryListener, startDelivery } from './delivery.ts';
import { deliveryMachine } from './delivery-actors.ts';
import type { Failure } from './failure.ts';
import { findRoute } from './find-route.ts';
import { guardDestination } from './guard-destination.ts';
import type { GuardResult, JobContext, JobInput, JobOutcome, ScanResult, StoreResult } from './job-chart.ts';
import type { JobFile } from './job-file.ts';
import { type DestinationRecord, isEnded } from './job-record.ts';
import { attemptStarted, formatChosen, pageStored, resendRequested, scanEnded } from './job-transitions.ts';
import type { Line } from './line.ts';
import { estimatedMessageOctets } from './message-estimate.ts';
import { Outcomes } from './outcomes.ts';
import { pelsDigest } from './pels-digest.ts';
import { rememberedCapability } from './remembered-capability.ts';
import { type ScanParts, scanOriginal } from './scan-original.ts';
import { failure } from './session-failure.ts';
import type { StoredDocuments } from './stored-document.ts';
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
  readonly #outcomes: Outcomes;

  constructor(parts: XmtJobParts) {
    this.#parts = parts;
    this.file = parts.file;
    this.#outcomes = new Outcomes(parts);
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
      const guarded = await guardDestination(this.#parts, destination);
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
    const { paper } = page;
    const checksum = await this.#parts.documents.store(this.file.record.fileNumber, page);
    if (checksum === undefined) {
      const row = INFO_CODES['memory-overflow'];
      return {
        kind: 'full',
        failure: failure(row, `${row.sentence} Page ${this.file.record.pages + 1} was not stored.`),
      };
    }
    await this.file.update((record) => pageStored(record, { paper, checksum }));
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
    // A communication of its own: nothing of the one before belongs to it.
    if (resend || destination.attempts === 0) this.#outcomes.forget(index);
    const told = (event: string, data: TraceData): void => {
      board.trace.write(event, { fileNumber, forwardPath, ...data });
    };
    const machine = deliveryMachine({
      clock,
      network: board.network,
      settings: () => settings.values,
      codingChoice: this.#parts.codingChoice,
      remembered: (theirs) => rememberedCapability(this.#parts, destination, theirs),
      onMessage: this.#parts.onMessage,
      messageId,
      via: destination.via,
      estimatedOctets: () => estimatedMessageOctets(this.#parts.documents.octets(fileNumber)),
      takeLine: (granted) => this.#takeLine(line, granted),
      preflight: async () => {
        await this.file.update((record) =>
          attemptStarted(
            record.destinations[index]?.state === 'incomplete' ? resendRequested(record, index) : record,
            index,
            clock.calendar(),
          ),
        );
        this.#outcomes.begin(index);
        this.#percentSent = undefined;
        return await guardDestination(this.#parts, destination);
      },
      resolve: async () => {
        const found = await findRoute(this.#parts, destination);
        told(
          'route.found',
          found.ok
            ? { addresses: found.addresses, via: found.via, mailServer: destination.via === 'mail-server' }
            : { sentence: found.failure.sentence },
        );
        return found;
      },
      pages: () => this.#parts.documents.pages(fileNumber, this.file.record.resolution, this.file.record.papers),
      pageForms: () => this.#pageForms(),
      record: (outcome) => this.#outcomes.record(index, outcome),
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
        told('format.negotiated', this.#outcomes.negotiated(index, negotiation, capability)),
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
      waitMs: this.#outcomes.waitMs(index) ?? 0,
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
    const giveUp = line.take(
      () => {
        panel.setLamp('onLine', 'on');
        granted();
      },
      this.file.record.priority === true ? 'priority' : 'ordinary',
    );
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

  /** The end of a job: pages and record go; whoever was not told yet is told. */
  async #release(outcome: JobOutcome, job: JobContext): Promise<void> {
    const refusal: Failure | undefined = outcome === 'refused' ? (job.failure ?? NO_ORIGINAL) : undefined;
    for (const [index, destination] of this.file.record.destinations.entries()) {
      if (isEnded(destination)) continue;
      const { infoCode, sentence } = refusal ?? failure(INFO_CODES.stopped, INFO_CODES.stopped.sentence);
      await this.#outcomes.enter(index, infoCode, sentence);
    }
    await this.#parts.documents.release(this.file.record.fileNumber);
    await this.file.remove();
  }
}

const NO_ORIGINAL = failure(INFO_CODES['no-original'], INFO_CODES['no-original'].sentence);
