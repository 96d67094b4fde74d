import type { Conjunction } from './conjunctions.ts';
import { constraintFilter, mergeConstraints } from './constraint.ts';
import { printFilter } from './print-filter.ts';
import type { StepBudget } from './step-budget.ts';

/** Alternatives of the capability looked at for an explanation. *Own design.* */
const EXPLAINED_LIMIT = 256;

/** Constraints named for one feature before the list is cut. *Own design.* */
const NAMED_LIMIT = 8;

/**
 * Which constraint of a capability excludes a document, given both as alternatives that never meet: of the alternatives
 * nearest to the document (fewest features in conflict), what they allow for the first feature in conflict, joined by
 * `or`.
 */
export function refusalOf(
  document: readonly Conjunction[],
  theirs: readonly Conjunction[],
  budget: StepBudget,
): string {
  let fewest = Number.POSITIVE_INFINITY;
  let feature = '';
  const allowed = new Set<string>();
  for (const alternative of theirs.slice(0, EXPLAINED_LIMIT)) {
    for (const described of document) {
      const conflicts = conflictsOf(described, alternative, budget);
      const [first] = conflicts;
      if (first === undefined || conflicts.length > fewest) continue;
      if (conflicts.length < fewest) {
        fewest = conflicts.length;
        feature = first;
        allowed.clear();
      }
      const constraint = alternative.get(feature);
      if (conflicts.includes(feature) && constraint !== undefined) {
        allowed.add(printFilter(constraintFilter(feature, constraint)));
      }
    }
  }
  if (allowed.size === 0) return 'a capability that contradicts itself';
  const named = [...allowed].slice(0, NAMED_LIMIT).join(' or ');
  return allowed.size > NAMED_LIMIT ? `${named} or others` : named;
}

function conflictsOf(described: Conjunction, alternative: Conjunction, budget: StepBudget): readonly string[] {
  budget.spend(described.size);
  return [...described].flatMap(([key, constraint]) => {
    const theirs = alternative.get(key);
    return theirs !== undefined && mergeConstraints(constraint, theirs) === undefined ? [key] : [];
  });
}
