/** How often a thing is done before it is measured, for the engine's compilers, and how often it is measured. */
const WARM_UPS = 5;
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

/** The middle one, the upper of two; NaN of none. */
export function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1] ?? Number.NaN;
}
