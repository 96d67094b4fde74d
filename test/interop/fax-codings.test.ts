import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, rasterOf, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS, type ResolutionName } from '../../device-model/page/resolution.ts';
import { decodeMh } from '../../firmware/coding/decode-mh.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr, mrK } from '../../firmware/coding/encode-mr.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import { type CodedPage, writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { adversarialPages, WIDTHS } from '../firmware/coding/adversarial-pages.ts';
import { craftTiff, rational, short } from '../firmware/tiff/crafted-tiff.ts';
import { codedTiffPages, differenceFrom } from '../support/coded-tiff.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';

const missing = missingPackages({
  'libtiff-tools': ['tiffcp', 'fax2tiff'],
  netpbm: ['pbmtog3', 'g3topbm'],
  ghostscript: ['gs'],
});
testPrograms(missing);

const ROWS = 19;
const NAMES = ['204x98', '204x196', '204x391'] as const satisfies readonly ResolutionName[];

interface Sample {
  readonly name: string;
  readonly page: BilevelRaster;
  readonly resolution: ResolutionName;
}

/** 234 pages; each width has pages of every resolution. */
const SAMPLES: readonly Sample[] = WIDTHS.flatMap((width) =>
  Object.entries(adversarialPages(width, ROWS)).map(([kind, page], index) => ({
    name: `${kind}, ${width} pels wide`,
    page,
    resolution: NAMES[index % NAMES.length] ?? '204x196',
  })),
);

describe.skipIf(missing.length > 0)('fax codings of other programs', () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const run = (program: string, args: readonly string[], input?: Uint8Array) => {
    const done = spawnSync(program, args, {
      cwd: folder,
      maxBuffer: 1 << 26,
      ...(input === undefined ? {} : { input }),
    });
    expect(done.status, `${program}: ${done.stderr.toString()}`).toBe(0);
    return Uint8Array.from(done.stdout);
  };
  const read = (name: string) => codedTiffPages(readFileSync(file(name)));
  const differences = (name: string, samples: readonly Sample[]) => {
    const pages = read(name);
    expect(pages).toHaveLength(samples.length);
    return samples.flatMap((sample, index) => {
      const page = pages[index];
      const difference = page === undefined ? 'missing' : differenceFrom(sample.page, page);
      return difference === undefined ? [] : [`${sample.name}: ${difference}`];
    });
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fax-codings-'));
    const plain = SAMPLES.map(({ page, resolution }) => ({
      fields: [
        short(256, page.width),
        short(257, page.height),
        short(258, 1),
        short(259, 1),
        short(262, 0),
        short(277, 1),
        short(278, page.height),
        rational(282, RESOLUTIONS[resolution].xDpi),
        rational(283, RESOLUTIONS[resolution].yDpi),
        short(296, 2),
      ],
      strips: [page.octets],
    }));
    writeFileSync(file('plain.tif'), craftTiff(plain, { sorted: true, octets: 1 << 23 }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(['g3:1d', 'g3:1d:fill', 'g3:2d', 'g3:2d:fill', 'g4'])('tiffcp -c %s', (option) => {
    test.each([
      ['lsb2msb', '100'],
      ['msb2lsb', '7'],
    ])('-f %s -r %s: our decoders have its pages pel for pel', (fillOrder, rowsPerStrip) => {
      run('tiffcp', ['-c', option, '-f', fillOrder, '-r', rowsPerStrip, 'plain.tif', 'theirs.tif']);
      expect(differences('theirs.tif', SAMPLES)).toEqual([]);
    });
  });

  type Code = (
    page: BilevelRaster,
    resolution: ResolutionName,
  ) => Pick<CodedPage, 'strip' | 'coding' | 'byteAlignedEols'>;
  const K = (resolution: ResolutionName) => mrK(RESOLUTIONS[resolution].yDpi);
  const CODERS: readonly (readonly [string, Code])[] = [
    ['MH', (page) => ({ coding: 'MH', strip: encodeMh(page) })],
    [
      'MH aligned',
      (page) => ({ coding: 'MH', byteAlignedEols: true, strip: encodeMh(page, { byteAlignedEols: true }) }),
    ],
    ['MH with RTC', (page) => ({ coding: 'MH', strip: encodeMh(page, { rtc: true }) })],
    ['MR', (page, resolution) => ({ coding: 'MR', strip: encodeMr(page, { k: K(resolution) }) })],
    [
      'MR aligned',
      (page, resolution) => ({
        coding: 'MR',
        byteAlignedEols: true,
        strip: encodeMr(page, { k: K(resolution), byteAlignedEols: true }),
      }),
    ],
    ['MR with RTC', (page, resolution) => ({ coding: 'MR', strip: encodeMr(page, { k: K(resolution), rtc: true }) })],
    ['MMR', (page) => ({ coding: 'MMR', strip: encodeMmr(page) })],
  ];
  const written = (samples: readonly Sample[], code: (index: number) => Code | undefined) =>
    writeTiffFx(
      samples.flatMap(({ page, resolution }, index) => {
        const coded = code(index)?.(page, resolution);
        if (coded === undefined) return [];
        return [{ ...coded, width: page.width, height: page.height, resolution: RESOLUTIONS[resolution] }];
      }),
    );

  /** libtiff 4.5 has no room for the runs of a one-dimensional row that alternates from a black pel on in whole words. */
  const readable = (samples: readonly Sample[]) =>
    samples.filter(({ name, page }) => page.width % 32 !== 0 || !name.startsWith('alternating'));

  test.each(CODERS)('tiffcp has the pages of our %s files pel for pel', (name, code) => {
    const samples = name.startsWith('MH') ? readable(SAMPLES) : SAMPLES;
    writeFileSync(
      file('ours.tif'),
      written(samples, () => code),
    );
    run('tiffcp', ['-c', 'none', '-f', 'msb2lsb', 'ours.tif', 'seen.tif']);
    expect(differences('seen.tif', samples)).toEqual([]);
  });

  test('pages of every coding in one file, read by libtiff and written anew in one coding', () => {
    const samples = readable(SAMPLES);
    writeFileSync(
      file('mixed.tif'),
      written(samples, (index) => CODERS[index % CODERS.length]?.[1]),
    );
    expect(differences('mixed.tif', samples)).toEqual([]);
    run('tiffcp', ['-c', 'g3:2d', 'mixed.tif', 'seen.tif']);
    expect(differences('seen.tif', samples)).toEqual([]);
  });

  /** Raw fax files have no width of their own: one call a width. */
  const ofWidth = (width: number) => SAMPLES.filter(({ page }) => page.width === width);
  const rawFiles = (samples: readonly Sample[], code: (sample: Sample) => Uint8Array) =>
    samples.map((sample, index) => {
      writeFileSync(file(`page-${index}.fax`), code(sample));
      return `page-${index}.fax`;
    });

  const FAX2TIFF: readonly (readonly [
    string,
    readonly string[],
    readonly string[],
    (page: BilevelRaster) => Uint8Array,
  ])[] = [
    ['MH, to MH aligned', ['-3', '-1', '-P', '-M'], ['-7', '-5', '-a', '-l'], (page) => encodeMh(page)],
    [
      'MH aligned, to MR',
      ['-3', '-1', '-A', '-M'],
      ['-7', '-6', '-p', '-m'],
      (page) => encodeMh(page, { byteAlignedEols: true }),
    ],
    ['MR, to MMR', ['-3', '-2', '-P', '-L'], ['-8', '-l'], (page) => reverseBits(encodeMr(page, { k: 4 }))],
  ];
  test.each(FAX2TIFF)('fax2tiff reads our %s, which we read', (_, input, output, code) => {
    for (const width of [7, 203, 1728, 2049, 3456]) {
      const samples = readable(ofWidth(width));
      const names = rawFiles(samples, ({ page }) => code(page));
      run('fax2tiff', [...input, '-X', String(width), ...output, '-o', 'theirs.tif', ...names]);
      expect(differences('theirs.tif', samples)).toEqual([]);
    }
  });

  const packed = ({ width, height, octets }: BilevelRaster) =>
    Buffer.concat([Buffer.from(`P4\n${width} ${height}\n`), octets]);
  test.each([
    ['', []],
    [' -align8', ['-align8']],
    [' -align16', ['-align16']],
    [' -reversebits', ['-reversebits']],
  ])('our decoder has the pages of pbmtog3%s', (_, options) => {
    for (const width of [1, 31, 1728, 4864]) {
      for (const { name, page } of ofWidth(width)) {
        const octets = run('pbmtog3', ['-nofixedwidth', ...options], packed(page));
        const decoded = decodeMh(options[0] === '-reversebits' ? reverseBits(octets) : octets, {
          width,
          maxRows: 1000,
          damage: 'strict',
        });
        expect(decoded.damage, name).toBeUndefined();
        expect(rastersEqual(decoded.raster, page), name).toBe(true);
      }
    }
  });

  test('g3topbm has our MH pages pel for pel', () => {
    for (const width of [1, 31, 1728, 4864]) {
      for (const { name, page } of ofWidth(width)) {
        const pbm = Buffer.from(run('g3topbm', [`-width=${width}`], encodeMh(page, { rtc: true })));
        const header = Buffer.from(`P4\n${width} ${page.height}\n`);
        expect(pbm.subarray(0, header.length).toString('latin1'), name).toBe(header.toString('latin1'));
        expect(rastersEqual(rasterOf(width, page.height, pbm.subarray(header.length)), page), name).toBe(true);
      }
    }
  });

  /** A pel a point, so that a page in points is the raster. */
  const postscript = (samples: readonly Sample[]) =>
    samples
      .map(({ page: { width, height, octets } }) =>
        [
          `<< /PageSize [${width} ${height}] >> setpagedevice`,
          `${width} ${height} scale`,
          `${width} ${height} true [${width} 0 0 -${height} 0 ${height}]`,
          `currentfile /ASCIIHexDecode filter imagemask`,
          `${Buffer.from(octets).toString('hex')}>`,
          'showpage',
        ].join('\n'),
      )
      .join('\n');

  test.each([
    ['tiffcrle', 2, 'msb2lsb'],
    ['tiffcrle', 2, 'lsb2msb'],
    ['tiffg3', 3, 'msb2lsb'],
    ['tiffg32d', 3, 'lsb2msb'],
    ['tiffg4', 4, 'msb2lsb'],
  ])('our decoders have the pages of ghostscript’s %s (Compression %i, %s)', (device, compression, fillOrder) => {
    const samples = SAMPLES.filter(({ page }) => [31, 203, 1728, 2049, 4864].includes(page.width));
    writeFileSync(file('pages.ps'), `%!PS\n${postscript(samples)}\n`);
    const order = fillOrder === 'lsb2msb' ? ['-dFillOrder=2'] : [];
    const options = ['-q', '-dNOPAUSE', '-dBATCH', '-dSAFER', '-r72', '-dAdjustWidth=0', '-dMaxStripSize=0', ...order];
    run('gs', [`-sDEVICE=${device}`, ...options, '-sOutputFile=theirs.tif', 'pages.ps']);
    expect(new Set(read('theirs.tif').map((page) => page.compression))).toEqual(new Set([compression]));
    expect(differences('theirs.tif', samples)).toEqual([]);
  });
});
