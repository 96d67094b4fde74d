import { type Board, type Clock, perform } from '../../device-model/index.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { ReceiveSpool, SpooledEnvelope } from './receive-spool.ts';

/** A reception that has ended: the message as it came and what the journal says of it. */
export interface ArchivedReception {
  readonly envelope: SpooledEnvelope;
  readonly message: Uint8Array;
  readonly entry: JournalEntry;
}

/**
 * Shown every reception that has ended. It takes the message over, or answers `copied` and leaves a message that could not
 * be printed with the machine; what it rejects with leaves any message in the spool.
 */
export type Archive = (reception: ArchivedReception) => Promise<void> | Promise<'copied'>;

export type Archived = 'nobody asked' | 'taken over' | 'copied' | 'refused';

/** What became of the reception; `nobody asked` also when the message is gone. */
export async function archived(
  parts: {
    readonly archive: Archive | undefined;
    readonly board: Pick<Board, 'trace'>;
    readonly clock: Clock;
    readonly spool: ReceiveSpool;
  },
  envelope: SpooledEnvelope,
  entry: JournalEntry,
): Promise<Archived> {
  const { archive, board, clock, spool } = parts;
  const message = archive === undefined ? undefined : await spool.message(envelope.fileNumber);
  if (archive === undefined || message === undefined) return 'nobody asked';
  try {
    const copied = await perform(clock, 0, 'archive the reception', async () => {
      return (await archive({ envelope, message, entry })) === 'copied';
    });
    return copied ? 'copied' : 'taken over';
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    board.trace.write('archive.failed', { fileNumber: envelope.fileNumber, sentence });
    return 'refused';
  }
}
