/** The communications a machine has on line, either way, and what waits until there is none. */
export class OnLine {
  #communications = 0;
  readonly #waiting = new Set<() => void>();

  get busy(): boolean {
    return this.#communications > 0;
  }

  /** A communication begins; returns what ends it, once. */
  begin(): () => void {
    this.#communications += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#communications -= 1;
      if (this.busy) return;
      const ready = [...this.#waiting];
      this.#waiting.clear();
      for (const act of ready) act();
    };
  }

  /** Calls back once nothing is on line, at once when nothing is; the same callback waits only once. True when it waits. */
  whenFree(act: () => void): boolean {
    if (this.busy) this.#waiting.add(act);
    else act();
    return this.busy;
  }
}
