import { type BilevelRaster, blankRaster } from '../device-model/page/bilevel-raster.ts';
import { drawTextPage } from './text-page.ts';

/** An A4 page's pels at the resolutions measured (RFC 2301's widths). */
export const PAGE_SIZES = {
  '204x196': { width: 1728, height: 2292 },
  '400x400': { width: 3456, height: 4677 },
} as const;

type Size = (typeof PAGE_SIZES)[keyof typeof PAGE_SIZES];

/** A clustered dot's cell, in pels on a side. */
const CELL = 8;

/** The kinds of page a codec meets, from the easiest to the hardest. */
export const PAGE_KINDS: Readonly<Record<string, (size: Size) => BilevelRaster>> = {
  blank: ({ width, height }) => blankRaster(width, height),
  text,
  halftone,
  'error-diffused': errorDiffused,
};

function text({ width, height }: Size): BilevelRaster {
  const sheet = drawTextPage(1);
  return painted(width, height, (x, y) => {
    const fromX = Math.floor((x * sheet.width) / width);
    const fromY = Math.floor((y * sheet.height) / height);
    return (((sheet.octets[fromY * sheet.rowOctets + (fromX >> 3)] ?? 0) >> (7 - (fromX & 7))) & 1) === 1;
  });
}

/** Dots that grow from the middle of their cells, in rows at 45°. */
function halftone({ width, height }: Size): BilevelRaster {
  return painted(width, height, (x, y) => {
    const across = Math.cos((2 * Math.PI * (x + y)) / CELL);
    const down = Math.cos((2 * Math.PI * (x - y)) / CELL);
    return (across + down) / 4 + 0.5 < darkness(x / width, y / height);
  });
}

/** Floyd and Steinberg's weights. */
function errorDiffused({ width, height }: Size): BilevelRaster {
  let errors = new Float64Array(width + 2);
  let below = new Float64Array(width + 2);
  return painted(width, height, (x, y) => {
    if (x === 0) {
      [errors, below] = [below, errors];
      below.fill(0);
    }
    const wanted = darkness(x / width, y / height) + (errors[x + 1] ?? 0);
    const black = wanted >= 0.5;
    const error = wanted - (black ? 1 : 0);
    errors[x + 2] = (errors[x + 2] ?? 0) + (error * 7) / 16;
    below[x] = (below[x] ?? 0) + (error * 3) / 16;
    below[x + 1] = (below[x + 1] ?? 0) + (error * 5) / 16;
    below[x + 2] = (below[x + 2] ?? 0) + error / 16;
    return black;
  });
}

/** Something like a photograph: soft shapes on a margin of white. */
function darkness(x: number, y: number): number {
  if (x < 0.08 || x > 0.92 || y < 0.08 || y > 0.92) return 0;
  return 0.45 + 0.25 * Math.sin(9 * x + 4 * Math.sin(5 * y)) + 0.25 * Math.sin(11 * y * x + 3);
}

function painted(width: number, height: number, black: (x: number, y: number) => boolean): BilevelRaster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!black(x, y)) continue;
      const at = y * raster.rowOctets + (x >> 3);
      raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return raster;
}
