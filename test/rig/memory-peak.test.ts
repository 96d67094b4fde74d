import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { runProgram } from '../support/run-program.ts';
import { RunningDpsim } from '../support/running-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project, so that the compiled program finds the packages. */
const COMPILED = join(ROOT, 'out', 'memory-peak');
const PAGES = 50;
const MEBIBYTE_IN_KIB = 1024;
/** What a job of 50 pages at 400 × 400 may peak above a job of one. */
const LIMIT_KIB = 32 * MEBIBYTE_IN_KIB;
/** Tells the largest resident set of the process, in KiB, when it ends. */
const TELL_PEAK = 'process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';

/** Compiled as a user runs it: a TypeScript loader in the process would have memory of its own. */
async function compile(): Promise<void> {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', 'tsconfig.build.json', '--outDir', COMPILED];
  const { code, out } = await runProgram(process.execPath, args, ROOT);
  expect({ code, out }).toEqual({ code: 0, out: '' });
}

/** The peak of a machine that scans the page so many times at 400 × 400, stores, negotiates, codes and sends it, in KiB. */
async function peakOfJob(pages: number, file: string, port: string): Promise<number> {
  const program = join(COMPILED, 'rig', 'cli', 'dpsim.js');
  // The largest model: a DP-3510's memory does not hold a message of 50 such pages.
  const job = ['send', '--to', 'june@[127.0.0.1]', '--port', port, '--model', 'dp-6030', '--resolution', '400x400'];
  const originals = Array.from({ length: pages }, () => file);
  const args = ['--import', `data:text/javascript,${TELL_PEAK}`, program, ...job, ...originals];
  const { code, out, err } = await runProgram(process.execPath, args, ROOT);
  expect(code, out + err).toBe(0);
  expect(out).toContain(`OK: ${pages} page(s) delivered to june@[127.0.0.1] as JBIG at 400x400 on A4`);
  return Number(/peak (\d+)$/.exec(err)?.[1]);
}

async function printedPages(out: string): Promise<readonly number[]> {
  const faxes = (await readdir(out)).filter((name) => name.includes('-file')).sort();
  const records = await Promise.all(faxes.map((fax) => readFile(join(out, fax, 'record.json'), 'utf8')));
  return records.map((record) => (JSON.parse(record) as { pages: unknown[] }).pages.length);
}

/** Two whole jobs and a compilation: a busy machine takes its time. */
const TIME_LIMIT_MS = 480_000;

test('a machine sends 50 pages at 400 × 400 in the memory of one, within 32 MiB', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-peak-'));
  const out = join(folder, 'faxes');
  const farEnd = new RunningDpsim(['listen', '--port', '0', '--out', out, '--model', 'dp-6030']);
  try {
    await compile();
    const [page] = await testOriginal();
    const file = join(folder, 'page.png');
    await writeFile(file, page?.octets ?? '');
    const [, port = ''] = await farEnd.line(/listening on 127\.0\.0\.1:(\d+)/);
    const one = await peakOfJob(1, file, port);
    const many = await peakOfJob(PAGES, file, port);
    await farEnd.line(new RegExp(`\\b${PAGES} page\\(s\\) OK`));
    expect(await printedPages(out)).toEqual([1, PAGES]);
    expect(many - one).toBeLessThan(LIMIT_KIB);
  } finally {
    await farEnd.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(COMPILED, { recursive: true, force: true });
  }
});
