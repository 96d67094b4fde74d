import { and, type Comparison, type FeatureValue, type Filter, item } from './filter.ts';
import { compareRationals, type Rational, reduceRational } from './rational.ts';

interface Bound {
  readonly number: Rational;
  /** The bound itself is outside. */
  readonly strict: boolean;
}

/**
 * The values one tag may take inside one conjunction: an interval of numbers less some, or one token, Boolean or
 * string, or anything less some. The merging tables of RFC 2533 5.1 (as corrected by RFC 2738) in this form. Numbers
 * and the other values never meet: a tag that must be both is a contradiction.
 */
export interface Constraint {
  /** The only token, Boolean or string allowed, in its canonical text. */
  readonly symbol?: string;
  /** A number is demanded. */
  readonly numeric: boolean;
  readonly low?: Bound;
  readonly high?: Bound;
  /** Strictly between `low` and `high`, ascending. */
  readonly exceptNumbers: readonly Rational[];
  /** Canonical texts, ascending. */
  readonly exceptSymbols: readonly string[];
}

/** Nothing is demanded of the tag. */
const OPEN: Constraint = { numeric: false, exceptNumbers: [], exceptSymbols: [] };

/** What `(tag comparison value)`, or its negation, allows. On unordered values `<=` and `>=` mean `=` (RFC 2533 5.1). */
export function constraintOf(comparison: Comparison, value: FeatureValue, negated: boolean): Constraint {
  if (value.kind !== 'number') {
    const symbol = canonicalSymbol(value);
    return negated ? { ...OPEN, exceptSymbols: [symbol] } : { ...OPEN, symbol };
  }
  const number = reduceRational(value.number);
  const bound = { number, strict: negated };
  const numeric = !negated;
  if (comparison === '=') {
    return negated ? { ...OPEN, exceptNumbers: [number] } : { ...OPEN, numeric, low: bound, high: bound };
  }
  return (comparison === '<=') === negated ? { ...OPEN, numeric, low: bound } : { ...OPEN, numeric, high: bound };
}

/** What both allow; undefined when nothing does. Commutes and associates. Returns `a` itself when `b` takes nothing away. */
export function mergeConstraints(a: Constraint, b: Constraint): Constraint | undefined {
  if (a === b) return a;
  if (isOneValue(a) && isOneValue(b)) return isSameValue(a, b) ? a : undefined;
  const symbol = a.symbol ?? b.symbol;
  const numeric = a.numeric || b.numeric;
  if (symbol !== undefined && (numeric || (b.symbol !== undefined && b.symbol !== symbol))) return undefined;
  const exceptSymbols = union(a.exceptSymbols, b.exceptSymbols, (x, y) => (x < y ? -1 : x > y ? 1 : 0));
  if (symbol !== undefined && exceptSymbols.includes(symbol)) return undefined;

  const exceptions = union(a.exceptNumbers, b.exceptNumbers, compareRationals);
  const low = excluding(tighter(a.low, b.low, 1), exceptions);
  const high = excluding(tighter(a.high, b.high, -1), exceptions);
  if (low !== undefined && high !== undefined) {
    const order = compareRationals(low.number, high.number);
    if (order > 0 || (order === 0 && (low.strict || high.strict))) return undefined;
  }
  return {
    ...(symbol === undefined ? {} : { symbol }),
    numeric,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    exceptNumbers: exceptions.filter((number) => isInside(number, low, high)),
    // A number is none of the symbols, and one symbol is none of the others.
    exceptSymbols: numeric || symbol !== undefined ? [] : exceptSymbols,
  };
}

