import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BilevelRaster, blankRaster, rastersEqual } from '../device-model/page/bilevel-raster.ts';
import { decodeJbig } from '../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig } from '../firmware/coding/jbig/encode-jbig.ts';
import { PAGE_KINDS, PAGE_SIZES } from './jbig-pages.ts';

/**
 * Milliseconds a page of the JBIG codec, L0 128 and TPBON, next to jbigkit's T.85 programs on the same page. The programs'
 * figures are those of whole processes less what they take for a page of one pel; rounds of both alternate, medians count.
 */
const ROUNDS = 9;
const WARM_UPS = 4;
/** What the worst page may cost, ours to theirs, and a process's first page in milliseconds. */
const GOALS: Readonly<Record<string, number>> = { encode: 1.3, decode: 1.3 };
const FIRST_PAGE_GOAL_MS = 100;
const PROGRAMS = ['pbmtojbg85', 'jbgtopbm85'] as const;

interface Task {
  readonly name: string;
  readonly ours: () => unknown;
  readonly theirs: () => void;
}

const missing = PROGRAMS.filter((program) => spawnSync(program, ['--help']).error !== undefined);
/** The worst ratio of each task so far. */
const worst = new Map<string, number>();
const folder = mkdtempSync(join(tmpdir(), 'jbig-bench-'));
const file = (name: string): string => join(folder, name);
/** The coded page the file `given` holds. */
let written: Uint8Array | undefined;
const coldBegun = performance.now();
const first = Object.values(PAGE_KINDS)[1]?.(PAGE_SIZES['204x196']) ?? blankRaster(1728, 2292);
process.stdout.write(`drawing a page: ${(performance.now() - coldBegun).toFixed(0)} ms\n`);
const cold = (work: () => unknown): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};
let coldCoded: Uint8Array = new Uint8Array(0);
const coldEncode = cold(() => {
  coldCoded = encodeJbig(first);
});
const coldDecode = cold(() => decoded(coldCoded, first));
process.stdout.write(
  `first page of the process, text 204x196: encode ${coldEncode.toFixed(1)}, decode ${coldDecode.toFixed(1)} ms, <= ${FIRST_PAGE_GOAL_MS}\n`,
);
process.stdout.write(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}\n\n`);
if (missing.length > 0) process.stdout.write(`ours only, for there is no ${missing.join(' and no ')}\n`);
process.stdout.write(line('page', ['ours', 'jbigkit', 'ratio', 'octets']));

const startUp = { encode: startUpMs('encode'), decode: startUpMs('decode') };
for (const [resolution, size] of Object.entries(PAGE_SIZES)) {
  for (const [kind, draw] of Object.entries(PAGE_KINDS)) measurePage(`${kind} ${resolution}`, draw(size));
}
for (const [name, ratio] of worst) {
  const goal = GOALS[name];
  process.stdout.write(line(`worst: ${name}`, ['', '', ratio.toFixed(2), goal === undefined ? '' : `<= ${goal}`]));
}
rmSync(folder, { recursive: true });

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
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const begun = performance.now();
      task.ours();
      const between = performance.now();
      if (missing.length === 0) task.theirs();
      if (round < 0) continue;
      ours.push(between - begun);
      theirs.push(performance.now() - between - startUp[task.name.startsWith('encode') ? 'encode' : 'decode']);
    }
    let size = String(octets.length);
    if (task.name.startsWith('encode') && missing.length === 0) {
      theirEncode(adapts ? '127' : '0');
      size += ` : ${readFileSync(file('coded')).length}`;
    }
    const [our, their] = [median(ours), median(theirs)];
    if (missing.length === 0) worst.set(task.name, Math.max(worst.get(task.name) ?? 0, our / their));
    const cells =
      missing.length > 0
        ? [our.toFixed(2), '', '', size]
        : [our.toFixed(2), their.toFixed(2), (our / their).toFixed(2), size];
    process.stdout.write(line(`${name}: ${task.name}`, cells));
  }
}

function decoded(octets: Uint8Array, { width, height }: BilevelRaster): BilevelRaster {
  return decodeJbig(octets, { width, height, maxRows: height, damage: 'strict' }).raster;
}

function startUpMs(kind: 'encode' | 'decode'): number {
  if (missing.length > 0) return 0;
  const dot = blankRaster(1, 1);
  const coded = encodeJbig(dot);
  writePage(dot);
  return median(
    Array.from({ length: 3 * ROUNDS }, () => cold(() => (kind === 'encode' ? theirEncode('0') : theirDecode(coded)))),
  );
}

function writePage(page: BilevelRaster): void {
  writeFileSync(file('page'), Buffer.concat([Buffer.from(`P4\n${page.width} ${page.height}\n`), page.octets]));
}

function theirEncode(maxOffset: string): void {
  execFileSync('pbmtojbg85', ['-s', '128', '-m', maxOffset, '-p', '8', file('page'), file('coded')]);
}

function theirDecode(coded: Uint8Array): void {
  if (written !== coded) writeFileSync(file('given'), coded);
  written = coded;
  execFileSync('jbgtopbm85', [file('given'), file('decoded')]);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(42)}${cells.map((cell) => cell.padStart(18)).join('')}`.trimEnd().concat('\n');
}
