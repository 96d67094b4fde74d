import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { Random } from '../../../device-model/random.ts';
import { pngOfPage } from '../../../rig/export/png-of-page.ts';
import { dpsim } from '../../support/run-program.ts';
import { RunningDpsim } from '../../support/running-program.ts';
import { A4_POINTS, plainPdf } from '../paper/plain-pdf.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A sheet with a bar on it. */
function picture(format: 'png' | 'jpeg'): Promise<Buffer> {
  const bar = Buffer.from(
    '<svg width="413" height="585"><rect width="100%" height="100%" fill="#fff"/><rect x="50" y="90" width="300" height="40"/></svg>',
  );
  return sharp(bar)[format]().toBuffer();
}

/** One sentence for the user and nothing for the programmer. */
function expectOneSentence(err: string): void {
  expect(err).toMatch(/^dpsim: .+\n$/);
  expect(err).not.toContain('    at ');
}

describe('dpsim demo', () => {
  test('shows the dialogue of manual page 472 in its order and ends with equal pels', async () => {
    const { code, out, err } = await dpsim('demo', '--out', join(folder, 'plain'));
    expect(err).toBe('');
    expect(code).toBe(0);
    const dialogue = [
      'S: 220 ',
      'C: EHLO ifax1.panasonic.example',
      'S: 250 CONNEG',
      'C: MAIL FROM:<pcc@ifax1.panasonic.example>',
      'C: RCPT TO:<june@ifax2.panasonic.example> CONNEG',
      'S: 250-<june@ifax2.panasonic.example> recipient ok',
      'S: 250-(&(image-file-structure=TIFF-minimal)',
      'C: DATA',
      'S: 354 ',
      'octets of message)',
      'S: 250 ',
      'C: QUIT',
    ];
    let place = 0;
    for (const line of dialogue) {
      const found = out.indexOf(line, place);
      expect(found, `${line} after ${out.slice(Math.max(0, place - 60), place)}`).toBeGreaterThanOrEqual(0);
      place = found + line.length;
    }
    expect(out).toContain('negotiated JBIG at 200x200 on A4');
    expect(out).toContain('Journal of ifax1');
    expect(out).toContain('Journal of ifax2');
    expect(out).toMatch(/scanning +0:0\d\.\d{3}/);
    expect(out).toMatch(/SHA-256 [0-9a-f]{64}/);
    expect(out.trimEnd()).toMatch(/The pels printed by ifax2 equal the pels sent: 2 page\(s\)\.$/);
    expect((await readFile(join(folder, 'plain', 'received.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    const { width, height } = await sharp(join(folder, 'plain', 'received-2.png')).metadata();
    expect({ width, height }).toEqual({ width: 1728, height: 2339 });
    expect(await readFile(join(folder, 'plain', 'dialogue.svg'), 'utf8')).toContain('RCPT TO:');
    expect((await readFile(join(folder, 'plain', 'journal.png'))).subarray(1, 4).toString()).toBe('PNG');
  });

  test('gives one event log for one seed', async () => {
    const hashes = await Promise.all(
      ['a', 'a', 'b'].map(async (seed, index) => {
        const { out } = await dpsim('demo', '--seed', seed, '--out', join(folder, `seed-${index}`));
        return /SHA-256 ([0-9a-f]{64})/.exec(out)?.[1];
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  test('takes the user’s own PNG and JPEG, at a resolution of choice', async () => {
    const png = join(folder, 'own.png');
    const jpeg = join(folder, 'own.jpg');
    await writeFile(png, await picture('png'));
    await writeFile(jpeg, await picture('jpeg'));
    const { code, out } = await dpsim('demo', png, jpeg, '--resolution', '204x98', '--out', join(folder, 'own'));
    expect(code).toBe(0);
    expect(out).toContain('scanned own.png: 1728 × 1146 pels at 204x98');
    expect(out).toContain('scanned own.jpg');
    // True proportions: 204 × 98 becomes square pels.
    const { width, height } = await sharp(join(folder, 'own', 'received-1.png')).metadata();
    expect(height / width).toBeCloseTo(1146 / 98 / (1728 / 204), 1);
  });

  test('takes PDF, TIFF, SVG and WebP, a sheet for every page', async () => {
    const pdf = join(folder, 'own.pdf');
    const tiff = join(folder, 'own.tif');
    const webp = join(folder, 'own.webp');
    const svg = join(folder, 'own.svg');
    await writeFile(pdf, plainPdf([1, 2].map((page) => ({ ...A4_POINTS, draw: `100 100 ${page}00 300 re f` }))));
    await writeFile(
      tiff,
      await sharp(await picture('png'))
        .tiff({ compression: 'lzw' })
        .toBuffer(),
    );
    await writeFile(
      webp,
      await sharp(await picture('png'))
        .webp()
        .toBuffer(),
    );
    await writeFile(
      svg,
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text x="20" y="40">SVG</text></svg>',
    );
    const { code, out, err } = await dpsim(
      'demo',
      pdf,
      tiff,
      webp,
      svg,
      '--resolution',
      '204x98',
      '--out',
      join(folder, 'kinds'),
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    for (const label of ['own.pdf (page 1)', 'own.pdf (page 2)', 'own.tif', 'own.webp', 'own.svg']) {
      expect(out).toContain(`scanned ${label}: 1728 × 1146 pels at 204x98`);
    }
    expect(out).toContain('The pels printed by ifax2 equal the pels sent: 5 page(s).');
  });
});

test('a job that fails ends with 1, its journal entry and one sentence', async () => {
  // JBIG leaves noise as long as it is, base64 makes a third more of it: 7 pages are more than the 4 MiB of a DP-3510, and
  // in MMR, which doubles it, less than the 8 MiB of the sender.
  const noise = join(folder, 'noise.png');
  const random = new Random('noise');
  const raster = blankRaster(1656, 2339);
  for (const at of raster.octets.keys()) raster.octets[at] = random.below(256);
  await writeFile(noise, pngOfPage({ raster, resolution: RESOLUTIONS['200x200'] }));
  const { code, out, err } = await dpsim('demo', '--out', join(folder, 'failed'), ...Array<string>(7).fill(noise));
  expect(err).toBe('');
  expect(out).toMatch(/^001 717 JUNE +7 /m);
  expect(out).toMatch(/^001 718 PCC /m);
  expect(out).toMatch(/\nNOT DELIVERED, info code 717: .+\.\n$/);
  expect(code).toBe(1);
}, 120_000);

describe('a command line or a file that cannot be used ends with 2 and one sentence', () => {
  const cases: readonly (readonly [string, () => Promise<readonly string[]>, RegExp])[] = [
    [
      'a file that is no picture',
      async () => [await file('text.png', Buffer.from('not a picture'))],
      /text\.png.*expected/,
    ],
    [
      'a PDF cut short',
      async () => [await file('cut.pdf', Buffer.from('%PDF-1.4\n1 0 obj'))],
      /cut\.pdf: the PDF is damaged/,
    ],
    [
      'a GIF',
      async () => [await file('anim.gif', Buffer.from('GIF89a'))],
      /anim\.gif: the file is a GIF picture; expected a PNG/,
    ],
    ['an empty file', async () => [await file('empty.png', Buffer.alloc(0))], /empty\.png/],
    ['a picture cut short', async () => [await file('cut.png', (await picture('png')).subarray(0, 200))], /cut\.png/],
    ['30000 × 30000 pels', async () => [await file('huge.png', huge())], /huge\.png.*30000 × 30000/],
    ['a file that is not there', async () => [join(folder, 'nowhere.png')], /nowhere\.png.*ENOENT/],
    ['a folder', async () => [folder], /is a folder: expected a PNG, JPEG, WebP, TIFF, SVG or PDF file/],
    [
      'an out folder that is a file',
      async () => ['--out', join(await file('taken', Buffer.alloc(1)), 'below')],
      /cannot be written/,
    ],
    // /proc takes no new folders and says that it is not there itself.
    ['an out folder where none can be made', async () => ['--out', '/proc/dpsim/demo'], /cannot be written \(ENOENT\)/],
    ['an out folder without a name', async () => ['--out', ''], /--out is empty/],
    ['a device that never ends', async () => ['/dev/zero'], /\/dev\/zero is a device or a pipe: expected/],
    ['a pipe that never begins', pipe, /pipe\.png is a device or a pipe: expected/],
    ['a file of more than 64 MiB', sparse, /large\.png has 67108865 octets: expected at most 67108864/],
    ['an unknown resolution', async () => ['--resolution', '300x300'], /300x300: expected one of 200x100/],
    ['an unknown option', async () => ['--frobnicate'], /--frobnicate/],
  ];

  test.each(cases)('%s', async (_, args, sentence) => {
    const { code, err } = await dpsim('demo', '--out', join(folder, 'bad'), ...(await args()));
    expectOneSentence(err);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });

  test('an unknown command', async () => {
    const { code, err } = await dpsim('fax');
    expectOneSentence(err);
    expect(err).toContain('expected one of demo');
    expect(code).toBe(2);
  });

  test('help is no error', async () => {
    expect((await dpsim('--help')).code).toBe(0);
    expect((await dpsim('demo', '--help')).out).toContain('--resolution');
  });

  test('who stops reading ends it without a word', async () => {
    const reader = new RunningDpsim(['demo', '--out', join(folder, 'unread')]);
    await reader.line(/power on/);
    reader.stopReading();
    const code = await reader.ended();
    const { err } = reader;
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  async function pipe(): Promise<readonly string[]> {
    const path = join(folder, 'pipe.png');
    await promisify(execFile)('mkfifo', [path]);
    return [path];
  }

  /** Holes, no octets: nothing of it is written and nothing must be read. */
  async function sparse(): Promise<readonly string[]> {
    const path = await file('large.png', Buffer.alloc(0));
    await truncate(path, 64 * 1024 * 1024 + 1);
    return [path];
  }

  async function file(name: string, octets: Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, octets);
    return path;
  }
});

/** A sound file, white and small; 900 million pels once it is opened. */
function huge(): Buffer {
  const raster = blankRaster(30_000, 30_000);
  return Buffer.from(pngOfPage({ raster, resolution: RESOLUTIONS['200x200'] }));
}
