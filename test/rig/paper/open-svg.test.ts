import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPaper } from '../../../rig/paper/open-paper.ts';
import { runTypeScript } from '../../support/run-program.ts';
import { blackShare, scanFile } from './scan-paper.ts';

const A4 =
  'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="210mm" height="297mm" viewBox="0 0 210 297"';
const svg = (inside: string, root = A4): Buffer => Buffer.from(`<svg ${root}>${inside}</svg>`);
/** What the scan line is wider than A4 at 204 dpi, on either side. */
const MARGIN_MM = ((1728 / 204) * 25.4 - 210) / 2;

async function page(octets: Uint8Array, resolution: '204x98' | '204x196' = '204x98') {
  const [scanned] = await scanFile('drawing.svg', octets, { resolution });
  if (scanned === undefined) throw new Error('no page');
  return scanned;
}

describe('an SVG drawing becomes a sheet', () => {
  test('as large as it says in units of length, otherwise fitted to its paper', async () => {
    const sizeOf = async (root: string) =>
      (await openPaper('s.svg', svg('', `xmlns="http://www.w3.org/2000/svg" ${root}`)))[0]?.size;
    expect(await sizeOf('width="10cm" height="2in"')).toEqual({
      paper: 'A4',
      widthMm: expect.closeTo(100, 1),
      lengthMm: expect.closeTo(50.8, 1),
    });
    expect(await sizeOf('width="100" height="141"')).toMatchObject({ paper: 'A4', widthMm: expect.closeTo(210, 0) });
    expect(await sizeOf('viewBox="0 0 850 1100"')).toMatchObject({
      paper: 'letter',
      widthMm: expect.closeTo(215.9, 1),
    });
  });

  test.each(['204x98', '204x196'] as const)('with true millimetres on both axes at %s', async (resolution) => {
    const scanned = await page(svg('<rect x="50" y="100" width="60" height="80"/>'), resolution);
    const left = MARGIN_MM + 50;
    expect(blackShare(scanned, [left + 0.5, 100.5, left + 59.5, 179.5])).toBe(1);
    const all = blackShare(scanned, [0, 0, 215, 296]) * 215 * 296;
    expect(Math.abs(all - 60 * 80)).toBeLessThan(60 * 80 * 0.01);
  });

  test('with clips, masks, patterns, blur and nested drawings', async () => {
    const scanned = await page(
      svg(
        '<clipPath id="c"><rect x="0" y="0" width="50" height="50"/></clipPath><rect width="210" height="50" clip-path="url(#c)"/>' +
          '<mask id="m"><rect x="0" y="60" width="50" height="50" fill="#fff"/></mask><rect y="60" width="210" height="50" mask="url(#m)"/>' +
          '<svg x="0" y="120" width="50" height="50" viewBox="0 0 1 1"><rect width="3" height="1"/></svg>' +
          '<g id="u" opacity="0.9"><rect y="180" width="50" height="50"/></g><use href="#u" x="100"/>',
      ),
    );
    for (const top of [0, 60, 120, 180]) {
      expect(blackShare(scanned, [MARGIN_MM + 1, top + 1, MARGIN_MM + 49, top + 49])).toBe(1);
      expect(blackShare(scanned, [MARGIN_MM + 51, top + 1, MARGIN_MM + 99, top + 49])).toBe(0);
    }
    expect(blackShare(scanned, [MARGIN_MM + 101, 181, MARGIN_MM + 149, 229])).toBe(1);
  });
});

