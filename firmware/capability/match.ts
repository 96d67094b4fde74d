import { type Conjunction, canonicalText, conjunctionsOf } from './conjunctions.ts';
import { and, type Filter } from './filter.ts';
import { StepBudget } from './step-budget.ts';

/**
 * What satisfies both filters (RFC 2533 5): the goal `(& a b)` as alternatives; none when they don't match. Throws
 * `CapabilityTooLarge` when the budget is used up, as everything in this file does.
 */
export function intersect(a: Filter, b: Filter, budget = new StepBudget()): readonly Conjunction[] {
  return conjunctionsOf(and(a, b), budget);
}

export function satisfiable(filter: Filter, budget = new StepBudget()): boolean {
  return conjunctionsOf(filter, budget).length > 0;
}

/**
 * Whether everything that satisfies `part` satisfies `whole`: nothing satisfies `part` and not `whole`. Exact where
 * RFC 2880 5 (the intersection equals the part) depends on how ranges were split.
 */
export function contains(whole: Filter, part: Filter, budget = new StepBudget()): boolean {
  return conjunctionsOf(and(part, { kind: 'not', filter: whole }), budget).length === 0;
}

/** The canonical texts of a filter's alternatives, sorted: alike for filters that differ in spelling only. */
export function canonicalTexts(filter: Filter, budget = new StepBudget()): readonly string[] {
  return conjunctionsOf(filter, budget).map(canonicalText);
}
