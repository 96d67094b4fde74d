/** As many as there are. */
export const FILE_NUMBERS = 999;
const LAST = FILE_NUMBERS;

/** Hands out file numbers 001 to 999 in turn, those in use left out (numbers: sibling DP-C263). */
export class FileNumbers {
  readonly #used = new Set<number>();
  #last = 0;

  get inUse(): readonly number[] {
    return [...this.#used].sort((a, b) => a - b);
  }

  /** Undefined when all 999 are in use. */
  take(): number | undefined {
    for (let step = 1; step <= LAST; step += 1) {
      const number = ((this.#last + step - 1) % LAST) + 1;
      if (this.#used.has(number)) continue;
      this.#used.add(number);
      this.#last = number;
      return number;
    }
    return undefined;
  }

  /** A number found in the store at power-on. */
  occupy(number: number): void {
    this.#used.add(number);
    this.#last = Math.max(this.#last, number);
  }

  free(number: number): void {
    this.#used.delete(number);
  }
}
