import { RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';
import { LEGAL_FORMS, legalForm } from './legal-forms.ts';
import { nearestResolution } from './resolution-class.ts';
import type { TiffPage } from './tiff-page.ts';

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

/** Dots per inch of a page, and whether the file tells them. */
export interface PageDensity {
  readonly xDpi: number;
  readonly yDpi: number;
  readonly assumed: boolean;
}

/** Pels in a row that only fax machines make (RFC 3949 4.2.1). */
const FAX_WIDTHS: readonly number[] = LEGAL_FORMS.flatMap(({ widths }) => Object.values(widths));
/** Below and above nobody scans; a file says 1 or 72 without thinking. *Own design.* */
const BELIEVED_DPI = { least: 75, most: 2400 } as const;
/** Pels of fax are about twice as long as wide at most, and a picture of square pels grows by as much. *Own design.* */
const BELIEVED_RATIO = 3;

/**
 * How dense a page's pels are: as its file tells, unless that is missing, beyond belief, or no resolution of fax on a page whose
 * rows are fax's.
 */
export function pageDensity({ width, height, xDpi, yDpi }: TiffPage): PageDensity {
  if (xDpi !== undefined && yDpi !== undefined) {
    const fax = nearestResolution(xDpi, yDpi) !== undefined || legalForm(xDpi, yDpi) !== undefined;
    const believed = [xDpi, yDpi].every((dpi) => dpi >= BELIEVED_DPI.least && dpi <= BELIEVED_DPI.most);
    const ratio = Math.max(xDpi / yDpi, yDpi / xDpi);
    if (fax || (believed && ratio <= BELIEVED_RATIO && !FAX_WIDTHS.includes(width)))
      return { xDpi, yDpi, assumed: false };
  }
  const resolution = assumedResolution(width, height);
  return { xDpi: resolution.xDpi, yDpi: resolution.yDpi, assumed: true };
}
