/**
 * The one line of the machine: a delivery on line holds it, the others wait in the order in which they asked. That the
 * machine has one at a time is *own design*.
 */
export class Line {
  readonly #waiting: Array<() => void> = [];
  #taken = false;

  get busy(): boolean {
    return this.#taken;
  }

  /** How many wait for the line. */
  get queued(): number {
    return this.#waiting.length;
  }

  /** Calls back when it is the caller's turn (at once when the line is free); returns what gives the turn up. */
  take(granted: () => void): () => void {
    let state: 'waiting' | 'holding' | 'done' = 'waiting';
    const begin = (): void => {
      state = 'holding';
      granted();
    };
    if (this.#taken) {
      this.#waiting.push(begin);
    } else {
      this.#taken = true;
      begin();
    }
    return () => {
      if (state === 'waiting') this.#waiting.splice(this.#waiting.indexOf(begin), 1);
      if (state === 'holding') this.#next();
      state = 'done';
    };
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}
