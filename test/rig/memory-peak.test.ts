import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { runProgram } from '../support/run-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project, so that the compiled program finds the packages. */
const COMPILED = join(ROOT, 'out', 'memory-peak');
const PAGES = 50;
const MEBIBYTE_IN_KIB = 1024;
/** What a job of 50 pages at 400 × 400 may peak above a job of one. */
const LIMIT_KIB = 32 * MEBIBYTE_IN_KIB;

interface Peaks {
  readonly storedPeakKib: number;
  readonly storedOctets: number;
  readonly pagesPrinted: number;
}

/** Compiled as a user runs it: a TypeScript loader in the process would have memory of its own. */
async function compile(): Promise<void> {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, out } = await runProgram(process.execPath, [compiler, '--noEmit', 'false', '--outDir', COMPILED], ROOT);
  expect({ code, out }).toEqual({ code: 0, out: '' });
}

async function peaks(files: readonly string[]): Promise<Peaks> {
  const program = join(COMPILED, 'test', 'rig', 'long-job.js');
  const { code, out, err } = await runProgram(process.execPath, [program, ...files], ROOT);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Peaks;
}

/** Two whole jobs and a compilation: a busy machine takes its time. */
const TIME_LIMIT_MS = 240_000;

test('50 pages at 400 × 400 are scanned and stored in the memory of one, within 32 MiB', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-peak-'));
  try {
    await compile();
    const [page] = await testOriginal();
    const file = join(folder, 'page.png');
    await writeFile(file, page?.octets ?? '');
    const one = await peaks([file]);
    const many = await peaks(Array.from({ length: PAGES }, () => file));
    expect(many.pagesPrinted).toBe(PAGES);
    expect(many.storedOctets).toBe(one.storedOctets * PAGES);
    expect(many.storedPeakKib - one.storedPeakKib).toBeLessThan(LIMIT_KIB);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(COMPILED, { recursive: true, force: true });
  }
});
