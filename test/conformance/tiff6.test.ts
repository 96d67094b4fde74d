import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../device-model/page/bilevel-raster.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { drawn, noise, textLike } from '../firmware/coding/sample-pages.ts';
import { craftTiff, type Field, long, rational, short } from '../firmware/tiff/crafted-tiff.ts';

/** TIFF 6.0, clause family by clause family, and what RFC 3249 asks readers to forgive. */
const PAGE = textLike(203, 50);

const BASE: readonly Field[] = [short(256, 203), short(257, 50), short(259, 4), short(262, 0)];

/** Fields take the place of those of the same tag; a tag alone takes it out. */
function fieldsWith(...changes: readonly (Field | number)[]): Field[] {
  const tags = changes.map((change) => (typeof change === 'number' ? change : change.tag));
  const fresh = changes.filter((change) => typeof change !== 'number');
  return [...BASE.filter(({ tag }) => !tags.includes(tag)), ...fresh];
}

function pageOf(octets: Uint8Array): TiffPage {
  const reading = readTiff(octets);
  const page = reading.ok ? reading.pages[0] : undefined;
  if (page === undefined) throw new Error(reading.ok ? 'no page' : reading.sentence);
  return page;
}

function expectPels(octets: Uint8Array, raster: BilevelRaster = PAGE): TiffPage {
  const page = pageOf(octets);
  const decoded = page.decode('strict');
  expect(decoded.damage).toBeUndefined();
  expect(rastersEqual(decoded.raster, raster)).toBe(true);
  return page;
}

const one = (strip: Uint8Array, ...changes: readonly (Field | number)[]): Uint8Array =>
  craftTiff([{ fields: fieldsWith(...changes), strips: [strip] }]);

describe('section 2: header and directories', () => {
  test.each([true, false])('byte order, little-endian %s; directories anywhere, at odd offsets too', (littleEndian) => {
    const strip = encodeMmr(PAGE);
    for (const reverse of [true, false]) {
      expectPels(craftTiff([{ fields: fieldsWith(), strips: [strip] }], { littleEndian, reverse, sorted: true }));
    }
    // The whole file behind the header moved by one octet: every offset is odd or even the other way.
    const file = craftTiff([{ fields: fieldsWith(), strips: [strip] }], { littleEndian });
    const moved = new Uint8Array(file.length + 1);
    moved.set(file.subarray(0, 8));
    moved.set(file.subarray(8), 9);
    const view = new DataView(moved.buffer);
    const ifd = view.getUint32(4, littleEndian) + 1;
    view.setUint32(4, ifd, littleEndian);
    for (let at = ifd + 2; at < ifd + 2 + 12 * view.getUint16(ifd, littleEndian); at += 12) {
      if (view.getUint16(at, littleEndian) !== 273) continue;
      view.setUint32(at + 8, view.getUint32(at + 8, littleEndian) + 1, littleEndian);
    }
    expectPels(moved);
  });

  test('a damaged byte order mark is read by the identifier', () => {
    for (const littleEndian of [true, false]) {
      const file = craftTiff([{ fields: fieldsWith(), strips: [encodeMmr(PAGE)] }], { littleEndian });
      file.set([0x3f, 0x3f]);
      expectPels(file);
    }
  });

  test('of repeated fields the first counts; unknown fields and types are passed over, by the thousand', () => {
    const many = Array.from({ length: 3000 }, (_, i) => short(40_000 + i, i));
    expectPels(one(encodeMmr(PAGE), ...many));
    const file = craftTiff([{ fields: [...BASE, short(256, 7), long(257, 3)], strips: [encodeMmr(PAGE)] }]);
    expectPels(file);
    const odd = one(encodeMmr(PAGE), short(50_000, 1));
    const view = new DataView(odd.buffer);
    const ifd = view.getUint32(4, true);
    for (let at = ifd + 2; at < ifd + 2 + 12 * view.getUint16(ifd, true); at += 12) {
      if (view.getUint16(at, true) === 50_000) view.setUint16(at + 2, 999, true);
    }
    expectPels(odd);
  });

  test('BigTIFF is refused by name', () => {
    const file = one(encodeMmr(PAGE));
    new DataView(file.buffer).setUint16(2, 43, true);
    expect(readTiff(file)).toEqual({ ok: false, sentence: 'the file is BigTIFF (identifier 43), expected TIFF (42)' });
  });

  test('SHORT and LONG may stand for each other', () => {
    expectPels(one(encodeMmr(PAGE), long(256, 203), long(257, 50), long(259, 4), long(262, 0), long(266, 1)));
    expectPels(one(encodeMmr(PAGE), long(277, 1), long(258, 1), long(296, 2), short(282, 204), long(283, 196)));
  });
});

