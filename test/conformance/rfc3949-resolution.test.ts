import { describe, expect, it } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { equivalentResolutionFeatures } from '../../firmware/capability/document-features.ts';
import { and } from '../../firmware/capability/filter.ts';
import { satisfiable } from '../../firmware/capability/match.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';

/** RFC 3949 2.2.2: XResolution <204,200>, <400,408>; YResolution <98,100>, <196,200>, <391,400>, each by itself. */
const X = [
  [200, 204],
  [400, 408],
] as const;
const Y = [
  [98, 100],
  [196, 200],
  [391, 400],
] as const;

describe('RFC 3949 2.2.2: equivalent resolutions', () => {
  it.each(Object.values(RESOLUTIONS))(
    '$name meets exactly the numbers that mean the same raster',
    ({ name, xDpi, yDpi }) => {
      const document = equivalentResolutionFeatures(RESOLUTIONS[name]);
      const same = (pairs: readonly (readonly number[])[], a: number, b: number): boolean =>
        pairs.some((pair) => pair.includes(a) && pair.includes(b));
      for (const x of X.flat()) {
        for (const y of Y.flat()) {
          const receiver = readFilter(`(&(dpi=${x})(dpi-xyratio=${x}/${y}))`);
          const expected = same(X, x, xDpi) && same(Y, y, yDpi);
          expect([x, y, satisfiable(and(document, receiver))]).toEqual([x, y, expected]);
        }
      }
    },
  );

  it('204x391 never meets 400x400', () => {
    const receiver = readFilter('(&(dpi=400)(dpi-xyratio=1))');
    expect(satisfiable(and(equivalentResolutionFeatures(RESOLUTIONS['204x391']), receiver))).toBe(false);
  });
});
