import { type FeatureTag, featureTag, type ValueSpace } from './feature-tags.ts';
import type { FeatureValue, Filter } from './filter.ts';
import { printFilter } from './print-filter.ts';

/** What in a capability is outside the fax schema, one sentence each; such constraints still take part in matching. */
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
  const known = featureTag(tag);
  if (known === undefined) return [`${printFilter(filter)}: '${tag}' is not a tag of RFC 2879`];
  if (values.every((value) => isLegal(value, known.space))) return [];
  return [`${printFilter(filter)}: expected ${describeSpace(known)}`];
}

function isLegal(value: FeatureValue, space: ValueSpace): boolean {
  if (space.type === 'string') {
    return value.kind === 'string' && (space.values === undefined || space.values.includes(value.text));
  }
  if (space.type === 'token') {
    if (value.kind !== 'token') return false;
    const folded = value.text.toLowerCase();
    return space.values.some((legal) => legal.toLowerCase() === folded) || space.pattern?.test(value.text) === true;
  }
  if (value.kind !== 'number' || value.unit !== undefined) return false;
  const { numerator, denominator } = value.number;
  if (space.type === 'integer' && numerator % denominator !== 0n) return false;
  const { from, above, to } = space;
  if (from !== undefined && numerator < BigInt(from) * denominator) return false;
  if (above !== undefined && numerator <= BigInt(above) * denominator) return false;
  return to === undefined || numerator <= BigInt(to) * denominator;
}

function describeSpace({ space, source }: FeatureTag): string {
  return `${describeValues(space)} (${source})`;
}

function describeValues(space: ValueSpace): string {
  if (space.type === 'string')
    return space.values === undefined ? 'a string' : `a string of ${space.values.join(', ')}`;
  if (space.type === 'token') {
    const values = space.described === undefined ? space.values : [...space.values, space.described];
    return `a token of ${values.join(', ')}`;
  }
  const article = space.type === 'integer' ? 'an integer' : 'a rational';
  const low =
    space.from !== undefined ? ` from ${space.from}` : space.above !== undefined ? ` above ${space.above}` : '';
  return `${article}${low}${space.to === undefined ? '' : ` to ${space.to}`}`;
}
