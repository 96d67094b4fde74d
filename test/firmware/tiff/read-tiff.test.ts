import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../../firmware/coding/encode-mr.ts';
import { reverseBits } from '../../../firmware/coding/reverse-bits.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import { nearestResolution } from '../../../firmware/tiff/resolution-class.ts';
import type { TiffPage } from '../../../firmware/tiff/tiff-page.ts';
import { writeTiffFx } from '../../../firmware/tiff/write-tiff-fx.ts';
import { drawn, stripes, textLike } from '../coding/sample-pages.ts';
import { type CraftedPage, craftTiff, type Field, long, rational, short } from './crafted-tiff.ts';

const PAGE = textLike(203, 50);

function pagesOf(octets: Uint8Array): readonly TiffPage[] {
  const reading = readTiff(octets);
  if (!reading.ok) throw new Error(reading.sentence);
  return reading.pages;
}

function sentenceOf(octets: Uint8Array): string {
  const reading = readTiff(octets);
  if (reading.ok) throw new Error('the file was read');
  return reading.sentence;
}

function fieldsFor(raster: BilevelRaster, compression: number, ...more: readonly Field[]): Field[] {
  const fields = [short(256, raster.width), long(257, raster.height), short(259, compression), short(262, 0), ...more];
  return fields.filter((field, i) => !fields.some((later, j) => j > i && later.tag === field.tag));
}

const one = (
  raster: BilevelRaster,
  compression: number,
  strip: Uint8Array,
  ...more: readonly Field[]
): CraftedPage => ({
  fields: fieldsFor(raster, compression, ...more),
  strips: [strip],
});

describe('forms of bilevel TIFF', () => {
  const forms: readonly (readonly [string, CraftedPage])[] = [
    ['MH', one(PAGE, 3, encodeMh(PAGE))],
    ['MH, FillOrder 2', one(PAGE, 3, reverseBits(encodeMh(PAGE)), short(266, 2))],
    ['MH aligned', one(PAGE, 3, encodeMh(PAGE, { byteAlignedEols: true }), long(292, 4))],
    ['MR', one(PAGE, 3, encodeMr(PAGE, { k: 4 }), long(292, 1))],
    ['MR with T4Options as SHORT', one(PAGE, 3, encodeMr(PAGE, { k: 2 }), short(292, 5))],
    ['MMR', one(PAGE, 4, encodeMmr(PAGE))],
    ['uncompressed', one(PAGE, 1, PAGE.octets)],
    ['uncompressed, FillOrder 2', one(PAGE, 1, reverseBits(PAGE.octets), short(266, 2))],
  ];
  test.each(forms)('%s', (_, page) => {
    for (const littleEndian of [true, false]) {
      const pages = pagesOf(craftTiff([page], { littleEndian }));
      const decoded = pages[0]?.decode('strict');
      expect(decoded?.damage).toBeUndefined();
      expect(decoded !== undefined && rastersEqual(decoded.raster, PAGE)).toBe(true);
    }
  });

  test('black may be 0, and missing rows are white nevertheless', () => {
    const inverse = drawn(203, 50, (x, y) => !((PAGE.octets[y * PAGE.rowOctets + (x >> 3)] ?? 0) & (0x80 >> (x & 7))));
    const longer = { ...PAGE, height: 60 };
    for (const page of [
      one(longer, 4, encodeMmr(inverse), short(262, 1)),
      one(longer, 1, inverse.octets, short(262, 1)),
    ]) {
      const decoded = pagesOf(craftTiff([page]))[0]?.decode('conceal');
      expect(decoded).toMatchObject({ codedRows: 50, badRows: 10 });
      expect(decoded?.raster.octets.subarray(0, PAGE.octets.length)).toEqual(PAGE.octets);
      expect(decoded?.raster.octets.subarray(PAGE.octets.length).every((octet) => octet === 0)).toBe(true);
    }
  });

  test('strips of eight rows, one of them damaged', () => {
    const page = stripes(203, 20);
    const band = (from: number, to: number): BilevelRaster => ({
      ...page,
      height: to - from,
      octets: page.octets.subarray(from * page.rowOctets, to * page.rowOctets),
    });
    const strips = [band(0, 8), band(8, 16), band(16, 20)].map((rows) => encodeMmr(rows));
    const fields = fieldsFor(page, 4, short(278, 8));
    const good = pagesOf(craftTiff([{ fields, strips }]))[0]?.decode('strict');
    expect(good?.damage).toBeUndefined();
    expect(good !== undefined && rastersEqual(good.raster, page)).toBe(true);
    const damaged = [strips[0], Uint8Array.of(0, 0, 0), strips[2]].filter((strip) => strip !== undefined);
    const concealed = pagesOf(craftTiff([{ fields, strips: damaged }]))[0]?.decode('conceal');
    expect(concealed).toMatchObject({ firstBadRow: 8, badRows: 8 });
    expect(concealed?.raster.octets.subarray(16 * page.rowOctets)).toEqual(page.octets.subarray(16 * page.rowOctets));
  });

  test('pages follow the chain, not the order in the file; copies of reduced resolution are left out', () => {
    const pages = [20, 21, 22].map((height) => {
      const raster = stripes(100, height);
      return one(raster, 4, encodeMmr(raster), ...(height === 21 ? [long(254, 1)] : [long(254, 2)]));
    });
    expect(pagesOf(craftTiff(pages, { reverse: true })).map((page) => page.height)).toEqual([20, 22]);
  });

  test('StripByteCounts of 0 on a single strip reaches to the end of the file', () => {
    const file = craftTiff([{ fields: fieldsFor(PAGE, 4, long(279, 0), long(273, 0x1000)), strips: [] }]);
    const whole = new Uint8Array(0x1000 + 4000);
    whole.set(file);
    whole.set(encodeMmr(PAGE), 0x1000);
    expect(pagesOf(whole)[0]?.decode('conceal').badRows).toBe(0);
  });
});

