import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import { writeTiffFx } from '../../../firmware/tiff/write-tiff-fx.ts';
import { run } from '../../../rig/cli/tiff.ts';
import { pbmOfPage } from '../../../rig/export/pbm-of-page.ts';
import { readPbm } from '../../../rig/paper/read-pbm.ts';
import { textLike } from '../../firmware/coding/sample-pages.ts';
import { craftTiff, long, short } from '../../firmware/tiff/crafted-tiff.ts';
import { runCommand } from '../../support/run-command.ts';
import { dpsim } from '../../support/run-program.ts';

const FINE = { xDpi: 204, yDpi: 196 };
const PAGES = [textLike(1728, 40, 1), textLike(1728, 30, 2)] as const;

let folder = '';
const file = (name: string) => join(folder, name);
const put = (name: string, octets: Uint8Array) => writeFile(file(name), octets);

const faxOf = (pages: readonly BilevelRaster[]): Uint8Array =>
  writeTiffFx(
    pages.map((page) => ({ strip: encodeMh(page), width: 1728, height: page.height, coding: 'MH', resolution: FINE })),
  );

/** FNV-1a 64 by its definition. */
function fnv(raster: BilevelRaster): string {
  let hash = 0xcbf29ce484222325n;
  for (const octet of raster.octets) hash = ((hash ^ BigInt(octet)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}

const tiff = (...words: readonly string[]) => runCommand(run, words);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-tiff-'));
  const good = faxOf(PAGES);
  await put('good.tif', good);
  const damaged = good.slice();
  damaged.fill(0xff, 300, 340);
  await put('damaged.tif', damaged);
  const loop = good.slice();
  new DataView(loop.buffer).setUint32(8 + 2 + 16 * 12, 8, true);
  await put('loop.tif', loop);
  await put('page.pbm', pbmOfPage(PAGES[0]));
  await put('both.pbm', Buffer.concat(PAGES.map((page) => pbmOfPage(page))));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dpsim tiff info', () => {
  test('tells each page and the FNV-1a of its pels', async () => {
    const { code, out, err } = await tiff('info', file('good.tif'), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      pages: PAGES.map((page, index) => ({
        page: index + 1,
        width: 1728,
        length: page.height,
        coding: 'MH',
        xResolution: 204,
        yResolution: 196,
        strips: 1,
        badRows: 0,
        fnv1a64: fnv(page),
      })),
      problems: [],
    });
  });

  test('1 when rows are damaged or the chain of pages is, with what could be read', async () => {
    const damaged = await tiff('info', file('damaged.tif'));
    expect(damaged.code).toBe(1);
    expect(damaged.out).toMatch(
      /^page 1: 1728 × 40, MH, 204×196 dpi, 1 strip, \d+ bad rows: row \d+: .+\npage 2: .+ good, [0-9a-f]{16}\n$/,
    );
    const loop = await tiff('info', file('loop.tif'));
    expect(loop.code).toBe(1);
    expect(loop.out).toMatch(
      /^page 1: .+ good, .+\nunreadable: the IFD of page 2 is at offset 8, where an earlier one is: a loop\n$/,
    );
  });
});

