import type { Filter } from '../../../firmware/capability/filter.ts';
import { type FilterReader, parseFilter } from '../../../firmware/capability/parse-filter.ts';

/** The filter of a text, or a test that ends with the reader's sentence. */
export function readFilter(text: string, reader: FilterReader = 'strict'): Filter {
  const parsed = parseFilter(text, { reader });
  if (!parsed.ok) throw new Error(parsed.error.sentence);
  return parsed.filter;
}
