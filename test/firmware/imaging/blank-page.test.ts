import { describe, expect, it } from 'vitest';
import { type BilevelRaster, blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { isBlank } from '../../../firmware/imaging/blank-page.ts';

function blacken(raster: BilevelRaster, left: number, top: number, size: number): BilevelRaster {
  for (let y = top; y < top + size; y += 1) {
    for (let x = left; x < left + size; x += 1) {
      const at = y * raster.rowOctets + (x >> 3);
      raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return raster;
}

describe('a blank page at 200 dpi', () => {
  const page = () => blankRaster(1728, 2339);

  it('is one without black, with a little dust, or with punch holes at its edge', () => {
    expect(isBlank(page())).toBe(true);
    expect(isBlank(blacken(page(), 800, 1000, 10))).toBe(true);
    expect(isBlank(blacken(page(), 0, 1100, 60))).toBe(true);
    expect(isBlank(blacken(page(), 800, 0, 100))).toBe(true);
  });

  it('is not one with a word on it', () => {
    expect(isBlank(blacken(page(), 800, 1000, 24))).toBe(false);
    const lined = page();
    lined.octets.fill(0xff, 1000 * lined.rowOctets, 1001 * lined.rowOctets);
    expect(isBlank(lined)).toBe(false);
  });
});