describe('files and words that cannot be used: exit code 2 and one sentence', () => {
  test('files', async () => {
    await put('empty.tif', new Uint8Array(0));
    await put(
      'colour.tif',
      craftTiff([{ fields: [short(256, 8), long(257, 8), short(277, 3)], strips: [new Uint8Array(9)] }]),
    );
    for (const [name, sentence] of [
      ['empty.tif', 'the file has 0 octets, a TIFF header alone has 8'],
      ['colour.tif', 'page 1: SamplesPerPixel is 3, expected 1: the page is in colours'],
      ['page.pbm', 'the TIFF identifier at offset 2 is'],
      ['none.tif', 'cannot be read (ENOENT): expected a TIFF file'],
      ['.', 'is a folder: expected a TIFF file'],
    ] as const) {
      const { code, out, err } = await tiff('check', file(name));
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^dpsim: [^\n]+\n$/);
      expect(err).toContain(sentence);
    }
  });

  test.each([
    [[], 'expected info, check, to-pbm, to-png, to-pdf, from, found nothing'],
    [['look'], 'found "look"'],
    [['info'], 'tiff info: expected one file, found none'],
    [['info', 'a', 'b'], 'tiff info: expected one file, found 2'],
    [['to-pdf', 'a'], 'tiff to-pdf: expected -o with the name of the file to write'],
    [['from', '-o', 'x'], 'expected at least one picture file'],
    [['info', 'a', '-o', 'b'], '--out belongs to tiff to-pbm, to-png, to-pdf, from, not to info'],
    [['check', 'a', '--profile', 'X'], '--profile X: expected one of S, F, J'],
    [['from', 'a', '-o', 'b', '--profile', 'S', '--coding', 'mmr'], '--coding MMR: expected MH in Profile S'],
    [['from', 'a', '-o', 'b', '--resolution', '72'], '--resolution 72: expected one of 204x98'],
    [['info', 'a', '--bogus'], '--bogus'],
  ])('%j', async (words, sentence) => {
    const { code, out, err } = await tiff(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^dpsim: [^\n]+\n$/);
    expect(err).toContain(sentence);
  });

  test('what cannot be written', async () => {
    const { code, err } = await tiff('to-pdf', file('good.tif'), '-o', join(folder, 'no', 'such.pdf'));
    expect(code).toBe(2);
    expect(err).toContain('such.pdf cannot be written (ENOENT)');
  });
});

describe('dpsim tiff check', () => {
  test('a file of Profile S is one of F, too', async () => {
    const { code, out } = await tiff('check', file('good.tif'));
    expect(code).toBe(0);
    expect(out).toBe(
      'Profile S: conforms\nProfile F: conforms\npels of page 1: 40 rows, all good\npels of page 2: 30 rows, all good\n',
    );
  });

  test('names clause, tag, value and what was expected', async () => {
    const page = { strip: encodeMmr(PAGES[0]), width: 1728, height: 40, coding: 'MMR', resolution: FINE } as const;
    await put('f.tif', writeTiffFx([page]));
    const plain = await tiff('check', file('f.tif'), '--profile', 's');
    expect(plain.code).toBe(1);
    expect(plain.out).toContain(
      'Profile S: breaks 3 clauses\n  page 1: RFC 3949 3.2.1: Compression(259) is 4, expected 3\n',
    );
    const { code, out } = await tiff('check', file('f.tif'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      conforms: ['F'],
      profiles: [
        {
          profile: 'S',
          breaches: [
            { page: 1, clause: 'RFC 3949 3.2.1', tag: 259, what: 'Compression', found: '4', expected: '3' },
            {},
            {},
          ],
        },
        { profile: 'F', breaches: [] },
      ],
      pages: [{ page: 1, rows: 40, badRows: 0 }],
    });
  });

  test('damaged pels are no conforming file', async () => {
    const { code, out } = await tiff('check', file('damaged.tif'));
    expect(code).toBe(1);
    expect(out).toMatch(/Profile S: conforms\n.+pels of page 1: \d+ of 40 rows bad: row \d+: /s);
  });
});

