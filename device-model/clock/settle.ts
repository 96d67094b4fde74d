/**
 * The settle rule. An instant is settled when, after a round of `setImmediate`, no immediate is pending and no effect
 * is in flight: ticks and microtasks of everything earlier have run by then. Never a fixed number of rounds: a library
 * that does one immediate per line of a long message would still be in the middle of it.
 */

/** Rounds without an end before the settling gives up; a long message takes some thousands, a livelock all of them. */
export const ROUND_CAP = 1_000_000;

export interface SettleRule {
  /** Work outside the JavaScript thread to wait for; absent under a clock that cannot stand still. */
  readonly effects?: { readonly count: number; ended(): Promise<void> };
  readonly roundCap: number;
  /** For the error message: what rang last. */
  lastAlarm(): string;
}

/** Rejects, naming the last alarm, when the rounds exceed the cap. */
export async function settle(rule: SettleRule): Promise<void> {
  let rounds = 0;
  for (;;) {
    rounds += 1;
    if (rounds > rule.roundCap) {
      throw new Error(`nothing settled within ${rule.roundCap} rounds; the last alarm was ${rule.lastAlarm()}`);
    }
    if (await immediatesPending()) continue;
    if (rule.effects === undefined || rule.effects.count === 0) return;
    await rule.effects.ended();
    rounds = 0;
  }
}

/**
 * Immediates that settling itself has scheduled, over all rigs of the process: without taking them off, two rigs that
 * settle at once would see each other's round and wait for ever.
 */
let settling = 0;

function immediatesPending(): Promise<boolean> {
  settling += 1;
  return new Promise((resolve) => {
    setImmediate(() => {
      settling -= 1;
      let pending = 0;
      for (const type of process.getActiveResourcesInfo()) if (type === 'Immediate') pending += 1;
      resolve(pending > settling);
    });
  });
}