describe('resolution', () => {
  test.each([
    [[204, 196], undefined, '204x196'],
    [[200, 200], 2, '200x200'],
    [[80, 77], 3, '204x196'],
    [[80, 38.5], 3, '204x98'],
    [[80, 154], 3, '204x391'],
    [[408, 391], 2, '400x400'],
    [[203, 196], 2, '204x196'],
    [[300, 300], 2, undefined],
  ] as const)('%j in unit %s is %s', ([x, y], unit, name) => {
    const resolution = [rational(282, x * 10, 10), rational(283, y * 10, 10), ...(unit ? [short(296, unit)] : [])];
    const page = pagesOf(craftTiff([one(PAGE, 4, encodeMmr(PAGE), ...resolution)]))[0];
    expect(page?.resolution).toBe(name === undefined ? undefined : RESOLUTIONS[name]);
  });

  test('each known resolution is its own nearest', () => {
    for (const known of Object.values(RESOLUTIONS)) expect(nearestResolution(known.xDpi, known.yDpi)).toBe(known);
  });

  test('a missing one is undefined, and so is one divided by 0', () => {
    expect(pagesOf(craftTiff([one(PAGE, 4, encodeMmr(PAGE))]))[0]?.xDpi).toBeUndefined();
    const page = one(PAGE, 4, encodeMmr(PAGE), rational(282, 204, 0));
    expect(pagesOf(craftTiff([page]))[0]).toMatchObject({ xDpi: undefined, resolution: undefined });
  });
});

