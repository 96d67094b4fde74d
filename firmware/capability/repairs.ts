/**
 * What the tolerant reader puts right, and nothing else: misprints seen in manual page 472 and in RFC 2879's own
 * examples, lines broken as no line may be, and lines without CONNEG among such with it (drafts of RFC 4141). Each repair travels with the result, so that a transcript can say what was read into the text.
 */
export type RepairKind =
  | 'surplus-parenthesis'
  | 'missing-parenthesis'
  | 'misspelt-tag'
  | 'tag-without-equals'
  | 'greater-than-zero'
  | 'element-cut-by-line-end'
  | 'keyword-missing';

export interface Repair {
  readonly kind: RepairKind;
  /** Characters before the repaired place. */
  readonly position: number;
  /** What was found and what it was taken for. */
  readonly what: string;
  /** The same with the place before it. */
  readonly sentence: string;
}

export function repairOf(kind: RepairKind, position: number, what: string): Repair {
  return { kind, position, what, sentence: `character ${position + 1} of the capability: ${what}` };
}

/** Tag in lower case as misprinted → as meant. `imagecoding`: manual page 472; `dpi-xyatio`: RFC 2879 4.7. */
export const MISSPELT_TAGS: ReadonlyMap<string, string> = new Map([
  ['imagecoding', 'image-coding'],
  ['dpi-xyatio', 'dpi-xyratio'],
]);

/** An item in lower case whose `=` was printed as `-` → tag and value. RFC 2879 4.3. */
export const ITEMS_WITHOUT_EQUALS: ReadonlyMap<string, { readonly tag: string; readonly value: string }> = new Map([
  ['color-space-cielab', { tag: 'color-space', value: 'CIELAB' }],
]);
