import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, conjunctionsOf } from '../../../firmware/capability/conjunctions.ts';
import { and, type Filter } from '../../../firmware/capability/filter.ts';
import { FILTER_TEXT_LIMIT } from '../../../firmware/capability/filter-text.ts';
import { canonicalTexts, contains, intersect } from '../../../firmware/capability/match.ts';
import { CapabilityTooLarge, STEP_LIMIT, StepBudget } from '../../../firmware/capability/step-budget.ts';
import { satisfies, smallCollections, smallFilter } from './arbitrary-filter.ts';
import { readFilter } from './read-filter.ts';

const textsOf = (a: Filter, b: Filter) => intersect(a, b).map(canonicalText);

describe('alternatives', () => {
  it('are satisfied by exactly the collections that satisfy the filter', () => {
    fc.assert(
      fc.property(smallFilter, (filter) => {
        const alternatives = canonicalTexts(filter).map((text) => readFilter(text));
        for (const collection of smallCollections) {
          const expected = satisfies(collection, filter);
          const actual = alternatives.some((alternative) => satisfies(collection, alternative));
          if (actual !== expected) throw new Error(`${JSON.stringify(collection)}: ${actual}, expected ${expected}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are their own alternatives', () => {
    fc.assert(
      fc.property(smallFilter, (filter) => {
        const texts = canonicalTexts(filter);
        fc.pre(texts.length > 0);
        expect(canonicalTexts(readFilter(`(|${texts.join('')})`))).toEqual(texts);
      }),
    );
  });
});

describe('intersection', () => {
  it('commutes', () => {
    fc.assert(
      fc.property(smallFilter, smallFilter, (a, b) => {
        expect(textsOf(a, b)).toEqual(textsOf(b, a));
      }),
    );
  });

  it('is satisfied by exactly the collections that satisfy both', () => {
    fc.assert(
      fc.property(smallFilter, smallFilter, (a, b) => {
        const common = textsOf(a, b).map((text) => readFilter(text));
        for (const collection of smallCollections) {
          const expected = satisfies(collection, a) && satisfies(collection, b);
          const actual = common.some((alternative) => satisfies(collection, alternative));
          if (actual !== expected) throw new Error(`${JSON.stringify(collection)}: ${actual}, expected ${expected}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is contained in both', () => {
    fc.assert(
      fc.property(smallFilter, smallFilter, (a, b) => {
        const both = and(a, b);
        expect(contains(a, both)).toBe(true);
        expect(contains(b, both)).toBe(true);
      }),
    );
  });
});

describe('containment', () => {
  it('holds when every collection of the part is one of the whole', () => {
    fc.assert(
      fc.property(smallFilter, smallFilter, (whole, part) => {
        const expected = smallCollections.every((it) => !satisfies(it, part) || satisfies(it, whole));
        expect(contains(whole, part)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('step budget', () => {
  const pairs = (count: number) => `(&${Array.from({ length: count }, (_, i) => `(|(a${i}=1)(b${i}=1))`).join('')})`;
  const filled = (piece: (i: number) => string) => {
    let text = '(&';
    for (let i = 0; i < 2000 && text.length < FILTER_TEXT_LIMIT - 64; i += 1) text += piece(i);
    return `${text})`;
  };

  const longTag = (i: number) => `feature-of-a-stranger-${String(i).padStart(5, '0')}`;
  const sixtyFourKib = `(&${Array.from({ length: 1000 }, (_, i) => `(|(${longTag(i)}=1)(${longTag(i)}=2))`).join('')})`;

  it('is spent to its end by a text that fills the reader', () => {
    expect(sixtyFourKib.length).toBeGreaterThan(FILTER_TEXT_LIMIT - 1_500);
    const budget = new StepBudget();
    expect(() => conjunctionsOf(readFilter(sixtyFourKib), budget)).toThrow(CapabilityTooLarge);
    expect(budget.spent).toBeLessThanOrEqual(STEP_LIMIT);
  });

  it.each([
    ['2^n alternatives', pairs(1000)],
    ['2^n alternatives in all the 64 KiB a reply may have', sixtyFourKib],
    ['the same negated', `(!${sixtyFourKib})`],
    ['thousands of features', filled((i) => `(tag${i}=1)`)],
    ['thousands of exceptions', filled((i) => `(!(x=${i}))`)],
    ['thousands of token exceptions', filled((i) => `(!(x=t${i}))`)],
    ['negated sets', `(!(&${'(|(a=[1,2,3,4])(b=[1,2,3,4]))'.repeat(200)}))`],
    ['sets of sets', `(&${Array.from({ length: 40 }, (_, i) => `(x${i}=[${'1,2,3,4,5,6,7,8,9'}])`).join('')})`],
  ])('%s end within it', (_, text) => {
    const filter = readFilter(text);
    const budget = new StepBudget();
    try {
      conjunctionsOf(filter, budget);
    } catch (failure) {
      expect(failure).toBeInstanceOf(CapabilityTooLarge);
    }
    expect(budget.spent).toBeLessThanOrEqual(STEP_LIMIT);
  });

  it.each([
    ['filters', (i: number) => `(x${i}=1)`],
    ['set entries', (i: number) => `(y=${i})`],
    ['two features each', (i: number) => `(&(z=${i})(z${i % 7}=t${i}))`],
  ])('thousands of alternatives as %s are told in normal form', (_, piece) => {
    const filter = readFilter(`(|${Array.from({ length: 1300 }, (_unused, i) => piece(i)).join('')})`);
    const texts = canonicalTexts(filter);
    expect(texts).toHaveLength(1300);
    expect(canonicalTexts(readFilter(`(|${texts.join('')})`))).toEqual(texts);
  });

  it('says so in one sentence', () => {
    expect(() => conjunctionsOf(readFilter(pairs(64)))).toThrow(
      `the capability is too large to work out: expected at most ${STEP_LIMIT} steps, more were needed`,
    );
  });

  it('is not reached by what contradicts itself early', () => {
    const budget = new StepBudget(100);
    expect(conjunctionsOf(readFilter(`(&${pairs(1000)}(x=1)(x=2))`), budget)).toEqual([]);
  });
});
