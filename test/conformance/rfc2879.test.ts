import { describe, expect, it } from 'vitest';
import { schemaRemarks, widenFileStructures } from '../../firmware/capability/fax-schema.ts';
import { and, type Filter } from '../../firmware/capability/filter.ts';
import { canonicalTexts, contains, satisfiable } from '../../firmware/capability/match.ts';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';
import type { RepairKind } from '../../firmware/capability/repairs.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';
import { RFC_2879_EXAMPLES } from '../firmware/capability/rfc2879-examples.ts';

type Example = keyof typeof RFC_2879_EXAMPLES;

/** What is wrong with each example as printed: the strict reader's place and what the tolerant reader puts right. */
const DEFECTS: Readonly<Record<Example, { strict?: string; repairs?: readonly RepairKind[]; tolerant?: string }>> = {
  simple: {},
  superG3: { strict: 'the end of the text, found "(ua-media', repairs: ['surplus-parenthesis'] },
  greyScale: { strict: 'named predicates are not supported', repairs: ['tag-without-equals'] },
  jpegColour: { strict: 'the end of the text, found "(ua-media', repairs: ['surplus-parenthesis'] },
  jbigColour: { strict: 'the end of the text, found "(ua-media', repairs: ['surplus-parenthesis'] },
  mrc: { strict: 'the end of the text', repairs: ['surplus-parenthesis', 'surplus-parenthesis'] },
  // A missing `]` is not repaired: nothing says where the set ends.
  tiffS: { strict: "expected ')'", tolerant: "expected ')'" },
  tiffFFull: {},
  tiffJFull: { strict: "expected '=', '<=' or '>='", repairs: ['greater-than-zero'] },
  tiffLFull: { strict: "expected '=', '<=' or '>='", repairs: ['greater-than-zero'] },
};

const EXAMPLES = Object.keys(DEFECTS) as readonly Example[];

describe('RFC 2879 as printed', () => {
  it.each(EXAMPLES)('strict reader: %s', (name) => {
    const parsed = parseFilter(RFC_2879_EXAMPLES[name], { reader: 'strict' });
    const { strict } = DEFECTS[name];
    if (strict === undefined) expect(parsed.ok).toBe(true);
    else expect(parsed.ok ? 'it was read' : parsed.error.sentence).toContain(strict);
  });

  it.each(EXAMPLES)('tolerant reader: %s', (name) => {
    const parsed = parseFilter(RFC_2879_EXAMPLES[name], { reader: 'tolerant' });
    const { repairs = [], tolerant } = DEFECTS[name];
    if (!parsed.ok) expect(parsed.error.sentence).toContain(tolerant ?? 'no failure');
    else expect(parsed.repairs.map((repair) => repair.kind)).toEqual(repairs);
  });

  it('reads 4.2 as if its surplus ")" were not there', () => {
    const meant = RFC_2879_EXAMPLES.superG3.replace('[letter,A4,B4]) )', '[letter,A4,B4])');
    expect(readFilter(RFC_2879_EXAMPLES.superG3, 'tolerant')).toEqual(readFilter(meant));
  });

  it('4.6, which opens and closes in the wrong places, is readable but contradicts itself', () => {
    expect(satisfiable(readFilter(RFC_2879_EXAMPLES.mrc, 'tolerant'))).toBe(false);
  });

  it('4.7: sender and receiver meet in two forms, with the misprint dpi-xyatio repaired', () => {
    const receiver = `(& (| (& (dpi=200) (dpi-xyatio=200/100) ) (& (dpi=200) (dpi-xyratio=1) )
        (& (dpi=300) (dpi-xyratio=1) ) (& (dpi=400) (dpi-xyratio=1) ) ) (color=Binary)
      (| (& (paper-size=A4) (ua-media=[stationery,transparency]) ) (& (paper-size=B4) (ua-media=continuous) ) )
      (image-coding=[MH,MR,JBIG]) )`;
    const sender = `(| (& (dpi=300) (dpi-xyratio=1) (color=Binary) (paper-size=A4) (image-coding=[MMR,JBIG]) )
      (& (dpi=200) (dpi-xyratio=200/100) (color=Binary) (paper-size=B4) (image-coding=[MH,MR]) )
      (& (dpi=300) (dpi-xyratio=1) (color=Mapped) (color-levels<=256) (paper-size=A4) (image-coding=JPEG) ) )`;
    const result = `(| (& (dpi=300) (dpi-xyratio=1) (color=Binary) (paper-size=A4)
        (ua-media=[stationery,transparency]) (image-coding=JBIG) )
      (& (dpi=200) (dpi-xyratio=200/100) (color=Binary) (paper-size=B4) (ua-media=continuous) (image-coding=[MH,MR]) ) )`;
    expect(canonicalTexts(and(readFilter(receiver, 'tolerant'), readFilter(sender)))).toEqual(
      canonicalTexts(readFilter(result)),
    );
  });
});

