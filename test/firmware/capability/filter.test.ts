import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityOf } from '../../../firmware/capability/filter.ts';
import { FILTER_TEXT_LIMIT, LEXICAL_ELEMENT_LIMIT } from '../../../firmware/capability/filter-text.ts';
import { DIGIT_LIMIT, ITEM_LIMIT, NESTING_LIMIT, parseFilter } from '../../../firmware/capability/parse-filter.ts';
import { foldFilter, printFilter } from '../../../firmware/capability/print-filter.ts';
import { anyFilter } from './arbitrary-filter.ts';
import { readFilter } from './read-filter.ts';

const READERS = ['strict', 'tolerant'] as const;

describe('parse and print', () => {
  it('what was printed reads back the same', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(readFilter(printFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('what was folded reads back the same, whatever the line length', () => {
    fc.assert(
      fc.property(anyFilter, fc.integer({ min: 24, max: 200 }), (filter, octets) => {
        const lines = foldFilter(filter, octets);
        expect(readFilter(lines.join('\r\n '))).toEqual(filter);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(octets);
      }),
    );
  });

  it('says when a lexical element does not fit a line', () => {
    expect(() => foldFilter(readFilter('(image-file-structure=TIFF)'), 10)).toThrow('does not fit a line of 10');
  });

  it('keeps numbers as written', () => {
    const text = '(&(dpi-xyratio=[204/98,200/100,1])(size-x<=2150/254));q=0.5';
    expect(printFilter(readFilter(text))).toBe(text);
  });

  it('tells the quality of the outermost filter', () => {
    expect(qualityOf(readFilter('(& (a=1);q=0.2 (b=2));q=0.75'))).toBe(0.75);
    expect(qualityOf(readFilter('(& (a=1);q=0.2 (b=2))'))).toBe(1);
  });
});

describe('any text', () => {
  it('is read, or refused with a place', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'()&|!=<>[],.;"/+- a1q\t\n'.split('')) }),
      fc.tuple(anyFilter, fc.nat(), fc.string({ maxLength: 3 })).map(([filter, at, rubbish]) => {
        const printed = printFilter(filter);
        const place = at % (printed.length + 1);
        return printed.slice(0, place) + rubbish + printed.slice(place + 1);
      }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...READERS), (capability, reader) => {
        const parsed = parseFilter(capability, { reader });
        if (parsed.ok) return;
        expect(parsed.error.position).toBeLessThanOrEqual(capability.length);
        expect(parsed.error.sentence).toMatch(/expected .+, found .+/s);
      }),
      { numRuns: 1000 },
    );
  });

  it('the tolerant reader agrees with the strict one, and repairs nothing, where that one reads', () => {
    const misprints = new Set(['imagecoding', 'dpi-xyatio']);
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter);
        fc.pre(![...misprints].some((tag) => text.includes(tag)));
        expect(parseFilter(text, { reader: 'tolerant' })).toEqual({ ok: true, filter, repairs: [] });
      }),
    );
  });

  it.each([
    ['text', `(x="${'a'.repeat(FILTER_TEXT_LIMIT)}")`, `at most ${FILTER_TEXT_LIMIT} characters`],
    ['element', `(x="${'a'.repeat(LEXICAL_ELEMENT_LIMIT)}")`, `at most ${LEXICAL_ELEMENT_LIMIT} characters`],
    ['digits', `(x=${'1'.repeat(DIGIT_LIMIT + 1)})`, `at most ${DIGIT_LIMIT} characters`],
    ['nesting', `${'(!'.repeat(NESTING_LIMIT)}(x=1)${')'.repeat(NESTING_LIMIT)}`, `at most ${NESTING_LIMIT} filters`],
    ['nesting without end', '(&'.repeat(32_000), `at most ${NESTING_LIMIT} filters`],
    ['items', `(&${'(x=1)'.repeat(ITEM_LIMIT)})`, `at most ${ITEM_LIMIT} filters`],
    ['set entries', `(x=[${'1,'.repeat(ITEM_LIMIT)}1])`, `at most ${ITEM_LIMIT} filters`],
    ['a zero denominator', '(x=1/00)', 'a denominator of 1 or more'],
  ])('the limit of %s is named', (_, text, limit) => {
    for (const reader of READERS) {
      const parsed = parseFilter(text, { reader });
      expect(parsed.ok ? 'it was read' : parsed.error.sentence).toContain(limit);
    }
  });
});

describe('repairs', () => {
  it.each([
    ['(&(a=1)(b=2))) ', '(&(a=1)(b=2))', ['surplus-parenthesis']],
    ['(&(a=1))(b=2))', '(&(a=1)(b=2))', ['surplus-parenthesis']],
    ['(&(a=1))(b=2))(c=3))', '(&(a=1)(b=2)(c=3))', ['surplus-parenthesis', 'surplus-parenthesis']],
    ['(&(a=1)(|(b=2)', '(&(a=1)(|(b=2)))', ['missing-parenthesis', 'missing-parenthesis']],
    ['(ImageCoding=JBIG)', '(image-coding=JBIG)', ['misspelt-tag']],
    ['(dpi-xyatio=[1,2])', '(dpi-xyratio=[1,2])', ['misspelt-tag']],
    ['(color-space-CIELAB)', '(color-space=CIELAB)', ['tag-without-equals']],
    ['(JBIG-stripe-size>0)', '(JBIG-stripe-size>=0)', ['greater-than-zero']],
  ])('%s', (printed, meant, kinds) => {
    const parsed = parseFilter(printed, { reader: 'tolerant' });
    if (!parsed.ok) throw new Error(parsed.error.sentence);
    expect(parsed.filter).toEqual(readFilter(meant));
    expect(parsed.repairs.map((repair) => repair.kind)).toEqual(kinds);
    const strict = parseFilter(printed, { reader: 'strict' });
    if (!kinds.includes('misspelt-tag')) expect(strict.ok).toBe(false);
  });

  it.each(['(a>1)', '(a>05)', '(a<3)', '(a=1)(b=2)', '(|(a=1))(b=2)', '(a=1) junk', '(&(a=1)) junk', '(a-b)'])(
    '%s is beyond repair',
    (text) => expect(parseFilter(text, { reader: 'tolerant' }).ok).toBe(false),
  );
});
