import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BilevelRaster, blankRaster, rastersEqual } from '../device-model/page/bilevel-raster.ts';
import { decodeJbig } from '../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig } from '../firmware/coding/jbig/encode-jbig.ts';
import { PAGE_KINDS, PAGE_SIZES } from './jbig-pages.ts';
import type { Must } from './musts.ts';
import { median, pairedRatios } from './stopwatch.ts';

/**
 * Milliseconds a page of the JBIG codec, L0 128 and TPBON, next to jbigkit's T.85 programs on the same page. The programs'
 * figures are those of whole processes less what they take, right before, for a page of one pel; rounds of both alternate,
 * and the ratio is the median of the rounds' ratios.
 */
const ROUNDS = 11;
/** A page of many pels takes long enough to be measured by fewer. */
const ROUNDS_OF_LARGE_PAGES = 7;
const LARGE_PAGE_OCTETS = 1 << 20;
const WARM_UPS = 3;
/** Below this a program's start outweighs its work: such a page is told, not judged. */
const JUDGED_FROM_MS = 5;
/** What the worst page may cost, ours to theirs, in either direction. */
const LIMIT = 1.3;
const PROGRAMS = ['pbmtojbg85', 'jbgtopbm85'] as const;
/** L0 128 and TPBON. */
const CODED_ALIKE = ['-s', '128', '-p', '8'] as const;

interface Task {
  readonly name: string;
  readonly ours: () => unknown;
  readonly theirs: () => void;
}

const missing = PROGRAMS.filter((program) => spawnSync(program, ['--help']).error !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'jbig-bench-'));
const file = (name: string): string => join(folder, name);
const worst = { encode: 0, decode: 0 };
/** The coded page the file `given` holds. */
let written: Uint8Array | undefined;
process.stdout.write(
  `\nJBIG pages coded and decoded, ms, median of rounds in turn after warm-up, beside jbigkit's programs\n`,
);
if (missing.length > 0) process.stdout.write(`ours only, for there is no ${missing.join(' and no ')}\n`);
process.stdout.write(line('page', ['ours', 'jbigkit', 'ratio', 'octets']));

const dot = prepareDot();
for (const [resolution, size] of Object.entries(PAGE_SIZES)) {
  for (const [kind, draw] of Object.entries(PAGE_KINDS)) measurePage(`${kind} ${resolution}`, draw(size));
}
rmSync(folder, { recursive: true });

/** The worst page without adaptive templates, as ours codes by itself. */
export const JBIG_MUSTS: readonly Must[] = (['encode', 'decode'] as const)
  .filter(() => missing.length === 0)
  .map((direction) => ({ name: `jbig ${direction}`, measured: worst[direction], limit: LIMIT }));
for (const { name, measured, limit } of JBIG_MUSTS) {
  process.stdout.write(line(`worst ${name}`, ['', '', measured.toFixed(2), `<= ${limit.toFixed(2)}`]));
}

function measurePage(name: string, page: BilevelRaster): void {
  const coded = encodeJbig(page);
  if (!rastersEqual(decoded(coded, page), page)) throw new Error(`${name} does not come back`);
  writePage(page);
  const adaptive = encodeJbig(page, { adaptive: 127 });
  const tasks: readonly Task[] = [
    { name: 'encode', ours: () => encodeJbig(page), theirs: () => theirEncode('0') },
    { name: 'decode', ours: () => decoded(coded, page), theirs: () => theirDecode(coded) },
    { name: 'encode, adaptive', ours: () => encodeJbig(page, { adaptive: 127 }), theirs: () => theirEncode('127') },
    { name: 'decode, adaptive', ours: () => decoded(adaptive, page), theirs: () => theirDecode(adaptive) },
  ];
  for (const task of tasks) {
    const adapts = task.name.endsWith('adaptive');
    const octets = adapts ? adaptive : coded;
    const ours: number[] = [];
    const theirs: number[] = [];
    const rounds = page.octets.length > LARGE_PAGE_OCTETS ? ROUNDS_OF_LARGE_PAGES : ROUNDS;
    for (let round = -WARM_UPS; round < rounds; round += 1) {
      const begun = performance.now();
      task.ours();
      const mine = performance.now() - begun;
      const start = missing.length === 0 ? dot(task.name.startsWith('encode') ? 'encode' : 'decode') : 0;
      const between = performance.now();
      if (missing.length === 0) task.theirs();
      const their = performance.now() - between - start;
      if (round < 0) continue;
      ours.push(mine);
      theirs.push(their);
    }
    let size = String(octets.length);
    if (task.name.startsWith('encode') && missing.length === 0) {
      theirEncode(adapts ? '127' : '0');
      size += ` : ${readFileSync(file('coded')).length}`;
    }
    const [our, their] = [median(ours), median(theirs)];
    const compared = missing.length === 0;
    const judged = compared && their >= JUDGED_FROM_MS;
    const ratio = median(pairedRatios(ours, theirs));
    if (judged && (task.name === 'encode' || task.name === 'decode')) {
      worst[task.name] = Math.max(worst[task.name], ratio);
    }
    const beside = compared ? [their.toFixed(2), judged ? ratio.toFixed(2) : ''] : ['', ''];
    const cells = [our.toFixed(2), ...beside, size];
    process.stdout.write(line(`${name}: ${task.name}`, cells));
  }
}

function decoded(octets: Uint8Array, { width, height }: BilevelRaster): BilevelRaster {
  return decodeJbig(octets, { width, height, maxRows: height, damage: 'strict' }).raster;
}

/** What a program takes for a page of one pel: mostly its start. */
function prepareDot(): (kind: 'encode' | 'decode') => number {
  const page = blankRaster(1, 1);
  writeFileSync(file('dot'), Buffer.concat([Buffer.from('P4\n1 1\n'), page.octets]));
  writeFileSync(file('dot-coded'), encodeJbig(page));
  return (kind) => {
    const begun = performance.now();
    if (kind === 'encode') execFileSync('pbmtojbg85', [...CODED_ALIKE, file('dot'), file('dot-again')]);
    else execFileSync('jbgtopbm85', [file('dot-coded'), file('dot-decoded')]);
    return performance.now() - begun;
  };
}

function writePage(page: BilevelRaster): void {
  writeFileSync(file('page'), Buffer.concat([Buffer.from(`P4\n${page.width} ${page.height}\n`), page.octets]));
}

function theirEncode(maxOffset: string): void {
  execFileSync('pbmtojbg85', [...CODED_ALIKE, '-m', maxOffset, file('page'), file('coded')]);
}

function theirDecode(coded: Uint8Array): void {
  if (written !== coded) writeFileSync(file('given'), coded);
  written = coded;
  execFileSync('jbgtopbm85', [file('given'), file('decoded')]);
}

function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(42)}${cells.map((cell) => cell.padStart(18)).join('')}`.trimEnd().concat('\n');
}
