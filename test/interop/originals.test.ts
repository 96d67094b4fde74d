import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { openPaper } from '../../rig/paper/open-paper.ts';
import { textLike } from '../firmware/coding/sample-pages.ts';
import { A4_POINTS, plainPdf } from '../rig/paper/plain-pdf.ts';
import { blackShare, scanFile } from '../rig/paper/scan-paper.ts';

/** Debian package and the programs of it that are needed, with what they answer to. */
const PROGRAMS = [
  ['libtiff-tools', ['tiffcp', 'tiff2pdf']],
  ['netpbm', ['pnmtotiff']],
  ['poppler-utils', ['pdftocairo', 'pdfunite', 'pdftoppm']],
  ['qpdf', ['qpdf']],
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

const WIDTH = 413;
const HEIGHT = 585;

describe.skipIf(missing.length > 0)(`originals others wrote${reason === '' ? '' : ` (skipped: no ${reason})`}`, () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const run = (program: string, ...args: string[]): Buffer => {
    const done = spawnSync(program, args, { maxBuffer: 1 << 26 });
    expect(`${program} ${done.status} ${done.status === 0 ? '' : done.stderr.toString()}`).toBe(`${program} 0 `);
    return done.stdout;
  };
  const png = { rgb: Buffer.alloc(0), grey: Buffer.alloc(0), bw: Buffer.alloc(0) };
  type Kind = keyof typeof png;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'originals-'));
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><linearGradient id="g"><stop stop-color="#f40"/><stop offset="1" stop-color="#04f"/></linearGradient><rect width="100%" height="100%" fill="#fff"/><rect x="30" y="40" width="350" height="150" fill="url(#g)"/><circle cx="200" cy="400" r="150" fill="none" stroke="#000" stroke-width="9"/></svg>`;
    const picture = sharp(Buffer.from(drawing)).flatten();
    const bilevel = picture.clone().greyscale().threshold(128).toColourspace('b-w');
    png.rgb = await picture.clone().png().toBuffer();
    png.grey = await picture.clone().greyscale().toColourspace('b-w').png().toBuffer();
    png.bw = await bilevel.clone().png().toBuffer();
    const raw = (source: Buffer) => sharp(source).raw().toBuffer({ resolveWithObject: true });
    for (const kind of ['rgb', 'grey'] as const) {
      const { data, info } = await raw(png[kind]);
      const header = `P${info.channels === 1 ? 5 : 6}\n${WIDTH} ${HEIGHT}\n255\n`;
      writeFileSync(file(`${kind}.pnm`), Buffer.concat([Buffer.from(header), data]));
    }
    const { data, info } = await raw(png.bw);
    const rows = Array.from({ length: HEIGHT }, (_, y) =>
      Array.from({ length: WIDTH }, (_, x) => ((data[(y * WIDTH + x) * info.channels] ?? 0) < 128 ? 1 : 0)).join(' '),
    );
    writeFileSync(file('bw.pnm'), `P1\n${WIDTH} ${HEIGHT}\n${rows.join('\n')}\n`);
    for (const kind of ['rgb', 'grey', 'bw']) {
      writeFileSync(file(`${kind}.tif`), run('pnmtotiff', '-quiet', '-none', file(`${kind}.pnm`)));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const scanned = async (octets: Uint8Array): Promise<BilevelRaster> => {
    const [page] = await scanFile('original', octets, { resolution: '204x196', paper: 'A4' });
    if (page === undefined) throw new Error('no page');
    return page.raster;
  };
  /** Pels that differ, of a thousand. */
  const difference = (a: BilevelRaster, b: BilevelRaster): number => {
    let differing = 0;
    for (const [i, octet] of a.octets.entries()) {
      differing += (octet ^ (b.octets[i] ?? 0)).toString(2).replaceAll('0', '').length;
    }
    return (differing / (a.width * a.height)) * 1000;
  };

  const LOSSLESS: readonly (readonly [Kind, readonly string[]])[] = [
    ...(['rgb', 'grey', 'bw'] as const).flatMap((kind) =>
      [
        ['-c', 'none'],
        ['-c', 'lzw'],
        ['-c', 'zip'],
        ['-c', 'packbits'],
        ['-B', '-c', 'lzw'],
        ['-c', 'zip', '-f', 'lsb2msb'],
        ['-t', '-w', '128', '-l', '64', '-c', 'lzw'],
        ['-t', '-w', '64', '-l', '128', '-c', 'none'],
      ].map((options) => [kind, options] as const),
    ),
    ['rgb', ['-c', 'lzw:2']],
    ['grey', ['-c', 'zip:2']],
    ['rgb', ['-p', 'separate', '-c', 'lzw']],
    ['bw', ['-c', 'g3:1d']],
    ['bw', ['-c', 'g3:2d']],
    ['bw', ['-c', 'g3:1d:fill']],
    ['bw', ['-c', 'g4']],
    ['bw', ['-c', 'g4', '-f', 'lsb2msb']],
  ];

  test.each(LOSSLESS)('%s written by tiffcp %j gives the scan of the same pels as PNG', async (kind, options) => {
    run('tiffcp', ...options, file(`${kind}.tif`), file('theirs.tif'));
    expect(rastersEqual(await scanned(readFileSync(file('theirs.tif'))), await scanned(png[kind]))).toBe(true);
  });

  test.each(['rgb', 'grey'] as const)('%s as JPEG in strips and tiles gives nearly the same scan', async (kind) => {
    for (const options of [
      ['-r', '16'],
      ['-t', '-w', '128', '-l', '128'],
    ]) {
      run('tiffcp', '-c', 'jpeg:90', ...options, file(`${kind}.tif`), file('theirs.tif'));
      expect(difference(await scanned(readFileSync(file('theirs.tif'))), await scanned(png[kind]))).toBeLessThan(5);
    }
  });

  test.each(['-packbits', '-lzw', '-flate', '-g3', '-g4'])('bw written by pnmtotiff %s as well', async (coding) => {
    const tiff = run('pnmtotiff', '-quiet', coding, file('bw.pnm'));
    expect(rastersEqual(await scanned(tiff), await scanned(png.bw))).toBe(true);
  });

  test('pages that tiffcp put together stay in order', async () => {
    run('tiffcp', file('rgb.tif'), file('bw.tif'), file('grey.tif'), file('three.tif'));
    const pages = await scanFile('three.tif', readFileSync(file('three.tif')), { resolution: '204x196', paper: 'A4' });
    const alone = [await scanned(png.rgb), await scanned(png.bw), await scanned(png.grey)];
    expect(pages.map(({ raster }, i) => rastersEqual(raster, alone[i] as BilevelRaster))).toEqual([true, true, true]);
  });

  test('a fax page in a PDF of tiff2pdf comes out pel for pel', async () => {
    const drawn = textLike(1728, 2292);
    const page = { strip: encodeMmr(drawn), width: 1728, height: 2292, coding: 'MMR' as const };
    writeFileSync(file('fax.tif'), writeTiffFx([{ ...page, resolution: RESOLUTIONS['204x196'] }]));
    run('tiff2pdf', '-o', file('fax.pdf'), file('fax.tif'));
    const [seen] = await scanFile('fax.pdf', readFileSync(file('fax.pdf')), { resolution: '204x196' });
    expect(seen?.paper).toBe('A4');
    expect(seen === undefined ? 1000 : difference(seen.raster, drawn)).toBe(0);
  });

  test('a PDF that cairo wrote looks as poppler draws it', async () => {
    const draw = 'BT /F1 40 Tf 60 700 Td (Sphinx of black) Tj ET 100 100 300 200 re f 3 w 80 400 m 500 650 l S';
    writeFileSync(file('plain.pdf'), plainPdf([{ ...A4_POINTS, draw }]));
    run('pdftocairo', '-pdf', file('plain.pdf'), file('cairo.pdf'));
    const [ours] = await scanFile('cairo.pdf', readFileSync(file('cairo.pdf')), { resolution: '200x200' });
    run('pdftoppm', '-r', '200', '-gray', '-png', file('cairo.pdf'), file('theirs'));
    const [theirs] = await scanFile('theirs.png', readFileSync(file('theirs-1.png')), { resolution: '200x200' });
    if (ours === undefined || theirs === undefined) throw new Error('no page');
    expect(blackShare(ours, [10, 10, 200, 280])).toBeGreaterThan(0.05);
    expect(difference(ours.raster, theirs.raster)).toBeLessThan(5);
  });

  test('pages that pdfunite put together are sheets in order', async () => {
    writeFileSync(file('a.pdf'), plainPdf([{ ...A4_POINTS, draw: '' }]));
    writeFileSync(file('b.pdf'), plainPdf([{ width: 612, height: 792, draw: '' }]));
    run('pdfunite', file('a.pdf'), file('b.pdf'), file('a.pdf'), file('both.pdf'));
    const sheets = await openPaper('both.pdf', readFileSync(file('both.pdf')));
    expect(sheets.map(({ size }) => size.paper)).toEqual(['A4', 'letter', 'A4']);
  });

  test('a PDF that needs a password is refused, one that only forbids things is read', async () => {
    writeFileSync(file('open.pdf'), plainPdf([{ ...A4_POINTS, draw: '' }]));
    run('qpdf', '--encrypt', 'user', 'owner', '256', '--', file('open.pdf'), file('locked.pdf'));
    run('qpdf', '--encrypt', '', 'owner', '256', '--', file('open.pdf'), file('forbidding.pdf'));
    await expect(openPaper('locked.pdf', readFileSync(file('locked.pdf')))).rejects.toThrow(
      'locked.pdf: the PDF is encrypted; expected a PDF that opens without a password.',
    );
    expect(await openPaper('forbidding.pdf', readFileSync(file('forbidding.pdf')))).toHaveLength(1);
  });
});
