import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decode as decodeWithUtif } from 'utif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { checkProfile } from '../../firmware/tiff/check-profile.ts';
import { codePage } from '../../firmware/tiff/code-page.ts';
import { readIfds } from '../../firmware/tiff/ifd-reader.ts';
import { LEGAL_FORMS } from '../../firmware/tiff/legal-forms.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { TYPES } from '../../firmware/tiff/tags.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { pbmOfPage } from '../../rig/export/pbm-of-page.ts';
import { readPbm } from '../../rig/paper/read-pbm.ts';
import { samplePages, textLike } from '../firmware/coding/sample-pages.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';

const missing = missingPackages({
  'libtiff-tools': ['tiffcp', 'tiffset', 'tiffinfo'],
  netpbm: ['pamtotiff', 'tifftopnm'],
  ghostscript: ['gs'],
});
testPrograms(missing);

const ROWS = 60;
const skipped = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;

describe.skipIf(missing.length > 0)(`TIFF files that others wrote${skipped}`, () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const run = (program: string, ...args: string[]): Buffer => {
    const done = spawnSync(program, args, { maxBuffer: 1 << 27 });
    expect(`${program} ${done.status} ${done.status === 0 ? '' : done.stderr.toString()}`).toBe(`${program} 0 `);
    return done.stdout;
  };
  const pages: Record<string, BilevelRaster> = {};

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiff-files-'));
    for (const width of [1728, 203]) {
      const { text, noise } = samplePages(width, ROWS);
      if (text === undefined || noise === undefined) throw new Error('no such sample page');
      for (const [name, page] of Object.entries({ [`text${width}`]: text, [`noise${width}`]: noise })) {
        pages[name] = page;
        writeFileSync(file(`${name}.pbm`), pbmOfPage(page));
        writeFileSync(
          file(`${name}.tif`),
          run('pamtotiff', '-none', '-miniswhite', '-xresolution=204', '-yresolution=196', file(`${name}.pbm`)),
        );
      }
    }
    const prose =
      '/Times-Roman findfont 40 scalefont setfont 72 700 moveto (A fax) show 100 100 300 200 rectstroke showpage';
    const drawing =
      '/Helvetica findfont 90 scalefont setfont 72 300 moveto (Two) show 50 50 moveto 500 700 lineto stroke showpage';
    writeFileSync(file('pages.ps'), `%!PS\n${prose}\n${drawing}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pagesOf = (octets: Uint8Array): readonly TiffPage[] => {
    const reading = readTiff(octets);
    if (!reading.ok) throw new Error(reading.sentence);
    return reading.pages;
  };
  const opened = (name: string) => Uint8Array.from(readFileSync(file(name)));

  function expectPage(page: TiffPage | undefined, wanted: BilevelRaster | undefined, why: string): void {
    if (page === undefined || wanted === undefined) throw new Error(`${why}: no page`);
    const { badRows, raster } = page.decode('conceal');
    expect([badRows, rastersEqual(raster, wanted)], why).toEqual([0, true]);
  }

  /** What libtiff makes of all pages, by way of netpbm. */
  function seenByLibtiff(name: string): readonly BilevelRaster[] {
    const seen = [...readPbm(Uint8Array.from(run('tifftopnm', '-quiet', file(name))))];
    return seen.map((page) => {
      if (typeof page === 'string') throw new Error(page);
      return page;
    });
  }

  describe.each(['none', 'packbits', 'g3:1d', 'g3:1d:fill', 'g3:2d', 'g3:2d:fill', 'g4'])('tiffcp -c %s', (coding) => {
    test.each([
      ['-L', 'msb2lsb', 7],
      ['-B', 'lsb2msb', 16],
      ['-B', 'msb2lsb', ROWS],
      ['-L', 'lsb2msb', 1],
    ])('%s -f %s -r %i', (order, fillOrder, rows) => {
      for (const [name, page] of Object.entries(pages)) {
        run('tiffcp', order, '-f', fillOrder, '-r', String(rows), '-c', coding, file(`${name}.tif`), file('copy.tif'));
        const [read] = pagesOf(opened('copy.tif'));
        expect(read?.stored.strips).toBe(Math.ceil(ROWS / rows));
        expectPage(read, page, name);
      }
    });
  });

  test.each(['msb2lsb', 'lsb2msb'])(
    'tiffcp -c jbig -f %s, whose bits run either way and whose header T.85 does not allow',
    (fillOrder) => {
      for (const [name, page] of Object.entries(pages)) {
        // tiffcp codes JBIG from files of one strip only.
        run('tiffcp', '-c', 'g4', '-r', String(ROWS), file(`${name}.tif`), file('whole.tif'));
        run('tiffcp', '-f', fillOrder, '-r', String(ROWS), '-c', 'jbig', file('whole.tif'), file('copy.tif'));
        const [read] = pagesOf(opened('copy.tif'));
        expect(read?.stored.compression).toBe(34_661);
        expectPage(read, page, name);
      }
    },
  );

  test.each([
    ['lzw', 'Compression is 5 (LZW)'],
    ['zip', 'Compression is 8 (Deflate)'],
  ])('tiffcp -c %s is refused with a reason', (coding, sentence) => {
    run('tiffcp', '-c', coding, file('text203.tif'), file('copy.tif'));
    const reading = readTiff(opened('copy.tif'));
    expect(reading.ok ? '' : reading.sentence).toContain(sentence);
  });

  test('tiffcp -t: tiles are refused with their size', () => {
    run('tiffcp', '-t', '-w', '64', '-l', '32', '-c', 'none', file('text203.tif'), file('copy.tif'));
    expect(readTiff(opened('copy.tif'))).toEqual({
      ok: false,
      sentence: 'page 1: the page is in tiles of 64 × 32 pels, expected strips',
    });
  });

  test('tiffcp -8: BigTIFF is refused by name', () => {
    run('tiffcp', '-8', '-c', 'none', file('text203.tif'), file('copy.tif'));
    const reading = readTiff(opened('copy.tif'));
    expect(reading.ok ? '' : reading.sentence).toContain('BigTIFF');
  });

  test.each([
    ['-none'],
    ['-packbits', '-minisblack'],
    ['-packbits', '-miniswhite', '-rowsperstrip=9'],
    ['-g3', '-miniswhite'],
    ['-g3', '-minisblack', '-fill', '-lsb2msb'],
    ['-g3', '-2d', '-miniswhite'],
    ['-g3', '-2d', '-fill', '-minisblack', '-rowsperstrip=8'],
    ['-g4', '-miniswhite', '-lsb2msb'],
    ['-g4', '-minisblack', '-rowsperstrip=8'],
  ])('pamtotiff %s %s', (...options) => {
    for (const name of Object.keys(pages)) {
      writeFileSync(
        file('pam.tif'),
        run('pamtotiff', ...options.filter((one) => one !== undefined), file(`${name}.pbm`)),
      );
      // Not the PBM's pels: with -lsb2msb pamtotiff codes octets whose bits it has turned before.
      expectPage(pagesOf(opened('pam.tif'))[0], seenByLibtiff('pam.tif')[0], name);
    }
  });

  test('pamtotiff of several pictures: several pages; per centimetre', () => {
    const all = Object.values(pages);
    writeFileSync(file('all.pbm'), Buffer.concat(all.map((page) => pbmOfPage(page))));
    run(
      'pamtotiff',
      '-g4',
      '-resolutionunit=centimeter',
      '-xresolution=80',
      '-yresolution=77',
      `-output=${file('all.tif')}`,
      file('all.pbm'),
    );
    const read = pagesOf(opened('all.tif'));
    expect(read).toHaveLength(all.length);
    all.forEach((page, index) => {
      expect(read[index]?.resolution?.name).toBe('204x196');
      expectPage(read[index], page, `page ${index}`);
    });
  });

  test.each([
    ['tiffcrle', 'RLE'],
    ['tiffg3', 'MH'],
    ['tiffg32d', 'MR'],
    ['tiffg4', 'MMR'],
    ['tiffpack', 'PackBits'],
  ])('gs -sDEVICE=%s', (device, coding) => {
    run(
      'gs',
      '-q',
      '-dBATCH',
      '-dNOPAUSE',
      '-dSAFER',
      `-sDEVICE=${device}`,
      '-r204x196',
      '-sPAPERSIZE=a4',
      `-sOutputFile=${file('gs.tif')}`,
      file('pages.ps'),
    );
    const seen = seenByLibtiff('gs.tif');
    const read = pagesOf(opened('gs.tif'));
    expect(read.map((page) => [page.coding, page.resolution?.name])).toEqual([
      [coding, '204x196'],
      [coding, '204x196'],
    ]);
    seen.forEach((page, index) => {
      expectPage(read[index], page, `page ${index}`);
    });
  });

  describe('tiffset', () => {
    const spoilt = (...args: string[]): TiffPage | undefined => {
      run('tiffcp', '-c', 'g4', '-r', '16', file('text1728.tif'), file('spoilt.tif'));
      run('tiffset', ...args, file('spoilt.tif'));
      return pagesOf(opened('spoilt.tif'))[0];
    };

    test.each(['258', '262', '266', '274', '277', '278', '279', '282', '283', '293', '296'])(
      '-u %s: the page is read all the same',
      (tag) => {
        expectPage(spoilt('-u', tag), pages['text1728'], tag);
      },
    );

    test('a page without its resolution is taken for what its width says', () => {
      for (const args of [
        ['-u', '282'],
        ['-s', '282', '0'],
        ['-s', '283', '1'],
      ]) {
        run('tiffcp', '-c', 'g4', file('text1728.tif'), file('spoilt.tif'));
        run('tiffset', ...args, file('spoilt.tif'));
        expectPage(pagesOf(opened('spoilt.tif'))[0], pages['text1728'], args.join(' '));
      }
    });

    test.each(['1', '2', '3', '4', '5', '6', '7', '8'])(
      'orientation %s: upright as another library has it',
      async (orientation) => {
        run('tiffcp', '-c', 'g4', file('text203.tif'), file('turned.tif'));
        run('tiffset', '-s', '274', orientation, file('turned.tif'));
        const [page] = pagesOf(opened('turned.tif'));
        const { raster } = page?.decode('strict') ?? {};
        const { data, info } = await sharp(file('turned.tif'))
          .rotate()
          .toColourspace('b-w')
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([raster?.width, raster?.height]).toEqual([info.width, info.height]);
        let different = 0;
        for (let y = 0; y < info.height; y += 1) {
          for (let x = 0; x < info.width; x += 1) {
            const octet = raster?.octets[y * raster.rowOctets + (x >> 3)] ?? 0;
            const black = ((octet << (x & 7)) & 0x80) !== 0;
            if (black !== (data[(y * info.width + x) * info.channels] ?? 0) < 128) different += 1;
          }
        }
        expect(different).toBe(0);
      },
    );
  });

  test('directories are read as a second reader reads them', () => {
    const names = Object.keys(pages).flatMap((name) =>
      ['none', 'g4', 'g3:2d', 'packbits'].flatMap((coding) =>
        ['-L', '-B'].map((order) => {
          const copy = `${name}${coding}${order}.tif`.replaceAll(':', '');
          run('tiffcp', order, '-r', '13', '-c', coding, file(`${name}.tif`), file(copy));
          return copy;
        }),
      ),
    );
    run(
      'gs',
      '-q',
      '-dBATCH',
      '-dNOPAUSE',
      '-dSAFER',
      '-sDEVICE=tiffg3',
      `-sOutputFile=${file('gs.tif')}`,
      file('pages.ps'),
    );
    run('pamtotiff', '-g4', `-output=${file('pam.tif')}`, file('text203.pbm'));
    let compared = 0;
    for (const name of [...names, 'gs.tif', 'pam.tif']) {
      const octets = opened(name);
      const ours = readIfds(octets);
      const theirs = decodeWithUtif(Buffer.from(octets));
      expect(ours.ok && ours.ifds.length, name).toBe(theirs.length);
      for (const [page, ifd] of ours.ok ? ours.ifds.entries() : []) {
        for (const { tag, type, count } of ifd.entries.values()) {
          const seen = theirs[page]?.[`t${tag}`];
          if (!Array.isArray(seen) || type === TYPES.ASCII) continue;
          const read = Array.from({ length: count }, (_, index) =>
            type === TYPES.RATIONAL ? ifd.rational(tag) : ifd.integer(tag, index),
          );
          expect(read, `${name}, page ${page}, field ${tag}`).toEqual(seen);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  test('files of ours of every legal form are read pel for pel, with no fault found', () => {
    const codings = ['MH', 'MR', 'MMR'] as const;
    let index = 0;
    for (const { resolutions, widths } of LEGAL_FORMS) {
      for (const [xDpi, yDpi] of resolutions) {
        const drawn = Object.values(widths).map((width) => textLike(width, 50));
        const coded = drawn.map((raster) => {
          index += 1;
          const page = codePage({ raster, resolution: { xDpi, yDpi } }, codings[index % 3] ?? 'MH', 'F');
          if (typeof page === 'string') throw new Error(page);
          return page;
        });
        const octets = writeTiffFx(coded);
        expect(checkProfile(octets, 'F')).toEqual([]);
        writeFileSync(file('ours.tif'), octets);
        const said = run('tiffinfo', '-D', file('ours.tif')).toString();
        expect(said).toContain(`Resolution: ${xDpi}, ${yDpi} pixels/inch`);
        seenByLibtiff('ours.tif').forEach((page, i) => {
          expect(rastersEqual(page, drawn[i] ?? page), `${xDpi}×${yDpi}, ${page.width}`).toBe(true);
        });
      }
    }
  });
});
