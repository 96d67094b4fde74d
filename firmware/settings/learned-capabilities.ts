import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NonvolatileMemory, RecordFormat, TraceWriter } from '../../device-model/index.ts';
import type { Filter } from '../capability/filter.ts';
import { parseFilter } from '../capability/parse-filter.ts';
import { printFilter } from '../capability/print-filter.ts';
import { comparableMailbox } from '../smtp/wire/mailbox.ts';
import { ADDRESS_BOOK_LIMITS } from './address-book.ts';
import { checkedBy } from './schema-check.ts';

/** Mailboxes remembered: as many as there may be stations; the one not heard of for longest makes room. *Own design.* */
export const LEARNED_LIMIT = ADDRESS_BOOK_LIMITS.stations;

/** Characters of a capability that is remembered; the manual's sample has some 450. *Own design.* */
export const LEARNED_TEXT_LIMIT = 8_192;

/** The same capability learned again within this time is not written again: flash memory wears. *Own design.* */
const REWRITE_AFTER_MS = 24 * 60 * 60 * 1_000;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** By its answer to RCPT, or by the `Media-Accept-Features` of its disposition notification (RFC 2530, 3297). */
export type LearnedFrom = 'CONNEG' | 'MDN';

/** What a mailbox's machine could do when it was last heard of. */
export interface LearnedCapability {
  /** Mailbox, as a station's. */
  readonly address: string;
  readonly filter: Filter;
  readonly from: LearnedFrom;
  readonly at: Date;
}

/** The same with its age in whole days; below 0 days when the calendar was set back. */
export interface AgedCapability extends LearnedCapability {
  readonly ageDays: number;
}

const LEARNED = z.strictObject({
  address: z.string(),
  capability: z.string().max(LEARNED_TEXT_LIMIT),
  from: z.enum(['CONNEG', 'MDN']),
  at: z.iso.datetime(),
});
type LearnedRecord = z.infer<typeof LEARNED>;
const FOLDER = 'settings/learned';
const FORMAT: RecordFormat<LearnedRecord> = { version: 1, check: checkedBy(LEARNED) };

/** Capabilities of far ends, kept beside the address book over power cuts, one record a mailbox. */
export class LearnedCapabilities {
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;
  /** By comparable mailbox, the longest not heard of first. */
  readonly #known = new Map<string, LearnedCapability>();

  constructor(memory: NonvolatileMemory, trace: TraceWriter) {
    this.#memory = memory;
    this.#trace = trace;
  }

  /** Returns one sentence for each record that could not be used; its far end is simply asked again. */
  async load(): Promise<readonly string[]> {
    const sentences: string[] = [];
    const found: LearnedCapability[] = [];
    for (const name of await this.#memory.list(FOLDER)) {
      const loaded = await this.#memory.load(name, FORMAT);
      if (loaded.kind === 'damaged') sentences.push(loaded.sentence);
      if (loaded.kind !== 'value') continue;
      const { address, capability, from, at } = loaded.value;
      const parsed = parseFilter(capability, { reader: 'strict' });
      if (parsed.ok) found.push({ address, filter: parsed.filter, from, at: new Date(at) });
      else sentences.push(`The learned capability of ${address} cannot be read: ${parsed.error.sentence}.`);
    }
    this.#known.clear();
    for (const learned of found.sort((a, b) => a.at.getTime() - b.at.getTime())) {
      this.#known.set(comparableMailbox(learned.address), learned);
    }
    for (const sentence of sentences) this.#trace.write('learned.repaired', { sentence });
    return sentences;
  }

  get all(): readonly LearnedCapability[] {
    return [...this.#known.values()];
  }

  /** What was learned of a mailbox at most `maxAgeDays` before `now`. */
  of(address: string, now: Date, maxAgeDays = Number.POSITIVE_INFINITY): AgedCapability | undefined {
    const learned = this.#known.get(comparableMailbox(address));
    if (learned === undefined) return undefined;
    const ageDays = Math.floor((now.getTime() - learned.at.getTime()) / DAY_MS);
    return ageDays > maxAgeDays ? undefined : { ...learned, ageDays };
  }

  /** Resolves once it is durable; rejects when the memory cannot be written. A very long one is not kept. */
  async learn(learned: LearnedCapability): Promise<void> {
    const { address, filter, from, at } = learned;
    const capability = printFilter(filter);
    if (capability.length > LEARNED_TEXT_LIMIT) return;
    const key = comparableMailbox(address);
    const before = this.#known.get(key);
    const known = before !== undefined && before.from === from && printFilter(before.filter) === capability;
    const since = before === undefined ? 0 : at.getTime() - before.at.getTime();
    if (known && since >= 0 && since < REWRITE_AFTER_MS) return;
    this.#known.delete(key);
    this.#known.set(key, learned);
    this.#trace.write('capability.learned', { address, from, capability });
    const [oldest] = this.#known.keys();
    if (this.#known.size > LEARNED_LIMIT && oldest !== undefined) await this.#remove(oldest);
    await this.#memory.save(recordOf(key), FORMAT, { address, capability, from, at: at.toISOString() });
  }

  /** The operator's word (RFC 2532 4.1: it must be possible to override); false when nothing was known. */
  async forget(address: string): Promise<boolean> {
    const key = comparableMailbox(address);
    if (!this.#known.has(key)) return false;
    await this.#remove(key);
    this.#trace.write('capability.forgotten', { address });
    return true;
  }

  async forgetAll(): Promise<void> {
    for (const { address } of this.all) await this.forget(address);
  }

  async #remove(key: string): Promise<void> {
    this.#known.delete(key);
    await this.#memory.remove(recordOf(key));
  }
}

/** `by CONNEG on 2006-01-31, 5 days ago`. */
export function learnedText({ from, at, ageDays }: AgedCapability): string {
  const age = ageDays <= 0 ? 'today' : ageDays === 1 ? '1 day ago' : `${ageDays} days ago`;
  return `by ${from} on ${at.toISOString().slice(0, 10)}, ${age}`;
}

/** A mailbox may hold what no record name does. */
function recordOf(key: string): string {
  return `${FOLDER}/${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
