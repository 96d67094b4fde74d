import { featureTag, type ValueSpace } from './feature-tags.ts';
import type { FeatureValue, Filter, SetEntry } from './filter.ts';

/**
 * The filter with registered tags and tokens as RFC 2879 spells them: `(mrc-mode=0)` → `(MRC-mode=0)`. The same feature
 * set, because neither tags nor tokens mind their case.
 */
export function schemaSpelling(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map(schemaSpelling) };
    case 'not':
      return { ...filter, filter: schemaSpelling(filter.filter) };
    case 'item': {
      const known = featureTag(filter.tag);
      if (known === undefined) return filter;
      return { ...filter, tag: known.tag, value: spellValue(filter.value, known.space) };
    }
    case 'set': {
      const known = featureTag(filter.tag);
      if (known === undefined) return filter;
      return { ...filter, tag: known.tag, entries: filter.entries.map((entry) => spellEntry(entry, known.space)) };
    }
  }
}

function spellEntry(entry: SetEntry, space: ValueSpace): SetEntry {
  if (entry.kind !== 'range') return spellValue(entry, space);
  return { ...entry, from: spellValue(entry.from, space), to: spellValue(entry.to, space) };
}

function spellValue(value: FeatureValue, space: ValueSpace): FeatureValue {
  if (value.kind !== 'token' || space.type !== 'token') return value;
  const folded = value.text.toLowerCase();
  const spelt = space.values.find((legal) => legal.toLowerCase() === folded);
  return spelt === undefined ? value : { ...value, text: spelt };
}
