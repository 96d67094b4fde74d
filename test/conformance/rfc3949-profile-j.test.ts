import { describe, expect, test } from 'vitest';
import { rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import { checkProfile } from '../../firmware/tiff/check-profile.ts';
import { codePage } from '../../firmware/tiff/code-page.ts';
import { readIfds } from '../../firmware/tiff/ifd-reader.ts';
import { LEGAL_FORMS } from '../../firmware/tiff/legal-forms.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { TAGS } from '../../firmware/tiff/tags.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { textLike } from '../firmware/coding/sample-pages.ts';
import { craftTiff, type Field, long, rational, short } from '../firmware/tiff/crafted-tiff.ts';

/** RFC 3949 section 5. The header of an entity of 1728 × 4 pels, T.85's parameters, and no more than the checks look at. */
const BIE = Uint8Array.from(Buffer.from('00000100000006c000000004000000800000000800ff02'.padEnd(46, '0'), 'hex'));
const PAGE = { width: 1728, height: 4, coding: 'JBIG', resolution: { xDpi: 204, yDpi: 196 } } as const;

test('5.1: pages of every legal form go through pel for pel', () => {
  const forms = LEGAL_FORMS.flatMap(({ resolutions: [first = [0, 0]], widths }) =>
    Object.values(widths).map((width) => ({ width, resolution: { xDpi: first[0], yDpi: first[1] } })),
  );
  const drawn = forms.map(({ width }) => textLike(width, 150));
  const pages = forms.map(({ resolution }, i) =>
    codePage({ raster: drawn[i] ?? textLike(8, 8), resolution }, 'JBIG', 'J'),
  );
  const file = writeTiffFx(pages.filter((page) => typeof page !== 'string'));
  expect(checkProfile(file, 'J')).toEqual([]);
  const reading = readTiff(file);
  expect(reading.ok && reading.pages.length).toBe(forms.length);
  for (const [i, page] of reading.ok ? reading.pages.entries() : []) {
    const { raster, damage } = page.decode('strict');
    expect([damage, rastersEqual(raster, drawn[i] ?? raster)]).toEqual([undefined, true]);
  }
});

test('5.2.3: what T.85 does not allow is named', () => {
  const wide = Uint8Array.from(BIE, (octet, at) => (at === 7 ? octet + 1 : octet));
  const planes = Uint8Array.from(BIE, (octet, at) => (at === 2 ? 8 : octet));
  const found = (strip: Uint8Array) =>
    checkProfile(writeTiffFx([{ ...PAGE, strip }]), 'J').map((breach) => breach.found);
  expect(found(wide)).toEqual(['1729']);
  expect(found(planes)[0]).toContain('octet 2 of the JBIG header');
});

test('5.2: the writer sets Compression 9, FillOrder 2 and T82Options 0 in order, and leaves the entity as T.82 has it', () => {
  const file = writeTiffFx([{ ...PAGE, strip: BIE }]);
  const reading = readIfds(file);
  const ifd = reading.ok ? reading.ifds[0] : undefined;
  if (ifd === undefined) throw new Error('no IFD');
  expect([...ifd.entries.keys()].slice(-3)).toEqual([TAGS.ResolutionUnit, TAGS.PageNumber, TAGS.T82Options]);
  expect(ifd.ascending).toBe(true);
  expect([TAGS.Compression, TAGS.FillOrder, TAGS.T82Options].map((tag) => ifd.integer(tag))).toEqual([9, 2, 0]);
  const at = ifd.integer(TAGS.StripOffsets) ?? 0;
  expect(file.subarray(at, at + BIE.length)).toEqual(BIE);
  expect(checkProfile(file, 'J')).toEqual([]);
});

describe('clauses a file may break', () => {
  const base: readonly Field[] = [
    long(254, 2),
    short(256, 1728),
    short(257, 4),
    short(259, 9),
    short(262, 0),
    short(278, 4),
    rational(282, 204),
    rational(283, 196),
    short(297, 0, 1),
  ];
  test.each<readonly [string, readonly Field[], readonly string[]]>([
    ['T82Options left out, FillOrder left out', [], []],
    ['FillOrder 2', [short(266, 2)], []],
    ['T82Options 0', [long(435, 0)], []],
    ['T82Options 1', [long(435, 1)], ['5.2.3 T82Options']],
    ['T82Options as SHORT', [short(435, 0)], ['5.2.3 T82Options']],
    ['libtiff’s number of JBIG', [short(259, 34_661)], ['5.2.1 Compression']],
    ['MMR', [short(259, 4)], ['5.2.1 Compression']],
    ['FillOrder 3', [short(266, 3)], ['5.2.1 FillOrder']],
    ['a width of no fax', [short(256, 1000)], ['4.2.1 ImageWidth']],
  ])('%s', (_, changes, expected) => {
    const fields = [...base.filter(({ tag }) => !changes.some((change) => change.tag === tag)), ...changes];
    for (const strip of [BIE, reverseBits(BIE)]) {
      const file = craftTiff([{ fields, strips: [strip] }], { sorted: true });
      const breaches = checkProfile(file, 'J').filter(
        ({ advice, what }) => advice !== true && !what.startsWith('image data'),
      );
      expect(breaches.map(({ section, what }) => `${section} ${what}`)).toEqual(expected);
    }
  });
});
