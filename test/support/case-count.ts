/** Cases of a property over a reader of strangers' octets: in CI as many as it takes, at the desk as many as one waits for. */
export const CASES = process.env['CI'] === undefined ? 2_000 : 100_000;

/**
 * Parameters of fast-check with a seed that is told before the run, so that a run which ended without a word can be
 * repeated: `FC_SEED=… vitest run FILE`.
 */
export function told(what: string): { readonly seed: number; readonly numRuns: number } {
  const asked = Number(process.env['FC_SEED'] ?? Number.NaN);
  const seed = Number.isInteger(asked) ? asked : Date.now() % 0x7fff_ffff;
  process.stdout.write(`${what}: ${CASES} cases, seed ${seed}\n`);
  return { seed, numRuns: CASES };
}
