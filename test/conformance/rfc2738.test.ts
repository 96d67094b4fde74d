import { describe, expect, it } from 'vitest';
import { canonicalTexts } from '../../firmware/capability/match.ts';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';

describe('RFC 2738 2: a set has values and ranges', () => {
  it("reads RFC 2533 4.2.5's own examples", () => {
    expect(canonicalTexts(readFilter('( width=[4..17/2] )')).map(ordered)).toEqual(['(width<=17/2) (width>=4)']);
    expect(canonicalTexts(readFilter('( width=[3,4,6..17/2] )')).map(ordered).sort()).toEqual(
      ['(& (width=3))', '(& (width=4))', '(& (width<=17/2) (width>=6))'].map(ordered).sort(),
    );
  });

  it("does not read the '/' that RFC 2533 4.1 printed as a literal", () => {
    expect(parseFilter('(width=[4/6..8])', { reader: 'strict' })).toMatchObject({ ok: true });
    expect(parseFilter('(width=[A4/6..8])', { reader: 'strict' })).toMatchObject({ ok: false });
  });
});

describe('RFC 2738 3: LE and GE of unordered values', () => {
  it.each([
    ['(& (f<=a) (f<=a) )', ['(& (f=a))']],
    ['(& (f<=a) (f<=b) )', []],
    ['(& (f<=a) (f>=a) )', ['(& (f=a))']],
    ['(& (f<=a) (f>=b) )', []],
    ['(& (f<=a) (! (f<=b)) )', ['(& (f=a))']],
    ['(& (f<=a) (! (f<=a)) )', []],
    ['(& (f<=a) (! (f>=b)) )', ['(& (f=a))']],
    ['(& (f<=a) (! (f>=a)) )', []],
  ])('%s', (text, expected) => {
    expect(canonicalTexts(readFilter(text))).toEqual(expected);
  });
});

/** The two bounds of a range stand in either order. */
function ordered(text: string): string {
  return (text.match(/\([a-z][^()]*\)/g) ?? []).sort().join(' ');
}