describe('RFC 2880 5: containment', () => {
  it('the simple mode set is within Super G3 but for the file structure', () => {
    const structure = /\(image-file-structure=[A-Za-z-]+\)/;
    const without = (text: string): Filter => readFilter(text.replace(structure, ''), 'tolerant');
    expect(contains(without(RFC_2879_EXAMPLES.superG3), without(RFC_2879_EXAMPLES.simple))).toBe(true);
    expect(contains(without(RFC_2879_EXAMPLES.simple), without(RFC_2879_EXAMPLES.superG3))).toBe(false);
    expect(contains(readFilter(RFC_2879_EXAMPLES.superG3, 'tolerant'), readFilter(RFC_2879_EXAMPLES.simple))).toBe(
      false,
    );
  });

  it('does not depend on how a range was split', () => {
    expect(contains(readFilter('(|(x<=5)(x>=5))'), readFilter('(x=[1..10])'))).toBe(true);
    expect(contains(readFilter('(|(x<=4)(x>=5))'), readFilter('(x=[1..10])'))).toBe(false);
  });
});

describe('RFC 2879 3.7: file structures contain each other', () => {
  // RFC 3297 8.1 means these two to match.
  const offer = `(& (color=Binary) (image-file-structure=TIFF-limited) (dpi=400) (dpi-xyratio=1) (paper-size=A4)
    (image-coding=MMR) (MRC-mode=0) (ua-media=stationery) )`;
  const receiver = `(& (type="image/tiff") (color=Binary) (image-file-structure=TIFF) (dpi=[200,400]) (dpi-xyratio=1)
    (image-coding=[MH,MR,MMR]) (MRC-mode=0) (paper-size=[A4,B4]) (ua-media=stationery) )`;

  it('a TIFF-limited offer meets a TIFF receiver once it carries every name it goes by', () => {
    expect(satisfiable(and(readFilter(offer), readFilter(receiver)))).toBe(false);
    expect(satisfiable(and(widenFileStructures(readFilter(offer)), readFilter(receiver)))).toBe(true);
  });

  it.each([
    ['TIFF-minimal', '(image-file-structure=[TIFF-minimal,TIFF-limited,TIFF])'],
    ['TIFF-limited', '(image-file-structure=[TIFF-limited,TIFF])'],
    ['TIFF', '(image-file-structure=TIFF)'],
    ['TIFF-MRC-limited', '(image-file-structure=[TIFF-MRC-limited,TIFF-MRC])'],
  ])('%s', (structure, widened) => {
    const document = readFilter(`(image-file-structure=${structure})`);
    expect(canonicalTexts(widenFileStructures(document))).toEqual(canonicalTexts(readFilter(widened)));
  });
});

describe('RFC 2879 3: values', () => {
  it.each(['simple', 'superG3', 'jbigColour'] as const)('%s keeps to the schema', (name) => {
    expect(schemaRemarks(readFilter(RFC_2879_EXAMPLES[name], 'tolerant'))).toEqual([]);
  });

  it.each([
    ['(imagecoding=JBIG)', "'imagecoding' is not a tag of RFC 2879"],
    ['(image-file-structure=TIFF-S)', 'expected a token of TIFF, TIFF-limited'],
    ['(color-subsampling=4)', 'expected a string of 1:1:1'],
    ['(dpi=[200,401/2])', 'expected an integer from 1'],
    ['(MRC-mode=8)', 'expected an integer from 0 to 7'],
    ['(!(paper-size=[A4,iso-A4]))', 'expected a token of A4'],
  ])('%s', (text, remark) => {
    const [only, ...others] = schemaRemarks(readFilter(text));
    expect(only).toContain(remark);
    expect(others).toEqual([]);
  });

  it('prints an example compactly and reads it back', () => {
    const filter = readFilter(RFC_2879_EXAMPLES.tiffFFull);
    expect(printFilter(filter)).not.toMatch(/\s/);
    expect(readFilter(printFilter(filter))).toEqual(filter);
  });
});
