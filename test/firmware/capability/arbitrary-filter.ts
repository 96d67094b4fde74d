import fc from 'fast-check';
import type { FeatureValue, Filter, FilterParameter } from '../../../firmware/capability/filter.ts';
import { rational } from '../../../firmware/capability/rational.ts';

/** Any filter the AST can hold, with strange but legal tags, tokens, units and parameters. */
const tag = fc.stringMatching(/^[A-Za-z][A-Za-z0-9:/.%-]{0,8}$/);
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/).filter((text) => !/^(?:true|false)$/i.test(text));
const quoted = fc.stringMatching(/^[\x20\x21\x23-\x7e]{0,8}$/);
const number = fc.tuple(fc.integer(), fc.integer({ min: 1 })).map(([n, d]) => rational(n, d));

const value: fc.Arbitrary<FeatureValue> = fc.oneof(
  number.map((n) => ({ kind: 'number' as const, number: n })),
  fc.tuple(number, token).map(([n, unit]) => ({ kind: 'number' as const, number: n, unit })),
  token.map((text) => ({ kind: 'token' as const, text })),
  quoted.map((text) => ({ kind: 'string' as const, text })),
  fc.boolean().map((truth) => ({ kind: 'boolean' as const, value: truth })),
);

const parameters: fc.Arbitrary<readonly FilterParameter[]> = fc.array(
  fc.oneof(
    fc.constantFrom('0', '0.5', '0.125', '1', '1.000').map((quality) => ({ name: 'q', value: quality })),
    fc.tuple(token, token).map(([name, text]) => ({ name: `x-${name}`, value: text })),
  ),
  { minLength: 1, maxLength: 2 },
);

function decorated(filter: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc
    .tuple(filter, fc.option(parameters, { nil: undefined, freq: 5 }))
    .map(([inner, extra]) => (extra === undefined ? inner : { ...inner, parameters: extra }));
}

function trees(leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'filter' },
      leaf,
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
        .map(([kind, filters]) => ({ kind, filters })),
      tie('filter').map((filter) => ({ kind: 'not' as const, filter })),
    ),
  })).filter;
}

export const anyFilter: fc.Arbitrary<Filter> = trees(
  decorated(
    fc.oneof(
      fc
        .tuple(tag, fc.constantFrom('=' as const, '<=' as const, '>=' as const), value)
        .map(([name, comparison, what]) => ({ kind: 'item' as const, tag: name, comparison, value: what })),
      fc
        .tuple(
          tag,
          fc.array(
            fc.oneof(
              value,
              fc.tuple(value, value).map(([from, to]) => ({ kind: 'range' as const, from, to })),
            ),
            { minLength: 1, maxLength: 3 },
          ),
        )
        .map(([name, entries]) => ({ kind: 'set' as const, tag: name, entries })),
    ),
  ),
);

/** Few features of one type each, so that conjunctions meet often: `n1`, `n2` hold numbers, `t1`, `t2` tokens. */
export const smallFilter: fc.Arbitrary<Filter> = trees(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('n1', 'n2'),
        fc.constantFrom('=' as const, '<=' as const, '>=' as const),
        fc.integer({ min: 0, max: 3 }),
      )
      .map(([name, comparison, n]) => ({
        kind: 'item' as const,
        tag: name,
        comparison,
        value: { kind: 'number' as const, number: rational(n) },
      })),
    fc
      .tuple(fc.constantFrom('t1', 'T2'), fc.array(fc.constantFrom('a', 'B', 'c'), { minLength: 1, maxLength: 2 }))
      .map(([name, texts]) => ({
        kind: 'set' as const,
        tag: name,
        entries: texts.map((text) => ({ kind: 'token' as const, text })),
      })),
  ),
);

/** One value a feature, as RFC 2533 7.2 has it. */
export interface SmallCollection {
  readonly n1: number;
  readonly n2: number;
  readonly t1: string;
  readonly t2: string;
}

/** `smallFilter` names 0 to 3: these tell every interval between them apart. */
const NUMBERS = [-1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4];
const TOKENS = ['a', 'b', 'c', 'd'];

/** Every feature collection that some `smallFilter` tells from another. */
export const smallCollections: readonly SmallCollection[] = NUMBERS.flatMap((n1) =>
  NUMBERS.flatMap((n2) => TOKENS.flatMap((t1) => TOKENS.map((t2) => ({ n1, n2, t1, t2 })))),
);

/** Whether a collection satisfies a small filter, by the plain meaning of its operators. */
export function satisfies(collection: SmallCollection, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((inner) => satisfies(collection, inner));
    case 'or':
      return filter.filters.some((inner) => satisfies(collection, inner));
    case 'not':
      return !satisfies(collection, filter.filter);
    case 'set':
      return filter.entries.some(
        (entry) => entry.kind === 'token' && entry.text.toLowerCase() === held(collection, filter.tag),
      );
    case 'item': {
      const actual = held(collection, filter.tag);
      const { value: expected, comparison } = filter;
      if (expected.kind === 'token') return expected.text.toLowerCase() === actual;
      if (expected.kind !== 'number' || typeof actual !== 'number') return false;
      const limit = Number(expected.number.numerator) / Number(expected.number.denominator);
      return comparison === '=' ? actual === limit : comparison === '<=' ? actual <= limit : actual >= limit;
    }
  }
}

function held(collection: SmallCollection, name: string): string | number {
  const folded = name.toLowerCase();
  if (folded === 'n1' || folded === 'n2') return collection[folded];
  return folded === 't1' ? collection.t1 : collection.t2;
}
