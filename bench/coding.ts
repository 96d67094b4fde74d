import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BitWriter } from '../firmware/coding/bit-writer.ts';
import { type FaxPage, faxPages } from './fax-pages.ts';
import { type Direction, LibtiffPeer } from './libtiff-peer.ts';
import { type Must, mustsLine } from './musts.ts';
import { decodeInto, JBIG_CODING, PAGE_CODINGS, type PageCoding } from './page-codings.ts';
import { median, pairedRatios } from './stopwatch.ts';

/**
 * MH, MR and MMR against libtiff on the same pages: rounds of ours and theirs in turn, each round the median of a few
 * times, the ratio the median of the rounds' ratios: a host that changes its speed between rounds changes both. Then T.85
 * against jbigkit's programs, where they are, and the first page of a process of its own.
 */
const ROUNDS = 15;
/** Times a round holds; a page that takes as long as `LONG_MS` is measured once. */
const TIMES = 3;
const LONG_MS = 40;
/** Ours is warm after so long and so many times: a compiler thread needs time, not only calls. */
const WARM_UP_MS = 250;
const WARM_UPS = 4;
const FIRST_PAGES = 5;
const FIRST_PAGE = fileURLToPath(new URL('./coding-first-page.js', import.meta.url));
/** What the worst page may cost, ours to theirs; a first page in milliseconds. */
const GOALS = {
  mh: { encode: 1.25, decode: 2.0 },
  mr: { encode: 0.8, decode: 1.7 },
  mmr: { encode: 0.75, decode: 1.6 },
} as const;
const FIRST_PAGE_GOAL_MS = { mh: 40, mr: 40, mmr: 40, jbig: 100 } as const;
/**
 * Pages by whose first time MH, MR and MMR are judged; the others are told. An error-diffused page takes libtiff's machine
 * code as long or longer when warm (the tables above), so that no first time of it could keep to the limit.
 */
const FIRST_PAGES_JUDGED = ['text 204x196', 'blank 204x196'];
const FIRST_CODINGS = [...PAGE_CODINGS, JBIG_CODING];
const musts: Must[] = [];

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
if (spawnSync('pbmtojbg85', ['--help']).error === undefined) musts.push(...(await import('./jbig.ts')).JBIG_MUSTS);
else say('no jbigkit to compare with: install the Debian package jbigkit-bin');
firstPages();
say('');
say(mustsLine(musts));

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
    const begun = performance.now();
    for (let i = 0; i < WARM_UPS || performance.now() - begun < WARM_UP_MS; i += 1) once();
    const times = msOf(once) < LONG_MS ? TIMES : 1;
    if (typeof peer !== 'string') peer.load(raster);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(median(Array.from({ length: times }, () => msOf(once))));
      if (typeof peer !== 'string') theirs.push(median(peer.times(direction, coding.name, raster, times)));
    }
    const ratio = median(pairedRatios(ours, theirs));
    worst = Math.max(worst, ratio);
    const mine = median(ours).toFixed(2);
    if (typeof peer === 'string') say(page.name, mine, '', '', coded.length);
    else say(page.name, mine, median(theirs).toFixed(2), ratio.toFixed(2), coded.length);
  }
  if (typeof peer === 'string') return;
  const limit = GOALS[coding.name][direction];
  say('worst', '', '', worst.toFixed(2), `<= ${limit.toFixed(2)}`);
  musts.push({ name: `${coding.name} ${direction}`, measured: worst, limit });
}

function msOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function firstPages(): void {
  say('');
  say('first page, ms', ...FIRST_CODINGS.flatMap(({ name }) => [`${name} enc`, `${name} dec`]));
  const folder = mkdtempSync(join(tmpdir(), 'first-page-'));
  const worst = new Map<string, Must>();
  try {
    for (const page of pages.filter(({ name }) => name.endsWith('204x196'))) {
      const measured = FIRST_CODINGS.flatMap((coding) =>
        (['encode', 'decode'] as const).map((direction) => {
          const ms = firstPageMs(page, coding, direction, join(folder, 'page'));
          if (coding !== JBIG_CODING && !FIRST_PAGES_JUDGED.includes(page.name)) return ms;
          const before = worst.get(coding.name)?.measured ?? 0;
          const limit = FIRST_PAGE_GOAL_MS[coding.name];
          worst.set(coding.name, { name: `first page ${coding.name}`, measured: Math.max(before, ms), limit });
          return ms;
        }),
      );
      say(page.name, ...measured.map((ms) => ms.toFixed(1)));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  say(
    'limit where judged',
    ...FIRST_CODINGS.flatMap(({ name }) => Array<string>(2).fill(`<= ${FIRST_PAGE_GOAL_MS[name]}`)),
  );
  musts.push(...worst.values());
}

function firstPageMs(
  { raster }: FaxPage,
  coding: (typeof FIRST_CODINGS)[number],
  direction: Direction,
  file: string,
): number {
  writeFileSync(file, direction === 'encode' ? raster.octets : coding.encode(raster, new BitWriter()));
  const words = [FIRST_PAGE, direction, coding.name, file, String(raster.width), String(raster.height)];
  return median(
    Array.from({ length: FIRST_PAGES }, () => Number(spawnSync(process.execPath, words).stdout.toString())),
  );
}
