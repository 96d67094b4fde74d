import type { Resolution } from '../../device-model/page/resolution.ts';
import type { Filter, SetEntry } from './filter.ts';
import { type Rational, rational } from './rational.ts';

/**
 * Every name a file of that structure goes by: TIFF-minimal is TIFF-limited with its byte and bit order fixed, and
 * TIFF-limited is TIFF with its directories placed (RFC 2879 3.7). To the algebra they are unrelated tokens.
 */
export const FILE_STRUCTURE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['tiff-minimal', ['TIFF-minimal', 'TIFF-limited', 'TIFF']],
  ['tiff-limited', ['TIFF-limited', 'TIFF']],
  ['tiff-mrc-limited', ['TIFF-MRC-limited', 'TIFF-MRC']],
]);

/** The raster T.4 sees: resolutions of one class hold the same pels (RFC 3949 2.2.2), each axis by itself. */
export interface ResolutionClass {
  readonly x: 200 | 400;
  readonly y: 100 | 200 | 400;
}

export function resolutionClass({ xDpi, yDpi }: Resolution): ResolutionClass {
  return { x: xDpi === 400 ? 400 : 200, y: yDpi < 150 ? 100 : yDpi < 300 ? 200 : 400 };
}

export const EQUIVALENT_X_DPI: Readonly<Record<ResolutionClass['x'], readonly number[]>> = {
  200: [200, 204],
  400: [400, 408],
};
export const EQUIVALENT_Y_DPI: Readonly<Record<ResolutionClass['y'], readonly number[]>> = {
  100: [98, 100],
  200: [196, 200],
  400: [391, 400],
};

/** Scan lines of T.4 in millimetres by paper of RFC 2879 3.4; a sheet may be narrower than its line. */
export const SCAN_LINE_MM = { letter: 215, legal: 215, A4: 215, B4: 255, A3: 303 } as const;

/**
 * `size-x` in inches: the nominal scan line of T.4, 215 mm for letter, legal and A4, 255 mm for B4, 303 mm for A3, never
 * pels by dpi (1728/204 is more than 2150/254 and would match no receiver).
 */
export function nominalWidth(paper: keyof typeof SCAN_LINE_MM): Rational {
  return widthInInches(SCAN_LINE_MM[paper]);
}

export function widthInInches(millimetres: number): Rational {
  return rational(millimetres * 10, 254);
}

/** Lets a document match under every name of its file structure: `(image-file-structure=TIFF-limited)` → also TIFF. */
export function widenFileStructures(document: Filter): Filter {
  switch (document.kind) {
    case 'and':
    case 'or':
      return { ...document, filters: document.filters.map(widenFileStructures) };
    case 'not':
      return document;
    case 'item':
      return document.tag.toLowerCase() === 'image-file-structure' && document.comparison === '='
        ? { kind: 'set', tag: document.tag, entries: structureNames(document.value) }
        : document;
    case 'set':
      return document.tag.toLowerCase() === 'image-file-structure'
        ? { ...document, entries: document.entries.flatMap(structureNames) }
        : document;
  }
}

function structureNames(entry: SetEntry): readonly SetEntry[] {
  if (entry.kind !== 'token') return [entry];
  const names = FILE_STRUCTURE_NAMES.get(entry.text.toLowerCase());
  return names === undefined ? [entry] : names.map((text) => ({ kind: 'token', text }));
}
