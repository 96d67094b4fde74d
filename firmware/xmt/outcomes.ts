import type { Board, TraceData } from '../../device-model/index.ts';
import type { Negotiation } from '../capability/negotiate.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Recorded, RecordedOutcome } from './delivery-language.ts';
import { asksNotice } from './delivery-notice.ts';
import type { JobFile } from './job-file.ts';
import { type JobJournalParts, journalTransmission } from './job-journal.ts';
import type { JobRecord } from './job-record.ts';
import { attemptFailed, cancelled, delivered } from './job-transitions.ts';
import type { ReadCapability } from './read-capability.ts';
import { ToldNegotiations } from './told-negotiations.ts';

export interface OutcomesParts extends JobJournalParts {
  readonly board: Pick<Board, 'trace'>;
  readonly file: JobFile;
}

/** What becomes of each destination of one job: into the job record first, into the journal when it has ended. */
export class Outcomes {
  readonly #parts: OutcomesParts;
  /** Instant of the first attempt: the communication lasts from here to its end. */
  readonly #begun = new Map<number, number>();
  readonly #negotiations = new ToldNegotiations();

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  begin(index: number): void {
    if (!this.#begun.has(index)) this.#begun.set(index, this.#parts.clock.now());
  }

  forget(index: number): void {
    this.#begun.delete(index);
    this.#negotiations.forget(index);
  }

  /** Keeps it for the journal; returns what the transcript says. */
  negotiated(index: number, negotiation: Negotiation, capability: ReadCapability): TraceData {
    return this.#negotiations.tell(index, negotiation, capability);
  }

  /** By the record, so that the planned instant is the same whether the power stays on or not; undefined when none is. */
  waitMs(index: number): number | undefined {
    const planned = this.#parts.file.record.destinations[index]?.nextAttemptAt;
    return planned === undefined
      ? undefined
      : Math.max(0, Date.parse(planned) - this.#parts.clock.calendar().getTime());
  }

  async record(index: number, outcome: RecordedOutcome): Promise<Recorded> {
    switch (outcome.kind) {
      case 'delivered':
        await this.#keep((record) => delivered(record, index));
        await this.enter(index, 'OK', this.#negotiations.of(index)?.detail);
        break;
      case 'cancelled':
        await this.#keep((record) => cancelled(record, index));
        await this.enter(index, INFO_CODES.stopped.code, INFO_CODES.stopped.sentence);
        break;
      case 'failed':
        await this.#failed(index, outcome);
        break;
    }
    return { waitMs: this.waitMs(index) };
  }

  async enter(index: number, result: string, detail: string | undefined): Promise<void> {
    const { clock, file, settings } = this.#parts;
    const begun = this.#begun.get(index);
    const durationMs = begun === undefined ? 0 : clock.now() - begun;
    const negotiation = this.#negotiations.of(index)?.negotiation;
    const awaited = result === 'OK' && asksNotice(settings.values, file.record.destinations[index]?.via);
    await journalTransmission(this.#parts, file.record, index, { durationMs, result, detail, negotiation, awaited });
  }

  async #failed(index: number, { failure, redial }: RecordedOutcome & { readonly kind: 'failed' }): Promise<void> {
    const { board, file } = this.#parts;
    const { infoCode, sentence } = failure;
    const retryAt = redial ? this.#nextAttempt(index) : undefined;
    board.trace.write('attempt.failed', {
      fileNumber: file.record.fileNumber,
      forwardPath: file.record.destinations[index]?.forwardPath ?? '',
      infoCode,
      sentence,
      redial: retryAt !== undefined,
    });
    await this.#keep((record) =>
      attemptFailed(record, index, retryAt === undefined ? { infoCode } : { infoCode, retryAt }),
    );
    if (retryAt !== undefined) return;
    const late = redial ? ' The redial deadline is over.' : '';
    await this.enter(index, infoCode, `${sentence}${late}`);
  }

  /** Fax parameters 907 and 943; undefined after the deadline. */
  #nextAttempt(index: number): Date | undefined {
    const { clock, file, settings } = this.#parts;
    const now = clock.calendar().getTime();
    const first = Date.parse(file.record.destinations[index]?.firstAttemptAt ?? clock.calendar().toISOString());
    const next = now + settings.get('redialInterval') * 1_000;
    return next > first + settings.get('redialDeadline') * 60_000 ? undefined : new Date(next);
  }

  async #keep(step: (record: JobRecord) => JobRecord): Promise<void> {
    const { board, file } = this.#parts;
    const sentence = await file.keep(step);
    if (sentence !== undefined) board.trace.write('record.refused', { fileNumber: file.record.fileNumber, sentence });
  }
}
