import type { Clock } from '../../device-model/index.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Journal, type JournalEntry, journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { JobRecord } from './job-record.ts';

export interface JobJournalParts {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
}

/** Enters what became of one destination of a job into the journal; resolves once the entry is durable. */
export async function journalTransmission(
  parts: JobJournalParts,
  record: JobRecord,
  index: number,
  outcome: Pick<JournalEntry, 'durationMs' | 'result'> & {
    readonly detail: string | undefined;
    readonly negotiation?: readonly string[] | undefined;
    /** A disposition notification was asked for. */
    readonly awaited?: boolean;
  },
): Promise<void> {
  const destination = record.destinations[index];
  if (destination === undefined) return;
  const { durationMs, result, detail, negotiation, awaited } = outcome;
  const station = parts.addressBook.stationAt(destination.forwardPath)?.name;
  await parts.journal.add({
    ...journalTime(parts.clock.calendar(), parts.settings.get('timeZoneOffset')),
    direction: 'XMT',
    fileNumber: record.fileNumber,
    ...(station === undefined ? {} : { station }),
    address: destination.forwardPath,
    pages: record.pages,
    durationMs,
    result,
    ...(detail === undefined ? {} : { detail }),
    ...(negotiation === undefined ? {} : { negotiation }),
    messageId: destination.messageId,
    ...(awaited === true ? { notice: 'awaited' } : {}),
  });
}

/**
 * Enters what a job record says has happened and the journal does not tell: the power went between the two. How long
 * the communication lasted is not known any more.
 */
export async function journalUntold(parts: JobJournalParts, record: JobRecord): Promise<void> {
  for (const [index, destination] of record.destinations.entries()) {
    const result = destination.state === 'delivered' ? 'OK' : destination.infoCode;
    const ended = destination.state !== 'waiting' && destination.state !== 'transmitting';
    if (!ended || result === undefined) continue;
    const told = parts.journal.entries.some(
      (entry) => entry.direction === 'XMT' && entry.messageId === destination.messageId && entry.result === result,
    );
    if (told) continue;
    await journalTransmission(parts, record, index, {
      durationMs: 0,
      result,
      detail: 'The power went before this was entered.',
    });
  }
}

/** A job whose record was damaged: whom it was for is not known any more. */
export async function journalLostJob(parts: JobJournalParts, fileNumber: number, detail: string): Promise<void> {
  await parts.journal.add({
    ...journalTime(parts.clock.calendar(), parts.settings.get('timeZoneOffset')),
    direction: 'XMT',
    fileNumber,
    address: '',
    pages: 0,
    durationMs: 0,
    result: INFO_CODES['record-damaged'].code,
    detail,
  });
}
