import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';

/** Dust and the shadow of a fold: up to so many black pels in a million, a full stop or two on A4. *Own design.* */
const BLANK_BLACK_PPM = 100;
/** Edge of the page that is not looked at, as a share of its width and length: punch holes, staples, skew. *Own design.* */
const EDGE_SHARE = 1 / 20;

const BLACK_PELS = Uint8Array.from({ length: 256 }, (_, octet) => {
  let count = 0;
  for (let rest = octet; rest !== 0; rest &= rest - 1) count += 1;
  return count;
});

/** Whether there is nothing on a page that anybody would miss. */
export function isBlank({ height, rowOctets, octets }: BilevelRaster): boolean {
  const edgeRows = Math.floor(height * EDGE_SHARE);
  const edgeOctets = Math.floor(rowOctets * EDGE_SHARE);
  const rows = height - 2 * edgeRows;
  const allowed = (rows * (rowOctets - 2 * edgeOctets) * 8 * BLANK_BLACK_PPM) / 1_000_000;
  let black = 0;
  for (let row = edgeRows; row < height - edgeRows; row += 1) {
    const end = (row + 1) * rowOctets - edgeOctets;
    for (let at = row * rowOctets + edgeOctets; at < end; at += 1) black += BLACK_PELS[octets[at] ?? 0] ?? 0;
    if (black > allowed) return false;
  }
  return true;
}
