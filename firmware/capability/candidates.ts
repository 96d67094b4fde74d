import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';
import { resolutionClass } from './fax-schema.ts';
import { CODING_PREFERENCE, type ImageCoding } from './image-coding.ts';

/** A page in memory: how it was scanned. */
export interface ScannedForm {
  readonly resolution: Resolution;
  readonly paper: PaperSize;
}

/** Resolutions of one T.4 raster, the one nearest to the scan's own name first. */
export type RasterNames = readonly [Resolution, ...Resolution[]];

/** What a page can be sent as: one paper, one raster and one coding, in any combination; in every list the best stands first. */
export interface Candidates {
  readonly papers: readonly PaperSize[];
  readonly rasters: readonly RasterNames[];
  readonly codings: readonly ImageCoding[];
}

/**
 * Papers a page may go on: its own, then those it fits with the same scan line, then B4 reduced to a narrower one, or a
 * narrower page set on B4 without enlarging it. *Own design.*
 */
const PAPER_ORDER: Readonly<Record<PaperSize, readonly PaperSize[]>> = {
  letter: ['letter', 'A4', 'B4'],
  A4: ['A4', 'letter', 'B4'],
  B4: ['B4', 'A4', 'letter'],
};

/** No resolution is above the scan's on either axis, once equivalent resolutions count as one (RFC 3949 2.2.2). */
export function candidatesFor(
  page: ScannedForm,
  ours: readonly ImageCoding[],
  preference: readonly ImageCoding[] = CODING_PREFERENCE,
): Candidates {
  const order = [...new Set([...preference, ...CODING_PREFERENCE])];
  return {
    papers: PAPER_ORDER[page.paper],
    rasters: rastersWithin(page.resolution),
    codings: order.filter((coding) => ours.includes(coding)),
  };
}

/** The most pels first. */
function rastersWithin(scan: Resolution): readonly RasterNames[] {
  const limit = resolutionClass(scan);
  const groups = new Map<number, [Resolution, ...Resolution[]]>();
  for (const name of RESOLUTION_NAMES) {
    const resolution: Resolution = RESOLUTIONS[name];
    const { x, y } = resolutionClass(resolution);
    if (x > limit.x || y > limit.y) continue;
    const group = groups.get(x * y);
    if (group === undefined) groups.set(x * y, [resolution]);
    else if (closeness(resolution, scan) > closeness(group[0], scan)) group.unshift(resolution);
    else group.push(resolution);
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}

/** 2 for the scan's own resolution, 1 for one of its family (204 beside 204, 200 beside 400), else 0. */
function closeness(resolution: Resolution, scan: Resolution): number {
  if (resolution.name === scan.name) return 2;
  return (resolution.xDpi === 204) === (scan.xDpi === 204) ? 1 : 0;
}
