import { type Conjunction, constraintText } from './conjunctions.ts';
import { type Constraint, constraintFilters, singleValue } from './constraint.ts';
import { and, type FeatureValue, type Filter, oneOf } from './filter.ts';
import { printFilter } from './print-filter.ts';
import { compareRationals } from './rational.ts';
import { CapabilityTooLarge, StepBudget } from './step-budget.ts';

/** Steps of putting together; the manual's sample needs some three thousand. *Own design.* */
const GROUPING_STEP_LIMIT = 50_000;

/** What a tag may be: one constraint, or several single values. `text` is the same for the same values. */
interface Allowed {
  readonly constraints: readonly Constraint[];
  readonly text: string;
}

/** What an alternative says of each of the features, in their order; undefined where it says nothing. */
type Group = readonly (Allowed | undefined)[];

/**
 * Alternatives as few filters, of which one must be satisfied: those that differ only in the value of one feature become
 * one, with a set of values, features in alphabetical order (*own design*: RFC 2533 5.2 ends with the bare alternatives,
 * sixty for the sample of manual page 472). Never throws: what is more work than the budget stays apart.
 */
export function groupAlternatives(conjunctions: readonly Conjunction[]): readonly Filter[] {
  const features = [...new Set(conjunctions.flatMap((it) => [...it.keys()]))].sort();
  const groups = grouped(features, conjunctions).map((group) =>
    and(
      ...features.flatMap((key, at) => {
        const allowed = group[at];
        return allowed === undefined ? [] : allowedFilters(key, allowed.constraints);
      }),
    ),
  );
  const byText = new Map(groups.map((group) => [printFilter(group), group]));
  return [...byText].sort(byKey).map(([, group]) => group);
}

/** Puts together on one feature after the other; what exceeds the budget stays apart. */
function grouped(features: readonly string[], conjunctions: readonly Conjunction[]): readonly Group[] {
  const budget = new StepBudget(GROUPING_STEP_LIMIT);
  let groups: readonly Group[] = conjunctions.map((conjunction) =>
    features.map((key) => {
      const constraint = conjunction.get(key);
      return constraint && { constraints: [constraint], text: constraintText(key, constraint) };
    }),
  );
  try {
    for (const [at, key] of features.entries()) groups = groupedOn(key, at, groups, budget);
  } catch (failure) {
    if (!(failure instanceof CapabilityTooLarge)) throw failure;
  }
  return groups;
}

function groupedOn(key: string, at: number, groups: readonly Group[], budget: StepBudget): readonly Group[] {
  const byRest = new Map<string, { readonly like: Group; readonly constraints: Constraint[] }>();
  const apart: Group[] = [];
  for (const group of groups) {
    budget.spend(1);
    const constraints = group[at]?.constraints;
    if (constraints?.every((constraint) => singleValue(key, constraint) !== undefined) !== true) {
      apart.push(group);
      continue;
    }
    for (const allowed of group) budget.spend(allowed?.constraints.length ?? 0);
    const rest = group.map((allowed, other) => (other === at ? '' : (allowed?.text ?? ''))).join(' ');
    const before = byRest.get(rest);
    if (before === undefined) byRest.set(rest, { like: group, constraints: [...constraints] });
    else before.constraints.push(...constraints);
  }
  return [
    ...apart,
    ...[...byRest.values()].map(({ like, constraints }) => {
      const text = allowedFilters(key, constraints).map(printFilter).join('');
      return like.with(at, { constraints, text });
    }),
  ];
}

function allowedFilters(key: string, allowed: readonly Constraint[]): readonly Filter[] {
  const values = allowed.flatMap((constraint) => singleValue(key, constraint) ?? []);
  if (values.length < allowed.length) return allowed.flatMap((constraint) => constraintFilters(key, constraint));
  const [tag = key] = key.split(' ');
  return [oneOf(tag, values.sort(byValue))];
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers by value before words by letter. */
function byValue(a: FeatureValue, b: FeatureValue): number {
  if (a.kind === 'number' && b.kind === 'number') return compareRationals(a.number, b.number);
  if (a.kind === 'number' || b.kind === 'number') return a.kind === 'number' ? -1 : 1;
  return byKey([wordOf(a), undefined], [wordOf(b), undefined]);
}

function wordOf(value: Exclude<FeatureValue, { kind: 'number' }>): string {
  return value.kind === 'boolean' ? String(value.value) : value.text;
}
