import { expect, test } from 'vitest';
import { messageIdOf } from '../../../firmware/mail/message-id.ts';
import { rfc5322Date } from '../../../firmware/mail/rfc5322-date.ts';

const random = { hex: (digits: number) => 'be948'.slice(0, digits) };
const date = new Date(Date.UTC(2002, 1, 6, 6, 42, 3, 470));

test('a Message-Id has the shape of the sibling sample', () => {
  const parts = { date, zoneOffsetMinutes: 540, counter: 1, random, address: 'fax@huge.com' };
  expect(messageIdOf(parts)).toBe('<20020206154203470001.BE948.fax@huge.com>');
});

test.each([
  ['fax@[10.20.30.5]', '.fax@[10.20.30.5]>'],
  ['"second floor".fax@a.example', undefined],
  ['"second floor"@a.example', '.second-floor@a.example>'],
])('the address %s ends it as %s', (address, end) => {
  const make = () => messageIdOf({ date, zoneOffsetMinutes: 0, counter: 12_345, random, address });
  if (end === undefined) expect(make).toThrow(RangeError);
  else expect(make()).toBe(`<20020206064203472345.BE948${end}`);
});

test.each([
  [0, 'Wed, 06 Feb 2002 06:42:03 +0000'],
  [540, 'Wed, 06 Feb 2002 15:42:03 +0900'],
  [-210, 'Wed, 06 Feb 2002 03:12:03 -0330'],
  [-720, 'Tue, 05 Feb 2002 18:42:03 -1200'],
])('a date %i minutes east of UTC', (offset, text) => {
  expect(rfc5322Date(date, offset)).toBe(text);
  expect(new Date(text).getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000);
});

test('an impossible date is refused, not printed', () => {
  expect(() => rfc5322Date(new Date(Number.NaN), 0)).toThrow(RangeError);
});
