import { randomInt } from 'node:crypto';

const IN_CI = 100_000;
const ELSEWHERE = 5_000;
/** fast-check takes seeds of 32 bits. */
const SEEDS = 2 ** 31;

/**
 * How many cases a property over what strangers send is tried with: a hundred thousand in CI, fewer at a desk. Every run
 * has a seed of its own and prints it; `SEED=n` repeats that run.
 */
export function manyCases(what: string): { readonly numRuns: number; readonly seed: number } {
  const wanted = process.env['SEED'];
  const seed = wanted === undefined ? randomInt(SEEDS) : Number(wanted);
  const numRuns = (process.env['CI'] ?? '') === '' ? ELSEWHERE : IN_CI;
  process.stdout.write(`${what}: ${numRuns} cases, seed ${seed}\n`);
  return { numRuns, seed };
}

/** A hundred thousand cases take a while on a busy host. */
export const MANY_CASES_TIMEOUT_MS = 300_000;
