import { jbigFeatures, xyRatio } from './capability-of.ts';
import {
  EQUIVALENT_X_DPI,
  EQUIVALENT_Y_DPI,
  nominalWidth,
  resolutionClass,
  widenFileStructures,
} from './fax-schema.ts';
import { and, type Filter, item, number, or, token } from './filter.ts';
import { rational } from './rational.ts';
import type { TransferFormat } from './transfer-format.ts';

/**
 * A document in that format as a feature set, under every name of its file structure. `own` gives the resolution in its
 * own numbers, `equivalent` in all numbers that mean the same raster. The medium is left out: a document has none
 * before it is printed.
 */
export function documentFeatures(format: TransferFormat, numbers: 'own' | 'equivalent'): Filter {
  return widenFileStructures(
    and(
      item('image-file-structure', token(format.fileStructure)),
      item('MRC-mode', number(rational(0))),
      item('color', token('Binary')),
      numbers === 'own' ? resolutionFeatures(format.resolution) : equivalentResolutions(format),
      format.coding === 'JBIG' ? jbigFeatures() : item('image-coding', token(format.coding)),
      item('size-x', number(nominalWidth(format.paper))),
      item('paper-size', token(format.paper)),
    ),
  );
}

function equivalentResolutions(format: TransferFormat): Filter {
  const { x, y } = resolutionClass(format.resolution);
  return or(
    ...EQUIVALENT_X_DPI[x].flatMap((xDpi) => EQUIVALENT_Y_DPI[y].map((yDpi) => resolutionFeatures({ xDpi, yDpi }))),
  );
}

function resolutionFeatures({ xDpi, yDpi }: { readonly xDpi: number; readonly yDpi: number }): Filter {
  return and(item('dpi', number(rational(xDpi))), item('dpi-xyratio', number(xyRatio(xDpi, yDpi))));
}
