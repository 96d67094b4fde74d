import { createHash } from 'node:crypto';
import type { TraceData, TraceEvent, TraceValue, TraceWriter } from './trace.ts';

/** Lines kept in memory (own design: a day of a busy rig, some 60 MB); older ones count in `count` and `hash` only. */
export const RETAINED_LINES = 200_000;
/** Text gathered before it is hashed: one update a line costs twice as much. */
const HASH_CHUNK_CHARACTERS = 16_384;

/** The rig's event log: what every machine told, in order, with one hash over all of it. */
export class EventLog {
  readonly #now: () => number;
  readonly #retain: number;
  readonly #lines: TraceEvent[] = [];
  readonly #hash = createHash('sha256');
  readonly #subscribers = new Set<(event: TraceEvent) => void>();
  readonly #untold: TraceEvent[] = [];
  #telling = false;
  #unhashed = '';
  #count = 0;

  constructor(now: () => number, options: { readonly retain?: number } = {}) {
    this.#now = now;
    this.#retain = options.retain ?? RETAINED_LINES;
  }

  /** Lines ever written. */
  get count(): number {
    return this.#count;
  }

  /** The newest lines: all of them up to the limit, then at least as many as the limit and at most a quarter more. */
  get lines(): readonly TraceEvent[] {
    return this.#lines;
  }

  /** `write` throws a TypeError naming the event when its data is not plain JSON. */
  writer(machine: string): TraceWriter {
    return { write: (event, data = {}) => this.#write(machine, event, data) };
  }

  /** SHA-256, in hexadecimal, over the JSON lines of everything ever written. */
  hash(): string {
    this.#feedHash();
    return this.#hash.copy().digest('hex');
  }

  /** Calls back with every line written from now on, in order; returns what ends it. What it throws, the writer gets. */
  subscribe(subscriber: (event: TraceEvent) => void): () => void {
    const own = (event: TraceEvent): void => subscriber(event);
    this.#subscribers.add(own);
    return () => {
      this.#subscribers.delete(own);
    };
  }

  /** The retained lines, each as `jsonLine` writes it. */
  jsonLines(): string {
    return this.#lines.map(jsonLine).join('');
  }

  #write(machine: string, event: string, data: TraceData): void {
    const line = {
      seq: this.#count + 1,
      at: this.#now(),
      machine,
      event,
      data: canonicalObject(data, event),
    };
    this.#count += 1;
    this.#lines.push(line);
    if (this.#lines.length > this.#retain * 1.25) this.#lines.splice(0, this.#lines.length - this.#retain);
    this.#unhashed += jsonLine(line);
    if (this.#unhashed.length > HASH_CHUNK_CHARACTERS) this.#feedHash();
    if (this.#subscribers.size > 0) this.#tell(line);
  }

  #feedHash(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }

  /** A subscriber may write lines itself: they are told after the present one, to everybody. */
  #tell(line: TraceEvent): void {
    this.#untold.push(line);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
        for (const subscriber of this.#subscribers) subscriber(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}

/** One event as canonical JSON with a line feed: keys in the order seq, at, machine, event, data; those of data sorted. */
export function jsonLine(event: TraceEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** A copy, so that a later change by the writer does not rewrite history, with sorted keys. */
function canonicalObject(data: TraceData, event: string): TraceData {
  return Object.fromEntries(
    Object.keys(data)
      .sort()
      .map((key) => [key, canonical(data[key], event)]),
  );
}

function canonical(value: TraceValue | undefined, event: string): TraceValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (isArray(value)) return value.map((item) => canonical(item, event));
  if (typeof value === 'object') return canonicalObject(value, event);
  throw new TypeError(`the data of event '${event}' holds ${String(value)}; expected plain JSON`);
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: TraceValue | undefined): value is readonly TraceValue[] {
  return Array.isArray(value);
}
