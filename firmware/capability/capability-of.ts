import { PAPER_SIZES, type PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, RESOLUTIONS, type Resolution } from '../../device-model/page/resolution.ts';
import { nominalWidth, widthInInches } from './fax-schema.ts';
import { and, type Filter, item, number, oneOf, or, token } from './filter.ts';
import { IMAGE_CODINGS, type ImageCoding } from './image-coding.ts';
import { type Rational, rational } from './rational.ts';

export interface Capability {
  readonly resolutions: readonly Resolution[];
  readonly papers: readonly PaperSize[];
  readonly codings: readonly ImageCoding[];
  /**
   * The widest scan line really accepted. Default: 255 mm when B4 is among the papers, else 215 mm (*own design*: the
   * sample of manual page 472 lists B4 beside 215 mm, which says that B4 arrives reduced; a machine that takes B4 pages
   * at their own width must say so, or nobody sends them).
   */
  readonly scanLineMm?: 215 | 255;
}

/** Horizontal resolutions in the order of the manual's sample. */
const DPI_ORDER = [204, 200, 400] as const;

/**
 * What a receiver advertises, in the shape and order of the sample on manual page 472. Throws a RangeError when a list
 * is empty.
 */
export function capabilityOf({ resolutions, papers, codings, scanLineMm }: Capability): Filter {
  const width =
    scanLineMm === undefined ? nominalWidth(papers.includes('B4') ? 'B4' : 'A4') : widthInInches(scanLineMm);
  const listed = PAPER_SIZES.filter((paper) => papers.includes(paper));
  return and(
    item('image-file-structure', token('TIFF-minimal')),
    item('MRC-mode', number(rational(0))),
    item('color', token('Binary')),
    resolutionAlternatives(resolutions),
    codingAlternatives(codings),
    item('size-x', number(width), '<='),
    oneOf('paper-size', listed.map(token)),
    item('ua-media', token('stationery')),
  );
}

/** `dpi-xyratio`: horizontal by vertical, written `204/98`; 1 when they are equal. */
export function xyRatio(xDpi: number, yDpi: number): Rational {
  return xDpi === yDpi ? rational(1) : rational(xDpi, yDpi);
}

/** JBIG as T.85 restricts it, stripes of 128 rows (RFC 2879 4.2). */
export function jbigFeatures(): Filter {
  return and(
    item('image-coding', token('JBIG')),
    item('image-coding-constraint', token('JBIG-T85')),
    item('JBIG-stripe-size', number(rational(128))),
  );
}

function resolutionAlternatives(resolutions: readonly Resolution[]): Filter {
  const names = RESOLUTION_NAMES.filter((name) => resolutions.some((resolution) => resolution.name === name));
  const groups = DPI_ORDER.flatMap((xDpi) => {
    const rows = names.map((name) => RESOLUTIONS[name]).filter((resolution) => resolution.xDpi === xDpi);
    if (rows.length === 0) return [];
    const ratios = rows.map((resolution) => number(xyRatio(xDpi, resolution.yDpi)));
    return [and(item('dpi', number(rational(xDpi))), oneOf('dpi-xyratio', ratios))];
  });
  return alternatives('resolution', groups);
}

function codingAlternatives(codings: readonly ImageCoding[]): Filter {
  const plain = IMAGE_CODINGS.filter((coding) => coding !== 'JBIG' && codings.includes(coding));
  return alternatives('coding', [
    ...(plain.length > 0 ? [oneOf('image-coding', plain.map(token))] : []),
    ...(codings.includes('JBIG') ? [jbigFeatures()] : []),
  ]);
}

function alternatives(what: string, filters: readonly Filter[]): Filter {
  const [only] = filters;
  if (only === undefined) throw new RangeError(`a capability names at least one ${what}`);
  return filters.length === 1 ? only : or(...filters);
}
