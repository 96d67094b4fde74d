import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { checkProfile } from '../../firmware/tiff/check-profile.ts';
import { codePage } from '../../firmware/tiff/code-page.ts';
import { LEGAL_FORMS } from '../../firmware/tiff/legal-forms.ts';
import type { ProfileBreach } from '../../firmware/tiff/profile-breach.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { type CodedPage, writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { stripes, textLike } from '../firmware/coding/sample-pages.ts';
import { craftTiff, type Field, long, rational, short } from '../firmware/tiff/crafted-tiff.ts';

/** RFC 3949 section 4; the table of 4.2.1 as it is printed there. */
const TABLE = [
  [
    [200, 100],
    [1728, 2048, 2432],
  ],
  [
    [204, 98],
    [1728, 2048, 2432],
  ],
  [
    [200, 200],
    [1728, 2048, 2432],
  ],
  [
    [204, 196],
    [1728, 2048, 2432],
  ],
  [
    [204, 391],
    [1728, 2048, 2432],
  ],
  [
    [300, 300],
    [2592, 3072, 3648],
  ],
  [
    [408, 391],
    [3456, 4096, 4864],
  ],
  [
    [400, 400],
    [3456, 4096, 4864],
  ],
] as const;

function coded(raster: BilevelRaster, coding: 'MH' | 'MR' | 'MMR', xDpi: number, yDpi: number): CodedPage {
  const page = codePage({ raster, resolution: { xDpi, yDpi } }, coding, 'F');
  if (typeof page === 'string') throw new Error(page);
  return page;
}

const broken = (breaches: readonly ProfileBreach[]) =>
  breaches.map(({ section, what, found, advice }) => `${advice ? 'should ' : ''}${section} ${what} ${found}`);

describe.each(TABLE)('4.2.1: %j dpi', ([xDpi, yDpi], widths) => {
  test.each(widths)('%i pels wide, in MH, MR and MMR', (width) => {
    const raster = textLike(width, 30);
    const pages = (['MH', 'MR', 'MMR'] as const).map((coding) => coded(raster, coding, xDpi, yDpi));
    const file = writeTiffFx(pages);
    expect(checkProfile(file, 'F')).toEqual([]);
    const reading = readTiff(file);
    expect(reading.ok && reading.pages.map(({ coding }) => coding)).toEqual(['MH', 'MR', 'MMR']);
    for (const page of reading.ok ? reading.pages : []) {
      expect([page.xDpi, page.yDpi]).toEqual([xDpi, yDpi]);
      const { raster: read, damage } = page.decode('strict');
      expect([damage, rastersEqual(read, raster)]).toEqual([undefined, true]);
    }
  });
});

test('4.2.1: the table has these widths and no others', () => {
  const rows = LEGAL_FORMS.flatMap(({ resolutions, widths }) =>
    resolutions.map((resolution) => `${resolution.join('x')}: ${Object.values(widths).join(', ')}`),
  );
  const printed = TABLE.map(([resolution, widths]) => `${resolution.join('x')}: ${widths.join(', ')}`);
  expect(new Set(rows)).toEqual(new Set(printed));
});

test('4.5.2 of T.4: K grows with the resolution', () => {
  const raster = stripes(1728, 16);
  for (const [yDpi, k] of [
    [98, 2],
    [196, 4],
    [391, 8],
  ] as const) {
    expect(coded(raster, 'MR', 204, yDpi).strip).toEqual(encodeMr(raster, { k }));
  }
  const wider = stripes(2592, 16);
  expect(coded(wider, 'MR', 300, 300).strip).toEqual(encodeMr(wider, { k: 6 }));
});

