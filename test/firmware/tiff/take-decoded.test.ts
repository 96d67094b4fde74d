import { expect, test } from 'vitest';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { encodeMmr } from '../../../firmware/coding/encode-mmr.ts';
import { PageRows } from '../../../firmware/coding/page-rows.ts';
import { takeDecoded } from '../../../firmware/tiff/take-decoded.ts';
import { textLike } from '../coding/sample-pages.ts';

test('strips decoded as pages of their own become one page, bad rows counted from its first', () => {
  const page = textLike(203, 40);
  const half = (from: number) => ({
    ...page,
    height: 20,
    octets: page.octets.subarray(from * page.rowOctets, (from + 20) * page.rowOctets),
  });
  const rows = new PageRows({ width: 203, height: 40, maxRows: 40, damage: 'conceal' });
  const options = { width: 203, height: 20, maxRows: 20, damage: 'conceal' } as const;
  takeDecoded(decodeMmr(encodeMmr(half(0)), options), rows);
  expect(rows.rows).toBe(20);
  const damaged = decodeMmr(
    encodeMmr({ ...half(20), height: 15, octets: half(20).octets.subarray(0, 15 * page.rowOctets) }),
    options,
  );
  takeDecoded(damaged, rows);
  const { raster, badRows, firstBadRow, damage, steps } = rows.finish();
  expect([raster.height, badRows, firstBadRow]).toEqual([40, 5, 35]);
  expect(damage).toContain('5 of 20 rows are missing');
  expect(steps).toBeGreaterThan(damaged.steps);
  expect(raster.octets.subarray(0, 35 * page.rowOctets)).toEqual(page.octets.subarray(0, 35 * page.rowOctets));
});