describe('files that are refused', () => {
  const good = craftTiff([one(PAGE, 4, encodeMmr(PAGE))]);
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const octets = good.slice();
    change(new DataView(octets.buffer));
    return octets;
  };
  const ifd = new DataView(good.buffer).getUint32(4, true);
  const withField = (...more: readonly Field[]) => craftTiff([one(PAGE, 4, encodeMmr(PAGE), ...more)]);
  const entries = new DataView(good.buffer).getUint16(ifd, true);

  test.each([
    ['nothing', new Uint8Array(0), 'the file has 0 octets, a TIFF header alone has 8'],
    ['no TIFF', new Uint8Array(64), 'the TIFF identifier at offset 2 is 0, not 42'],
    ['no IFD', changed((view) => view.setUint32(4, 0, true)), 'the file has no IFD, hence no page'],
    ['an IFD outside', changed((view) => view.setUint32(4, 1 << 30, true)), 'outside the file of'],
    ['a loop', changed((view) => view.setUint32(ifd + 2 + entries * 12, ifd, true)), 'where an earlier one is: a loop'],
    [
      'thousands of entries',
      changed((view) => view.setUint16(ifd, 60_000, true)),
      'has 60000 entries, 4096 are the limit',
    ],
    ['an IFD cut off', changed((view) => view.setUint16(ifd, 500, true)), 'runs past the end of the file'],
    ['no entries', changed((view) => view.setUint16(ifd, 0, true)), 'has no entries'],
    ['no width', withField(long(256, 0)), 'page 1: ImageWidth is 0, expected 1 to 65536'],
    ['too many rows', withField(long(257, 65_536)), 'page 1: ImageLength is 65536, expected 1 to 65535'],
    ['too many pels', withField(long(256, 65_536), long(257, 65_535)), 'pels are more than the limit of'],
    ['grey', withField(short(258, 8)), 'page 1: BitsPerSample is 8, expected 1: the page is grey or in colours'],
    ['colour', withField(short(277, 3)), 'page 1: SamplesPerPixel is 3, expected 1: the page is in colours'],
    ['another photometric', withField(short(262, 2)), 'page 1: PhotometricInterpretation is 2, expected 0 or 1'],
    ['another fill order', withField(short(266, 3)), 'page 1: FillOrder is 3, expected 1 or 2'],
    [
      'JPEG',
      withField(short(259, 7)),
      'page 1: Compression is 7 (JPEG), expected 3 (MH, MR), 4 (MMR), 9 or 34661 (JBIG)',
    ],
    ['an unknown compression', withField(short(259, 77)), 'page 1: Compression is 77, expected 3'],
    ['no strips', craftTiff([{ fields: fieldsFor(PAGE, 4), strips: [] }]), 'page 1: StripOffsets is missing'],
    [
      'a strip outside',
      craftTiff([{ fields: fieldsFor(PAGE, 4, long(273, 9000), long(279, 10)), strips: [] }]),
      'page 1: strip 0 (10 octets at offset 9000) lies outside the file',
    ],
    [
      'values outside',
      craftTiff([
        one(PAGE, 4, new Uint8Array(4)),
        { fields: fieldsFor(PAGE, 4, short(278, 10), { tag: 273, type: 4, values: [1, 2, 3, 4, 5] }), strips: [] },
      ]).slice(0, -8),
      'page 2: StripOffsets cannot be read for strip 3 of 5',
    ],
  ])('%s', (_, octets, sentence) => {
    expect(sentenceOf(octets)).toContain(sentence);
  });

  test('strips that overlap, and directories sharing one huge list', () => {
    const strip = new Uint8Array(400);
    const sharing = craftTiff([
      {
        fields: fieldsFor(PAGE, 4, short(278, 10), long(273, 8, 8, 8, 8, 8), long(279, 600, 600, 600, 600, 600)),
        strips: [],
      },
      one(PAGE, 4, strip),
    ]);
    expect(sentenceOf(sharing)).toMatch(/page 1: its 5 strips overlap: 3000 octets in a file of \d+/);
    const rows = 65_535;
    const huge = craftTiff([
      {
        fields: [
          short(256, 8),
          long(257, rows),
          short(259, 4),
          short(262, 0),
          short(278, 1),
          { tag: 273, type: 4, values: [8] },
        ],
        strips: [],
      },
    ]);
    const view = new DataView(huge.buffer);
    view.setUint32(new DataView(huge.buffer).getUint32(4, true) + 2 + 5 * 12 + 4, rows, true);
    expect(sentenceOf(huge)).toContain('strips are more than a file of');
  });

  test('more pages than the limit', () => {
    const page = one(stripes(8, 1), 4, encodeMmr(stripes(8, 1)));
    expect(sentenceOf(craftTiff(Array.from({ length: 1000 }, () => page)))).toBe('the file has more than 999 pages');
  });
});

test('any damaged file ends in pages or a sentence', () => {
  const resolution = RESOLUTIONS['204x196'];
  const file = writeTiffFx(
    [encodeMmr(PAGE), encodeMmr(PAGE)].map((strip) => ({ strip, width: 203, height: 50, coding: 'MMR', resolution })),
  );
  const place = fc.oneof(fc.nat(220), fc.nat(file.length - 1));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 6 }),
      fc.nat(file.length),
      (hits, cut) => {
        const octets = file.slice(0, cut < 40 ? cut : file.length);
        for (const [at, value] of hits) if (at < octets.length) octets[at] = value;
        const reading = readTiff(octets);
        if (!reading.ok) {
          expect(reading.sentence.length).toBeGreaterThan(10);
          return;
        }
        for (const page of reading.pages) {
          if (page.width * page.height > 1_000_000) continue;
          expect(page.decode('conceal').raster).toMatchObject({ width: page.width, height: page.height });
        }
      },
    ),
    { numRuns: 500 },
  );
});
