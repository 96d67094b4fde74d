import { describe, expect, it } from 'vitest';
import { canonicalTexts } from '../../firmware/capability/match.ts';
import { schemaRemarks } from '../../firmware/capability/schema-remarks.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';

describe('RFC 2534 3: its examples of use', () => {
  it.each(['(& (pix-x<=1024) (pix-y<=768) )', '(dpi=300)', '(paper-size=a4)'])('%s', (text) => {
    expect(schemaRemarks(readFilter(text))).toEqual([]);
  });
});

describe('RFC 2534 2: values', () => {
  it.each([
    ['ua-media', ['screen', 'screen-paged', 'stationery', 'transparency', 'envelope', 'envelope-plain', 'continuous']],
    ['paper-size', ['letter', 'a4', 'b4', 'a3', 'legal']],
    ['color', ['binary', 'grey', 'limited', 'mapped', 'full']],
  ])('%s is known in lower case too', (tag, values) => {
    expect(schemaRemarks(readFilter(`(${tag}=[${values.join(',')}])`))).toEqual([]);
  });

  it('2.2: dpi=19558/100, from SI units, is a rational here; RFC 2879 3.2 asks for an integer of a fax', () => {
    expect(canonicalTexts(readFilter('(& (dpi=19558/100) (dpi=9779/50) )'))).toEqual(['(& (dpi=9779/50))']);
    expect(schemaRemarks(readFilter('(dpi=19558/100)'))).toEqual([
      '(dpi=19558/100): expected an integer from 1 (RFC 2879 3.2)',
    ]);
  });
});
