import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../rig/cli/jbig.ts';
import { pbmOfPage } from '../../rig/export/pbm-of-page.ts';
import { withoutTrailingZeros } from '../firmware/coding/jbig/vectors.ts';
import { textLike } from '../firmware/coding/sample-pages.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { runCommand } from '../support/run-command.ts';
import { runProgram } from '../support/run-program.ts';

const missing = missingPackages({ 'jbigkit-bin': ['pbmtojbg85', 'jbgtopbm85'] });
testPrograms(missing);

/** Options of our command and of pbmtojbg85 that mean the same (-p: 8 TPBON, 64 LRLTWO). */
const WAYS = [
  [[], ['-s', '128', '-m', '0', '-p', '8']],
  [
    ['--typical', 'off'],
    ['-s', '128', '-m', '0', '-p', '0'],
  ],
  [
    ['--template', 'two-line', '--stripe-rows', '16'],
    ['-s', '16', '-m', '0', '-p', '72'],
  ],
  [
    ['--stripe-rows', '40', '--announce-rows', '999', '--newlen-row', '50'],
    ['-s', '40', '-m', '0', '-p', '8', '-Y', '999', '50'],
  ],
] as const;
const WIDTHS = [1, 31, 203, 1728];

describe.skipIf(missing.length > 0)('dpsim jbig and jbigkit', () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jbig-command-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const theirs = async (program: string, ...words: readonly string[]) =>
    expect(await runProgram(program, words, folder)).toEqual({ code: 0, out: '', err: '' });
  const ours = async (...words: readonly string[]) => expect(await runCommand(run, words)).toMatchObject({ code: 0 });

  test.each(WAYS)('%j: its octets, and pels both ways', async (options, same) => {
    for (const width of WIDTHS) {
      const page = textLike(width, 150, width);
      const pbm = pbmOfPage(page);
      await writeFile(file('page.pbm'), pbm);
      await ours('encode', file('page.pbm'), ...options, '-o', file('ours.jbg'));
      await theirs('pbmtojbg85', ...same, 'page.pbm', 'theirs.jbg');
      const written = withoutTrailingZeros(await readFile(file('theirs.jbg')));
      expect(Buffer.compare(await readFile(file('ours.jbg')), written), `${width} pels`).toBe(0);
      await theirs('jbgtopbm85', 'ours.jbg', 'by-them.pbm');
      await ours('decode', file('theirs.jbg'), '-o', file('by-us.pbm'));
      const their = await readFile(file('by-them.pbm'));
      expect(Buffer.compare(their.subarray(-page.octets.length), page.octets), `${width} pels by them`).toBe(0);
      expect(Buffer.compare(await readFile(file('by-us.pbm')), pbm), `${width} pels by us`).toBe(0);
    }
  });

  test('pages with the adaptive pel moved, by either', async () => {
    const pbm = pbmOfPage(textLike(1728, 300, 7));
    await writeFile(file('page.pbm'), pbm);
    await ours('encode', file('page.pbm'), '--adaptive', '127', '-o', file('ours.jbg'));
    await theirs('jbgtopbm85', 'ours.jbg', 'by-them.pbm');
    await theirs('pbmtojbg85', '-m', '127', 'page.pbm', 'theirs.jbg');
    await ours('decode', file('theirs.jbg'), '-o', file('by-us.pbm'));
    expect(Buffer.compare((await readFile(file('by-them.pbm'))).subarray(-64_800), pbm.subarray(-64_800))).toBe(0);
    expect(Buffer.compare(await readFile(file('by-us.pbm')), pbm)).toBe(0);
  });
});
