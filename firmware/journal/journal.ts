import { z } from 'zod';
import type { NonvolatileMemory, RecordFormat, TraceData, TraceWriter } from '../../device-model/index.ts';
import { localTime, twoDigits } from '../mail/rfc5322-date.ts';
import { checkedBy } from '../settings/schema-check.ts';

/** One communication with one station. */
export interface JournalEntry {
  /** `yyyy-mm-dd` and `hh:mm:ss` by the machine's calendar and zone when the communication ended. */
  readonly date: string;
  readonly time: string;
  readonly direction: 'XMT' | 'RCV';
  /** 1 to 999. */
  readonly fileNumber: number;
  /** Name in the address book, when there is one. */
  readonly station?: string;
  /** Forward-path of an XMT, reverse-path of an RCV. */
  readonly address: string;
  readonly pages: number;
  readonly durationMs: number;
  /** `OK`, or the three digits of an info code. */
  readonly result: string;
  /** One sentence: why it ended so, which format was chosen. */
  readonly detail?: string;
  /** How the transfer format came about: ours, theirs, what they have in common, what fell out and why, the choice. */
  readonly negotiation?: readonly string[];
  readonly messageId?: string;
  /** Of a message that asked for a disposition notification: `awaited`, then what came. */
  readonly notice?: 'awaited' | ArrivedNotice;
}

/** What a disposition notification said (RFC 8098 3.2.6.2: `displayed`, `dispatched`, `failed` …) and when it came here. */
export interface ArrivedNotice {
  readonly disposition: string;
  readonly date: string;
  readonly time: string;
}

/** `date` and `time` of an entry. */
export function journalTime(calendar: Date, zoneOffsetMinutes: number): Pick<JournalEntry, 'date' | 'time'> {
  const t = localTime(calendar, zoneOffsetMinutes);
  return {
    date: `${t.year}-${twoDigits(t.month)}-${twoDigits(t.day)}`,
    time: `${twoDigits(t.hour)}:${twoDigits(t.minute)}:${twoDigits(t.second)}`,
  };
}

const ENTRY = z.strictObject({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  time: z.string().regex(/^\d{2}:\d{2}:\d{2}$/),
  direction: z.enum(['XMT', 'RCV']),
  fileNumber: z.int().min(1).max(999),
  station: z.string().exactOptional(),
  address: z.string(),
  pages: z.int().min(0),
  durationMs: z.number().min(0),
  result: z.string().regex(/^(OK|\d{3})$/),
  detail: z.string().exactOptional(),
  negotiation: z.array(z.string()).exactOptional(),
  messageId: z.string().exactOptional(),
  notice: z
    .union([
      z.literal('awaited'),
      z.strictObject({ disposition: z.string().max(40), date: z.string(), time: z.string() }),
    ])
    .exactOptional(),
});

export const JOURNAL_RECORD = 'journal/communications';
const FORMAT: RecordFormat<JournalEntry> = { version: 1, check: checkedBy(ENTRY) };

/** Entries kept (*own design*: the depth of the machine's journal is not known). */
export const JOURNAL_LIMIT = 1_000;
/** Details come from far ends; a longer one is cut (*own design*). */
const DETAIL_LIMIT = 500;
/** Lines and characters a line of a negotiation; the manual's sample makes some fifty (*own design*). */
const NEGOTIATION_LIMITS = { lines: 80, characters: 1_000 } as const;

/** The machine's journal: every communication, oldest first, durable once `add` has resolved. */
export class Journal {
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;
  readonly #limit: number;
  readonly #listeners: ((entry: JournalEntry) => void)[] = [];
  #entries: JournalEntry[] = [];
  /** Lines in storage: old ones are cleared away a tenth of the limit at a time, not at every entry. */
  #stored = 0;

  constructor(memory: NonvolatileMemory, trace: TraceWriter, options: { readonly limit?: number } = {}) {
    this.#memory = memory;
    this.#trace = trace;
    this.#limit = options.limit ?? JOURNAL_LIMIT;
  }

  /** Returns the sentence when lines were lost. */
  async load(): Promise<string | undefined> {
    const { entries, damage } = await this.#memory.loadList(JOURNAL_RECORD, FORMAT);
    this.#stored = entries.length;
    this.#entries = entries.slice(-this.#limit);
    if (damage !== undefined) this.#trace.write('journal.repaired', { ...damage });
    return damage?.sentence;
  }

  /** Told of every entry as soon as it is durable, or could not be made so. */
  onEntry(listener: (entry: JournalEntry) => void): void {
    this.#listeners.push(listener);
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Rejects when the memory cannot be written; the entry is then in `entries` but not durable. */
  async add(entry: JournalEntry): Promise<void> {
    const kept = bounded(entry);
    this.#entries = [...this.#entries, kept].slice(-this.#limit);
    this.#trace.write('journal.entered', traced(kept));
    try {
      await this.#keep(kept);
    } finally {
      for (const tell of this.#listeners) tell(kept);
    }
  }

  /** Completes an entry with the notification that came for it; rejects as `add` does. */
  async complete(entry: JournalEntry, notice: ArrivedNotice): Promise<void> {
    const at = this.#entries.indexOf(entry);
    if (at < 0) return;
    const completed = { ...entry, notice };
    this.#entries = this.#entries.with(at, completed);
    this.#stored = this.#entries.length;
    this.#trace.write('journal.completed', traced(completed));
    await this.#memory.replaceList(JOURNAL_RECORD, FORMAT, this.#entries);
  }

  async clear(): Promise<void> {
    this.#entries = [];
    this.#stored = 0;
    this.#trace.write('journal.cleared');
    await this.#memory.replaceList(JOURNAL_RECORD, FORMAT, []);
  }

  /** The entries as a JSON array, one entry a line. */
  json(): string {
    return `[\n${this.#entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
  }

  async #keep(kept: JournalEntry): Promise<void> {
    if (this.#stored < this.#limit + Math.ceil(this.#limit / 10)) {
      this.#stored += 1;
      await this.#memory.append(JOURNAL_RECORD, FORMAT, kept);
    } else {
      this.#stored = this.#entries.length;
      await this.#memory.replaceList(JOURNAL_RECORD, FORMAT, this.#entries);
    }
  }
}

/** As the event log takes it. */
function traced({ notice, ...entry }: JournalEntry): TraceData {
  if (notice === undefined) return { ...entry };
  return { ...entry, notice: notice === 'awaited' ? notice : { ...notice } };
}

function bounded(entry: JournalEntry): JournalEntry {
  const { detail, negotiation = [] } = entry;
  const { lines, characters } = NEGOTIATION_LIMITS;
  // The choice and its reason stand at the end.
  const kept =
    negotiation.length <= lines ? negotiation : [...negotiation.slice(0, lines - 3), '…', ...negotiation.slice(-2)];
  return {
    ...entry,
    ...(detail === undefined ? {} : { detail: detail.slice(0, DETAIL_LIMIT) }),
    ...(entry.negotiation === undefined ? {} : { negotiation: kept.map((line) => line.slice(0, characters)) }),
  };
}
