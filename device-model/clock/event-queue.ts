import type { Alarm } from './clock.ts';

/**
 * Alarms in order of (instant, sequence of scheduling): a binary heap in which each alarm knows its place, so that
 * setting and cancelling cost log n and a cancelled alarm leaves nothing behind.
 */
export class EventQueue {
  readonly #heap: QueuedAlarm[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The first alarm, left in the queue. */
  first(): QueuedAlarm | undefined {
    return this.#heap[0];
  }

  /** A place in the order for an alarm that is set later but was promised now. */
  reserve(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** Throws a RangeError when the instant is not a finite number of milliseconds. */
  set(at: number, callback: () => void, label: string, sequence = this.reserve()): QueuedAlarm {
    if (!Number.isFinite(at)) throw new RangeError(`alarm '${label}' was set for ${at}; expected milliseconds`);
    const alarm = new QueuedAlarm(this, at, sequence, callback, label);
    this.#rise(alarm, this.#heap.length);
    return alarm;
  }

  /** Takes an alarm out; nothing happens when it has rung or was cancelled before. */
  remove(alarm: QueuedAlarm): void {
    const place = alarm.place;
    if (place < 0) return;
    alarm.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === alarm) return;
    const parent = this.#heap[(place - 1) >> 1];
    if (place > 0 && parent !== undefined && isBefore(last, parent)) this.#rise(last, place);
    else this.#sink(last, place);
  }

  clear(): void {
    for (const alarm of this.#heap) alarm.place = -1;
    this.#heap.length = 0;
  }

  #rise(alarm: QueuedAlarm, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(alarm, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(alarm, place);
  }

  #sink(alarm: QueuedAlarm, from: number): void {
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      let child = this.#heap[below];
      if (child === undefined) break;
      const right = this.#heap[below + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        below += 1;
      }
      if (!isBefore(child, alarm)) break;
      this.#put(child, place);
      place = below;
    }
    this.#put(alarm, place);
  }

  #put(alarm: QueuedAlarm, place: number): void {
    this.#heap[place] = alarm;
    alarm.place = place;
  }
}

export class QueuedAlarm implements Alarm {
  readonly at: number;
  readonly sequence: number;
  readonly callback: () => void;
  readonly label: string;
  /** Index in the heap; -1 when not queued. */
  place = -1;
  readonly #queue: EventQueue;

  constructor(queue: EventQueue, at: number, sequence: number, callback: () => void, label: string) {
    this.#queue = queue;
    this.at = at;
    this.sequence = sequence;
    this.callback = callback;
    this.label = label;
  }

  cancel(): void {
    this.#queue.remove(this);
  }

  /** What an error message calls it. */
  describe(): string {
    return `'${this.label}' at ${this.at} ms`;
  }
}

function isBefore(a: QueuedAlarm, b: QueuedAlarm): boolean {
  return a.at === b.at ? a.sequence < b.sequence : a.at < b.at;
}
