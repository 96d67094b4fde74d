import { describe, expect, test } from 'vitest';
import { INFO_CODES, INFO_ROWS, infoRow } from '../../../firmware/journal/info-codes.ts';

describe('the info-code table', () => {
  test('every code is three digits and belongs to one row', () => {
    for (const row of INFO_ROWS) {
      expect(row.code).toMatch(/^\d{3}$/);
      expect(infoRow(row.code)).toBe(row);
    }
    expect(new Set(INFO_ROWS.map((row) => row.code)).size).toBe(INFO_ROWS.length);
    expect(infoRow('000')).toBeUndefined();
  });

  test('a row is found under its own key', () => {
    for (const [key, row] of Object.entries(INFO_CODES)) expect(row.key).toBe(key);
  });

  test('ours are 901 to 999 and say so; nothing else claims to be Panasonic fact', () => {
    for (const row of INFO_ROWS) {
      expect(row.source).toBe(row.code > '900' ? 'own design' : 'unsourced recollection');
    }
  });

  test('the LCD lines fit 40 characters of capitals', () => {
    for (const line of INFO_ROWS.flatMap((row) => [...row.lcd])) expect(line).toMatch(/^[A-Z0-9 .\-/,]{1,40}$/);
  });

  test('a condition fits its line of the standby screen with its number', () => {
    for (const { standing, lcd, code } of INFO_ROWS) {
      if (standing !== undefined) expect(`${lcd[0]} ${code}`.length).toBeLessThanOrEqual(40);
    }
  });

  test('sentence and remedy are sentences', () => {
    for (const row of INFO_ROWS) for (const text of [row.sentence, row.remedy]) expect(text).toMatch(/^[A-Z].*[^.]\.$/);
  });

  test('what only an operator or administrator can mend is not tried again', () => {
    for (const row of INFO_ROWS) if (row.phase === 'preflight') expect(row.retryable).toBe(false);
    for (const key of ['stopped', 'mailbox-refused', 'no-common-format', 'protocol-error'] as const) {
      expect(INFO_CODES[key].retryable).toBe(false);
    }
  });

  test('the numbers recalled in the project reference keep their meaning', () => {
    const recalled = [
      '030',
      '031',
      '061',
      '634',
      '638',
      '714',
      '715',
      '716',
      '717',
      '718',
      '719',
      '722',
      '725',
      '726',
      '870',
    ];
    expect(INFO_ROWS.filter((row) => row.code < '900').map((row) => row.code)).toEqual(recalled);
  });
});
