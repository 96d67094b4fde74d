import { type Conjunction, canonicalText } from './conjunctions.ts';

/**
 * Alternatives as one feature set predicate in disjunctive normal form (RFC 2533 5.2), an alternative a line; it reads
 * back to the same alternatives. No lines when there are none: RFC 2533 has no predicate that nothing satisfies.
 */
export function normalFormLines(alternatives: readonly Conjunction[]): readonly string[] {
  const texts = alternatives.map(canonicalText);
  return texts.length <= 1 ? texts : ['(|', ...texts.map((text) => ` ${text}`), ')'];
}
