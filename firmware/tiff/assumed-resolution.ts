import { RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';

/** Lengths a fax page nominally has, in inches: letter, A4 (297 mm), legal, B4 (364 mm). */
const LENGTHS_IN = [11, 297 / 25.4, 14, 364 / 25.4];
/** The rows of a page may be some fewer or more: standards round lines per mm, scanners start late. */
const LENGTH_TOLERANCE = 0.02;
/** From here on rows of 400 pels an inch: 3456 on A4, 4096 on B4. */
const LEAST_WIDTH_AT_400 = 3456;

const AT_200: readonly Resolution[] = [RESOLUTIONS['204x196'], RESOLUTIONS['204x98'], RESOLUTIONS['204x391']];

/**
 * What a page is taken for whose file tells no believable resolution (*own design*): pels in a row tell the horizontal
 * one, as T.4 fixes them for each paper; the vertical one is that at which the rows make a whole page, or fine, the
 * commonest, when they make none.
 */
export function assumedResolution(width: number, rows: number): Resolution {
  if (width >= LEAST_WIDTH_AT_400) return RESOLUTIONS['400x400'];
  const whole = AT_200.find(({ yDpi }) =>
    LENGTHS_IN.some((inches) => Math.abs(rows / yDpi - inches) <= inches * LENGTH_TOLERANCE),
  );
  return whole ?? RESOLUTIONS['204x196'];
}
