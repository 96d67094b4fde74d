import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../firmware/coding/encode-mr.ts';
import { checkProfile } from '../../firmware/tiff/check-profile.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { TiffFxWriter, writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { stripes } from '../firmware/coding/sample-pages.ts';

const sample = (name: string) => Uint8Array.from(readFileSync(new URL(`../vectors/${name}`, import.meta.url)));
const FINE = RESOLUTIONS['204x196'];

describe.each([
  ['tiff-s-1page.tif', 1],
  ['tiff-s-2page.tif', 2],
])('%s', (name, count) => {
  const file = sample(name);

  test('is read, and written again octet for octet from its pels', () => {
    const reading = readTiff(file);
    expect(reading).toMatchObject({ ok: true });
    if (!reading.ok) return;
    expect(reading.pages).toHaveLength(count);
    const writer = new TiffFxWriter();
    for (const page of reading.pages) {
      expect(page).toMatchObject({ width: 1728, coding: 'MH', xDpi: 204, yDpi: 196, resolution: FINE });
      const { raster, damage } = page.decode('strict');
      expect(damage).toBeUndefined();
      const { width, height } = raster;
      writer.addPage({ strip: encodeMh(raster), width, height, coding: 'MH', resolution: FINE });
    }
    expect(Buffer.from(writer.finish()).toString('hex')).toBe(Buffer.from(file).toString('hex'));
  });

  test('breaks no clause', () => {
    expect(checkProfile(file, 'S')).toEqual([]);
  });
});

test('an IFD after an odd strip begins on an even offset', () => {
  const page = {
    strip: encodeMh(blankRaster(1728, 3)),
    width: 1728,
    height: 3,
    coding: 'MH',
    resolution: FINE,
  } as const;
  const file = writeTiffFx([page, page]);
  expect(page.strip.length).toBe(11);
  expect(file.length).toBe(234 + 225);
  expect(new DataView(file.buffer).getUint32(8 + 2 + 16 * 12, true)).toBe(234);
  expect(checkProfile(file, 'S')).toEqual([]);
});

test('byte-aligned EOLs are still Profile S', () => {
  const page = stripes(1728, 6);
  const strip = encodeMh(page, { byteAlignedEols: true });
  const file = writeTiffFx([{ strip, width: 1728, height: 6, coding: 'MH', resolution: FINE, byteAlignedEols: true }]);
  expect(checkProfile(file, 'S')).toEqual([]);
});

describe('other codings and widths in the same layout', () => {
  const page = stripes(2048, 6);
  const written = (coding: 'MR' | 'MMR', strip: Uint8Array) =>
    writeTiffFx([{ strip, width: 2048, height: 6, coding, resolution: RESOLUTIONS['400x400'] }]);

  test('MMR: Compression 4 and T6Options 0 in the place of T4Options', () => {
    const file = written('MMR', encodeMmr(page));
    expect(checkProfile(file, 'S').map(({ what, found }) => `${what} ${found}`)).toEqual([
      'ImageWidth 2048',
      'Compression 4',
      'XResolution 400',
      'YResolution 400',
      'T4Options missing',
      'T6Options present',
    ]);
    expect(readTiff(file)).toMatchObject({ ok: true, pages: [{ coding: 'MMR', resolution: RESOLUTIONS['400x400'] }] });
  });

  test('MR: T4Options 1', () => {
    const breaches = checkProfile(written('MR', encodeMr(page, { k: 8 })), 'S');
    expect(breaches).toContainEqual({
      page: 0,
      section: '3.2.2',
      what: 'T4Options',
      found: '1',
      expected: '0 or 4',
    });
  });
});

test('breaches of order are named', () => {
  const file = sample('tiff-s-2page.tif');
  const view = new DataView(file.buffer);
  view.setUint16(242 + 2 + 15 * 12 + 8, 7, true); // PageNumber of page 1
  expect(checkProfile(file, 'S')).toEqual([
    { page: 1, section: '2.2.1', what: 'PageNumber', found: '7,2', expected: '1,2' },
  ]);
  expect(checkProfile(new Uint8Array(3), 'S')).toMatchObject([{ what: 'file' }]);
});

test('a page the fields cannot hold is the caller’s error', () => {
  const writer = new TiffFxWriter();
  const page = { strip: encodeMmr(blankRaster(8, 1)), width: 8, height: 1, coding: 'MMR', resolution: FINE } as const;
  expect(() => writer.finish()).toThrow('at least one page');
  expect(() => writer.addPage({ ...page, height: 65_536 })).toThrow('1 to 65535 rows, not 65536');
  expect(() => writer.addPage({ ...page, width: 0 })).toThrow('1 to 65535 pels wide, not 0');
});
