import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { and, type Filter } from '../../firmware/capability/filter.ts';
import { canonicalTexts, satisfiable } from '../../firmware/capability/match.ts';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';

/** Vectors of an independent implementation of RFC 2533 (with RFC 2738), checked against the RFCs' own results. */
interface Vectors {
  readonly parse_ok: readonly string[];
  readonly parse_reject_strict: readonly string[];
  readonly match: readonly {
    readonly name: string;
    readonly inputs: readonly string[];
    readonly satisfiable: boolean;
    readonly dnf: readonly string[];
  }[];
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('../vectors/vectors.json', import.meta.url), 'utf8'));

function strict(text: string): Filter {
  const parsed = parseFilter(text, { reader: 'strict' });
  if (!parsed.ok) throw new Error(parsed.error.sentence);
  return parsed.filter;
}

const texts = (text: string) => canonicalTexts(strict(text));

describe('RFC 2533 4.1: syntax', () => {
  it.each(vectors.parse_ok)('reads %s', (text) => {
    const filter = strict(text);
    expect(strict(printFilter(filter))).toEqual(filter);
  });

  it.each(vectors.parse_reject_strict)('refuses %j with a place and a reason', (text) => {
    const parsed = parseFilter(text, { reader: 'strict' });
    if (parsed.ok) throw new Error('it was read');
    expect(parsed.error.position).toBeLessThanOrEqual(text.length);
    expect(parsed.error.sentence).toMatch(/^character \d+ of the capability: expected .+, found .+/);
  });

  it.each([
    ['(a=1) where (a) :- (b=1) end', 'named predicates are not supported'],
    ['(a=1) WHERE (a) :- (b=1) end', 'named predicates are not supported'],
    ['(TIFF-S)', 'named predicates are not supported'],
    ['(& (Pix-x=1024) (Res Res-x Res-y) )', "expected '=', '<=' or '>='"],
    ['(a=1);q=2', 'a q value from 0 to 1'],
    ['(a=1);q=0.5555', 'a q value from 0 to 1'],
  ])('refuses %s', (text, reason) => {
    const parsed = parseFilter(text, { reader: 'strict' });
    expect(parsed.ok ? 'it was read' : parsed.error.sentence).toContain(reason);
  });
});

describe('RFC 2533 5: matching', () => {
  it.each(vectors.match.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const goal = and(...vector.inputs.map(strict));
    expect(canonicalTexts(goal)).toEqual([...vector.dnf].sort());
    expect(satisfiable(goal)).toBe(vector.satisfiable);
  });

  // The merging table for ordered values: LE `<=`, GE `>=`, NL `! <=`, NG `! >=`.
  it.each([
    ['(&(x<=3)(x<=5))', '(& (x<=3))'],
    ['(&(x>=3)(x>=5))', '(& (x>=5))'],
    ['(&(x<=3)(x>=5))', undefined],
    ['(&(x<=5)(x>=3))', '(& (x>=3) (x<=5))'],
    ['(&(x<=5)(x>=5))', '(& (x=5))'],
    ['(&(x<=5)(!(x<=5)))', undefined],
    ['(&(x<=5)(!(x<=3)))', '(& (!(x<=3)) (x<=5))'],
    ['(&(x<=3)(!(x>=5)))', '(& (x<=3))'],
    ['(&(x<=5)(!(x>=5)))', '(& (!(x>=5)))'],
    ['(&(x>=5)(!(x<=3)))', '(& (x>=5))'],
    ['(&(x>=3)(!(x<=3)))', '(& (!(x<=3)))'],
    ['(&(x>=5)(!(x>=5)))', undefined],
    ['(&(!(x<=3))(!(x<=5)))', '(& (!(x<=5)))'],
    ['(&(!(x>=3))(!(x>=5)))', '(& (!(x>=3)))'],
    ['(&(!(x<=5))(!(x>=5)))', undefined],
    ['(&(!(x<=3))(!(x>=5)))', '(& (!(x<=3)) (!(x>=5)))'],
  ])('merges ordered %s', (text, expected) => {
    expect(texts(text)).toEqual(expected === undefined ? [] : [expected]);
  });

  it.each([
    ['(&(x<=a)(x>=a))', '(& (x=a))'],
    ['(&(x<=a)(x>=b))', undefined],
    ['(&(x<=a)(!(x<=b)))', '(& (x=a))'],
    ['(&(x>=a)(!(x>=a)))', undefined],
    ['(&(!(x<=a))(!(x<=a)))', '(& (!(x=a)))'],
    ['(&(x=a)(x=5))', undefined],
    ['(&(x="A4")(x=A4))', undefined],
  ])('merges unordered %s', (text, expected) => {
    expect(texts(text)).toEqual(expected === undefined ? [] : [expected]);
  });

  it('treats values in another unit as another feature (6.2)', () => {
    expect(texts('(&(res=200)(res=72dpi)(res<=80 dpi))')).toEqual(['(& (res=200) (res=72dpi))']);
  });
});
