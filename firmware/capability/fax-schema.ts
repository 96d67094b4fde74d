import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import type { FeatureValue, Filter, SetEntry } from './filter.ts';
import { printFilter } from './print-filter.ts';
import { type Rational, rational } from './rational.ts';

interface WordSpace {
  readonly type: 'token' | 'string';
  readonly values: readonly string[];
}

interface NumberSpace {
  readonly type: 'integer' | 'rational';
  readonly from: number;
  readonly to?: number;
}

type ValueSpace = WordSpace | NumberSpace;

const STRUCTURES = ['TIFF', 'TIFF-limited', 'TIFF-minimal', 'TIFF-MRC', 'TIFF-MRC-limited'];
const MEDIA = ['screen', 'screen-paged', 'stationery', 'transparency', 'envelope', 'envelope-plain', 'continuous'];

/**
 * The tags of RFC 2879 3 that a bilevel machine's capability may name, with their legal values, by tag in lower case.
 * Colour tags are known by name only: they take part in matching like any unknown tag.
 */
export const FAX_TAGS: ReadonlyMap<string, ValueSpace> = new Map<string, ValueSpace>([
  ['size-x', { type: 'rational', from: 0 }],
  ['size-y', { type: 'rational', from: 0 }],
  ['dpi', { type: 'integer', from: 1 }],
  ['dpi-xyratio', { type: 'rational', from: 0 }],
  ['ua-media', { type: 'token', values: MEDIA }],
  ['paper-size', { type: 'token', values: ['A4', 'A3', 'B4', 'letter', 'legal'] }],
  ['color', { type: 'token', values: ['Binary', 'Limited', 'Mapped', 'Grey', 'Full'] }],
  ['image-file-structure', { type: 'token', values: STRUCTURES }],
  ['image-coding', { type: 'token', values: ['MH', 'MR', 'MMR', 'JBIG', 'JPEG'] }],
  ['image-coding-constraint', { type: 'token', values: ['JBIG-T85', 'JBIG-T43', 'JPEG-T4E'] }],
  ['jbig-stripe-size', { type: 'integer', from: 0 }],
  ['image-interleave', { type: 'token', values: ['Stripe', 'Plane'] }],
  ['color-subsampling', { type: 'string', values: ['1:1:1', '4:1:1'] }],
  ['mrc-mode', { type: 'integer', from: 0, to: 7 }],
  ['mrc-max-stripe-size', { type: 'integer', from: 0 }],
]);

const OTHER_TAGS = /^(?:color-(?:levels|space|illuminant)|cielab-[lab]-(?:depth|min|max)|type|pix-[xy])$/;

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

/**
 * `size-x` in inches: the nominal scan line of T.4, 215 mm for letter and A4, 255 mm for B4, never pels by dpi
 * (1728/204 is more than 2150/254 and would match no receiver).
 */
export function nominalWidth(paper: PaperSize): Rational {
  return widthInInches(paper === 'B4' ? 255 : 215);
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

/** What in a capability is outside the schema, one sentence each; such constraints still take part in matching. */
export function schemaRemarks(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(schemaRemarks);
    case 'not':
      return schemaRemarks(filter.filter);
    case 'item':
      return remarks(filter, filter.tag, [filter.value]);
    case 'set':
      return remarks(
        filter,
        filter.tag,
        filter.entries.flatMap((entry) => (entry.kind === 'range' ? [entry.from, entry.to] : [entry])),
      );
  }
}

function remarks(filter: Filter, tag: string, values: readonly FeatureValue[]): readonly string[] {
  const space = FAX_TAGS.get(tag.toLowerCase());
  if (space === undefined) {
    return OTHER_TAGS.test(tag.toLowerCase()) ? [] : [`${printFilter(filter)}: '${tag}' is not a tag of RFC 2879`];
  }
  if (values.every((value) => isLegal(value, space))) return [];
  return [`${printFilter(filter)}: expected ${describeSpace(space)}`];
}

function isLegal(value: FeatureValue, space: ValueSpace): boolean {
  if ('values' in space) {
    if (value.kind !== space.type) return false;
    const folded = value.text.toLowerCase();
    return space.values.some((legal) => legal.toLowerCase() === folded);
  }
  if (value.kind !== 'number') return false;
  const { numerator, denominator } = value.number;
  if (space.type === 'integer' && numerator % denominator !== 0n) return false;
  if (numerator < BigInt(space.from) * denominator) return false;
  return space.to === undefined || numerator <= BigInt(space.to) * denominator;
}

function describeSpace(space: ValueSpace): string {
  if ('values' in space) return `a ${space.type} of ${space.values.join(', ')}`;
  const article = space.type === 'integer' ? 'an integer' : 'a rational';
  return `${article} from ${space.from}${space.to === undefined ? '' : ` to ${space.to}`}`;
}

function structureNames(entry: SetEntry): readonly SetEntry[] {
  if (entry.kind !== 'token') return [entry];
  const names = FILE_STRUCTURE_NAMES.get(entry.text.toLowerCase());
  return names === undefined ? [entry] : names.map((text) => ({ kind: 'token', text }));
}
