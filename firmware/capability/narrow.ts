import { type Conjunction, conjunctionsOf, mergeConjunctions, mergeSteps } from './conjunctions.ts';
import { constraintFilter, mergeConstraints } from './constraint.ts';
import type { Filter } from './filter.ts';
import { printFilter } from './print-filter.ts';
import { CapabilityTooLarge, type StepBudget } from './step-budget.ts';

/** Alternatives of a capability that are left once a document has certain features. */
export interface Narrowed {
  readonly alternatives: readonly Conjunction[];
  /** What the capability says instead, when no alternative is left; total, whatever the budget. */
  refusal(budget: StepBudget): string;
}

/** Alternatives looked at for an explanation. *Own design.* */
const EXPLAINED_LIMIT = 256;

/** Characters of an explanation: one sentence of a transcript names it, whatever the far end wrote. *Own design.* */
const EXPLANATION_LIMIT = 160;

/** Stands for the reason when finding it would be more work than the budget. */
export const TOO_LARGE_TO_EXPLAIN = 'capability (too large to explain)';

/**
 * The alternatives that allow a document with these features. Features that can be described in several ways count as
 * one document: an alternative stays once, with the first description it allows.
 */
export function narrow(theirs: readonly Conjunction[], features: Filter, budget: StepBudget): Narrowed {
  const document = conjunctionsOf(features, budget);
  const alternatives = theirs.flatMap((alternative) => {
    for (const described of document) {
      const merged = mergeConjunctions(alternative, described, budget);
      if (merged !== undefined) return [merged];
    }
    return [];
  });
  return { alternatives, refusal: (explanation) => refusalOf(document, theirs, explanation) };
}

/**
 * Which constraint excludes a document: of the alternatives nearest to it (fewest features in conflict), what they
 * allow for the first feature in conflict, joined by `or`.
 */
function refusalOf(document: readonly Conjunction[], theirs: readonly Conjunction[], budget: StepBudget): string {
  try {
    return nearestConflict(document, theirs, budget);
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) return TOO_LARGE_TO_EXPLAIN;
    throw failure;
  }
}

function nearestConflict(document: readonly Conjunction[], theirs: readonly Conjunction[], budget: StepBudget): string {
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
  if (allowed.size === 0) return 'contradiction';
  const named = [...allowed].join(' or ');
  return named.length > EXPLANATION_LIMIT ? `${named.slice(0, EXPLANATION_LIMIT)}…` : named;
}

function conflictsOf(described: Conjunction, alternative: Conjunction, budget: StepBudget): readonly string[] {
  return [...described].flatMap(([key, constraint]) => {
    const theirs = alternative.get(key);
    budget.spend(mergeSteps(theirs));
    return theirs !== undefined && mergeConstraints(constraint, theirs) === undefined ? [key] : [];
  });
}
