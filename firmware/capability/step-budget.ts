/**
 * Constraints touched while one capability is worked out. A stranger's text can ask for 2^n conjunctions; RFC 2879's
 * longest example needs some ten thousand steps. *Own design.*
 */
export const STEP_LIMIT = 200_000;

/** The capability asks for more work than any real one: treat it as unreadable. */
export class CapabilityTooLarge extends Error {}

/** Counts the steps of one piece of work instead of measuring time, so that every run ends alike. */
export class StepBudget {
  readonly limit: number;
  #spent = 0;

  constructor(limit = STEP_LIMIT) {
    this.limit = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Throws `CapabilityTooLarge` when the budget is used up. */
  spend(steps: number): void {
    if (this.#spent + steps > this.limit) {
      throw new CapabilityTooLarge(
        `the capability is too large to work out: expected at most ${this.limit} steps, more were needed`,
      );
    }
    this.#spent += steps;
  }
}
