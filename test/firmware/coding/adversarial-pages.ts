import { type BilevelRaster, blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { circles, drawn, noise, sequence, textLike } from './sample-pages.ts';

/** Widths that are no whole number of octets or words, those of fax, those around the longest make-up word. */
export const WIDTHS = [
  1, 2, 7, 31, 33, 64, 203, 1216, 1728, 2049, 2432, 2559, 2560, 2623, 2624, 3456, 4864, 7683,
] as const;

/** Rows of runs most of which move by a few pels from row to row, as edges of drawings do. */
function sloping(width: number, height: number, seed: number): BilevelRaster {
  const next = sequence(seed);
  let edges = Array.from({ length: 12 }, () => Math.floor(next() * (width + 1))).sort((a, b) => a - b);
  const rows = Array.from({ length: height }, () => {
    edges = edges.map((edge) => Math.min(width, Math.max(0, edge + Math.floor(next() * 9) - 4))).sort((a, b) => a - b);
    return edges;
  });
  return drawn(width, height, (x, y) => ((rows[y] ?? []).filter((edge) => edge <= x).length & 1) === 1);
}

/** Pages that are drawn, random, or made to meet the ends of what the codings can say. */
export const adversarialPages = (width: number, height: number): Readonly<Record<string, BilevelRaster>> => ({
  text: textLike(width, height, width),
  circles: circles(width, height),
  sloping: sloping(width, height, width + 1),
  sparse: noise(width, height, 0.02, width + 2),
  noise: noise(width, height, 0.5, width + 3),
  'alternating pels': drawn(width, height, (x) => (x & 1) === 0),
  'alternating pels, shifted': drawn(width, height, (x, y) => ((x + y) & 1) === 1),
  'single pels at the edges': drawn(width, height, (x, y) => x === (y & 1 ? width - 1 : 0)),
  'all but single pels at the edges': drawn(width, height, (x, y) => x !== (y & 1 ? 0 : width - 1)),
  'long runs': drawn(width, height, (x, y) =>
    y % 3 === 0 ? x > 1 : y % 3 === 1 ? x < width - 2 : x === (y * 977) % width,
  ),
  'rows white and black in turn': drawn(width, height, (_, y) => (y & 1) === 1),
  white: blankRaster(width, height),
  black: drawn(width, height, () => true),
});
