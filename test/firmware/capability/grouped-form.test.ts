import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conjunctionsOf } from '../../../firmware/capability/conjunctions.ts';
import type { Filter } from '../../../firmware/capability/filter.ts';
import { groupAlternatives } from '../../../firmware/capability/grouped-form.ts';
import { canonicalTexts } from '../../../firmware/capability/match.ts';
import { printFilter } from '../../../firmware/capability/print-filter.ts';
import { CapabilityTooLarge } from '../../../firmware/capability/step-budget.ts';
import { anyFilter, smallFilter } from './arbitrary-filter.ts';
import { readFilter } from './read-filter.ts';

const groupsOf = (filter: Filter) => groupAlternatives(conjunctionsOf(filter));

/** The groups as one expression, printed and read again. */
function reread(filter: Filter): Filter | undefined {
  const groups = groupsOf(filter);
  return groups.length === 0 ? undefined : readFilter(printFilter({ kind: 'or', filters: groups }));
}

describe('alternatives put together', () => {
  it.each([
    ['(dpi=[200,400])', ['(&(dpi=[200,400]))']],
    ['(&(b=1)(a=[x,Y]))', ['(&(a=[x,y])(b=1))']],
    ['(&(dpi-xyratio=[204/98,102/49])(size-x<=2150/254))', ['(&(dpi-xyratio=102/49)(size-x<=1075/127))']],
    ['(|(&(a=1)(b=1))(&(a=1)(b=2))(&(a=2)(b=1))(&(a=2)(b=2)))', ['(&(a=[1,2])(b=[1,2]))']],
    ['(|(&(a=1)(b=1))(&(a=2)(b=2)))', ['(&(a=1)(b=1))', '(&(a=2)(b=2))']],
    ['(x=[1..3,7])', ['(&(x=7))', '(&(x>=1)(x<=3))']],
    ['(x=[9,10,"b","a",FALSE,c])', ['(&(x=[9,10,"a","b",c,FALSE]))']],
    ['(|(x=1 cm)(x=2 cm)(x=3))', ['(&(x=3))', '(&(x=[1cm,2cm]))']],
    ['(&(a=1)(a=2))', []],
  ])('%s', (text, groups) => {
    expect(groupsOf(readFilter(text)).map(printFilter)).toEqual(groups);
  });

  it('are those of the filter, no more and no less', () => {
    fc.assert(
      fc.property(fc.oneof(smallFilter, anyFilter), (filter) => {
        let texts: readonly string[];
        try {
          texts = canonicalTexts(filter);
        } catch (failure) {
          expect(failure).toBeInstanceOf(CapabilityTooLarge);
          return;
        }
        const again = reread(filter);
        expect(again === undefined ? [] : canonicalTexts(again)).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it('stay as they are, put together again', () => {
    fc.assert(
      fc.property(smallFilter, (filter) => {
        const again = reread(filter);
        if (again !== undefined) expect(groupsOf(again)).toEqual(groupsOf(filter));
      }),
    );
  });

  it('are left apart where putting them together is more work than the budget', () => {
    const pieces = Array.from({ length: 1300 }, (_, i) => `(&(z=${i})(z${i}=1))`);
    const filter = readFilter(`(|${pieces.join('')})`);
    expect(canonicalTexts({ kind: 'or', filters: groupsOf(filter) })).toEqual(canonicalTexts(filter));
  });
});
