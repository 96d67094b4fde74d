import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, blankRaster, rasterOf, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { decodeJbig } from '../../firmware/coding/jbig/decode-jbig.ts';
import { encodeJbig, type JbigEncodeOptions } from '../../firmware/coding/jbig/encode-jbig.ts';
import { withoutTrailingZeros } from '../firmware/coding/jbig/vectors.ts';
import { circles, drawn, noise, textLike } from '../firmware/coding/sample-pages.ts';
import { hexOf } from '../firmware/coding/vectors.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';

const missing = missingPackages({ 'jbigkit-bin': ['pbmtojbg', 'pbmtojbg85', 'jbgtopbm', 'jbgtopbm85'] });
testPrograms(missing);

/** Dots that grow from the middle of cells of `cell` pels. */
function halftone(width: number, height: number, cell: number): BilevelRaster {
  const wave = (at: number) => Math.cos((2 * Math.PI * at) / cell);
  return drawn(width, height, (x, y) => (wave(x) + wave(y)) / 4 + 0.5 < 0.5 + 0.4 * Math.sin(x / 70 + y / 40));
}

/** Grey diffused by Floyd and Steinberg's weights. */
function diffused(width: number, height: number): BilevelRaster {
  const errors = new Float64Array((width + 2) * (height + 1));
  const add = (at: number, error: number) => {
    errors[at] = (errors[at] ?? 0) + error;
  };
  return drawn(width, height, (x, y) => {
    const at = y * (width + 2) + x + 1;
    const wanted = (errors[at] ?? 0) + 0.5 + 0.45 * Math.sin(x / 60 - y / 50);
    const error = wanted >= 0.5 ? wanted - 1 : wanted;
    add(at + 1, (error * 7) / 16);
    add(at + width + 1, (error * 3) / 16);
    add(at + width + 2, (error * 5) / 16);
    add(at + width + 3, error / 16);
    return wanted >= 0.5;
  });
}

const KINDS: Readonly<Record<string, (width: number, height: number, seed: number) => BilevelRaster>> = {
  text: textLike,
  'clustered halftone': (width, height, seed) => halftone(width, height, 4 + (seed % 9)),
  'error-diffused': diffused,
  random: (width, height, seed) => noise(width, height, [0.5, 0.02, 0.9][seed % 3], seed),
  blank: blankRaster,
  black: (width, height) => drawn(width, height, () => true),
  drawn: circles,
};
const WIDTHS = [1, 3, 8, 31, 65, 203, 431, 864, 1001, 1728, 2049, 2482, 3455];
const STRIPE_ROWS = [1, 2, 16, 128, 'whole'] as const;

interface SamplePage {
  readonly name: string;
  readonly raster: BilevelRaster;
  readonly stripeRows: (typeof STRIPE_ROWS)[number];
  readonly template: 'three-line' | 'two-line';
  readonly typical: boolean;
}

/** Every kind at every width; stripes, templates and typical prediction take turns. */
const PAGES: readonly SamplePage[] = WIDTHS.flatMap((width, at) =>
  Object.entries(KINDS).map(([kind, draw], kindAt) => {
    const turn = at * 7 + kindAt;
    const height = width < 100 ? 150 : 60 + (turn % 90);
    return {
      name: `${kind}, ${width} × ${height}`,
      raster: draw(width, height, turn + 1),
      stripeRows: STRIPE_ROWS[turn % 5] ?? 128,
      template: turn % 3 === 0 ? 'two-line' : 'three-line',
      typical: turn % 4 !== 0,
    };
  }),
);

