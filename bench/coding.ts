import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BitWriter } from '../firmware/coding/bit-writer.ts';
import { type FaxPage, faxPages } from './fax-pages.ts';
import { type Direction, LibtiffPeer } from './libtiff-peer.ts';
import { decodeInto, PAGE_CODINGS, type PageCoding } from './page-codings.ts';
import { median } from './stopwatch.ts';

/**
 * MH, MR and MMR against libtiff on the same pages: rounds of ours and theirs in turn, each round the median of a few
 * times, the ratio that of the rounds' medians. Then the first page of a process of its own.
 */
const ROUNDS = 7;
const TIMES = 3;
const FIRST_PAGES = 5;
const FIRST_PAGE = fileURLToPath(new URL('./coding-first-page.js', import.meta.url));
/** What the worst page may cost, ours to theirs; a first page in milliseconds. */
const GOALS = {
  mh: { encode: 1.25, decode: 2.0 },
  mr: { encode: 0.8, decode: 1.7 },
  mmr: { encode: 0.75, decode: 1.6 },
} as const;
const FIRST_PAGE_GOAL_MS = 40;

const say = (...cells: readonly (string | number)[]): void => {
  const [name = '', ...rest] = cells;
  process.stdout.write(
    `${String(name).padEnd(20)}${rest.map((cell) => String(cell).padStart(12)).join('')}\n`.replace(/ +\n/, '\n'),
  );
};

const peer = LibtiffPeer.build();
const pages = faxPages();
say(`Pages coded and decoded, ms, median of ${ROUNDS} rounds in turn after warm-up`);
say(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);
if (typeof peer === 'string') say(`ours only, for there is ${peer}`);
for (const coding of PAGE_CODINGS) {
  for (const direction of ['encode', 'decode'] as const) measure(coding, direction);
}
firstPages();

function measure(coding: PageCoding, direction: Direction): void {
  say('');
  say(`${coding.name} ${direction}`, 'ours', 'libtiff', 'ratio', 'octets');
  let worst = 0;
  for (const page of pages) {
    const { raster } = page;
    const spare = new BitWriter();
    const coded = coding.encode(raster, spare);
    const canvas = new Uint8Array(raster.octets.length);
    const once =
      direction === 'encode' ? () => coding.encode(raster, spare) : () => decodeInto(coding, coded, raster, canvas);
    for (let i = 0; i < TIMES; i += 1) once();
    if (typeof peer !== 'string') peer.load(raster);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(median(Array.from({ length: TIMES }, () => msOf(once))));
      if (typeof peer !== 'string') theirs.push(median(peer.times(direction, coding.name, raster, TIMES)));
    }
    const mine = median(ours);
    const ratio = mine / median(theirs);
    worst = Math.max(worst, ratio);
    if (typeof peer === 'string') say(page.name, mine.toFixed(2), '', '', coded.length);
    else say(page.name, mine.toFixed(2), median(theirs).toFixed(2), ratio.toFixed(2), coded.length);
  }
  if (typeof peer !== 'string')
    say('worst', '', '', worst.toFixed(2), `<= ${GOALS[coding.name][direction].toFixed(2)}`);
}

function msOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function firstPages(): void {
  say('');
  say('first page', ...PAGE_CODINGS.flatMap(({ name }) => [`${name} enc`, `${name} dec`]));
  const folder = mkdtempSync(join(tmpdir(), 'first-page-'));
  try {
    for (const page of pages.filter(({ name }) => name.endsWith('204x196'))) {
      say(page.name, ...firstPage(page, join(folder, 'page')).map((ms) => ms.toFixed(1)));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  say('may take', `<= ${FIRST_PAGE_GOAL_MS}`);
}

function firstPage({ raster }: FaxPage, file: string): readonly number[] {
  return PAGE_CODINGS.flatMap((coding) =>
    (['encode', 'decode'] as const).map((direction) => {
      writeFileSync(file, direction === 'encode' ? raster.octets : coding.encode(raster, new BitWriter()));
      const words = [FIRST_PAGE, direction, coding.name, file, String(raster.width), String(raster.height)];
      return median(
        Array.from({ length: FIRST_PAGES }, () => Number(spawnSync(process.execPath, words).stdout.toString())),
      );
    }),
  );
}
