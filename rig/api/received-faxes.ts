import type { EventLog, Storage, TraceEvent } from '../../device-model/index.ts';
import type { ArchivedReception } from '../../firmware/index.ts';
import { readFaxMessage } from '../../firmware/mail/read-fax-message.ts';
import { traceText } from '../cli/trace-text.ts';
import { countMessagePages, messageTiffs } from '../export/message-pages.ts';
import type { FaxRecord, ReceivedFax } from './contract.ts';
import { journalEntryOf } from './journal-entry.ts';
import { faxRecordSchema, faxSchema } from './schemas-faxes.ts';

/** What a rig keeps of the faxes its machines received; the oldest goes when there are more. *Own design.* */
export const RECEIVED_LIMITS = { faxes: 1_000, octets: 256 * 1024 * 1024, dialogueLines: 500 } as const;

/** Where a fax lies in the event log of this run: when it was complete, and the session that brought it. */
interface Arrival {
  readonly event: number;
  readonly session: string | undefined;
}

/**
 * The faxes of all machines, message and record, by machine and number. They are copies: what the machine itself does with
 * a message, print it or keep it, it does without them. Kept in a store, so that they outlive the process where it does.
 */
export class ReceivedFaxes {
  readonly #storage: Storage;
  readonly #log: () => EventLog;
  /** Oldest first. */
  readonly #records = new Map<string, FaxRecord>();
  readonly #arrivals = new WeakMap<FaxRecord, Arrival>();
  #last = 0;

  private constructor(storage: Storage, log: () => EventLog) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Reads what an earlier run kept; a record that cannot be read is left out with its message. */
  static async open(storage: Storage, log: () => EventLog): Promise<ReceivedFaxes> {
    const faxes = new ReceivedFaxes(storage, log);
    for (const name of await storage.list('faxes')) {
      if (!name.endsWith('/record')) continue;
      const record = readRecord(await storage.read(name));
      if (record === undefined) continue;
      faxes.#records.set(record.id, record);
      faxes.#last = Math.max(faxes.#last, Number(record.id));
    }
    return faxes;
  }

  /** As a machine's archive: resolves once the fax is stored; rejects when it cannot be, and the machine keeps the message. */
  async keep(machine: string, reception: ArchivedReception): Promise<'copied'> {
    const { envelope, entry, message } = reception;
    const lines = this.#log().lines;
    const session = sessionOf(lines, machine, envelope.fileNumber);
    const read = await readFaxMessage(message);
    this.#last += 1;
    const id = String(this.#last).padStart(6, '0');
    const record: FaxRecord = {
      id,
      machine,
      fileNumber: envelope.fileNumber,
      messageId: (read.ok ? read.messageId : undefined) ?? envelope.messageId ?? null,
      from: envelope.reversePath,
      author: (read.ok ? read.from : undefined) ?? null,
      mailboxes: [...envelope.forwardPaths],
      subject: (read.ok ? read.subject : undefined) ?? null,
      receivedAt: envelope.receivedAt,
      octets: message.length,
      pages: countMessagePages(read),
      result: entry.result,
      detail: entry.detail ?? null,
      remoteAddress: envelope.remoteAddress,
      clientName: envelope.clientName,
      tiffs: messageTiffs(read).length,
      journal: journalEntryOf(entry),
      dialogue: dialogueOf(lines, machine, session),
    };
    await this.#storage.replace(`${folderOf(id)}/message`, Uint8Array.from(message));
    await this.#storage.replace(`${folderOf(id)}/record`, new TextEncoder().encode(JSON.stringify(record)));
    this.#records.set(id, record);
    this.#arrivals.set(record, { event: this.#log().count, session });
    await this.#makeRoom();
    return 'copied';
  }

  /** Oldest first. */
  of(machine: string): readonly FaxRecord[] {
    return [...this.#records.values()].filter((record) => record.machine === machine);
  }

  find(machine: string, id: string): FaxRecord | undefined {
    const record = this.#records.get(id);
    return record?.machine === machine ? record : undefined;
  }

  async message({ id }: FaxRecord): Promise<Uint8Array | undefined> {
    return await this.#storage.read(`${folderOf(id)}/message`);
  }

  async remove({ id }: FaxRecord): Promise<void> {
    this.#records.delete(id);
    // The record goes first: a message alone is nobody's.
    await this.#storage.remove(`${folderOf(id)}/record`);
    await this.#storage.remove(`${folderOf(id)}/message`);
  }

  /** Undefined for a fax of an earlier run. */
  arrival(record: FaxRecord): Arrival | undefined {
    return this.#arrivals.get(record);
  }

  async #makeRoom(): Promise<void> {
    let octets = [...this.#records.values()].reduce((sum, record) => sum + record.octets, 0);
    for (const record of [...this.#records.values()].slice(0, -1)) {
      if (this.#records.size <= RECEIVED_LIMITS.faxes && octets <= RECEIVED_LIMITS.octets) return;
      octets -= record.octets;
      await this.remove(record);
    }
  }
}

function folderOf(id: string): string {
  return `faxes/${id}`;
}

function readRecord(octets: Uint8Array | undefined): FaxRecord | undefined {
  if (octets === undefined) return undefined;
  try {
    return faxRecordSchema.safeParse(JSON.parse(new TextDecoder().decode(octets))).data;
  } catch {
    return undefined;
  }
}

/** The last message of this number: numbers come again. */
function sessionOf(lines: readonly TraceEvent[], machine: string, fileNumber: number): string | undefined {
  const spooled = lines.findLast(
    (line) => line.machine === machine && line.event === 'message.spooled' && line.data['fileNumber'] === fileNumber,
  );
  const session = spooled?.data['session'];
  return typeof session === 'string' ? session : undefined;
}

function dialogueOf(lines: readonly TraceEvent[], machine: string, session: string | undefined): string[] {
  if (session === undefined) return [];
  return lines
    .filter((line) => line.machine === machine && line.event === 'smtp.line' && line.data['session'] === session)
    .slice(0, RECEIVED_LIMITS.dialogueLines)
    .map(({ data }) => `${traceText(data['direction'])}: ${traceText(data['text'])}`);
}

/** What a list tells of a fax: its record without the way it came. */
export function faxOf(record: FaxRecord): ReceivedFax {
  return faxSchema.strip().parse(record);
}
