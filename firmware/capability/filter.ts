import type { Rational } from './rational.ts';

/** A feature value (RFC 2533 4.1). Tokens and Booleans compare without regard to case, strings octet by octet. */
export type FeatureValue =
  | { readonly kind: 'number'; readonly number: Rational; readonly unit?: string }
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly text: string };

export type Comparison = '=' | '<=' | '>=';

/** One entry of a set: a value, or every value from `from` to `to`. */
export type SetEntry =
  | FeatureValue
  | { readonly kind: 'range'; readonly from: FeatureValue; readonly to: FeatureValue };

/** `q` or an extension parameter, value as written. Only a `q` on the outermost filter has a meaning (RFC 2533 4.1). */
export interface FilterParameter {
  readonly name: string;
  readonly value: string;
}

interface Parameterised {
  readonly parameters?: readonly FilterParameter[];
}

/** `(tag=value)`; the tag as written, tags compare without regard to case (RFC 2506). */
export interface ItemFilter extends Parameterised {
  readonly kind: 'item';
  readonly tag: string;
  readonly comparison: Comparison;
  readonly value: FeatureValue;
}

/** `(tag=[a,b..c])`, at least one entry. */
export interface SetFilter extends Parameterised {
  readonly kind: 'set';
  readonly tag: string;
  readonly entries: readonly SetEntry[];
}

/** `(& …)` or `(| …)`, at least one filter. */
export interface ListFilter extends Parameterised {
  readonly kind: 'and' | 'or';
  readonly filters: readonly Filter[];
}

export interface NotFilter extends Parameterised {
  readonly kind: 'not';
  readonly filter: Filter;
}

/** A feature set predicate: RFC 2533 4.1 as corrected by RFC 2738, without named predicates. */
export type Filter = ListFilter | NotFilter | ItemFilter | SetFilter;

export function and(...filters: readonly Filter[]): Filter {
  return { kind: 'and', filters };
}

export function or(...filters: readonly Filter[]): Filter {
  return { kind: 'or', filters };
}

export function token(text: string): FeatureValue {
  return { kind: 'token', text };
}

export function number(value: Rational): FeatureValue {
  return { kind: 'number', number: value };
}

export function item(tag: string, value: FeatureValue, comparison: Comparison = '='): Filter {
  return { kind: 'item', tag, comparison, value };
}

/** `(tag=value)` for one value, `(tag=[…])` for several. */
export function oneOf(tag: string, values: readonly FeatureValue[]): Filter {
  const [only] = values;
  if (only === undefined) throw new RangeError(`the set of ${tag} needs at least one value`);
  return values.length === 1 ? item(tag, only) : { kind: 'set', tag, entries: values };
}

/** Preference of the whole feature set, 0 to 1; 1 when no `q` is given (RFC 2533 4.1). */
export function qualityOf(filter: Filter): number {
  const quality = filter.parameters?.find((parameter) => parameter.name.toLowerCase() === 'q');
  return quality === undefined ? 1 : Number(quality.value);
}
