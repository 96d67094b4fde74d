import { withoutReferences } from './character-references.ts';

interface Element {
  /** Elements directly inside. */
  readonly children: Element[];
  /** Names its own attributes refer to, each as often as it occurs. */
  readonly references: string[];
}

/** Elements inside elements inside elements, references followed; XML parsers stop at 256. *Own design.* */
export const SVG_DEPTH_LIMIT = 200;
/** Their content is data of a paint, not drawn again for each use. */
const PAINTS = /^(?:[\w.-]+:)?(?:linear|radial)Gradient[\s/]/;
const REFERENCE = /(?:href\s*=\s*["']\s*|url\(\s*["']?\s*)#([^"')\s]+)/g;
const ID = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/**
 * How many elements a drawing has when `use`, patterns, masks, clips and markers are followed, so that a small file that
 * multiplies itself is refused before it is drawn. A reference inside itself is not followed, renderers do not either.
 * Reads any text in one pass; damage is the renderer's to find. Above `limit` the number is only a lower bound;
 * infinite when elements are nested too deeply.
 */
export function expandedElements(svg: string, limit: number): number {
  const named = new Map<string, Element>();
  const root: Element = { children: [], references: [] };
  const open: Element[] = [root];
  let count = 0;
  for (const tag of tags(svg)) {
    if (tag.startsWith('/')) {
      if (open.length > 1) open.pop();
      continue;
    }
    count += 1;
    if (count > limit) return count;
    if (open.length > SVG_DEPTH_LIMIT) return Number.POSITIVE_INFINITY;
    const element: Element = {
      children: [],
      references: [...tag.matchAll(REFERENCE)].map((match) => match[1] ?? ''),
    };
    const id = ID.exec(tag);
    if (id !== null) named.set(id[1] ?? id[2] ?? '', element);
    if (!PAINTS.test(tag)) open.at(-1)?.children.push(element);
    if (!tag.endsWith('/')) open.push(element);
  }
  return weightOf(root, { named, known: new Map() }, 0) - 1;
}

interface Weighing {
  readonly named: ReadonlyMap<string, Element>;
  readonly known: Map<Element, number>;
}

function weightOf(element: Element, weighing: Weighing, depth: number): number {
  const before = weighing.known.get(element);
  if (before !== undefined) return before;
  if (depth > SVG_DEPTH_LIMIT) return Number.POSITIVE_INFINITY;
  // While it is being counted it counts nothing: that ends circles.
  weighing.known.set(element, 0);
  let weight = 1;
  for (const child of element.children) weight += weightOf(child, weighing, depth + 1);
  for (const reference of element.references) {
    const target = weighing.named.get(reference);
    if (target !== undefined) weight += weightOf(target, weighing, depth + 1);
  }
  weighing.known.set(element, weight);
  return weight;
}

/** What stands between `<` and `>`; comments, CDATA, instructions and declarations are passed over. */
function* tags(text: string): Generator<string> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const passed = passOver(text, at);
    if (passed !== undefined) {
      at = passed;
      continue;
    }
    const end = endOfTag(text, at);
    yield withoutReferences(text.slice(at + 1, end));
    at = end;
  }
}

const PASSED: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

function passOver(text: string, at: number): number | undefined {
  const pair = PASSED.find(([start]) => text.startsWith(start, at));
  if (pair === undefined) return undefined;
  const end = text.indexOf(pair[1], at + pair[0].length);
  return end < 0 ? text.length : end + pair[1].length;
}

/** The `>` outside quotes, or the end of the text. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return text.length;
}
