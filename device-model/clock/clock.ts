/**
 * The clock port. Everything that takes time, and everything that leaves the JavaScript thread, goes through it.
 * Instants are milliseconds since the event queue was made; the calendar is a separate notion that can be offset.
 */
export interface Clock {
  /** Milliseconds since the queue's start; never goes back. */
  now(): number;
  /** Date and time of day as this machine believes it. */
  calendar(): Date;
  /**
   * Calls back at the instant `at` (an instant in the past means: as soon as possible). Order is (instant, sequence of
   * scheduling); one alarm at a time, everything settles before the next.
   */
  alarm(at: number, callback: () => void, label?: string): Alarm;
  /**
   * Starts work outside the JavaScript thread (sharp, files, zlib, async crypto, wasm, `import()`, child processes).
   * Virtual time stands still until it ends; `done` is called by an alarm reserved at the start, `durationMs` later.
   */
  effect<T>(durationMs: number, label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void;
  /** Resolves when nothing is left to do at this instant and no effect is in flight. */
  settled(): Promise<void>;
}

export interface Alarm {
  cancel(): void;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** `effect` as a promise; it settles by the reserved alarm, so code that awaits it stays deterministic. */
export function perform<T>(clock: Clock, durationMs: number, label: string, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    clock.effect(durationMs, label, work, (outcome) => {
      if (outcome.ok) resolve(outcome.value);
      else reject(outcome.error);
    });
  });
}

/** A pause on the machine's clock. */
export function pause(clock: Clock, ms: number, label = 'pause'): Promise<void> {
  return new Promise((resolve) => {
    clock.alarm(clock.now() + ms, resolve, label);
  });
}
