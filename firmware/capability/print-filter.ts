import type { FeatureValue, Filter, FilterParameter, SetEntry } from './filter.ts';
import { printRational } from './rational.ts';

/** The filter on one line without white space; `parseFilter` reads it back to the same value. */
export function printFilter(filter: Filter): string {
  return lexicalElements(filter).join('');
}

/**
 * The filter on lines of at most `maxOctets`, broken only between lexical elements, where RFC 2533 allows white space.
 * Throws a RangeError when one element alone is longer.
 */
export function foldFilter(filter: Filter, maxOctets: number): string[] {
  return foldElements(lexicalElements(filter), maxOctets);
}

/** Packs lexical elements, all ASCII, into lines of at most `maxOctets`. */
export function foldElements(elements: readonly string[], maxOctets: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const element of elements) {
    if (element.length > maxOctets) {
      throw new RangeError(`a lexical element of ${element.length} octets does not fit a line of ${maxOctets}`);
    }
    if (line.length + element.length > maxOctets) {
      lines.push(line);
      line = '';
    }
    line += element;
  }
  return line === '' ? lines : [...lines, line];
}

/** The filter's lexical elements in order; none of them may be cut. */
export function lexicalElements(filter: Filter): string[] {
  const elements: string[] = [];
  collect(filter, elements);
  return elements;
}

function collect(filter: Filter, elements: string[]): void {
  elements.push('(');
  switch (filter.kind) {
    case 'and':
    case 'or':
      elements.push(filter.kind === 'and' ? '&' : '|');
      for (const inner of filter.filters) collect(inner, elements);
      break;
    case 'not':
      elements.push('!');
      collect(filter.filter, elements);
      break;
    case 'item':
      elements.push(filter.tag, filter.comparison, ...valueElements(filter.value));
      break;
    case 'set':
      elements.push(filter.tag, '=', '[');
      filter.entries.forEach((entry, index) => {
        if (index > 0) elements.push(',');
        elements.push(...entryElements(entry));
      });
      elements.push(']');
      break;
  }
  elements.push(')', ...parameterElements(filter.parameters ?? []));
}

export function parameterElements(parameters: readonly FilterParameter[]): string[] {
  return parameters.flatMap(({ name, value }) => [';', name, '=', value]);
}

function entryElements(entry: SetEntry): string[] {
  if (entry.kind !== 'range') return valueElements(entry);
  return [...valueElements(entry.from), '..', ...valueElements(entry.to)];
}

function valueElements(value: FeatureValue): string[] {
  switch (value.kind) {
    case 'number': {
      const digits = printRational(value.number);
      return value.unit === undefined ? [digits] : [digits, value.unit];
    }
    case 'token':
      return [value.text];
    case 'boolean':
      return [value.value ? 'TRUE' : 'FALSE'];
    case 'string':
      return [`"${value.text}"`];
  }
}
