import { expect, test } from 'vitest';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { PageRows } from '../../../firmware/coding/page-rows.ts';
import { textLike } from './sample-pages.ts';

test('strips decoded as pages of their own become one page, bad rows counted from its first', () => {
  const page = textLike(203, 40);
  const half = (from: number) => ({
    ...page,
    height: 20,
    octets: page.octets.subarray(from * page.rowOctets, (from + 20) * page.rowOctets),
  });
  const rows = new PageRows({ width: 203, height: 40, maxRows: 40, damage: 'conceal' });
  const options = { width: 203, height: 20, maxRows: 20, damage: 'conceal' } as const;
  const first = encodeMmr(half(0));
  rows.takeStrip(decodeMmr(first, options), first.length);
  expect(rows.rows).toBe(20);
  const second = encodeMmr({ ...half(20), height: 15, octets: half(20).octets.subarray(0, 15 * page.rowOctets) });
  const damaged = decodeMmr(second, options);
  rows.takeStrip(damaged, second.length);
  const { raster, badRows, firstBadRow, firstBadOctet, damage, steps } = rows.finish();
  expect([raster.height, badRows, firstBadRow]).toEqual([40, 5, 35]);
  expect(firstBadOctet).toBe(first.length + (damaged.firstBadOctet ?? Number.NaN));
  expect(damage).toContain('5 of 20 rows are missing');
  expect(steps).toBeGreaterThan(damaged.steps);
  expect(raster.octets.subarray(0, 35 * page.rowOctets)).toEqual(page.octets.subarray(0, 35 * page.rowOctets));
});
