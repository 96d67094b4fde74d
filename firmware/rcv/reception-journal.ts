import type { Clock } from '../../device-model/index.ts';
import { type Journal, type JournalEntry, journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { SpooledEnvelope } from './receive-spool.ts';

/** Enters a reception into the journal; resolves with the entry once it is durable. */
export async function journalReception(
  parts: {
    readonly clock: Clock;
    readonly settings: Settings;
    readonly addressBook: AddressBook;
    readonly journal: Journal;
  },
  envelope: SpooledEnvelope,
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