describe('dpsim tiff to-…', () => {
  test('PBM: a file a page, pel for pel', async () => {
    const { code, out } = await tiff('to-pbm', file('good.tif'), '-o', file('out.pbm'));
    expect([code, out]).toEqual([0, `${file('out-1.pbm')}\n${file('out-2.pbm')}\n`]);
    for (const [index, page] of PAGES.entries()) {
      const [read] = readPbm(await readFile(file(`out-${index + 1}.pbm`)));
      expect(typeof read === 'object' && rastersEqual(read, page)).toBe(true);
    }
    expect(await readdir(folder)).not.toContain('out.pbm');
  });

  test('PNG: square pels; PDF: all pages; a damaged page is concealed and told', async () => {
    await put('single.tif', faxOf([PAGES[0]]));
    const png = await tiff('to-png', file('single.tif'), '-o', file('one.png'));
    expect([png.code, png.out]).toEqual([0, `${file('one.png')}\n`]);
    expect(await sharp(file('one.png')).metadata()).toMatchObject({
      width: 1728,
      height: Math.round((40 * 204) / 196),
    });
    const pdf = await tiff('to-pdf', file('damaged.tif'), '-o', file('two.pdf'));
    expect(pdf.code).toBe(1);
    expect(pdf.err).toMatch(/^dpsim: page 1: \d+ bad rows: row /);
    expect((await readFile(file('two.pdf'), 'latin1')).match(/\/Type\/Page\//g)).toHaveLength(2);
  });
});

describe('dpsim tiff from', () => {
  const written = async (name: string) => {
    const reading = readTiff(await readFile(file(name)));
    return reading.ok ? reading.pages : [];
  };

  test.each([
    [[], 'S', 'MH'],
    [['--profile', 'F'], 'F', 'MMR'],
    [['--coding', 'mr'], 'F', 'MR'],
    [['--profile', 'f', '--coding', 'mh', '--resolution', 'standard'], 'F', 'MH'],
  ] as const)('PBM, %j: pel for pel, and the file conforms', async (words, profile, coding) => {
    const { code } = await tiff('from', file('both.pbm'), file('page.pbm'), ...words, '-o', file('new.tif'));
    expect(code).toBe(0);
    const pages = await written('new.tif');
    expect(pages.map((page) => page.coding)).toEqual([coding, coding, coding]);
    expect(pages[0]?.yDpi).toBe(words.length > 4 ? 98 : 196);
    expect(
      [...PAGES, PAGES[0]].map((page, i) => rastersEqual(page, pages[i]?.decode('strict').raster ?? page)),
    ).toEqual([true, true, true]);
    expect((await tiff('check', '--profile', profile, file('new.tif'))).code).toBe(0);
  });

  test('TIFF of a form of fax pel for pel, one of another is scanned', async () => {
    const page = { strip: encodeMmr(PAGES[0]), width: 1728, height: 40, coding: 'MMR', resolution: FINE } as const;
    const wide = textLike(3456, 4677);
    await put('f.tif', writeTiffFx([page]));
    await put(
      'wide.tif',
      writeTiffFx([
        { ...page, strip: encodeMmr(wide), width: 3456, height: 4677, resolution: { xDpi: 400, yDpi: 400 } },
      ]),
    );
    expect((await tiff('from', file('f.tif'), '-o', file('s.tif'))).code).toBe(0);
    const [same] = await written('s.tif');
    expect(rastersEqual(same?.decode('strict').raster ?? PAGES[1], PAGES[0])).toBe(true);
    expect((await tiff('from', file('wide.tif'), '--resolution', 'fine', '-o', file('s.tif'))).code).toBe(0);
    expect((await written('s.tif'))[0]).toMatchObject({ width: 1728, height: 2292, coding: 'MH' });
    const refused = await tiff('from', file('wide.tif'), '-o', file('s.tif'));
    expect([refused.code, refused.err]).toEqual([2, 'dpsim: wide.tif: Profile S has no pages of 400×400 dpi\n']);
  });

  test('a picture is scanned onto its paper', async () => {
    await sharp({ create: { width: 850, height: 1100, channels: 3, background: 'white' } })
      .png()
      .toFile(file('letter.png'));
    expect((await tiff('from', file('letter.png'), '-o', file('p.tif'))).code).toBe(0);
    expect((await written('p.tif'))[0]).toMatchObject({ width: 1728, height: 2156 });
    const bad = await tiff('from', file('none.png'), '-o', file('p.tif'));
    expect(bad.code).toBe(2);
  });
});

test('--help tells every action, and the program says what the command says', async () => {
  const { code, out } = await dpsim('tiff', '--help');
  expect(code).toBe(0);
  for (const action of ['info', 'check', 'to-pbm', 'to-png', 'to-pdf', 'from']) expect(out).toContain(action);
  const none = await dpsim('tiff', 'info', file('none.tif'));
  expect([none.code, none.out]).toEqual([2, '']);
  expect(none.err).toMatch(/^dpsim: .+none\.tif cannot be read \(ENOENT\): expected a TIFF file\n$/);
});
