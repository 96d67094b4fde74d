import type { JournalEntry as MachinesEntry } from '../../firmware/index.ts';
import type { JournalEntry } from './contract.ts';

/** As the API tells it. */
export function journalEntryOf(entry: MachinesEntry): JournalEntry {
  const { date, time, direction, fileNumber, station, address, pages, durationMs, result, detail, messageId } = entry;
  return {
    date,
    time,
    direction,
    fileNumber,
    station: station ?? null,
    address,
    pages,
    durationMs,
    result,
    detail: detail ?? null,
    messageId: messageId ?? null,
    notice: noticeOf(entry),
  };
}

function noticeOf({ notice }: MachinesEntry): string | null {
  if (notice === undefined) return null;
  return notice === 'awaited' ? notice : `${notice.disposition} ${notice.date} ${notice.time}`;
}
