import { z } from 'zod';
import type { NonvolatileMemory, RecordFormat, TraceWriter } from '../../device-model/index.ts';
import { checkedBy } from '../settings/schema-check.ts';
import { comparableMailbox } from '../smtp/wire/mailbox.ts';

/** Messages remembered; the oldest makes room. As many as the journal has lines. *Own design.* */
export const RECEIVED_LIMIT = 1_000;
/** Characters; RFC 5322 2.1.1 has no longer lines. A message with a longer Message-ID is not remembered. *Own design.* */
const MESSAGE_ID_LIMIT = 998;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** A message this machine has accepted. */
export interface ReceivedMessage {
  /** Reverse-path. */
  readonly originator: string;
  readonly messageId: string;
  readonly fileNumber: number;
  /** ISO 8601 UTC by the machine's calendar. */
  readonly at: string;
}

const RECEIVED = z.strictObject({
  originator: z.string(),
  messageId: z.string().max(MESSAGE_ID_LIMIT),
  fileNumber: z.int().min(1).max(999),
  at: z.iso.datetime(),
});
const RECORD = 'received/messages';
const FORMAT: RecordFormat<ReceivedMessage> = { version: 1, check: checkedBy(RECEIVED) };

/**
 * The Message-IDs that each originator has sent already. What is on its way to paper is known from the spool; it becomes
 * durable here before the spool lets it go. *Own design.*
 */
export class ReceivedMessages {
  readonly #memory: NonvolatileMemory;
  readonly #trace: TraceWriter;
  /** By originator and Message-ID, the oldest first. */
  readonly #known = new Map<string, ReceivedMessage>();
  /** Lines in storage: old ones are cleared away a tenth of the limit at a time. */
  #stored = 0;

  constructor(memory: NonvolatileMemory, trace: TraceWriter) {
    this.#memory = memory;
    this.#trace = trace;
  }

  async load(): Promise<void> {
    const { entries, damage } = await this.#memory.loadList(RECORD, FORMAT);
    this.#stored = entries.length;
    this.#known.clear();
    for (const entry of entries) this.note(entry);
    if (damage !== undefined) this.#trace.write('received.repaired', { ...damage });
  }

  /** The earlier one, if it is not older than that. */
  find(originator: string, messageId: string, now: Date, maxAgeDays: number): ReceivedMessage | undefined {
    const found = this.#known.get(keyOf(originator, messageId));
    if (found === undefined) return undefined;
    return now.getTime() - Date.parse(found.at) > maxAgeDays * DAY_MS ? undefined : found;
  }

  /** Known from now on, not yet durable. */
  note(message: ReceivedMessage): void {
    if (message.messageId.length > MESSAGE_ID_LIMIT) return;
    const key = keyOf(message.originator, message.messageId);
    this.#known.delete(key);
    this.#known.set(key, message);
    const [oldest] = this.#known.keys();
    if (this.#known.size > RECEIVED_LIMIT && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Not accepted after all, or not printed: the next one of its kind is a new message. */
  forget(originator: string, messageId: string): void {
    this.#known.delete(keyOf(originator, messageId));
  }

  /** Durable when this resolves; rejects when the memory cannot be written. */
  async keep(message: ReceivedMessage): Promise<void> {
    if (message.messageId.length > MESSAGE_ID_LIMIT) return;
    this.note(message);
    if (this.#stored < RECEIVED_LIMIT + RECEIVED_LIMIT / 10) {
      this.#stored += 1;
      await this.#memory.append(RECORD, FORMAT, message);
    } else {
      const all = [...this.#known.values()];
      this.#stored = all.length;
      await this.#memory.replaceList(RECORD, FORMAT, all);
    }
  }
}

function keyOf(originator: string, messageId: string): string {
  return `${comparableMailbox(originator)} ${messageId}`;
}
