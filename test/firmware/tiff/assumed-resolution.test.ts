import { describe, expect, test } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { assumedResolution, pageDensity } from '../../../firmware/tiff/assumed-resolution.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import { craftTiff, type Field, rational, short } from './crafted-tiff.ts';

// Rows of whole pages: RFC 2879's paper at T.30's lines an inch and T.4's lines a millimetre.
test.each([
  [1728, 1146, '204x98'],
  [1728, 1143, '204x98'],
  [1728, 1078, '204x98'],
  [1728, 2292, '204x196'],
  [1728, 2156, '204x196'],
  [1728, 4572, '204x391'],
  [1728, 700, '204x196'],
  [2048, 1404, '204x98'],
  [2048, 2809, '204x196'],
  [3456, 4677, '400x400'],
  [4096, 5732, '400x400'],
])('%i pels and %i rows are %s', (width, rows, name) => {
  expect(assumedResolution(width, rows).name).toBe(name);
});

describe('the density of a page', () => {
  const density = (width: number, ...fields: Field[]) => {
    const strip = encodeMmr(blankRaster(width, 1146));
    const all = [short(256, width), short(257, 1146), short(259, 4), short(262, 0), ...fields];
    const reading = readTiff(craftTiff([{ fields: all, strips: [strip] }]));
    const page = reading.ok ? reading.pages[0] : undefined;
    if (page === undefined) throw new Error('no page');
    const { xDpi, yDpi, assumed } = pageDensity(page);
    return `${xDpi}x${yDpi}${assumed ? ' assumed' : ''}`;
  };

  test.each([
    ['as told', 1728, [rational(282, 204), rational(283, 98)], '204x98'],
    ['300 is one of fax, too', 2592, [rational(282, 300), rational(283, 300)], '300x300'],
    ['missing', 1728, [], '204x98 assumed'],
    ['0/0', 1728, [rational(282, 0, 0), rational(283, 0, 0)], '204x98 assumed'],
    ['1 × 1', 1728, [rational(282, 1), rational(283, 1)], '204x98 assumed'],
    ['72 of a fax row', 1728, [rational(282, 72), rational(283, 72)], '204x98 assumed'],
    ['150 of another picture', 850, [rational(282, 150), rational(283, 150)], '150x150'],
    ['of pels like needles', 850, [rational(282, 2000), rational(283, 100)], '204x98 assumed'],
    ['one axis only', 1728, [rational(282, 204)], '204x98 assumed'],
  ])('%s', (_, width, fields, expected) => {
    expect(density(width, ...fields)).toBe(expected);
  });
});
