import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type DestinationRecord, isEnded, JOB_LIMITS, type JobRecord, type RecordedFormat } from './job-record.ts';

/**
 * The steps of a job record: record in, record out. A step that cannot happen (an attempt at a delivered destination)
 * throws a RangeError that says so, because carrying it out would send a document twice or lose it.
 */
export function pageStored(
  job: JobRecord,
  { paper, checksum }: { readonly paper: PaperSize; readonly checksum: string },
): JobRecord {
  if (job.state !== 'scanning') throw new RangeError(`${named(job)} is ${job.state} and takes no more pages`);
  if (job.pages >= JOB_LIMITS.pages)
    throw new RangeError(`${named(job)} has ${job.pages} pages, the most a job may have`);
  return { ...job, pages: job.pages + 1, papers: [...job.papers, paper], checksums: [...job.checksums, checksum] };
}

/** All pages are in memory. */
export function scanEnded(job: JobRecord): JobRecord {
  if (job.state !== 'scanning' || job.pages === 0) {
    throw new RangeError(`${named(job)} is ${job.state} with ${job.pages} pages and cannot be stored`);
  }
  return { ...job, state: 'stored' };
}

/** `now`: kept when it is the first one. */
export function attemptStarted(job: JobRecord, index: number, now?: Date): JobRecord {
  return changed(job, index, ['waiting'], ({ nextAttemptAt: _waited, ...destination }) => ({
    ...destination,
    state: 'transmitting',
    attempts: destination.attempts + 1,
    ...(destination.firstAttemptAt !== undefined || now === undefined ? {} : { firstAttemptAt: now.toISOString() }),
  }));
}

export function formatChosen(job: JobRecord, index: number, transferFormat: RecordedFormat): JobRecord {
  return changed(job, index, ['transmitting'], (destination) => ({ ...destination, transferFormat }));
}

/** With `retryAt` the destination waits for redial, without it is incomplete. */
export function attemptFailed(
  job: JobRecord,
  index: number,
  failure: { readonly infoCode: string; readonly retryAt?: Date },
): JobRecord {
  const { infoCode, retryAt } = failure;
  return changed(job, index, ['transmitting', 'waiting'], ({ nextAttemptAt: _waited, ...destination }) =>
    retryAt === undefined
      ? { ...destination, state: 'incomplete', infoCode }
      : { ...destination, state: 'waiting', infoCode, nextAttemptAt: retryAt.toISOString() },
  );
}

/** The final 250 has come. */
export function delivered(job: JobRecord, index: number): JobRecord {
  return changed(job, index, ['transmitting'], ({ infoCode: _overcome, ...destination }) => ({
    ...destination,
    state: 'delivered',
  }));
}

/** Ends one destination; one that has ended already stays as it is. */
export function cancelled(job: JobRecord, index: number): JobRecord {
  const destination = job.destinations[index];
  if (destination !== undefined && isEnded(destination)) return job;
  return changed(job, index, ['waiting', 'transmitting'], ({ nextAttemptAt: _waited, ...rest }) => ({
    ...rest,
    state: 'cancelled',
    infoCode: INFO_CODES.stopped.code,
  }));
}

/** The operator sends an incomplete destination once more; the Message-Id stays. */
export function resendRequested(job: JobRecord, index: number): JobRecord {
  return changed(job, index, ['incomplete'], ({ firstAttemptAt: _before, ...destination }) => ({
    ...destination,
    state: 'waiting',
    attempts: 0,
  }));
}

/** The operator names another recipient: nothing that happened with the one before counts. */
export function readdressed(
  job: JobRecord,
  index: number,
  to: Pick<DestinationRecord, 'forwardPath' | 'station'>,
): JobRecord {
  return changed(job, index, ['waiting', 'incomplete'], ({ state, messageId }) => ({
    ...to,
    state,
    attempts: 0,
    messageId,
  }));
}

/** The operator sets the instant of the next attempt, the first of a new series. */
export function scheduled(job: JobRecord, index: number, at: Date): JobRecord {
  return changed(job, index, ['waiting', 'incomplete'], ({ infoCode: _overcome, ...destination }) => ({
    ...destination,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: at.toISOString(),
  }));
}

/**
 * What the record means after a power cut: whether an attempt that was under way arrived is not known, so it is made
 * again at once under the same Message-Id; the cut counts as an attempt.
 */
export function powerRestored(job: JobRecord): JobRecord {
  return {
    ...job,
    destinations: job.destinations.map((destination) =>
      destination.state === 'transmitting'
        ? { ...destination, state: 'waiting', infoCode: INFO_CODES['power-failure'].code }
        : destination,
    ),
  };
}

function changed(
  job: JobRecord,
  index: number,
  from: readonly DestinationRecord['state'][],
  change: (destination: DestinationRecord) => DestinationRecord,
): JobRecord {
  const destination = job.destinations[index];
  if (destination === undefined) throw new RangeError(`${named(job)} has no destination ${index}`);
  if (!from.includes(destination.state)) {
    throw new RangeError(`destination ${index} of ${named(job)} is ${destination.state}, not ${from.join(' or ')}`);
  }
  const destinations = job.destinations.map((one, at) => (at === index ? change(one) : one));
  if (destinations.every(isEnded)) return { ...job, destinations, state: 'finished' };
  return { ...job, destinations, state: job.state === 'scanning' ? 'scanning' : 'stored' };
}

function named(job: JobRecord): string {
  return `file ${String(job.fileNumber).padStart(3, '0')}`;
}