/** The constraint as filters on `key` (see `featureKey`), canonical: tags and tokens in lower case, lowest terms. */
export function constraintFilters(key: string, constraint: Constraint): readonly Filter[] {
  const [tag = key, unit] = key.split(' ');
  const { symbol, low, high } = constraint;
  if (symbol !== undefined) return [item(tag, { kind: 'token', text: symbol })];
  const on = (number: Rational): FeatureValue =>
    unit === undefined ? { kind: 'number', number } : { kind: 'number', number, unit };
  const not = (comparison: Comparison, number: Rational): Filter => ({
    kind: 'not',
    filter: item(tag, on(number), comparison),
  });
  if (low !== undefined && high !== undefined && compareRationals(low.number, high.number) === 0) {
    return [item(tag, on(low.number))];
  }
  const filters: Filter[] = [];
  if (low !== undefined) filters.push(low.strict ? not('<=', low.number) : item(tag, on(low.number), '>='));
  if (high !== undefined) filters.push(high.strict ? not('>=', high.number) : item(tag, on(high.number), '<='));
  for (const number of constraint.exceptNumbers) filters.push(not('=', number));
  for (const text of constraint.exceptSymbols) {
    filters.push({ kind: 'not', filter: item(tag, { kind: 'token', text }) });
  }
  return filters;
}

/** The only value allowed, canonical; undefined when several are. */
export function singleValue(key: string, { symbol, low, high }: Constraint): FeatureValue | undefined {
  if (symbol === 'true' || symbol === 'false') return { kind: 'boolean', value: symbol === 'true' };
  if (symbol?.startsWith('"') === true) return { kind: 'string', text: symbol.slice(1, -1) };
  if (symbol !== undefined) return { kind: 'token', text: symbol };
  if (low === undefined || high === undefined || compareRationals(low.number, high.number) !== 0) return undefined;
  const [, unit] = key.split(' ');
  return { kind: 'number', number: low.number, ...(unit === undefined ? {} : { unit }) };
}

/** The constraint as one filter. */
export function constraintFilter(key: string, constraint: Constraint): Filter {
  const filters = constraintFilters(key, constraint);
  const [only] = filters;
  return only !== undefined && filters.length === 1 ? only : and(...filters);
}

/**
 * The name a value is grouped under: the tag in lower case, and its unit, because comparisons in different units are
 * treated as different features (RFC 2533 6.2).
 */
export function featureKey(tag: string, value: FeatureValue): string {
  const unit = value.kind === 'number' ? value.unit : undefined;
  return unit === undefined ? tag.toLowerCase() : `${tag} ${unit}`.toLowerCase();
}

function canonicalSymbol(value: Exclude<FeatureValue, { kind: 'number' }>): string {
  if (value.kind === 'string') return `"${value.text}"`;
  return value.kind === 'token' ? value.text.toLowerCase() : String(value.value);
}

/** Most constraints of a capability are one value, and most merges are of those: they need no new constraint. */
function isOneValue({ symbol, low, high }: Constraint): boolean {
  if (symbol !== undefined) return low === undefined && high === undefined;
  return low !== undefined && high !== undefined && compareRationals(low.number, high.number) === 0;
}

function isSameValue(a: Constraint, b: Constraint): boolean {
  if (a.symbol !== undefined || b.symbol !== undefined) return a.symbol === b.symbol;
  return a.low !== undefined && b.low !== undefined && compareRationals(a.low.number, b.low.number) === 0;
}

function tighter(a: Bound | undefined, b: Bound | undefined, direction: 1 | -1): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compareRationals(a.number, b.number) * direction;
  if (order !== 0) return order > 0 ? a : b;
  return a.strict ? a : b;
}

function excluding(bound: Bound | undefined, exceptions: readonly Rational[]): Bound | undefined {
  if (bound === undefined || bound.strict) return bound;
  const excluded = exceptions.some((number) => compareRationals(number, bound.number) === 0);
  return excluded ? { ...bound, strict: true } : bound;
}

function isInside(number: Rational, low: Bound | undefined, high: Bound | undefined): boolean {
  if (low !== undefined && compareRationals(number, low.number) <= 0) return false;
  return high === undefined || compareRationals(number, high.number) < 0;
}

function union<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number): readonly T[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const sorted = [...a, ...b].sort(compare);
  return sorted.filter((value, index) => {
    const before = sorted[index - 1];
    return before === undefined || compare(before, value) !== 0;
  });
}
