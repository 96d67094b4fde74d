import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILTER_TEXT_LIMIT } from '../../../firmware/capability/filter-text.ts';
import { parseFilter } from '../../../firmware/capability/parse-filter.ts';
import { printFilter } from '../../../firmware/capability/print-filter.ts';
import { manyCases } from '../../support/many-cases.ts';
import { anyFilter } from './arbitrary-filter.ts';

const LEXICAL = ['(', ')', '&', '|', '!', '=', '<=', '>=', '>', '[', ']', '..', ',', ';', 'q=0.5', ' ', '\t', '\r\n'];
const WORDS = ['dpi', 'imagecoding', 'dpi-xyatio', 'size-x', 'color', 'MH', 'TRUE', 'where', 'end', '"', '"a b"'];
const NUMBERS = ['0', '204', '2150/254', '1/0', '-3', '+7', '9'.repeat(60), '1.5', '200dpi'];

/** Lexical elements in any order: most are no filter, and some nearly are. */
const scrambled = fc
  .array(fc.constantFrom(...LEXICAL, ...WORDS, ...NUMBERS), { maxLength: 24 })
  .map((pieces) => pieces.join(''));

/** A whole filter with one stretch of its text replaced. */
const spoilt = fc
  .tuple(anyFilter, fc.nat(), fc.nat(4), fc.oneof(scrambled, fc.string({ maxLength: 4 })))
  .map(([filter, at, gone, put]) => {
    const text = printFilter(filter);
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + gone);
  });

const anyText = fc.oneof(
  { weight: 3, arbitrary: scrambled },
  { weight: 3, arbitrary: spoilt },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

test('any text is a filter that prints to itself, or one sentence with its place', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const strict = parseFilter(text, { reader: 'strict' });
      const tolerant = parseFilter(text, { reader: 'tolerant' });
      if (strict.ok) {
        expect(strict.repairs).toEqual([]);
        expect(tolerant.ok).toBe(true);
      }
      for (const parsed of [strict, tolerant]) {
        if (parsed.ok) {
          expect(parsed.repairs.every(({ position }) => position <= text.length)).toBe(true);
          const printed = printFilter(parsed.filter);
          expect(parseFilter(printed, { reader: 'strict' })).toEqual({ ok: true, filter: parsed.filter, repairs: [] });
        } else {
          const { position, expected, found, sentence } = parsed.error;
          expect(position).toBeLessThanOrEqual(Math.min(text.length, FILTER_TEXT_LIMIT));
          expect([expected, found, sentence].every((part) => part !== '')).toBe(true);
        }
      }
    }),
    manyCases('feature set reader'),
  );
});
