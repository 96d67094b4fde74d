import { type Board, type Clock, perform } from '../../device-model/index.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';

/** A reception that has ended: the message as it came and what the journal says of it. */
export interface ArchivedReception {
  readonly envelope: SpooledEnvelope;
  readonly message: Uint8Array;
  readonly entry: JournalEntry;
}

/** Takes a reception over; what it rejects with leaves the message in the spool. */
export type Archive = (reception: ArchivedReception) => Promise<void>;

/** True when nobody wants the reception or it was taken over. */
export async function archived(
  parts: {
    readonly archive: Archive | undefined;
    readonly board: Pick<Board, 'trace'>;
    readonly clock: Clock;
    readonly spool: ReceiveSpool;
  },
  envelope: SpooledEnvelope,
  entry: JournalEntry,
): Promise<boolean> {
  const { archive, board, clock, spool } = parts;
  const message = archive === undefined ? undefined : await spool.message(envelope.fileNumber);
  if (archive === undefined || message === undefined) return true;
  try {
    await perform(clock, 0, 'archive the reception', () => archive({ envelope, message, entry }));
    return true;
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    board.trace.write('archive.failed', { fileNumber: envelope.fileNumber, sentence });
    return false;
  }
}
