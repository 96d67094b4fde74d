import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { encodeMr } from '../../../firmware/coding/encode-mr.ts';
import { pageDensity } from '../../../firmware/tiff/assumed-resolution.ts';
import { checkProfile } from '../../../firmware/tiff/check-profile.ts';
import { tiffPages } from '../../../firmware/tiff/read-tiff.ts';
import { writeTiffFx } from '../../../firmware/tiff/write-tiff-fx.ts';
import { textLike } from '../coding/sample-pages.ts';
import { craftTiff, long, rational, short } from './crafted-tiff.ts';
import { stepBound } from './step-bound.ts';

const PAGE = textLike(120, 24);
const resolution = RESOLUTIONS['204x196'];
const { width, height } = PAGE;
const FAX = writeTiffFx([
  { strip: encodeMh(PAGE), width, height, coding: 'MH', resolution },
  { strip: encodeMr(PAGE, { k: 4 }), width, height, coding: 'MR', resolution },
  { strip: encodeMmr(PAGE), width, height, coding: 'MMR', resolution },
]);
const STRIPS = craftTiff(
  [
    {
      fields: [
        short(256, width),
        short(257, height),
        short(259, 1),
        short(262, 1),
        short(274, 6),
        short(278, 6),
        rational(282, 204),
      ],
      strips: [0, 1, 2, 3].map((band) =>
        PAGE.octets.subarray(band * 6 * PAGE.rowOctets, (band + 1) * 6 * PAGE.rowOctets),
      ),
    },
    { fields: [short(256, 40), short(257, 2), long(259, 32_773), short(262, 0)], strips: [Uint8Array.of(247, 255)] },
  ],
  { littleEndian: false },
);

/** Reads everything there is to read, with what pels it takes bounded; every outcome but an exception is right. */
function readThrough(octets: Uint8Array): number {
  let seen = 0;
  for (const page of tiffPages(octets)) {
    seen += 1;
    if (typeof page === 'string') {
      insist(page.length > 10, page);
      continue;
    }
    const { xDpi, yDpi } = pageDensity(page);
    insist(xDpi > 0 && yDpi > 0 && Number.isFinite(xDpi + yDpi), `${xDpi} × ${yDpi} dpi`);
    if (page.width * page.height > 100_000) continue;
    const { raster, steps } = page.decode('conceal');
    insist(raster.width === page.width && raster.height === page.height, 'a raster of other dimensions');
    insist(raster.octets.length === raster.rowOctets * page.height, 'a raster of other octets');
    const { stored } = page;
    // Strips lie apart; each may be read by its count and, with more room, once more.
    const bound = stepBound(octets.length, stored.imageLength, stored.imageWidth * stored.strips);
    insist(steps <= bound, `${steps} steps, ${bound} are the bound`);
  }
  return seen + checkProfile(octets, seen % 2 === 0 ? 'S' : 'F').length;
}

/** `expect` would cost more than what it looks at: there are tens of thousands of files. */
function insist(ok: boolean, found: string): void {
  if (!ok) throw new Error(found);
}

describe.each([
  ['a TIFF-FX file', FAX],
  ['a big-endian file of strips', STRIPS],
])('%s', (_, file) => {
  test('any octet of its directories at 0, 1, 255 or with a bit the other way', () => {
    let read = 0;
    for (let at = 0; at < file.length; at += 1) {
      const octet = file[at] ?? 0;
      for (const value of [0, 1, 255, octet ^ 1, octet ^ 128]) {
        if (value === octet) continue;
        const broken = file.slice();
        broken[at] = value;
        read += readThrough(broken);
      }
    }
    expect(read).toBeGreaterThan(file.length);
  });

  test('cut off anywhere', () => {
    for (let length = 0; length < file.length; length += 1) readThrough(file.slice(0, length));
  });

  test('a word of its directories at an extreme', () => {
    for (let at = 4; at + 4 <= file.length; at += 2) {
      for (const value of [0, 1, 8, file.length - 1, file.length, 0x7fff_ffff, 0xffff_ffff]) {
        for (const littleEndian of [true, false]) {
          const broken = file.slice();
          new DataView(broken.buffer).setUint32(at, value, littleEndian);
          readThrough(broken);
        }
      }
    }
  });
});

test('any octets at all, behind a header or not', () => {
  const header = fc.constantFrom([], [0x49, 0x49, 42, 0, 8, 0, 0, 0], [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]);
  const entry = fc
    .tuple(
      fc.constantFrom(254, 256, 257, 259, 262, 266, 273, 274, 278, 279, 282, 292, 322, 435),
      fc.nat(14),
      fc.nat(5),
      fc.nat(300),
    )
    .map(([tag, type, count, value]) => [tag & 255, tag >> 8, type, 0, count, 0, 0, 0, value & 255, value >> 8, 0, 0]);
  const directory = fc
    .array(entry, { maxLength: 20 })
    .map((entries) => [entries.length, 0, ...entries.flat(), 0, 0, 0, 0]);
  fc.assert(
    fc.property(header, fc.oneof(directory, fc.constant([])), fc.uint8Array({ maxLength: 300 }), (head, ifd, rest) => {
      readThrough(Uint8Array.from([...head, ...ifd, ...rest]));
    }),
    { numRuns: 2000 },
  );
});
