import { describe, expect, it } from 'vitest';
import { and } from '../../firmware/capability/filter.ts';
import { canonicalTexts, satisfiable } from '../../firmware/capability/match.ts';
import { schemaRemarks } from '../../firmware/capability/schema-remarks.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';
import { RFC_2879_EXAMPLES } from '../firmware/capability/rfc2879-examples.ts';

/** RFC 2912 4.2, the header's value with its folds. */
const FAX_MESSAGE = `
        (& (Type="image/tiff")
           (color=Binary)
           (image-file-structure=TIFF-S)
           (dpi=200)
           (dpi-xyratio=200/100)
           (paper-size=A4)
           (image-coding=MH) (MRC-mode=0)
           (ua-media=stationery) )
`.replaceAll('\n', '\r\n');

describe('RFC 2912 4: the values of Content-features', () => {
  it.each([
    '(& (paper-size=A4) (ua-media=stationery) )',
    '(& (Type="text/plain") (charset=US-ASCII) )',
    '(& (Type="text/html") (charset=ISO-8859-1) (color=limited) )',
    '(& (Type="text/html") (charset=ISO-8859-1) (color=binary) )',
    '(color=binary)',
    FAX_MESSAGE,
  ])('reads %s', (text) => {
    expect(satisfiable(readFilter(text))).toBe(true);
  });

  it('4.2 prints TIFF-S, which RFC 2879 3.7 calls TIFF-minimal', () => {
    const [only, ...others] = schemaRemarks(readFilter(FAX_MESSAGE));
    expect(only).toContain('expected a token of TIFF, TIFF-limited, TIFF-minimal');
    expect(others).toEqual([]);
    const simple = readFilter(RFC_2879_EXAMPLES.simple);
    expect(satisfiable(and(readFilter(FAX_MESSAGE), simple))).toBe(false);
    expect(satisfiable(and(readFilter(FAX_MESSAGE.replace('TIFF-S', 'TIFF-minimal')), simple))).toBe(true);
  });

  it('compares MIME types octet by octet, tags without regard to case', () => {
    expect(canonicalTexts(readFilter('(& (Type="image/tiff") (type="image/tiff") )'))).toEqual([
      '(& (type="image/tiff"))',
    ]);
    expect(satisfiable(readFilter('(& (type="image/tiff") (type="IMAGE/TIFF") )'))).toBe(false);
  });
});
