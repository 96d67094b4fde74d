import type { Decoded } from '../coding/decoded.ts';
import type { PageRows } from '../coding/page-rows.ts';

/** Adds a strip that was decoded as a page of its own, as codings with a header are, and its account of damage. */
export function takeDecoded({ raster, badRows, firstBadRow, damage, steps }: Decoded, rows: PageRows): void {
  if (firstBadRow !== undefined) rows.firstBadRow ??= rows.rows + firstBadRow;
  rows.damage ??= damage;
  rows.badRows += badRows;
  rows.steps += steps;
  rows.copy(raster.octets, raster.height);
}
