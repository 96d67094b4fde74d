import { RESOLUTION_NAMES, RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';

/**
 * Bounds in dpi of what RFC 3949 2.2.2 lets pass for one resolution, per axis: 200 = 204, 400 = 408, 98 = 100,
 * 196 = 200, 391 = 400, with 2 % on either side for values per cm and rounding (*own design*).
 */
const CLASSES: readonly (readonly [low: number, high: number])[] = [
  [96, 102.1],
  [192, 208.1],
  [383, 416.2],
];

function classOf(dpi: number): number {
  return CLASSES.findIndex(([low, high]) => dpi >= low && dpi <= high);
}

/** The known resolution that the values per inch mean to T.4, the numerically nearest of its class; undefined if none. */
export function nearestResolution(xDpi: number, yDpi: number): Resolution | undefined {
  const x = classOf(xDpi);
  const y = classOf(yDpi);
  if (x < 0 || y < 0) return undefined;
  const distance = (known: Resolution) => Math.abs(known.xDpi - xDpi) + Math.abs(known.yDpi - yDpi);
  return RESOLUTION_NAMES.map((name) => RESOLUTIONS[name])
    .filter((known) => classOf(known.xDpi) === x && classOf(known.yDpi) === y)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