describe('text', () => {
  const text = (family: string, words: string): Buffer =>
    svg(`<text x="20" y="60" font-size="20" font-family="${family}">${words}</text>`);

  test('is drawn in the shipped fonts whatever family is asked for', async () => {
    const drawn = async (family: string) => (await page(text(family, 'Grüße'))).raster.octets;
    const sans = await drawn('Arimo');
    expect(sans.some((octet) => octet !== 0)).toBe(true);
    for (const family of ['sans-serif', 'Helvetica, Arial', 'Times New Roman', 'No Such Face', 'DejaVu Sans']) {
      expect(Buffer.compare(await drawn(family), sans)).toBe(0);
    }
    expect(Buffer.compare(await drawn('monospace'), await drawn('Cousine'))).toBe(0);
    expect(Buffer.compare(await drawn('monospace'), sans)).not.toBe(0);
  });

  test('is as wide as the metrics of Courier New say: 1229/2048 em a letter', async () => {
    // Two bars n letters apart: 20 mm × 0.6001 × 4.
    const { raster, resolution } = await page(text('monospace', '||||||'), '204x196');
    const columns = Array.from({ length: raster.width }, (_, x) =>
      Array.from({ length: raster.height }, (_, y) => y).some(
        (y) => (((raster.octets[y * raster.rowOctets + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1,
      ),
    );
    const starts = columns.flatMap((black, x) => (black && columns[x - 1] !== true ? [x] : []));
    expect(starts).toHaveLength(6);
    const pitchMm = (((starts[5] ?? 0) - (starts[0] ?? 0)) / 5 / resolution.xDpi) * 25.4;
    expect(pitchMm).toBeCloseTo((20 * 1229) / 2048, 1);
  });

  test('has the same pels on a machine without any font', async () => {
    const program = new URL('./digest-of-svg.ts', import.meta.url).pathname;
    const here = await runTypeScript(program, []);
    const bare = await runTypeScript(program, ['without fonts']);
    expect(here.err + bare.err).toBe('');
    expect(here.out).toMatch(/^[0-9a-f]{64} [1-9]\d* black\n$/);
    expect(bare.out).toBe(here.out);
  });
});

describe('what a drawing refers to outside itself is never fetched', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');
  });
  server.on('connection', () => asked.push('connection'));
  let base = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  test('by image, use, style sheet, import, font, filter or instruction', async () => {
    const file = new URL('../../vectors/vectors.json', import.meta.url).href;
    const drawing = Buffer.from(
      `<?xml version="1.0"?><?xml-stylesheet href="${base}/sheet.css" type="text/css"?>` +
        `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "${base}/svg11.dtd">` +
        `<svg ${A4}><style>@import url("${base}/import.css"); @font-face { font-family: F; src: url("${base}/f.ttf"); }</style>` +
        `<image href="${base}/image.png" width="100" height="100"/><image xlink:href="${base}/image.svg" width="100" height="100"/>` +
        `<image href="${file}" width="100" height="100"/><image href="image.png" width="100" height="100"/>` +
        `<use href="${base}/use.svg#a"/><rect width="50" height="50" fill="url(${base}/paint.svg#p)" fill-opacity="0"/>` +
        `<filter id="f"><feImage href="${base}/fe.png"/></filter><rect x="100" width="1" height="1" filter="url(#f)"/>` +
        '<text x="20" y="200" font-family="F" font-size="20">drawn</text>' +
        '<rect x="20" y="220" width="50" height="50"/></svg>',
    );
    const scanned = await page(drawing);
    expect(blackShare(scanned, [MARGIN_MM + 21, 221, MARGIN_MM + 69, 269])).toBe(1);
    expect(asked).toEqual([]);
  });

  test('nor by a drawing inside the drawing', async () => {
    const inner = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="${base}/inner.png" width="9" height="9"/></svg>`;
    const data = `data:image/svg+xml;base64,${Buffer.from(inner).toString('base64')}`;
    await page(svg(`<image href="${data}" width="100" height="100"/><rect width="5" height="5"/>`));
    expect(asked).toEqual([]);
  });
});

describe('an SVG drawing is refused with one sentence', () => {
  const refusal = async (octets: Uint8Array): Promise<string> =>
    String(await openPaper('x.svg', octets).catch((error: unknown) => error));

  test('when it multiplies itself, hides elements, is damaged or in another encoding', async () => {
    const level = (i: number): string => `<g id="l${i}">${`<use href="#l${i - 1}"/>`.repeat(10)}</g>`;
    const bomb = svg(
      `<defs><rect id="l0" width="1" height="1"/>${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}</defs><use href="#l8"/>`,
    );
    expect(await refusal(bomb)).toContain('x.svg: the SVG drawing has more elements than can be drawn');
    expect(await refusal(svg('<g>'.repeat(5000)))).toContain('nested at most 200 deep');
    const hidden = `<!DOCTYPE svg [<!ENTITY e "<rect width='1' height='1'/>">]><svg ${A4}>&e;</svg>`;
    expect(await refusal(Buffer.from(hidden))).toContain('the SVG file has entities of its own');
    const external = `<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg ${A4}><text>&e;</text></svg>`;
    expect(await refusal(Buffer.from(external))).toContain('the SVG file has entities of its own');
    expect(await refusal(Buffer.from(`<svg ${A4}><rect`))).toContain('the SVG cannot be read');
    expect(await refusal(Buffer.concat([svg(''), Buffer.of(0xff)]))).toContain('not in UTF-8');
    expect(await refusal(svg(' '.repeat(9_000_000)))).toContain('at most 8388608 octets');
  });

  test('when pictures or drawings inside it are too large, or of no known kind', async () => {
    const side = 7000;
    const large = await sharp({ create: { width: side, height: side, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const image = (octets: Uint8Array, type = 'image/png'): string =>
      `<image width="50" height="50" href="data:${type};base64,${Buffer.from(octets).toString('base64')}"/>`;
    const tooLarge = 'x.svg: the pictures inside the SVG drawing are too large; expected at most 40000000 pels';
    expect(await refusal(svg(image(large)))).toContain(tooLarge);
    expect(await refusal(svg(image(large, 'text/plain').replace('data:', '&#100;ata:')))).toContain(tooLarge);
    expect(await refusal(svg(image(svg(image(large)), 'image/svg+xml')))).toContain(tooLarge);
    expect(await refusal(svg(image(Buffer.from('GIF89a'))))).toContain('is of an unknown kind; expected PNG, JPEG');
  });
});

test('addresses of name spaces in entities are followed, as drawing programs write them', async () => {
  const doctype =
    '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY l \'http://www.w3.org/1999/xlink\'>]>';
  const root = 'xmlns="&ns_svg;" xmlns:xlink="&l;" width="210mm" height="297mm" viewBox="0 0 210 297"';
  const scanned = await page(Buffer.from(`${doctype}<svg ${root}><rect width="50" height="50"/></svg>`));
  expect(blackShare(scanned, [MARGIN_MM + 1, 1, MARGIN_MM + 49, 49])).toBe(1);
});

test('a picture inside a drawing is drawn', async () => {
  const black = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const href = `data:image/png;base64,${black.toString('base64')}`;
  const scanned = await page(svg(`<image x="20" y="20" width="100" height="100" xlink:href="${href}"/>`));
  expect(blackShare(scanned, [MARGIN_MM + 25, 25, MARGIN_MM + 115, 115])).toBe(1);
});
