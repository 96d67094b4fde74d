import type { OnLine } from '../lan/on-line.ts';

export type LineTurn = 'priority' | 'ordinary';

interface Waiting {
  readonly turn: LineTurn;
  readonly begin: () => void;
}

/**
 * The one line of the machine: a delivery on line holds it, the others wait in the order in which they asked, priority
 * before ordinary; who holds the line keeps it. That the machine has one at a time is *own design*.
 */
export class Line {
  #waiting: readonly Waiting[] = [];
  readonly #onLine: OnLine;
  #taken = false;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  get busy(): boolean {
    return this.#taken;
  }

  /** How many wait for the line. */
  get queued(): number {
    return this.#waiting.length;
  }

  /** Calls back when it is the caller's turn (at once when the line is free); returns what gives the turn up. */
  take(granted: () => void, turn: LineTurn = 'ordinary'): () => void {
    let state: 'waiting' | 'holding' | 'done' = 'waiting';
    let end = (): void => {};
    const begin = (): void => {
      state = 'holding';
      end = this.#onLine.begin();
      granted();
    };
    if (this.#taken) {
      this.#waiting = [...this.#waiting, { turn, begin }];
    } else {
      this.#taken = true;
      begin();
    }
    return () => {
      if (state === 'waiting') this.#waiting = this.#waiting.filter((one) => one.begin !== begin);
      const held = state === 'holding';
      state = 'done';
      // What waits for a free line comes between two deliveries.
      end();
      if (held) this.#next();
    };
  }

  #next(): void {
    const next = this.#waiting.find(({ turn }) => turn === 'priority') ?? this.#waiting[0];
    this.#waiting = this.#waiting.filter((one) => one !== next);
    if (next === undefined) this.#taken = false;
    else next.begin();
  }
}
