import { describe, expect, test } from 'vitest';
import { type BilevelRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { decodeMh, decodeMhOctetRows } from '../../../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../../../firmware/coding/decode-mr.ts';
import type { Decoded, DecodeOptions } from '../../../firmware/coding/decoded.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { encodeMr } from '../../../firmware/coding/encode-mr.ts';
import { adversarialPages } from './adversarial-pages.ts';
import { B, coded, EOL, W } from './code-words.ts';
import { octetRows } from './octet-rows.ts';

type Decode = (octets: Uint8Array, options: DecodeOptions) => Decoded;
type Code = (page: BilevelRaster) => Uint8Array;

const DECODERS: Readonly<Record<string, Decode>> = {
  'EOLs alone': decodeMh,
  'tag bits': decodeMr,
  'octet-aligned rows': decodeMhOctetRows,
};
const PAGES: Readonly<Record<string, Code>> = {
  'EOLs alone': (page) => encodeMh(page),
  'aligned EOLs': (page) => encodeMh(page, { byteAlignedEols: true }),
  'tag bits': (page) => encodeMr(page, { k: 4 }),
  'tag bits, aligned': (page) => encodeMr(page, { k: 2, byteAlignedEols: true }),
  'octet-aligned rows': octetRows,
};

describe.each(Object.keys(DECODERS))('a page said to have %s', (said) => {
  const decode = DECODERS[said] ?? decodeMh;
  test.each(Object.keys(PAGES))('that has %s is read', (had) => {
    for (const [name, page] of Object.entries(adversarialPages(203, 24))) {
      for (const damage of ['strict', 'conceal'] as const) {
        const decoded = decode((PAGES[had] ?? encodeMh)(page), { width: 203, height: 24, maxRows: 24, damage });
        expect(decoded.damage, name).toBeUndefined();
        expect(rastersEqual(decoded.raster, page), name).toBe(true);
      }
    }
  });
});

describe('ends of pages', () => {
  const read = { width: 16, height: 2, maxRows: 9, damage: 'strict' } as const;
  const rows = [EOL, W(4), B(4), W(8), EOL, W(0), B(16)].join('');
  const tagged = [EOL, '1', W(4), B(4), W(8), EOL, '1', W(0), B(16)].join('');
  const anyHeight = { ...read, height: undefined };

  test.each([0, 1, 2, 5, 6, 7])('%i EOLs after the last row', (eols) => {
    for (const options of [read, anyHeight]) {
      for (const end of [EOL, `0000${EOL}`, `${EOL}`.padStart(16, '0')]) {
        const decoded = decodeMh(coded(rows, end.repeat(eols)), options);
        expect(decoded).toMatchObject({ damage: undefined, codedRows: 2, raster: { height: 2 } });
      }
      for (const end of [`${EOL}1`, EOL, `${EOL}0`]) {
        const decoded = decodeMr(coded(tagged, end.repeat(eols)), options);
        expect(decoded).toMatchObject({ damage: undefined, codedRows: 2, raster: { height: 2 } });
      }
    }
  });

  test.each([0, 1, 2, 3])('%i EOLs after T.6 rows, then anything', (eols) => {
    const page = ['001', W(4), B(4), '1', '1', '1', '1'].join('');
    const decoded = decodeMmr(coded(page, EOL.repeat(eols), eols > 0 ? '10110' : ''), read);
    expect(decoded).toMatchObject({ damage: undefined, codedRows: 2 });
    expect(Buffer.from(decoded.raster.octets).toString('hex')).toBe('0f000f00');
  });

  test('a row missing between EOLs with tag bits costs a row', () => {
    const octets = coded(EOL, '1', W(4), B(4), W(8), EOL, '1', EOL, '1', W(0), B(16));
    const decoded = decodeMr(octets, { ...read, height: 3, damage: 'conceal' });
    expect(Buffer.from(decoded.raster.octets).toString('hex')).toBe('0f000f00ffff');
    expect(decoded).toMatchObject({ badRows: 1, firstBadRow: 1 });
  });
});

describe('extension codes', () => {
  const options = { width: 16, height: 1, maxRows: 1, damage: 'strict' } as const;
  test.each([
    ['0000001111', 'row 0: an extension code at bit 0 of 16 asks for the uncompressed mode, which fax does not use'],
    ['0000001101', 'row 0: an extension code at bit 0 of 16 stands for nothing T.4 and T.6 know'],
  ])('two-dimensional: %s', (code, sentence) => {
    expect(decodeMmr(coded(code), options)).toMatchObject({ damage: sentence, badRows: 1, firstBadOctet: 0 });
  });
  test('one-dimensional', () => {
    expect(decodeMh(coded(EOL, W(4), '000000001111'), options)).toMatchObject({
      damage: 'row 0: an extension code at bit 16 of 32 asks for the uncompressed mode, which fax does not use',
      firstBadOctet: 2,
    });
  });
});

describe('octet-aligned rows with damage', () => {
  test('reading goes on where two rows can be read', () => {
    const row = (...words: readonly (string | undefined)[]) => coded(...words);
    const good = row(W(4), B(4), W(8));
    const octets = Buffer.concat([good, good, row('000000001', '1111111'), good, row(W(0), B(16)), good]);
    const decoded = decodeMhOctetRows(octets, { width: 16, height: 6, maxRows: 6, damage: 'conceal' });
    expect(Buffer.from(decoded.raster.octets).toString('hex')).toBe('0f000f000f000f00ffff0f00');
    expect(decoded).toMatchObject({ badRows: 1, firstBadRow: 2, firstBadOctet: 4 });
  });
});
