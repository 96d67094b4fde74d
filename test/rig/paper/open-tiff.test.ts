import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, pelAt, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS, type ResolutionName } from '../../../device-model/page/resolution.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../../firmware/coding/encode-mr.ts';
import { type CodedPage, writeTiffFx } from '../../../firmware/tiff/write-tiff-fx.ts';
import { openPaper } from '../../../rig/paper/open-paper.ts';
import { circles, drawn, textLike } from '../../firmware/coding/sample-pages.ts';
import { type CraftedPage, craftTiff, long, rational, short } from '../../firmware/tiff/crafted-tiff.ts';
import { blackShare, scanFile } from './scan-paper.ts';

const CODERS = { MH: encodeMh, MR: (page: BilevelRaster) => encodeMr(page, { k: 4 }), MMR: encodeMmr } as const;

function fax(raster: BilevelRaster, name: ResolutionName, coding: keyof typeof CODERS = 'MMR'): CodedPage {
  const { width, height } = raster;
  return { strip: CODERS[coding](raster), width, height, coding, resolution: RESOLUTIONS[name] };
}

const refusal = async (octets: Uint8Array): Promise<string> =>
  String(await openPaper('x.tif', octets).catch((error: unknown) => error));

describe('a fax page', () => {
  test.each([
    ['204x196', 1728, 2292, 'A4', 'MMR'],
    ['204x196', 1728, 2156, 'letter', 'MR'],
    ['204x98', 1728, 1146, 'A4', 'MH'],
    ['204x391', 1728, 4572, 'A4', 'MMR'],
    ['400x400', 3456, 4677, 'A4', 'MMR'],
    ['204x196', 2048, 2809, 'B4', 'MMR'],
  ] as const)(
    'goes through pel for pel at its own resolution: %s, %i × %i, %s, %s',
    async (name, width, height, paper, coding) => {
      const drawn = textLike(width, height);
      const [page] = await scanFile('fax.tif', writeTiffFx([fax(drawn, name, coding)]), { resolution: name });
      expect(page?.paper).toBe(paper);
      expect(page !== undefined && rastersEqual(page.raster, drawn)).toBe(true);
    },
  );

  test('shorter than its paper begins at the first row; a little longer is cut; much longer is reduced', async () => {
    const rows = async (height: number) => {
      const drawn = textLike(1728, height);
      const [page] = await scanFile('fax.tif', writeTiffFx([fax(drawn, '204x196')]), { resolution: '204x196' });
      if (page === undefined) throw new Error('no page');
      const same = Math.min(height, 2292) * drawn.rowOctets;
      const equal = Buffer.compare(page.raster.octets.subarray(0, same), drawn.octets.subarray(0, same)) === 0;
      return [page.raster.height, equal, page.raster.octets.subarray(same).every((octet) => octet === 0)];
    };
    expect(await rows(1000)).toEqual([2292, true, true]);
    expect(await rows(2310)).toEqual([2292, true, true]);
    expect((await rows(3000)).slice(0, 2)).toEqual([2292, false]);
  });

  test('of 204 × 98 keeps its true proportions at other resolutions', async () => {
    const disc = circles(1728, 1146);
    const tiff = writeTiffFx([fax(disc, '204x98')]);
    const [own] = await scanFile('fax.tif', tiff, { resolution: '204x98' });
    const [fine] = await scanFile('fax.tif', tiff, { resolution: '204x391' });
    if (own === undefined || fine === undefined) throw new Error('no page');
    expect(fine.raster.height).toBe(4572);
    for (const part of [
      [20, 20, 60, 60],
      [100, 150, 130, 200],
    ] as const) {
      expect(Math.abs(blackShare(fine, part) - blackShare(own, part))).toBeLessThan(0.02);
    }
  });

  test('on paper that the operator tells', async () => {
    const tiff = writeTiffFx([fax(textLike(1728, 2156), '204x196')]);
    expect((await openPaper('f.tif', tiff, { paper: 'A4' }))[0]?.size).toMatchObject({
      paper: 'A4',
      wholeScanLines: true,
    });
    const onB4 = (await openPaper('f.tif', tiff, { paper: 'B4' }))[0]?.size;
    expect(onB4).toMatchObject({ paper: 'B4', widthMm: expect.closeTo(257, 0) });
  });
});

test('a fax page stored upside down is scanned upright, pel for pel', async () => {
  const upright = textLike(1728, 1146);
  const stored = drawn(1728, 1146, (x, y) => pelAt(upright, 1727 - x, 1145 - y) === 1);
  const fields = [
    short(256, 1728),
    short(257, 1146),
    short(259, 4),
    short(262, 0),
    short(274, 3),
    rational(282, 204),
    rational(283, 98),
  ];
  const [page] = await scanFile('turned.tif', craftTiff([{ fields, strips: [encodeMmr(stored)] }]), {
    resolution: '204x98',
  });
  expect(page !== undefined && rastersEqual(page.raster, upright)).toBe(true);
});

