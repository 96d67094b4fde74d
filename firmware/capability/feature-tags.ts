/** Tokens; where they may follow a pattern, `pattern` has it and `described` names it. */
export interface TokenSpace {
  readonly type: 'token';
  readonly values: readonly string[];
  readonly pattern?: RegExp;
  readonly described?: string;
}

/** Strings; without values any. */
export interface StringSpace {
  readonly type: 'string';
  readonly values?: readonly string[];
}

/** Numbers from `from`, or greater than `above`, up to `to`; without a bound any. */
export interface NumberSpace {
  readonly type: 'integer' | 'rational';
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
}

export type ValueSpace = TokenSpace | StringSpace | NumberSpace;

/** A registered feature tag in the spelling of its registration. */
export interface FeatureTag {
  readonly tag: string;
  readonly space: ValueSpace;
  /** RFC and section. */
  readonly source: string;
}

const INCHES: NumberSpace = { type: 'rational', above: 0 };
const COUNT: NumberSpace = { type: 'integer', from: 1 };
const ANY_INTEGER: NumberSpace = { type: 'integer' };

function tokens(...values: readonly string[]): TokenSpace {
  return { type: 'token', values };
}

const ILLUMINANTS: TokenSpace = {
  ...tokens('D50', 'D65', 'D75', 'SA', 'SC', 'F2', 'F7', 'F11'),
  pattern: /^CT[0-9]+$/i,
  described: 'CTnnnn',
};

/**
 * Every tag of RFC 2879 3 with its legal values, and besides it the tags that its examples and those of RFC 2912 use.
 * Two values differ between RFC 2879's text and its registrations: `color-levels` is from 3 in 3.6 and from 2 in A.3,
 * which is taken, as two distinct colours need no third; `JBIG-stripe-size` is from 0 in 3.7 (`>=0`: no restriction)
 * and above 0 in A.11: 3.7 is taken, because receivers write it.
 */
export const FEATURE_TAGS: readonly FeatureTag[] = [
  { tag: 'size-x', space: INCHES, source: 'RFC 2879 3.1' },
  { tag: 'size-y', space: INCHES, source: 'RFC 2879 3.1' },
  { tag: 'dpi', space: COUNT, source: 'RFC 2879 3.2' },
  { tag: 'dpi-xyratio', space: { type: 'rational', above: 0 }, source: 'RFC 2879 3.2' },
  {
    tag: 'ua-media',
    space: tokens('screen', 'screen-paged', 'stationery', 'transparency', 'envelope', 'envelope-plain', 'continuous'),
    source: 'RFC 2879 3.3',
  },
  { tag: 'paper-size', space: tokens('A4', 'A3', 'B4', 'letter', 'legal'), source: 'RFC 2879 3.4' },
  { tag: 'color', space: tokens('Binary', 'Limited', 'Mapped', 'Grey', 'Full'), source: 'RFC 2879 3.5' },
  { tag: 'color-levels', space: { type: 'integer', from: 2 }, source: 'RFC 2879 3.6, A.3' },
  {
    tag: 'color-space',
    space: tokens('Device-RGB', 'Device-CMY', 'Device-CMYK', 'CIELAB'),
    source: 'RFC 2879 3.6',
  },
  { tag: 'color-illuminant', space: ILLUMINANTS, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-L-depth', space: COUNT, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-a-depth', space: COUNT, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-b-depth', space: COUNT, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-L-min', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-L-max', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-a-min', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-a-max', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-b-min', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  { tag: 'CIELAB-b-max', space: ANY_INTEGER, source: 'RFC 2879 3.6' },
  {
    tag: 'image-file-structure',
    space: tokens('TIFF', 'TIFF-limited', 'TIFF-minimal', 'TIFF-MRC', 'TIFF-MRC-limited'),
    source: 'RFC 2879 3.7',
  },
  { tag: 'image-coding', space: tokens('MH', 'MR', 'MMR', 'JBIG', 'JPEG'), source: 'RFC 2879 3.7' },
  {
    tag: 'image-coding-constraint',
    space: tokens('JBIG-T85', 'JBIG-T43', 'JPEG-T4E'),
    source: 'RFC 2879 3.7',
  },
  { tag: 'JBIG-stripe-size', space: { type: 'integer', from: 0 }, source: 'RFC 2879 3.7' },
  { tag: 'image-interleave', space: tokens('Stripe', 'Plane'), source: 'RFC 2879 3.7' },
  { tag: 'color-subsampling', space: { type: 'string', values: ['1:1:1', '4:1:1'] }, source: 'RFC 2879 3.7' },
  { tag: 'MRC-mode', space: { type: 'integer', from: 0, to: 7 }, source: 'RFC 2879 3.8' },
  { tag: 'MRC-max-stripe-size', space: { type: 'integer', from: 0 }, source: 'RFC 2879 3.8' },
  { tag: 'pix-x', space: ANY_INTEGER, source: 'RFC 2534 2.1' },
  { tag: 'pix-y', space: ANY_INTEGER, source: 'RFC 2534 2.1' },
  // A MIME type.
  { tag: 'type', space: { type: 'string' }, source: 'RFC 2912 3' },
];

const BY_NAME: ReadonlyMap<string, FeatureTag> = new Map(FEATURE_TAGS.map((it) => [it.tag.toLowerCase(), it]));

/** Tags compare without regard to case (RFC 2506 3.1.1). */
export function featureTag(name: string): FeatureTag | undefined {
  return BY_NAME.get(name.toLowerCase());
}
