import { type BilevelRaster, blankRaster } from '../../../device-model/page/bilevel-raster.ts';

/** Numbers that look random and are the same in every run. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function drawn(width: number, height: number, black: (x: number, y: number) => boolean): BilevelRaster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (black(x, y)) {
        const at = y * raster.rowOctets + (x >> 3);
        raster.octets[at] = (raster.octets[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return raster;
}

export const textLike = (width: number, height: number, seed = 1): BilevelRaster => {
  const next = sequence(seed);
  const glyphs = Array.from({ length: 64 }, () => Math.floor(next() * 2 ** 32));
  return drawn(width, height, (x, y) => {
    if (y % 40 > 24 || x < 60 || x > width - 60) return false;
    const glyph = glyphs[(Math.floor(x / 20) * 7 + Math.floor(y / 40) * 13) % 64] ?? 0;
    return x % 20 < 15 && ((glyph >>> (Math.floor((x % 20) / 3) + Math.floor((y % 40) / 5) * 5)) & 1) === 1;
  });
};

export const circles = (width: number, height: number): BilevelRaster =>
  drawn(width, height, (x, y) => Math.hypot(x - width / 2, y - height / 2) % 37 < 9);

export const stripes = (width: number, height: number): BilevelRaster =>
  drawn(width, height, (x, y) => (y < height / 2 ? x % 9 < 4 : y % 5 < 2));

export const noise = (width: number, height: number, share = 0.5, seed = 7): BilevelRaster => {
  const next = sequence(seed);
  return drawn(width, height, () => next() < share);
};

export const samplePages = (width: number, height: number): Readonly<Record<string, BilevelRaster>> => ({
  text: textLike(width, height),
  circles: circles(width, height),
  stripes: stripes(width, height),
  noise: noise(width, height),
  white: blankRaster(width, height),
  black: drawn(width, height, () => true),
});
