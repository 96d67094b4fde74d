import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, rasterOf, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { readIfds } from '../../firmware/tiff/ifd-reader.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { TAGS } from '../../firmware/tiff/tags.ts';
import { type CodedPage, writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { samplePages } from '../firmware/coding/sample-pages.ts';
import { craftTiff, rational, short } from '../firmware/tiff/crafted-tiff.ts';

/** Debian package and the programs of it that are needed. */
const PROGRAMS = [
  ['libtiff-tools', ['tiffcp', 'tiffinfo']],
  ['netpbm', ['tifftopnm']],
] as const;
const missing = PROGRAMS.filter(([, names]) =>
  names.some((name) => spawnSync(name, ['--version']).error !== undefined),
);
const reason = missing.map(([debian]) => debian).join(', ');

test('the programs are there', ({ skip }) => {
  if (missing.length === 0) return;
  if (process.env['CI'] !== undefined) throw new Error(`install the Debian packages ${reason}`);
  skip(`not installed: the Debian packages ${reason}`);
});

const FINE = RESOLUTIONS['204x196'];
const WIDTHS = [1, 7, 64, 203, 1728, 2048, 4864];
const ROWS = 60;

describe.skipIf(missing.length > 0)(`libtiff${reason === '' ? '' : ` (skipped: no ${reason})`}`, () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const run = (program: string, ...args: string[]) => {
    const done = spawnSync(program, args, { maxBuffer: 1 << 26 });
    expect(`${program} ${done.status} ${done.stderr.toString()}`).toBe(`${program} 0 `);
    return done.stdout;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'libtiff-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What libtiff makes of page `index` of a file, by way of netpbm's plain packed form: 1 = black. */
  function seenByLibtiff(octets: Uint8Array, index = 0): BilevelRaster {
    writeFileSync(file('ours.tif'), octets);
    run('tiffcp', '-c', 'none', `${file('ours.tif')},${index}`, file('plain.tif'));
    const pbm = execFileSync('tifftopnm', ['-quiet', file('plain.tif')], { maxBuffer: 1 << 26 });
    const header = /^P4\s(\d+)\s(\d+)\s/.exec(pbm.subarray(0, 40).toString('latin1'));
    if (header === null) throw new Error('tifftopnm wrote no packed PBM');
    return rasterOf(Number(header[1]), Number(header[2]), Uint8Array.from(pbm.subarray(header[0].length)));
  }

  /** A page as an uncompressed file, the form libtiff is given to code. */
  function plain(page: BilevelRaster): string {
    const fields = [
      short(256, page.width),
      short(257, page.height),
      short(258, 1),
      short(259, 1),
      short(262, 0),
      short(277, 1),
      short(278, page.height),
      rational(282, 204),
      rational(283, 196),
      short(296, 2),
    ];
    writeFileSync(file('source.tif'), craftTiff([{ fields, strips: [page.octets] }], { sorted: true }));
    return file('source.tif');
  }

  function theirs(page: BilevelRaster, ...options: string[]): Uint8Array {
    run('tiffcp', ...options, plain(page), file('theirs.tif'));
    return Uint8Array.from(readFileSync(file('theirs.tif')));
  }

  const codings: readonly (readonly [
    string,
    (page: BilevelRaster) => Pick<CodedPage, 'strip' | 'coding' | 'byteAlignedEols'>,
  ])[] = [
    ['MH', (page) => ({ coding: 'MH', strip: encodeMh(page) })],
    [
      'MH aligned',
      (page) => ({ coding: 'MH', strip: encodeMh(page, { byteAlignedEols: true }), byteAlignedEols: true }),
    ],
    ['MH with RTC', (page) => ({ coding: 'MH', strip: encodeMh(page, { rtc: true }) })],
    ['MR', (page) => ({ coding: 'MR', strip: encodeMr(page, { k: 4 }) })],
    ['MMR', (page) => ({ coding: 'MMR', strip: encodeMmr(page) })],
  ];

  test.each(codings)('reads our %s files pel for pel', (_, code) => {
    for (const width of WIDTHS) {
      const pages = Object.entries(samplePages(width, ROWS));
      const octets = writeTiffFx(pages.map(([, page]) => ({ ...code(page), width, height: ROWS, resolution: FINE })));
      pages.forEach(([name, page], index) => {
        // All kinds of page at one width, one kind at each of the others: each look costs two processes.
        if (width !== 1728 && index !== width % pages.length) return;
        expect(rastersEqual(seenByLibtiff(octets, index), page), `${name}, ${width} pels wide`).toBe(true);
      });
    }
  });

  test('finds no fault in a Profile S file of ours', () => {
    const pages = Object.values(samplePages(1728, ROWS));
    writeFileSync(
      file('s.tif'),
      writeTiffFx(
        pages.map((page) => ({ strip: encodeMh(page), width: 1728, height: ROWS, coding: 'MH', resolution: FINE })),
      ),
    );
    const said = run('tiffinfo', '-D', file('s.tif')).toString();
    expect(said.match(/Compression Scheme: CCITT Group 3/g)).toHaveLength(pages.length);
    expect(said).toContain('Page Number: 5-6');
    expect(said).toContain('FillOrder: lsb-to-msb');
  });

  describe.each([
    ['g3:1d', 'MH'],
    ['g3:1d:fill', 'MH'],
    ['g3:2d', 'MR'],
    ['g3:2d:fill', 'MR'],
    ['g4', 'MMR'],
    ['none', 'uncompressed'],
  ])('its %s files', (option, coding) => {
    test.each([
      ['-L', 'lsb2msb'],
      ['-L', 'msb2lsb'],
      ['-B', 'lsb2msb'],
      ['-B', 'msb2lsb'],
    ])('%s -f %s are read pel for pel', (order, fillOrder) => {
      const { text, noise } = samplePages(order === '-L' ? 1728 : 203, ROWS);
      for (const page of [text, noise]) {
        if (page === undefined) throw new Error('no such sample page');
        for (const rowsPerStrip of [ROWS, 16]) {
          const octets = theirs(page, order, '-f', fillOrder, '-c', option, '-r', String(rowsPerStrip));
          const reading = readTiff(octets);
          expect(reading).toMatchObject({ ok: true, pages: [{ coding, resolution: FINE }] });
          const decoded = reading.ok ? reading.pages[0]?.decode('strict') : undefined;
          expect(decoded?.damage).toBeUndefined();
          expect(decoded !== undefined && rastersEqual(decoded.raster, page)).toBe(true);
        }
      }
    });
  });

  function onlyStrip(octets: Uint8Array): Uint8Array {
    const reading = readIfds(octets);
    const ifd = reading.ok ? reading.ifds[0] : undefined;
    const at = ifd?.integer(TAGS.StripOffsets) ?? 0;
    return octets.subarray(at, at + (ifd?.integer(TAGS.StripByteCounts) ?? 0));
  }

  test.each(WIDTHS)('codes pages %i pels wide into the same octets', (width) => {
    for (const [name, page] of Object.entries(samplePages(width, ROWS))) {
      const same = (ours: Uint8Array, option: string) => {
        const strip = onlyStrip(theirs(page, '-L', '-f', 'msb2lsb', '-c', option, '-r', String(ROWS)));
        expect(Buffer.compare(ours, strip), `${option}, ${name}`).toBe(0);
      };
      same(encodeMmr(page), 'g4');
      same(encodeMh(page), 'g3:1d');
      // Above 150 rows an inch libtiff's K is 4.
      same(encodeMr(page, { k: 4 }), 'g3:2d');
    }
  });
});