describe('section 3 and 8: strips', () => {
  const band = (from: number, to: number): BilevelRaster => ({
    ...PAGE,
    height: to - from,
    octets: PAGE.octets.subarray(from * PAGE.rowOctets, to * PAGE.rowOctets),
  });
  const bands = [band(0, 16), band(16, 32), band(32, 48), band(48, 50)];
  const coders: Record<string, (raster: BilevelRaster) => Uint8Array> = {
    '4 (MMR)': encodeMmr,
    '3 (MH)': (raster) => encodeMh(raster),
    '3 (MR)': (raster) => encodeMr(raster, { k: 4 }),
    '1 (none)': ({ octets }) => octets,
  };

  describe.each(Object.entries(coders))('Compression %s', (name, code) => {
    const compression = [short(259, Number(name[0])), long(292, name.includes('MR)') ? 1 : 0)];
    const strips = bands.map((rows) => code(rows));

    test('several strips', () => {
      expectPels(craftTiff([{ fields: fieldsWith(...compression, short(278, 16)), strips }]));
    });

    test('several strips with RowsPerStrip missing, 0 or too large', () => {
      for (const wrong of [278, long(278, 0), long(278, 0xffff_ffff), short(278, 50)]) {
        expectPels(craftTiff([{ fields: fieldsWith(...compression, wrong), strips }]));
      }
    });

    test('one strip with a RowsPerStrip that asks for more', () => {
      expectPels(one(code(PAGE), ...compression, short(278, 8)));
    });

    test('StripByteCounts missing, 0, beyond the end or too small', () => {
      const data = strips.flatMap((strip) => [...strip]);
      const starts = strips.map((_, i) => 8 + strips.slice(0, i).reduce((sum, strip) => sum + strip.length, 0));
      const sizes = strips.map(({ length }) => length);
      for (const counts of [undefined, sizes.map(() => 0), sizes.map(() => 1e9), sizes.map((size) => size >> 1)]) {
        const list = [long(273, ...starts), ...(counts === undefined ? [] : [long(279, ...counts)])];
        const page = { fields: fieldsWith(...compression, short(278, 16), ...list), strips: [] };
        const before = { fields: [long(254, 1)], strips: [Uint8Array.from(data)] };
        // What follows the last strip is taken for surplus data, which strict reading would tell.
        const decoded = pageOf(craftTiff([before, page])).decode('conceal');
        expect(decoded.badRows).toBe(0);
        expect(rastersEqual(decoded.raster, PAGE)).toBe(true);
      }
    });
  });

  test('tiles are refused with their size', () => {
    const page = { fields: fieldsWith(short(322, 64), short(323, 128), long(324, 8), long(325, 9)), strips: [] };
    const sentence = 'page 1: the page is in tiles of 64 × 128 pels, expected strips';
    expect(readTiff(craftTiff([page]))).toEqual({ ok: false, sentence });
  });
});