describe.skipIf(missing.length > 0)('jbigkit', () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jbigkit-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (program: string, ...args: string[]) => {
    const done = spawnSync(program, args);
    expect(`${program} ${done.status} ${done.stderr.toString()}`).toBe(`${program} 0 `);
  };

  function readBy(program: 'jbgtopbm' | 'jbgtopbm85', octets: Uint8Array): BilevelRaster {
    writeFileSync(file('ours.jbg'), octets);
    run(program, file('ours.jbg'), file('theirs.pbm'));
    const pbm = readFileSync(file('theirs.pbm'));
    const header = /^P4\s+(\d+)\s+(\d+)\s/.exec(pbm.subarray(0, 60).toString('latin1'));
    if (header === null) throw new Error(`${program} wrote no packed PBM`);
    return rasterOf(Number(header[1]), Number(header[2]), Uint8Array.from(pbm.subarray(header[0].length)));
  }

  function writtenBy(program: 'pbmtojbg' | 'pbmtojbg85', page: BilevelRaster, ...options: string[]): Uint8Array {
    const pbm = Buffer.concat([Buffer.from(`P4\n${page.width} ${page.height}\n`), page.octets]);
    writeFileSync(file('ours.pbm'), pbm);
    const single = program === 'pbmtojbg' ? ['-q', '-o', '0'] : [];
    run(program, ...single, ...options, file('ours.pbm'), file('theirs.jbg'));
    return Uint8Array.from(readFileSync(file('theirs.jbg')));
  }

  function comesBack(octets: Uint8Array, page: BilevelRaster, name: string): void {
    const decoded = decodeJbig(octets, { width: page.width, maxRows: 10_000, damage: 'strict' });
    expect(decoded.damage, name).toBeUndefined();
    expect(rastersEqual(decoded.raster, page), name).toBe(true);
  }

  /**
   * pbmtojbg 2.1 with stripes of one row and no typical prediction writes black pages that its own reader, jbgtopbm85 and we
   * read alike, but not as the page. pbmtojbg85 writes them right.
   */
  const pbmtojbgIsSound = ({ stripeRows }: SamplePage) => stripeRows !== 1;

  const waysOf = ({ raster, stripeRows, template, typical }: SamplePage) => ({
    ours: { stripeRows, template, typical },
    theirs: [
      '-s',
      String(stripeRows === 'whole' ? raster.height : stripeRows),
      '-p',
      String((template === 'two-line' ? 64 : 0) + (typical ? 8 : 0)),
    ],
  });

  test('there are enough pages', () => expect(PAGES.length).toBeGreaterThanOrEqual(80));

  test('reads our pages pel for pel, the adaptive pel in its place and moved', () => {
    for (const page of PAGES) {
      const { ours } = waysOf(page);
      for (const adaptive of [0, 127]) {
        const octets = encodeJbig(page.raster, { ...ours, adaptive });
        expect(rastersEqual(readBy('jbgtopbm85', octets), page.raster), `jbgtopbm85: ${page.name}`).toBe(true);
        expect(rastersEqual(readBy('jbgtopbm', octets), page.raster), `jbgtopbm: ${page.name}`).toBe(true);
      }
    }
  }, 120_000);

  test('writes the octets we write', () => {
    for (const page of PAGES) {
      const { ours, theirs } = waysOf(page);
      const octets = hexOf(encodeJbig(page.raster, ours));
      if (pbmtojbgIsSound(page)) {
        expect(hexOf(writtenBy('pbmtojbg', page.raster, ...theirs, '-m', '0')) === octets, page.name).toBe(true);
      }
      const streamed = withoutTrailingZeros(writtenBy('pbmtojbg85', page.raster, ...theirs, '-m', '0'));
      expect(hexOf(streamed) === octets, `pbmtojbg85: ${page.name}`).toBe(true);
    }
  }, 120_000);

  test('is read pel for pel: its own moves of the adaptive pel, comments, stripes that reset', () => {
    for (const page of PAGES) {
      const { theirs } = waysOf(page);
      comesBack(writtenBy('pbmtojbg85', page.raster, ...theirs, '-m', '127'), page.raster, page.name);
      comesBack(writtenBy('pbmtojbg85', page.raster, ...theirs, '-m', '9', '-C', 'page'), page.raster, page.name);
      if (!pbmtojbgIsSound(page)) continue;
      comesBack(writtenBy('pbmtojbg', page.raster, ...theirs, '-m', '127'), page.raster, page.name);
      comesBack(writtenBy('pbmtojbg', page.raster, ...theirs, '-m', '20', '-r'), page.raster, page.name);
    }
  }, 120_000);

  test('tells the length late and is told it late', () => {
    for (const [at, page] of PAGES.entries()) {
      const { raster, name } = page;
      if (at % 4 !== 0) continue;
      const { ours, theirs } = waysOf(page);
      const afterRow = (at * 11) % (raster.height + 1);
      for (const announcedRows of [0xffff_ffff, raster.height, raster.height + 3]) {
        const announced = String(announcedRows === 0xffff_ffff ? raster.height + 1000 : announcedRows);
        comesBack(writtenBy('pbmtojbg85', raster, ...theirs, '-Y', announced, String(afterRow)), raster, name);
        if (pbmtojbgIsSound(page)) {
          comesBack(writtenBy('pbmtojbg', raster, ...theirs, '-Y', announced), raster, name);
        }
        const how: JbigEncodeOptions = { ...ours, lateLength: { announcedRows, knownAfterRow: afterRow } };
        expect(rastersEqual(readBy('jbgtopbm85', encodeJbig(raster, how)), raster), name).toBe(true);
      }
    }
  }, 120_000);

  test('our choice of the adaptive pel’s place makes halftones no longer than its own', () => {
    for (const cell of [4, 5.5, 6, 8, 10.3]) {
      for (const width of [864, 1728]) {
        const page = halftone(width, 512, cell);
        const plain = encodeJbig(page).length;
        const theirs = writtenBy('pbmtojbg85', page, '-m', '127').length;
        const ours = encodeJbig(page, { adaptive: 127 }).length;
        expect(ours, `cells of ${cell} pels`).toBeLessThanOrEqual(theirs);
        expect(ours, `cells of ${cell} pels`).toBeLessThan(plain * 0.8);
      }
    }
  });
});
