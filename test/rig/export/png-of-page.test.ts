import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { blankRaster, pelAt } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTION_NAMES, RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { pngOfPage } from '../../../rig/export/png-of-page.ts';

/** Black where a fixed pattern says so; the width is not a whole number of octets. */
function patterned(width: number, height: number) {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((x * 7 + y * 13) % 5 === 0) {
        const at = y * raster.rowOctets + (x >> 3);
        raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return raster;
}

describe('a page as PNG', () => {
  it.each(RESOLUTION_NAMES)('has square pels, true proportions and the nearest pel everywhere: %s', async (name) => {
    const resolution = RESOLUTIONS[name];
    const raster = patterned(101, 57);
    const png = pngOfPage({ raster, resolution });
    const dpi = Math.max(resolution.xDpi, resolution.yDpi);
    const metadata = await sharp(png).metadata();
    expect(metadata.density).toBe(dpi);
    const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(Math.round((101 * dpi) / resolution.xDpi));
    expect(info.height).toBe(Math.round((57 * dpi) / resolution.yDpi));
    const wrong = Array.from(data).filter((grey, at) => {
      const x = Math.floor(((at % info.width) * 101) / info.width);
      const y = Math.floor((Math.floor(at / info.width) * 57) / info.height);
      return grey !== (pelAt(raster, x, y) === 1 ? 0 : 255);
    });
    expect(wrong).toHaveLength(0);
  });
});