test('what the profile has not is refused with a sentence', () => {
  const page = (width: number, xDpi: number, yDpi: number) => ({
    raster: stripes(width, 4),
    resolution: { xDpi, yDpi },
  });
  expect(codePage(page(1728, 204, 300), 'MH', 'F')).toBe('Profile F has no pages of 204×300 dpi');
  expect(codePage(page(1728, 300, 300), 'MH', 'F')).toBe(
    'a page of Profile F at 300×300 dpi is 2592 or 3072 or 3648 pels wide, not 1728',
  );
  expect(codePage(page(2048, 204, 98), 'MH', 'S')).toBe(
    'a page of Profile S at 204×98 dpi is 1728 pels wide, not 2048',
  );
  expect(codePage(page(1728, 204, 391), 'MH', 'S')).toBe('Profile S has no pages of 204×391 dpi');
  expect(codePage(page(1728, 204, 98), 'MMR', 'S')).toBe('Profile S has no pages coded in MMR, expected MH');
});

describe('clauses a file may break', () => {
  const PAGE = stripes(1728, 20);
  const strip = encodeMmr(PAGE);
  const base: readonly Field[] = [
    long(254, 2),
    short(256, 1728),
    short(257, 20),
    short(258, 1),
    short(259, 4),
    short(262, 0),
    short(266, 1),
    short(277, 1),
    short(278, 20),
    rational(282, 204),
    rational(283, 196),
    long(293, 0),
    short(296, 2),
    short(297, 0, 1),
  ];
  const file = (changes: readonly (Field | number)[], octets = strip, options = {}) => {
    const tags = changes.map((change) => (typeof change === 'number' ? change : change.tag));
    const fields = [
      ...base.filter(({ tag }) => !tags.includes(tag)),
      ...changes.filter((one) => typeof one !== 'number'),
    ];
    return craftTiff([{ fields, strips: [octets] }], { sorted: true, ...options });
  };

  /** The crafted file has its image before its IFD, which 4.4.6 advises against. */
  const ORDER = /^should 4\.4\.6 IFD offset/;

  test.each<readonly [string, readonly (Field | number)[], readonly string[]]>([
    ['nothing', [], []],
    ['FillOrder, BitsPerSample, SamplesPerPixel and ResolutionUnit may be left out', [266, 258, 277, 296], []],
    ['Photometric 1', [short(262, 1)], []],
    ['per centimetre', [rational(282, 80), rational(283, 77), short(296, 3)], ['should 2.2.2 ResolutionUnit 3']],
    [
      '38.5 lines per centimetre',
      [rational(282, 80), rational(283, 385, 10), short(296, 3)],
      ['should 2.2.2 ResolutionUnit 3'],
    ],
    ['NewSubfileType', [long(254, 0)], ['4.2.1 NewSubfileType 0']],
    ['no NewSubfileType', [254], ['4.2.1 NewSubfileType missing']],
    ['NewSubfileType as SHORT', [short(254, 2)], ['4.2.1 NewSubfileType type SHORT']],
    ['a width of no fax', [short(256, 1700)], ['4.2.1 ImageWidth 1700']],
    ['the width of another resolution', [short(256, 2592)], ['4.2.1 ImageWidth 2592']],
    ['a pair of resolutions', [rational(283, 300)], ['4.2.1 XResolution × YResolution 204×300']],
    ['a resolution of no number', [rational(282, 0, 0)], ['4.2.1 XResolution unreadable']],
    ['Compression 2', [short(259, 2), 293], ['4.2.1 Compression 2']],
    ['uncompressed', [short(259, 1)], ['4.2.1 Compression 1']],
    ['no T6Options', [293], ['4.2.2 T6Options missing']],
    ['uncompressed mode allowed', [long(293, 2)], ['4.2.2 T6Options 2']],
    ['Photometric 2', [short(262, 2)], ['4.2.1 PhotometricInterpretation 2']],
    ['FillOrder 3', [short(266, 3)], ['4.2.1 FillOrder 3']],
    ['colour', [short(277, 3)], ['4.2.1 SamplesPerPixel 3']],
    ['ResolutionUnit 1', [short(296, 1)], ['4.2.1 ResolutionUnit 1']],
    ['no PageNumber', [297], ['2.2.1 PageNumber missing', '2.2.1 PageNumber missing,missing']],
    ['another page', [short(297, 3, 1)], ['2.2.1 PageNumber 3,1']],
    ['count of pages unknown', [short(297, 0, 0)], []],
    ['no RowsPerStrip', [278], ['2.2.1 RowsPerStrip missing']],
    ['strips that are not there', [short(278, 5)], ['2.2.1 StripOffsets 1 values', '2.2.1 StripByteCounts 1 values']],
    ['no ImageLength', [257], ['2.2.1 ImageLength missing']],
    ['Orientation 9', [short(274, 9)], ['2.2.3 Orientation 9']],
    ['a mirror image', [short(274, 2)], ['should 2.2.3 Orientation 2']],
    ['two values', [short(259, 4, 4)], ['4.2.1 Compression 2 values']],
  ])('%s', (_, changes, expected) => {
    expect(broken(checkProfile(file(changes), 'F')).filter((line) => !ORDER.test(line))).toEqual(expected);
  });

  test('4.5.6: EOFB', () => {
    const without = strip.slice(0, -3);
    expect(broken(checkProfile(file([], without), 'F'))).toContain('4.5.6 image data no EOFB at the end');
  });

  test.each([
    ['4.5.4', encodeMh(PAGE).subarray(2), 0, 'no EOL at the beginning'],
    ['4.5.3', encodeMh(PAGE), 4, 'EOLs within octets'],
    ['4.5.5', encodeMh(PAGE, { rtc: true, byteAlignedEols: true }), 4, 'RTC at the end'],
    ['should 4.5.5', encodeMh(PAGE, { rtc: true }), 0, 'RTC at the end'],
    ['should 4.5.5', encodeMr(PAGE, { k: 4, rtc: true }), 1, 'RTC at the end'],
  ])('%s: EOLs and RTC', (section, octets, options, found) => {
    const lines = broken(checkProfile(file([short(259, 3), 293, long(292, options)], octets), 'F'));
    expect(lines.filter((line) => line.startsWith(`${section} image data`)).join()).toContain(found);
  });

  test('EOLs that are aligned, and no RTC', () => {
    for (const [octets, options] of [
      [encodeMh(PAGE, { byteAlignedEols: true }), 4],
      [encodeMr(PAGE, { k: 4, byteAlignedEols: true }), 5],
      [encodeMh(PAGE), 0],
    ] as const) {
      const lines = broken(checkProfile(file([short(259, 3), 293, long(292, options)], octets), 'F'));
      expect(lines.filter((line) => !ORDER.test(line))).toEqual([]);
    }
  });

  test('both byte orders, and no third', () => {
    expect(
      broken(checkProfile(file([], strip, { littleEndian: false }), 'F')).filter((line) => !ORDER.test(line)),
    ).toEqual([]);
    const odd = file([]);
    odd.set([0x58, 0x58]);
    expect(broken(checkProfile(odd, 'F'))).toContain('2.1.1 byte order XX');
  });

  test('TIFF 6.0 section 2: sorted entries, one of each', () => {
    const lines = broken(checkProfile(file([long(40_000, 1), long(39_999, 1)], strip, { sorted: false }), 'F'));
    expect(lines).toContain('TIFF 6.0 2 entries unsorted');
    const twice = craftTiff([{ fields: [...base, short(262, 0)], strips: [strip] }], { sorted: true });
    expect(broken(checkProfile(twice, 'F'))).toContain('TIFF 6.0 2 PhotometricInterpretation more than once');
  });

  test('a file of Profile S is one of Profile F', () => {
    const s = writeTiffFx([coded(PAGE, 'MH', 204, 196)]);
    expect([checkProfile(s, 'S'), checkProfile(s, 'F')]).toEqual([[], []]);
  });
});
