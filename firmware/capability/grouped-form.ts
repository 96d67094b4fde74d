import type { Conjunction } from './conjunctions.ts';
import { type Constraint, constraintFilters, singleValue } from './constraint.ts';
import { and, type FeatureValue, type Filter, oneOf } from './filter.ts';
import { printFilter } from './print-filter.ts';
import { compareRationals } from './rational.ts';
import { CapabilityTooLarge, StepBudget } from './step-budget.ts';

/** Steps of putting together; the manual's sample needs some three thousand. *Own design.* */
const GROUPING_STEP_LIMIT = 50_000;

/** What a tag may be: one constraint, or several single values. */
type Allowed = readonly Constraint[];
type Group = ReadonlyMap<string, Allowed>;

/**
 * Alternatives as few filters, of which one must be satisfied: those that differ only in the value of one feature become
 * one, with a set of values, features in alphabetical order (*own design*: RFC 2533 5.2 ends with the bare alternatives,
 * sixty for the sample of manual page 472). Never throws: what is more work than the budget stays apart.
 */
export function groupAlternatives(conjunctions: readonly Conjunction[]): readonly Filter[] {
  const single = conjunctions.map((it): Group => new Map([...it].map(([key, constraint]) => [key, [constraint]])));
  const groups = grouped(single).map((group) =>
    and(...[...group].sort(byKey).flatMap(([key, it]) => allowedFilters(key, it))),
  );
  const byText = new Map(groups.map((group) => [printFilter(group), group]));
  return [...byText].sort(byKey).map(([, group]) => group);
}

/** Puts together on one feature after the other, in alphabetical order; what exceeds the budget stays apart. */
function grouped(alternatives: readonly Group[]): readonly Group[] {
  const budget = new StepBudget(GROUPING_STEP_LIMIT);
  let groups = alternatives;
  try {
    for (const key of [...new Set(alternatives.flatMap((group) => [...group.keys()]))].sort()) {
      groups = groupedOn(key, groups, budget);
    }
  } catch (failure) {
    if (!(failure instanceof CapabilityTooLarge)) throw failure;
  }
  return groups;
}

function groupedOn(key: string, groups: readonly Group[], budget: StepBudget): readonly Group[] {
  const byRest = new Map<string, { readonly rest: Group; readonly values: Constraint[] }>();
  const apart: Group[] = [];
  for (const group of groups) {
    budget.spend(1);
    const allowed = group.get(key);
    if (allowed?.every((constraint) => singleValue(key, constraint) !== undefined) !== true) {
      apart.push(group);
      continue;
    }
    const rest = new Map([...group].filter(([other]) => other !== key).sort(byKey));
    for (const values of group.values()) budget.spend(values.length);
    const text = [...rest].map(([other, values]) => allowedFilters(other, values).map(printFilter).join('')).join('');
    const before = byRest.get(text);
    if (before === undefined) byRest.set(text, { rest, values: [...allowed] });
    else before.values.push(...allowed);
  }
  return [...apart, ...[...byRest.values()].map(({ rest, values }) => new Map([...rest, [key, values] as const]))];
}

function allowedFilters(key: string, allowed: Allowed): readonly Filter[] {
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
