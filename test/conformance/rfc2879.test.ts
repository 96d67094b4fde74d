import { describe, expect, it } from 'vitest';
import { nominalWidth, widenFileStructures } from '../../firmware/capability/fax-schema.ts';
import { FEATURE_TAGS, featureTag } from '../../firmware/capability/feature-tags.ts';
import { and, type Filter } from '../../firmware/capability/filter.ts';
import { canonicalTexts, contains, satisfiable } from '../../firmware/capability/match.ts';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import { printFilter } from '../../firmware/capability/print-filter.ts';
import { printRational } from '../../firmware/capability/rational.ts';
import type { RepairKind } from '../../firmware/capability/repairs.ts';
import { schemaRemarks } from '../../firmware/capability/schema-remarks.ts';
import { schemaSpelling } from '../../firmware/capability/schema-spelling.ts';
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

/** RFC 2879 3.1 to 3.8, tags and legal values by hand. */
const TABLE: readonly (readonly [tag: string, legal: readonly string[], illegal: readonly string[]])[] = [
  ['size-x', ['2150/254', '1'], ['0', '-1', 'A4']],
  ['size-y', ['2970/254'], ['0']],
  ['dpi', ['1', '204'], ['0', '401/2', 'fine', '204 dpi']],
  ['dpi-xyratio', ['204/98', '1/2'], ['0', 'square']],
  [
    'ua-media',
    ['screen', 'screen-paged', 'stationery', 'transparency', 'envelope', 'envelope-plain', 'continuous'],
    ['paper', '1'],
  ],
  ['paper-size', ['A4', 'A3', 'B4', 'letter', 'legal', 'LEGAL'], ['iso-A4', '"A4"']],
  ['color', ['Binary', 'Limited', 'Mapped', 'Grey', 'Full', 'grey'], ['gray', '2']],
  ['color-levels', ['2', '256', '16777216'], ['1', '5/2']],
  ['color-space', ['Device-RGB', 'Device-CMY', 'Device-CMYK', 'CIELAB'], ['sRGB']],
  ['color-illuminant', ['D50', 'D65', 'D75', 'SA', 'SC', 'F2', 'F7', 'F11', 'CT7500'], ['D55', 'CT', 'CT75K']],
  ...['L', 'a', 'b'].flatMap((component): typeof TABLE => [
    [`CIELAB-${component}-depth`, ['1', '4096'], ['0']],
    [`CIELAB-${component}-min`, ['-85', '0', '125'], ['1/2', 'low']],
    [`CIELAB-${component}-max`, ['-85', '0', '125'], ['1/2', 'high']],
  ]),
  ['image-file-structure', ['TIFF', 'TIFF-limited', 'TIFF-minimal', 'TIFF-MRC', 'TIFF-MRC-limited'], ['TIFF-S', 'PDF']],
  ['image-coding', ['MH', 'MR', 'MMR', 'JBIG', 'JPEG'], ['G4']],
  ['image-coding-constraint', ['JBIG-T85', 'JBIG-T43', 'JPEG-T4E'], ['T85']],
  ['JBIG-stripe-size', ['128', '0'], ['-1', '1/2']],
  ['image-interleave', ['Stripe', 'Plane', 'stripe'], ['line']],
  ['color-subsampling', ['"1:1:1"', '"4:1:1"'], ['"4:2:0"', '4']],
  ['MRC-mode', ['0', '1', '7'], ['-1', '8']],
  ['MRC-max-stripe-size', ['256', '0'], ['-1']],
];

describe('RFC 2879 3: the table of tags', () => {
  it.each(TABLE)('%s', (tag, legal, illegal) => {
    const remarksOn = (value: string) => schemaRemarks(readFilter(`(${tag}=${value})`));
    for (const value of legal) expect(remarksOn(value)).toEqual([]);
    for (const value of illegal) expect(remarksOn(value)).toHaveLength(1);
    expect(featureTag(tag.toUpperCase())?.tag).toBe(tag);
  });

  it('has every tag, and no other under RFC 2879', () => {
    const ours = FEATURE_TAGS.filter(({ source }) => source.startsWith('RFC 2879')).map(({ tag }) => tag);
    expect([...ours].sort()).toEqual(TABLE.map(([tag]) => tag).sort());
  });

  it('spells canonical text as printed', () => {
    const folded = readFilter('(&(MRC-MODE=0)(IMAGE-FILE-STRUCTURE=tiff-minimal)(!(paper-size=[a4,LETTER]))(x=Y))');
    expect(printFilter(schemaSpelling(folded))).toBe(
      '(&(MRC-mode=0)(image-file-structure=TIFF-minimal)(!(paper-size=[A4,letter]))(x=Y))',
    );
    expect(canonicalTexts(schemaSpelling(folded))).toEqual(canonicalTexts(folded));
  });
});

describe('RFC 2879 3.1: nominal size-x', () => {
  // T.4 has lines of 215, 255 and 303 mm; 10/254 makes them inches.
  it.each([
    ['A4', '2150/254'],
    ['letter', '2150/254'],
    ['legal', '2150/254'],
    ['B4', '2550/254'],
    ['A3', '3030/254'],
  ] as const)('%s: %s', (paper, inches) => {
    expect(printRational(nominalWidth(paper))).toBe(inches);
  });

  it('is within what receivers of these papers print, where pels by dpi are not', () => {
    const receiver = readFilter('(size-x<=2150/254)');
    expect(satisfiable(and(readFilter('(size-x=2150/254)'), receiver))).toBe(true);
    for (const width of ['1728/204', '1728/200', '3456/400', '3456/408']) {
      expect(satisfiable(and(readFilter(`(size-x=${width})`), receiver))).toBe(false);
    }
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
