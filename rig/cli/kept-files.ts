import type { JournalEntry } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';
import type { Rig } from '../rig.ts';

/** A file to send that is in a machine's memory. */
export interface KeptFile {
  readonly fileNumber: number;
  /** One line for whoever watches. */
  readonly sentence: string;
  /** It was cut off while it was scanned: somebody has to say what becomes of it. */
  readonly asks: boolean;
  /** Of the destinations that have not been reached. */
  readonly messageIds: readonly string[];
}

/** States in which a document is not whole yet. */
const BEING_SCANNED: readonly string[] = ['preflight', 'scanning', 'storing', 'memoryFull', 'nextOriginal'];

/** What the machine keeps to send, by file number; what is delivered and only ends is not among it. */
export function keptFiles(machine: Machine): readonly KeptFile[] {
  const { transmitter } = machine.firmware ?? {};
  const statuses = [...(transmitter?.statuses ?? [])].sort((a, b) => a.fileNumber - b.fileNumber);
  const files = statuses.map(({ fileNumber, pages, state }) => {
    const destinations = transmitter?.record(fileNumber)?.destinations ?? [];
    const open = destinations.filter((one) => one.state !== 'delivered' && one.state !== 'cancelled');
    const asks = state === 'interrupted';
    const cut = asks ? ', all that was stored when the scan was cut off' : '';
    const to = open.map(({ forwardPath }) => forwardPath).join(', ');
    return {
      fileNumber,
      asks,
      sentence: `file ${String(fileNumber).padStart(3, '0')}: ${pages} page(s) for ${to}${cut}`,
      messageIds: open.map(({ messageId }) => messageId),
    };
  });
  return files.filter(({ messageIds }) => messageIds.length > 0);
}

/** Does what an operator would so that everything kept is sent: what is incomplete once more, what was cut off as far as it is stored. */
export async function sendKept(rig: Rig, machine: Machine): Promise<readonly KeptFile[]> {
  const kept = keptFiles(machine);
  await rig.clock.enter(() => {
    for (const { fileNumber } of kept) {
      const { transmitter } = machine.firmware ?? {};
      const state = transmitter?.statuses.find((status) => status.fileNumber === fileNumber)?.state;
      if (state === 'incomplete') transmitter?.command(fileNumber, { type: 'xmt.resend' });
      if (state === 'interrupted') transmitter?.command(fileNumber, { type: 'xmt.send-stored' });
    }
  });
  return kept;
}

/** A document that is not whole is nothing to keep: its scan is stopped. */
export async function stopScanning(rig: Rig, machine: Machine): Promise<void> {
  const scanning = (): readonly number[] => machine.firmware?.transmitter.filesIn(BEING_SCANNED) ?? [];
  await rig.clock.enter(() => {
    for (const fileNumber of scanning()) machine.firmware?.transmitter.command(fileNumber, { type: 'xmt.cancel' });
  });
  await rig.until(() => scanning().length === 0, 'the scan is stopped');
}

/** The entries that the journal got since it was looked at last. */
export function entriesSince(machine: Machine): () => readonly JournalEntry[] {
  const known = new Set(machine.journal);
  return () => machine.journal.filter((entry) => !known.has(entry));
}
