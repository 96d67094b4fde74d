import { expect, test } from 'vitest';
import { DEFAULT_CODING_ORDER, readCodingOrder } from '../../../firmware/capability/coding-choice.ts';
import { CODING_PREFERENCE } from '../../../firmware/capability/image-coding.ts';

test('the default order reads as the preference', () => {
  expect(readCodingOrder(DEFAULT_CODING_ORDER)).toEqual(CODING_PREFERENCE);
});

test.each([
  ['mh, mr', ['MH', 'MR']],
  ['JBIG', ['JBIG']],
  ['MR MH MMR JBIG', ['MR', 'MH', 'MMR', 'JBIG']],
  ['', undefined],
  ['MH MH', undefined],
  ['MH JPEG', undefined],
  ['MH,', undefined],
])('%j reads as %j', (text, order) => {
  expect(readCodingOrder(text)).toEqual(order);
});
