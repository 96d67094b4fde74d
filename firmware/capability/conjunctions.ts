import { type Constraint, constraintFilters, constraintOf, featureKey, mergeConstraints } from './constraint.ts';
import type { Comparison, FeatureValue, Filter, SetEntry } from './filter.ts';
import { printFilter } from './print-filter.ts';
import { StepBudget } from './step-budget.ts';

/** One way to satisfy a filter: what each feature (`featureKey`) may be; a feature that is absent may be anything. */
export type Conjunction = ReadonlyMap<string, Constraint>;

/**
 * The filter as alternatives (disjunctive normal form): RFC 2533 5.2 with the corrections of RFC 2738. None of them
 * contradicts itself, no two are alike, and they stand in the order of their canonical texts. None: nothing satisfies
 * the filter. Throws `CapabilityTooLarge` when the budget is used up.
 */
export function conjunctionsOf(filter: Filter, budget = new StepBudget()): readonly Conjunction[] {
  return sortedConjunctions(expand(filter, false, [new Map()], budget));
}

/** What satisfies both alternatives; undefined when nothing does. */
export function mergeConjunctions(a: Conjunction, b: Conjunction, budget: StepBudget): Conjunction | undefined {
  const changed: [string, Constraint][] = [];
  for (const [key, constraint] of b) {
    const before = a.get(key);
    budget.spend(mergeSteps(before));
    const both = before === undefined ? constraint : mergeConstraints(before, constraint);
    if (both === undefined) return undefined;
    if (both !== before) changed.push([key, both]);
  }
  budget.spend(a.size);
  if (changed.length === 0) return a;
  const merged = new Map(a);
  for (const [key, constraint] of changed) merged.set(key, constraint);
  return merged;
}

/** Steps of a merge with this constraint: it looks at every exception. */
export function mergeSteps(constraint: Constraint | undefined): number {
  return 1 + (constraint?.exceptNumbers.length ?? 0) + (constraint?.exceptSymbols.length ?? 0);
}

/** Without doubles, in the order of the canonical texts. */
function sortedConjunctions(conjunctions: readonly Conjunction[]): readonly Conjunction[] {
  const byText = new Map(conjunctions.map((conjunction) => [canonicalText(conjunction), conjunction]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, conjunction]) => conjunction);
}

/** One text for all spellings of an alternative: `(& (color=binary) (dpi=200))`, features in alphabetical order. */
export function canonicalText(conjunction: Conjunction): string {
  const texts = [...conjunction]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, constraint]) => constraintText(key, constraint));
  return `(& ${texts.join(' ')})`;
}

/** Alternatives share most of their constraints: thousands of them are printed from a few texts. */
const TEXTS = new WeakMap<Constraint, { readonly key: string; readonly text: string }>();

/** What it demands of the feature, canonical: the same text for the same constraint. */
export function constraintText(key: string, constraint: Constraint): string {
  const known = TEXTS.get(constraint);
  if (known?.key === key) return known.text;
  const text = constraintFilters(key, constraint).map(printFilter).join(' ');
  TEXTS.set(constraint, { key, text });
  return text;
}

/** Conjoins the filter, or its negation, with each of the alternatives so far; contradictions fall out at once. */
function expand(filter: Filter, negated: boolean, within: readonly Conjunction[], budget: StepBudget): Conjunction[] {
  switch (filter.kind) {
    case 'not':
      return expand(filter.filter, !negated, within, budget);
    case 'and':
    case 'or':
      return expandList(filter.filters, (filter.kind === 'and') !== negated, negated, within, budget);
    case 'item':
      return conjoin(filter.tag, filter.comparison, filter.value, negated, within, budget);
    case 'set':
      return expandList(
        filter.entries.map((entry) => entryFilter(filter.tag, entry)),
        negated,
        negated,
        within,
        budget,
      );
  }
}

function expandList(
  filters: readonly Filter[],
  all: boolean,
  negated: boolean,
  within: readonly Conjunction[],
  budget: StepBudget,
): Conjunction[] {
  if (!all) return filters.flatMap((filter) => expand(filter, negated, within, budget));
  let alternatives = [...within];
  // Single items first: they multiply nothing and may rule out much of what follows.
  const single = filters.filter((filter) => filter.kind === 'item');
  const others = filters.filter((filter) => filter.kind !== 'item');
  for (const filter of [...single, ...others]) {
    if (alternatives.length === 0) break;
    alternatives = expand(filter, negated, alternatives, budget);
  }
  return alternatives;
}

function conjoin(
  tag: string,
  comparison: Comparison,
  value: FeatureValue,
  negated: boolean,
  within: readonly Conjunction[],
  budget: StepBudget,
): Conjunction[] {
  const key = featureKey(tag, value);
  const constraint = constraintOf(comparison, value, negated);
  const alternatives: Conjunction[] = [];
  for (const conjunction of within) {
    const before = conjunction.get(key);
    // A merge copies the alternative, exceptions included.
    budget.spend(conjunction.size + mergeSteps(before));
    const both = before === undefined ? constraint : mergeConstraints(before, constraint);
    if (both !== undefined) alternatives.push(new Map(conjunction).set(key, both));
  }
  return alternatives;
}

function entryFilter(tag: string, entry: SetEntry): Filter {
  if (entry.kind !== 'range') return { kind: 'item', tag, comparison: '=', value: entry };
  return {
    kind: 'and',
    filters: [
      { kind: 'item', tag, comparison: '>=', value: entry.from },
      { kind: 'item', tag, comparison: '<=', value: entry.to },
    ],
  };
}