describe('section 8: baseline fields', () => {
  test('PhotometricInterpretation 1, and missing where the coding says what black is', () => {
    const inverse = drawn(
      203,
      50,
      (x, y) => ((PAGE.octets[y * PAGE.rowOctets + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0,
    );
    expectPels(one(encodeMmr(inverse), short(262, 1)));
    expectPels(one(encodeMmr(PAGE), 262));
    const sentence = 'page 1: PhotometricInterpretation is missing, expected 0 or 1';
    expect(readTiff(one(PAGE.octets, short(259, 1), 262))).toEqual({ ok: false, sentence });
  });

  test.each([
    [[short(262, 2), short(277, 3), short(258, 8, 8, 8)], 'SamplesPerPixel is 3, expected 1: the page is in colours'],
    [[short(262, 1), short(258, 8)], 'BitsPerSample is 8, expected 1: the page is grey or in colours'],
    [[short(262, 3)], 'PhotometricInterpretation is 3, expected 0 or 1'],
  ])('colours are refused: %j', (fields, sentence) => {
    expect(readTiff(one(encodeMmr(PAGE), ...fields))).toEqual({ ok: false, sentence: `page 1: ${sentence}` });
  });

  test('FillOrder 2 turns the bits of every coding', () => {
    expectPels(one(reverseBits(encodeMmr(PAGE)), short(266, 2)));
    expectPels(one(reverseBits(PAGE.octets), short(266, 2), short(259, 1)));
  });

  test('Orientation: the page is decoded as it is seen', () => {
    const wide = noise(31, 12);
    const fields = (orientation: number) => [
      short(256, 31),
      short(257, 12),
      short(274, orientation),
      rational(282, 204),
      rational(283, 98),
    ];
    const upright = pageOf(one(encodeMmr(wide), ...fields(1)));
    const turned = pageOf(one(encodeMmr(wide), ...fields(6)));
    expect([upright.width, upright.height, upright.xDpi, upright.yDpi]).toEqual([31, 12, 204, 98]);
    expect([turned.width, turned.height, turned.xDpi, turned.yDpi]).toEqual([12, 31, 98, 204]);
    expect(turned.decode('strict').raster).toMatchObject({ width: 12, height: 31 });
    expect(pageOf(one(encodeMmr(wide), ...fields(0))).height).toBe(12);
  });

  test.each([
    ['0/0', [rational(282, 0, 0), rational(283, 0, 0)]],
    ['0', [rational(282, 0), rational(283, 0)]],
    ['1/0', [rational(282, 1, 0), rational(283, 1, 0)]],
    ['missing', []],
  ])('a resolution of %s is none', (_, fields) => {
    expect(expectPels(one(encodeMmr(PAGE), ...fields))).toMatchObject({ xDpi: undefined, resolution: undefined });
  });

  test('an unknown or missing unit is the inch', () => {
    for (const unit of [296, short(296, 4), short(296, 1), short(296, 2)]) {
      const page = pageOf(one(encodeMmr(PAGE), rational(282, 204), rational(283, 196), unit));
      expect([page.xDpi, page.yDpi]).toEqual([204, 196]);
    }
  });

  test('copies of reduced resolution and masks are no pages, by the old field as well', () => {
    const page = { fields: fieldsWith(), strips: [encodeMmr(PAGE)] };
    const kinds = [long(254, 1), long(254, 4), short(255, 2), long(254, 2), short(255, 3)];
    const reading = readTiff(craftTiff(kinds.map((kind) => ({ ...page, fields: fieldsWith(kind) }))));
    expect(reading.ok && reading.pages.length).toBe(2);
  });
});

describe('section 9 and 10: PackBits and modified Huffman', () => {
  test('PackBits, literally and in runs', () => {
    const packed = [...PAGE.octets].flatMap((octet) => [0, octet]);
    expectPels(one(Uint8Array.from(packed), short(259, 32_773)));
    expectPels(one(reverseBits(Uint8Array.from(packed)), short(259, 32_773), short(266, 2)));
    const black = drawn(800, 3, () => true);
    const runs = Uint8Array.of(129, 255, 129, 255, 213, 255);
    expectPels(one(runs, short(259, 32_773), short(256, 800), short(257, 3)), black);
  });

  test('Compression 2: no EOLs, each row on an octet of its own', () => {
    // White 4, black 4: 1011 011. White 8: 10011. Padding by TIFF 6.0 page 44.
    const strip = Uint8Array.of(0b10110110, 0b10011000);
    const page = drawn(8, 2, (x, y) => y === 0 && x > 3);
    expectPels(one(strip, short(259, 2), short(256, 8), short(257, 2)), page);
  });
});