describe('a TIFF of several pages', () => {
  test('becomes as many sheets, in order', async () => {
    const drawn = [1, 2, 3].map((seed) => textLike(1728, 1146, seed));
    const pages = await scanFile('three.tif', writeTiffFx(drawn.map((page) => fax(page, '204x98'))));
    expect(pages.map(({ label }) => label)).toEqual(['three.tif (page 1)', 'three.tif (page 2)', 'three.tif (page 3)']);
    expect(pages.map(({ raster }, i) => rastersEqual(raster, drawn[i] as BilevelRaster))).toEqual([true, true, true]);
  });

  test('may mix fax pages with others and skips reduced copies', async () => {
    const drawn = textLike(1728, 1146);
    const grey = (level: number, ...more: CraftedPage['fields']): CraftedPage => ({
      fields: [
        ...more,
        short(256, 100),
        short(257, 141),
        short(258, 8),
        short(259, 1),
        short(262, 1),
        short(277, 1),
        short(278, 141),
      ],
      strips: [new Uint8Array(100 * 141).fill(level)],
    });
    const coded: CraftedPage = {
      fields: [
        short(256, 1728),
        short(257, 1146),
        short(258, 1),
        short(259, 4),
        short(262, 0),
        short(277, 1),
        short(278, 1146),
        rational(282, 204),
        rational(283, 98),
        short(296, 2),
      ],
      strips: [encodeMmr(drawn)],
    };
    const pages = await scanFile(
      'mixed.tif',
      craftTiff([grey(0), coded, grey(128, long(254, 1)), grey(255)], { sorted: true }),
    );
    expect(pages).toHaveLength(3);
    expect(pages.map((page) => Math.round(blackShare(page, [20, 20, 180, 270]) * 10))).toEqual([
      10,
      Math.round(blackShare(pages[1] as (typeof pages)[number], [20, 20, 180, 270]) * 10),
      0,
    ]);
    expect(rastersEqual((pages[1] as (typeof pages)[number]).raster, drawn)).toBe(true);
  });

  test('counts resolutions per centimetre and turned pages', async () => {
    const picture = sharp({ create: { width: 1000, height: 500, channels: 3, background: '#fff' } });
    const upright = await picture.clone().withMetadata({ density: 254 }).tiff({ resolutionUnit: 'cm' }).toBuffer();
    expect((await openPaper('c.tif', upright))[0]?.size).toMatchObject({
      widthMm: expect.closeTo(100, 1),
      lengthMm: expect.closeTo(50, 1),
    });
    const turned = await picture.clone().withMetadata({ density: 254, orientation: 6 }).tiff().toBuffer();
    expect((await openPaper('t.tif', turned))[0]?.size).toMatchObject({
      widthMm: expect.closeTo(50, 1),
      lengthMm: expect.closeTo(100, 1),
    });
  });
});

describe('a TIFF is refused with one sentence, before anything is decoded', () => {
  const fields = (width: number, rows: number, more: CraftedPage['fields'] = []): CraftedPage['fields'] => [
    long(256, width),
    long(257, rows),
    short(262, 1),
    ...more,
  ];
  const crafted = (...args: Parameters<typeof fields>): Uint8Array =>
    craftTiff([{ fields: fields(...args), strips: [new Uint8Array(4)] }], { sorted: true });

  test('when it asks for too much', async () => {
    expect(await refusal(crafted(60_000, 60_000))).toBe(
      'OriginalError: x.tif: the picture has 60000 × 60000 pels; expected at most 12000 × 18000 pels.',
    );
    expect(await refusal(crafted(0, 10))).toContain('the picture has 0 × 10 pels; expected at least one row');
    expect(await refusal(crafted(100, 100, [short(277, 60_000)]))).toContain('60000 samples a pel; expected 1 to 8');
    expect(await refusal(crafted(12_000, 18_000, [short(277, 4), short(258, 16)]))).toMatch(/decodes to \d+ octets/);
    expect(await refusal(crafted(100, 100, [long(322, 60_000), long(323, 60_000), short(258, 8)]))).toMatch(
      /decodes to/,
    );
    expect(await refusal(crafted(100, 100, [short(259, 50_000)]))).toContain(
      'the TIFF has compression 50000; expected',
    );
  });

  test('when its chain of pages is endless or has thousands of them', async () => {
    const page = { fields: fields(10, 10), strips: [] };
    expect(await refusal(craftTiff(Array.from({ length: 1001 }, () => page)))).toContain('more than 999 pages');
    const loop = craftTiff([page]);
    new DataView(loop.buffer).setUint32(8 + 2 + 3 * 12, 8, true);
    expect(await refusal(loop)).toContain('a loop');
    expect(await refusal(Buffer.from('II*\0'))).toContain('the TIFF cannot be read');
  });

  test('or when it is scanned and its pels are damaged', async () => {
    const whole = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#333' } })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    const holed = Buffer.from(whole);
    holed.fill(0xff, 8, 60);
    await expect(scanFile('holed.tif', holed)).rejects.toThrow('holed.tif: the picture is damaged or cut short');
    const coded = fax(textLike(1728, 1146), '204x98');
    const spoilt = { ...coded, strip: coded.strip.map((octet, i) => (i > 100 ? octet ^ 0x5a : octet)) };
    await expect(scanFile('spoilt.tif', writeTiffFx([spoilt]))).rejects.toThrow(
      /spoilt\.tif: \d+ of 1146 rows are damaged/,
    );
  });
});
