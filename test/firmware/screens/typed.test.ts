import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDate } from '../../../firmware/screens/entries/read-date.ts';
import { typedDigits, typedNumber, typedText } from '../../../firmware/screens/entries/typed.ts';
import { fittingPair, wrapped } from '../../../firmware/screens/line-layout.ts';

describe('a number of a range', () => {
  const upTo15 = { min: 0, max: 15 };
  const zone = { min: -720, max: 840 };
  test.each([
    ['', '7', upTo15, '7', ''],
    ['1', '5', upTo15, '15', ''],
    ['1', '6', upTo15, '1', 'AT MOST 15'],
    ['0', '3', upTo15, '3', ''],
    ['', '*', upTo15, '', 'DIGITS ONLY'],
    ['', '*720', zone, '-720', ''],
    ['-72', '1', zone, '-72', 'AT LEAST -720'],
    ['-60', '*', zone, '60', ''],
    ['84', '1', zone, '84', 'AT MOST 840'],
    ['', '6a', zone, '6', 'DIGITS ONLY'],
  ])('%j and %j', (entered, text, range, now, hint) => {
    expect(typedNumber(entered, text, range)).toEqual({ entered: now, hint });
  });
});

test('digits and texts keep to their limits', () => {
  expect(typedDigits('12', '345', 4)).toEqual({ entered: '1234', hint: 'AT MOST 4 DIGITS' });
  expect(typedDigits('12', '3-4', 8)).toEqual({ entered: '1234', hint: 'DIGITS ONLY' });
  expect(typedText('abc', 'def', 5)).toEqual({ entered: 'abcde', hint: 'AT MOST 5 CHARACTERS' });
  expect(typedText('abc', 'de', 5)).toEqual({ entered: 'abcde', hint: '' });
});

test.each([
  ['200601310905', 0, '2006-01-31T09:05:00.000Z'],
  ['200601310905', 540, '2006-01-31T00:05:00.000Z'],
  ['200402292359', 0, '2004-02-29T23:59:00.000Z'],
  ['200502292359', 0, undefined],
  ['200613010000', 0, undefined],
  ['200601312400', 0, undefined],
  ['20060131', 0, undefined],
])('the date %s in the zone %i', (digits, zone, instant) => {
  expect(readDate(digits, zone)?.toISOString()).toBe(instant);
});

describe('lines of the display', () => {
  test('a pair keeps its right end and gives up the left one', () => {
    expect(fittingPair('a'.repeat(60), 'right')).toBe(`${'a'.repeat(33)}~ right`);
    expect(fittingPair('left', 'right')).toBe(`left${' '.repeat(31)}right`);
  });

  test('wrapped lines never exceed the display, and lose nothing while there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })), (words) => {
        const text = words.join(' ').trim().replace(/ +/g, ' ');
        const all = wrapped(text, 100);
        expect(all.every((line) => line.length <= 40)).toBe(true);
        expect(all.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        const some = wrapped(text, 2);
        expect(some.length).toBeLessThanOrEqual(2);
        expect(some.every((line) => line.length <= 40)).toBe(true);
      }),
    );
    expect(wrapped(`${'a'.repeat(40)} ${'b'.repeat(41)}`, 2)).toEqual(['a'.repeat(40), `${'b'.repeat(39)}~`]);
  });
});
