import type { Filter } from './filter.ts';
import { foldElements, lexicalElements, parameterElements } from './print-filter.ts';

/** Deepest indentation written; deeper filters stay at it. *Own design.* */
const INDENT_LIMIT = 32;

interface LayoutLine {
  readonly column: number;
  readonly elements: readonly string[];
}

/**
 * The filter on lines as the sample of manual page 472 sets it, one item a line: what is inside `(&` two columns to the
 * right, what is inside `(|` one column, a space before the `)` of either. (The sample itself is uneven in four lines.)
 * No line is longer than `maxOctets`; breaks stand between lexical elements only.
 */
export function layoutFilter(filter: Filter, maxOctets: number): string[] {
  return layout(filter, 0).flatMap(({ column, elements }) => {
    const indent = ' '.repeat(Math.min(column, INDENT_LIMIT));
    return foldElements(elements, maxOctets - indent.length).map((text) => indent + text);
  });
}

function layout(filter: Filter, column: number): LayoutLine[] {
  if (filter.kind === 'item' || filter.kind === 'set') return [{ column, elements: lexicalElements(filter) }];
  const sign = filter.kind === 'and' ? '&' : filter.kind === 'or' ? '|' : '!';
  const inside = filter.kind === 'not' ? [filter.filter] : filter.filters;
  const lines = inside.flatMap((inner) => layout(inner, column + (filter.kind === 'or' ? 1 : 2)));
  const last = lines.length - 1;
  return lines.map((line, index) => {
    const head = index === 0 ? ['(', sign] : [];
    const tail = index === last ? [' )', ...parameterElements(filter.parameters ?? [])] : [];
    return { column: index === 0 ? column : line.column, elements: [...head, ...line.elements, ...tail] };
  });
}
