import type { Clock } from '../../device-model/index.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Journal, type JournalEntry, journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { Failure } from '../xmt/failure.ts';
import { type PrintableMessage, UNPRINTABLE_ROW } from './printable-pages.ts';
import type { LostMessage, SpooledEnvelope } from './receive-spool.ts';

/** Enters a reception into the journal; resolves with the entry once it is durable. */
export async function journalReception(
  parts: {
    readonly clock: Clock;
    readonly settings: Settings;
    readonly addressBook: AddressBook;
    readonly journal: Journal;
  },
  envelope: Pick<SpooledEnvelope, 'fileNumber' | 'reversePath' | 'durationMs'>,
  outcome: Pick<JournalEntry, 'pages' | 'result'> & {
    readonly detail?: string | undefined;
    readonly messageId?: string | undefined;
  },
): Promise<JournalEntry> {
  const { pages, result, detail, messageId } = outcome;
  const station = parts.addressBook.stationAt(envelope.reversePath)?.name;
  const entry: JournalEntry = {
    ...journalTime(parts.clock.calendar(), parts.settings.get('timeZoneOffset')),
    direction: 'RCV',
    fileNumber: envelope.fileNumber,
    ...(station === undefined ? {} : { station }),
    address: envelope.reversePath,
    pages,
    durationMs: envelope.durationMs,
    result,
    ...(detail === undefined ? {} : { detail }),
    ...(messageId === undefined ? {} : { messageId }),
  };
  await parts.journal.add(entry);
  return entry;
}

/** A message that was accepted and cannot be printed any more. */
export async function journalLoss(
  parts: Parameters<typeof journalReception>[0],
  { fileNumber, envelope, sentence: detail }: LostMessage,
): Promise<void> {
  const known = envelope ?? { fileNumber, reversePath: '', durationMs: 0 };
  const result = INFO_CODES['record-damaged'].code;
  await journalReception(parts, known, { pages: 0, result, detail, messageId: envelope?.messageId });
}

/**
 * The entry that a reception found at power-on has already: the power went between it and the end of the file. Undefined when there
 * is none. The number was the message's own from its arrival on; what was refused just before may have borne it, too, but not
 * with the same Message-ID.
 */
export function toldReception(
  { journal, settings }: { readonly journal: Journal; readonly settings: Settings },
  { fileNumber, reversePath, receivedAt, messageId }: SpooledEnvelope,
): JournalEntry | undefined {
  const { date, time } = journalTime(new Date(receivedAt), settings.get('timeZoneOffset'));
  return journal.entries.findLast(
    (entry) =>
      entry.direction === 'RCV' &&
      entry.fileNumber === fileNumber &&
      entry.address === reversePath &&
      entry.messageId === messageId &&
      `${entry.date} ${entry.time}` >= `${date} ${time}`,
  );
}

/** What the journal says of a message that was printed, or of which an error page was. */
export function outcomeOf(
  read: PrintableMessage | undefined,
  waitedFor: Failure | undefined,
): Pick<JournalEntry, 'result'> & { readonly detail: string | undefined } {
  const waited = waitedFor && `Waited in memory: ${waitedFor.infoCode} ${waitedFor.sentence}`;
  if (read?.ok !== false) return { result: 'OK', detail: waited };
  const detail = waited === undefined ? read.sentence : `${read.sentence} ${waited}`;
  return { result: UNPRINTABLE_ROW[read.reason].code, detail };
}
