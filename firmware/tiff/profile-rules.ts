import { T82_OPTIONS_T85 } from './t82-options.ts';
import { TAGS, TYPES } from './tags.ts';

export type ProfileName = 'S' | 'F' | 'J';

/** One field of a profile: where RFC 3949 says it, and what it may be. */
export interface FieldRule {
  readonly tag: number;
  /** Section of RFC 3949. */
  readonly section: string;
  readonly types: readonly number[];
  /** Values there must be; undefined when there may be any number. */
  readonly count?: number;
  readonly allowed?: readonly number[];
  /** Bits that must be 1, where the rest is not said. */
  readonly bits?: number;
  /** May be left out, having this default. */
  readonly omittable?: boolean;
  /** Applies to pages of this Compression only, and may not stand in others. */
  readonly compression?: number;
}

export interface ProfileRules {
  readonly name: ProfileName;
  readonly fields: readonly FieldRule[];
  /** FaxProfile of RFC 3949 2.2.4. */
  readonly faxProfile: number;
  /** Section that orders the file, and whether the order is required. */
  readonly structure: { readonly section: string; readonly required: boolean };
  /** Section that lists the widths each resolution goes with. */
  readonly formSection: string;
}

const INTEGERS = [TYPES.SHORT, TYPES.LONG];

/** RFC 3949 2.2.1: required of all profiles, whatever their values. */
const EVERY_PROFILE: readonly FieldRule[] = [
  { tag: TAGS.ImageLength, section: '2.2.1', types: INTEGERS, count: 1 },
  { tag: TAGS.StripOffsets, section: '2.2.1', types: INTEGERS },
  { tag: TAGS.RowsPerStrip, section: '2.2.1', types: INTEGERS, count: 1 },
  { tag: TAGS.StripByteCounts, section: '2.2.1', types: INTEGERS },
  { tag: TAGS.PageNumber, section: '2.2.1', types: [TYPES.SHORT], count: 2 },
];

/** RFC 3949 3.2.1, 3.2.2. */
const S_FIELDS: readonly FieldRule[] = [
  { tag: TAGS.NewSubfileType, section: '3.2.1', types: [TYPES.LONG], count: 1, allowed: [2] },
  { tag: TAGS.ImageWidth, section: '3.2.1', types: INTEGERS, count: 1, allowed: [1728] },
  { tag: TAGS.BitsPerSample, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [1], omittable: true },
  { tag: TAGS.Compression, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [3] },
  { tag: TAGS.PhotometricInterpretation, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [0] },
  { tag: TAGS.FillOrder, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [2] },
  { tag: TAGS.SamplesPerPixel, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [1], omittable: true },
  { tag: TAGS.XResolution, section: '3.2.1', types: [TYPES.RATIONAL], count: 1, allowed: [200, 204] },
  { tag: TAGS.YResolution, section: '3.2.1', types: [TYPES.RATIONAL], count: 1, allowed: [98, 100, 196, 200] },
  { tag: TAGS.T4Options, section: '3.2.2', types: [TYPES.LONG], count: 1, allowed: [0, 4] },
  { tag: TAGS.ResolutionUnit, section: '3.2.1', types: [TYPES.SHORT], count: 1, allowed: [2], omittable: true },
];

/** RFC 3949 4.2.1; the values of width and resolution depend on each other, see `legal-forms`. */
const F_BASELINE: readonly FieldRule[] = [
  { tag: TAGS.NewSubfileType, section: '4.2.1', types: [TYPES.LONG], count: 1, bits: 2 },
  { tag: TAGS.ImageWidth, section: '4.2.1', types: INTEGERS, count: 1 },
  { tag: TAGS.BitsPerSample, section: '4.2.1', types: [TYPES.SHORT], count: 1, allowed: [1], omittable: true },
  { tag: TAGS.PhotometricInterpretation, section: '4.2.1', types: [TYPES.SHORT], count: 1, allowed: [0, 1] },
  { tag: TAGS.SamplesPerPixel, section: '4.2.1', types: [TYPES.SHORT], count: 1, allowed: [1], omittable: true },
  { tag: TAGS.XResolution, section: '4.2.1', types: [TYPES.RATIONAL], count: 1 },
  { tag: TAGS.YResolution, section: '4.2.1', types: [TYPES.RATIONAL], count: 1 },
  { tag: TAGS.ResolutionUnit, section: '4.2.1', types: [TYPES.SHORT], count: 1, allowed: [2, 3], omittable: true },
];

const fillOrder = (section: string): FieldRule => ({
  tag: TAGS.FillOrder,
  section,
  types: [TYPES.SHORT],
  count: 1,
  allowed: [1, 2],
  omittable: true,
});

const F_FIELDS: readonly FieldRule[] = [
  ...F_BASELINE,
  fillOrder('4.2.1'),
  { tag: TAGS.Compression, section: '4.2.1', types: [TYPES.SHORT], count: 1, allowed: [3, 4] },
  { tag: TAGS.T4Options, section: '4.2.2', types: [TYPES.LONG], count: 1, allowed: [0, 1, 4, 5], compression: 3 },
  { tag: TAGS.T6Options, section: '4.2.2', types: [TYPES.LONG], count: 1, allowed: [0], compression: 4 },
];

/** RFC 3949 5.2.1 to 5.2.3: as Profile F but for Compression, FillOrder and T82Options. */
const J_FIELDS: readonly FieldRule[] = [
  ...F_BASELINE,
  fillOrder('5.2.1'),
  { tag: TAGS.Compression, section: '5.2.1', types: [TYPES.SHORT], count: 1, allowed: [9] },
  {
    tag: TAGS.T82Options,
    section: '5.2.3',
    types: [TYPES.LONG],
    count: 1,
    allowed: [T82_OPTIONS_T85],
    omittable: true,
    compression: 9,
  },
];

export const PROFILE_RULES: Readonly<Record<ProfileName, ProfileRules>> = {
  S: {
    name: 'S',
    fields: [...EVERY_PROFILE, ...S_FIELDS],
    faxProfile: 1,
    structure: { section: '3.5', required: true },
    formSection: '3.2.1',
  },
  F: {
    name: 'F',
    fields: [...EVERY_PROFILE, ...F_FIELDS],
    faxProfile: 2,
    structure: { section: '4.4.6', required: false },
    formSection: '4.2.1',
  },
  J: {
    name: 'J',
    fields: [...EVERY_PROFILE, ...J_FIELDS],
    faxProfile: 3,
    structure: { section: '2.1.3', required: false },
    formSection: '4.2.1',
  },
};

/** RFC 3949 2.2.3, 2.2.4 and 4.3.3: optional in F and J, and not for a writer of Profile S. */
export const OPTIONAL_FIELDS: readonly { readonly tag: number; readonly types: readonly number[] }[] = [
  { tag: TAGS.DateTime, types: [TYPES.ASCII] },
  { tag: TAGS.DocumentName, types: [TYPES.ASCII] },
  { tag: TAGS.ImageDescription, types: [TYPES.ASCII] },
  { tag: TAGS.Orientation, types: [TYPES.SHORT] },
  { tag: TAGS.Software, types: [TYPES.ASCII] },
  { tag: TAGS.GlobalParametersIFD, types: [TYPES.IFD, TYPES.LONG] },
  { tag: TAGS.BadFaxLines, types: [TYPES.SHORT, TYPES.LONG] },
  { tag: TAGS.CleanFaxData, types: [TYPES.SHORT] },
  { tag: TAGS.ConsecutiveBadFaxLines, types: [TYPES.SHORT, TYPES.LONG] },
];
