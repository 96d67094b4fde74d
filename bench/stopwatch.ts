/** How often a thing is done before it is measured, for the engine's compilers, and how often it is measured. */
const WARM_UPS = 5;
/** Ways that cross sockets and libraries take longer until their code is compiled. */
const PAIRED_WARM_UPS = 20;
export const ROUNDS = 11;

/** Median of the milliseconds the work takes; `prepare` goes before each round and is not measured. */
export async function medianMs(work: () => unknown, prepare: () => unknown = () => undefined): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    await prepare();
    const begun = performance.now();
    await work();
    const ms = performance.now() - begun;
    if (round >= 0) times.push(ms);
  }
  return median(times);
}

/** One of several ways to the same end; `prepare` goes before each round and is not measured. */
export interface Way {
  readonly prepare: () => Promise<unknown>;
  readonly work: () => Promise<unknown>;
}

/** Medians of ways that take turns, round by round: whatever else slows the machine down slows all of them. */
export async function pairedMediansMs(ways: readonly Way[]): Promise<readonly number[]> {
  const times = ways.map((): number[] => []);
  for (let round = -PAIRED_WARM_UPS; round < ROUNDS; round += 1) {
    for (const [i, { prepare, work }] of ways.entries()) {
      await prepare();
      const begun = performance.now();
      await work();
      const ms = performance.now() - begun;
      if (round >= 0) times[i]?.push(ms);
    }
  }
  return times.map(median);
}

/** The middle one, the upper of two; NaN of none. */
export function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1] ?? Number.NaN;
}

/** Round by round, how many times the other's time ours is. */
export function pairedRatios(ours: readonly number[], theirs: readonly number[]): readonly number[] {
  return ours.map((ms, round) => ms / (theirs[round] ?? Number.NaN));
}
