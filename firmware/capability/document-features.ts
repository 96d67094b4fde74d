import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import { jbigFeatures, xyRatio } from './capability-of.ts';
import {
  EQUIVALENT_X_DPI,
  EQUIVALENT_Y_DPI,
  nominalWidth,
  resolutionClass,
  widenFileStructures,
} from './fax-schema.ts';
import { and, type Filter, item, number, or, token } from './filter.ts';
import type { ImageCoding } from './image-coding.ts';
import { rational } from './rational.ts';

/*
 * A document in a transfer format, as feature sets. The medium is left out: a document has none before it is printed.
 */

/** What holds for every document we send: bilevel, no MRC, TIFF-minimal under every name it goes by. */
export const COMMON_FEATURES: Filter = and(
  widenFileStructures(item('image-file-structure', token('TIFF-minimal'))),
  item('MRC-mode', number(rational(0))),
  item('color', token('Binary')),
);

export function paperFeatures(paper: PaperSize): Filter {
  return and(item('size-x', number(nominalWidth(paper))), item('paper-size', token(paper)));
}

export function codingFeatures(coding: ImageCoding): Filter {
  return coding === 'JBIG' ? jbigFeatures() : item('image-coding', token(coding));
}

export function resolutionFeatures({ xDpi, yDpi }: { readonly xDpi: number; readonly yDpi: number }): Filter {
  return and(item('dpi', number(rational(xDpi))), item('dpi-xyratio', number(xyRatio(xDpi, yDpi))));
}

/** The resolution in all numbers that mean the same raster, each axis by itself (RFC 3949 2.2.2). */
export function equivalentResolutionFeatures(resolution: Resolution): Filter {
  const { x, y } = resolutionClass(resolution);
  return or(
    ...EQUIVALENT_X_DPI[x].flatMap((xDpi) => EQUIVALENT_Y_DPI[y].map((yDpi) => resolutionFeatures({ xDpi, yDpi }))),
  );
}
