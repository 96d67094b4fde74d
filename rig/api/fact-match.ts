import type { TraceEvent } from '../../device-model/index.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import type { FaxRecord } from './contract.ts';

/** Fields by which an entry or a fax is meant; one that is not named fits every one. */
interface EntryMarks {
  readonly direction?: JournalEntry['direction'] | undefined;
  readonly fileNumber?: number | undefined;
  readonly address?: string | undefined;
  readonly messageId?: string | undefined;
  readonly result?: string | undefined;
}

interface FaxMarks {
  readonly messageId?: string | undefined;
  /** Reverse-path or From field, case not minded. */
  readonly from?: string | undefined;
  /** A part of it. */
  readonly subject?: string | undefined;
  /** A forward-path, case not minded. */
  readonly mailbox?: string | undefined;
}

export function isMeantEntry(entry: JournalEntry, marks: EntryMarks): boolean {
  return (
    fits(marks.direction, entry.direction) &&
    fits(marks.fileNumber, entry.fileNumber) &&
    fits(marks.result, entry.result) &&
    fits(folded(marks.address), folded(entry.address)) &&
    fits(bare(marks.messageId), bare(entry.messageId))
  );
}

export function isMeantFax(fax: FaxRecord, marks: FaxMarks): boolean {
  const from = folded(marks.from);
  const mailbox = folded(marks.mailbox);
  return (
    fits(bare(marks.messageId), bare(fax.messageId ?? undefined)) &&
    (from === undefined || [fax.from, fax.author ?? ''].some((one) => folded(one) === from)) &&
    (mailbox === undefined || fax.mailboxes.some((one) => folded(one) === mailbox)) &&
    (marks.subject === undefined || (fax.subject ?? '').includes(marks.subject))
  );
}

/** The reply to the message's end is on the wire, or the session is over; told by the lines of this run. */
export function wasReplied(lines: readonly TraceEvent[], fax: FaxRecord, session: string | undefined): boolean {
  const spooled = lines.findLastIndex(
    ({ machine, event, data }) =>
      machine === fax.machine &&
      event === 'message.spooled' &&
      data['fileNumber'] === fax.fileNumber &&
      data['session'] === session,
  );
  // The line is not kept any more: it was long ago.
  if (spooled < 0) return true;
  return lines.slice(spooled).some(({ machine, event, data }) => {
    if (machine !== fax.machine || data['session'] !== session) return false;
    return event === 'smtp.session-ended' || (event === 'smtp.line' && data['direction'] === 'S');
  });
}

function fits<T>(wanted: T | undefined, found: T | undefined): boolean {
  return wanted === undefined || wanted === found;
}

function folded(text: string | undefined): string | undefined {
  return text?.toLowerCase();
}

/** A Message-ID with or without its angle brackets. */
function bare(messageId: string | undefined): string | undefined {
  return messageId?.replace(/^<|>$/g, '');
}
