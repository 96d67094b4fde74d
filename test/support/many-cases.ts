/** Cases of the properties that stand for a reader: in CI 100 000 of them, elsewhere as many as a hurried developer waits for. */
const CASES = process.env['CI'] === undefined ? 2_000 : 100_000;

/**
 * Parameters for `fc.assert` on a reader: the count, and a seed that is printed, so that a run can be repeated with
 * `FC_SEED`. Seeds are drawn from the time of day.
 */
export function manyCases(name: string): { readonly numRuns: number; readonly seed: number } {
  const told = process.env['FC_SEED'];
  const seed = told === undefined ? Math.floor(performance.timeOrigin + performance.now()) % 2 ** 31 : Number(told);
  process.stdout.write(`${name}: ${CASES} cases, FC_SEED=${seed}\n`);
  return { numRuns: CASES, seed };
}

/** A hundred thousand cases take a while on a busy host. */
export const MANY_CASES_TIMEOUT_MS = 300_000;
