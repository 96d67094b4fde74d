import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conjunctionsOf } from '../../../firmware/capability/conjunctions.ts';
import { contains, intersect } from '../../../firmware/capability/match.ts';
import { normalFormLines } from '../../../firmware/capability/normal-form.ts';
import { satisfies, smallCollections, smallFilter } from './arbitrary-filter.ts';
import { readFilter } from './read-filter.ts';

describe('normal form', () => {
  it.each([
    ['(a=1)', ['(& (a=1))']],
    ['(&(a=[1,2])(B=C))', ['(|', ' (& (a=1) (b=c))', ' (& (a=2) (b=c))', ')']],
    ['(&(a=1)(a=2))', []],
  ])('of %s', (text, lines) => {
    expect(normalFormLines(conjunctionsOf(readFilter(text)))).toEqual(lines);
  });

  it('of an intersection is a predicate of RFC 2533 that holds exactly where both do, whichever comes first', () => {
    fc.assert(
      fc.property(smallFilter, smallFilter, (a, b) => {
        const lines = normalFormLines(intersect(a, b));
        expect(normalFormLines(intersect(b, a))).toEqual(lines);
        const both = smallCollections.filter((it) => satisfies(it, a) && satisfies(it, b));
        expect(lines.length > 0).toBe(both.length > 0);
        if (lines.length === 0) return;
        const common = readFilter(lines.join('\n'));
        expect(contains(a, common)).toBe(true);
        expect(contains(b, common)).toBe(true);
        expect(smallCollections.filter((it) => satisfies(it, common))).toEqual(both);
      }),
      { numRuns: 60 },
    );
  });
});
