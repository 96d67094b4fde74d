import { type BilevelRaster, blankRaster, pelAt } from '../device-model/page/bilevel-raster.ts';
import { drawTextPage } from './text-page.ts';

export interface FaxPage {
  readonly name: string;
  readonly raster: BilevelRaster;
}

/** A4 in pels by T.4: what a page is at each of the two resolutions measured. */
const SIZES = [
  { resolution: '204x196', width: 1728, height: 2292 },
  { resolution: '400x400', width: 3456, height: 4677 },
] as const;

/** Ranks of a clustered-dot screen of 45°: the dot grows from the middle of each half, as print does. */
const SCREEN = [
  [10, 4, 6, 8, 21, 27, 25, 23],
  [12, 0, 2, 14, 19, 31, 29, 17],
  [7, 9, 11, 5, 24, 22, 20, 26],
  [3, 13, 15, 1, 28, 18, 16, 30],
  [21, 27, 25, 23, 10, 4, 6, 8],
  [19, 31, 29, 17, 12, 0, 2, 14],
  [24, 22, 20, 26, 7, 9, 11, 5],
  [28, 18, 16, 30, 3, 13, 15, 1],
] as const;
const SCREEN_RANKS = 32;

/** The kinds of page a fax codes: text, printed picture, scanned picture, nothing; at both resolutions. */
export function faxPages(): readonly FaxPage[] {
  const text = drawTextPage(1);
  return SIZES.flatMap(({ resolution, width, height }) => [
    { name: `text ${resolution}`, raster: reduced(text, width, height) },
    { name: `halftone ${resolution}`, raster: halftone(width, height) },
    { name: `diffused ${resolution}`, raster: diffused(width, height) },
    { name: `blank ${resolution}`, raster: blankRaster(width, height) },
  ]);
}

/** The nearest pel of the other page for each of this one. */
function reduced(page: BilevelRaster, width: number, height: number): BilevelRaster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    const from = Math.floor((y * page.height) / height);
    for (let x = 0; x < width; x += 1) {
      if (pelAt(page, Math.floor((x * page.width) / width), from) === 1) ink(raster, x, y);
    }
  }
  return raster;
}

/** Darkness 0 to 1 of a picture with flat parts, slopes and waves. */
function darkness(x: number, y: number): number {
  const wave = 0.5 + 0.3 * Math.sin(x * 11 + 3 * Math.sin(y * 7)) * Math.cos(y * 9);
  return Math.min(1, Math.max(0, 0.7 * wave + 0.3 * (x + y) * 0.5));
}

function halftone(width: number, height: number): BilevelRaster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const rank = SCREEN[y & 7]?.[x & 7] ?? 0;
      if (darkness(x / width, y / height) * SCREEN_RANKS > rank) ink(raster, x, y);
    }
  }
  return raster;
}

/** Error diffusion by Floyd and Steinberg. */
function diffused(width: number, height: number): BilevelRaster {
  const raster = blankRaster(width, height);
  let error = new Float32Array(width + 2);
  for (let y = 0; y < height; y += 1) {
    const next = new Float32Array(width + 2);
    for (let x = 0; x < width; x += 1) {
      const wanted = darkness(x / width, y / height) + (error[x + 1] ?? 0);
      const black = wanted > 0.5;
      if (black) ink(raster, x, y);
      const off = wanted - (black ? 1 : 0);
      error[x + 2] = (error[x + 2] ?? 0) + (off * 7) / 16;
      next[x] = (next[x] ?? 0) + (off * 3) / 16;
      next[x + 1] = (next[x + 1] ?? 0) + (off * 5) / 16;
      next[x + 2] = (next[x + 2] ?? 0) + off / 16;
    }
    error = next;
  }
  return raster;
}

function ink(raster: BilevelRaster, x: number, y: number): void {
  const at = y * raster.rowOctets + (x >> 3);
  raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
}
