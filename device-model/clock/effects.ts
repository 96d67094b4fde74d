import type { Outcome } from './clock.ts';

/** How long an effect may really take before it fails (own design: far above any page's conversion). */
export const EFFECT_LIMIT_MS = 60_000;

/** Work outside the JavaScript thread that is under way for one clock. */
export class EffectsInFlight {
  readonly #limitMs: number;
  #count = 0;
  #waiting: (() => void)[] = [];

  /** `limitMs`: real time after which an effect fails and names itself. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  get count(): number {
    return this.#count;
  }

  /** Starts the work now; `ended` is called once, when it really ended or its limit passed. */
  start<T>(label: string, work: () => Promise<T>, ended: (outcome: Outcome<T>) => void): void {
    this.#count += 1;
    let over = false;
    const end = (outcome: Outcome<T>): void => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      ended(outcome);
      this.#count -= 1;
      if (this.#count > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const release of waiting) release();
    };
    const limit = setTimeout(() => {
      end({ ok: false, error: new Error(`effect '${label}' did not end within ${this.#limitMs} ms of real time`) });
    }, this.#limitMs);
    begin(work).then(
      (value) => end({ ok: true, value }),
      (error: unknown) => end({ ok: false, error: errorOf(error) }),
    );
  }

  /** Resolves when none is in flight any more. */
  ended(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}

/** An `async` function so that work which throws before its first `await` fails like any other. */
async function begin<T>(work: () => Promise<T>): Promise<T> {
  return work();
}

export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
