import type { Alarm, Clock, Outcome } from '../../../device-model/clock/clock.ts';
import type { TraceData, TraceWriter } from '../../../device-model/trace/trace.ts';

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** The least clock that tests of single devices need: `runAll` calls every alarm in order, waiting for effects first. */
export class HandClock implements Clock {
  #now = 0;
  #waiting: Waiting[] = [];
  #effects: Promise<unknown>[] = [];

  now(): number {
    return this.#now;
  }

  calendar(): Date {
    return new Date(this.#now);
  }

  alarm(at: number, callback: () => void): Alarm {
    const waiting = { at: Math.max(at, this.#now), callback };
    this.#waiting.push(waiting);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
      },
    };
  }

  effect<T>(durationMs: number, _label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void {
    let outcome: Outcome<T> = { ok: false, error: new Error('not finished') };
    this.#effects.push(
      work().then(
        (value) => {
          outcome = { ok: true, value };
        },
        (error: unknown) => {
          outcome = { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
        },
      ),
    );
    this.alarm(this.#now + durationMs, () => done(outcome));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#effects.splice(0));
    await new Promise((resolve) => setImmediate(resolve));
  }

  async runAll(): Promise<void> {
    await this.settled();
    while (this.#waiting.length > 0) {
      this.#waiting.sort((a, b) => a.at - b.at);
      const next = this.#waiting.shift();
      this.#now = next?.at ?? this.#now;
      next?.callback();
      await this.settled();
    }
  }
}

export class TraceNotes implements TraceWriter {
  readonly written: { readonly event: string; readonly data: TraceData | undefined }[] = [];

  write(event: string, data?: TraceData): void {
    this.written.push({ event, data });
  }

  get events(): readonly string[] {
    return this.written.map(({ event }) => event);
  }
}
