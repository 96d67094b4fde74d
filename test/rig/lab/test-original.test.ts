import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openOriginal } from '../../../device-model/scanner/original.ts';
import { glyphRows } from '../../../rig/lab/dot-font.ts';
import { testOriginal } from '../../../rig/lab/test-original.ts';

describe('the test original', () => {
  it('is two A4 pages of 200 dpi, the same octets every time', async () => {
    const [first, again] = await Promise.all([testOriginal(), testOriginal()]);
    const hash = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
    expect(first.map((page) => hash(page.octets))).toEqual(again.map((page) => hash(page.octets)));
    expect(new Set(first.map((page) => hash(page.octets))).size).toBe(2);
    for (const page of first) {
      const original = await openOriginal(page.label, page.octets);
      expect([original.widthPels, original.heightPels, original.size.paper]).toEqual([1654, 2339, 'A4']);
      expect(original.size.widthMm).toBeCloseTo(210.06, 1);
    }
  });

  it('has a letter for every character it writes, all different', () => {
    const characters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-:/+()=%? ');
    const glyphs = characters.map((character) => glyphRows(character));
    expect(glyphs.every((rows) => rows.length === 7 && rows.every((bits) => bits >= 0 && bits < 32))).toBe(true);
    expect(new Set(glyphs.map(String)).size).toBe(characters.length);
    expect(glyphRows('q')).toEqual(glyphRows('Q'));
    expect(glyphRows('€')).toEqual(glyphRows('?'));
  });
});
