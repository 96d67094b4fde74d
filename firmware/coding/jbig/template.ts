/** The pels that predict one: two in the row, five and three in the rows above; or four in the row, six above. */
export type TemplateName = 'three-line' | 'two-line';

/**
 * A template of ten pels as the row coders use it (ITU-T T.82 6.7). A context has, from its bit 9 down, the pels of the
 * row two above (x−1 to x+1), of the row above (x−2 to x+2, or x−3 to x+2), of the row itself (x−2, x−1, or x−4 to x−1). One
 * step to the right shifts it left by one and lets one pel of each row in: the bits below say where.
 */
export interface Template {
  readonly name: TemplateName;
  /** Where the pel two rows above enters; 0 with the two-line template. */
  readonly secondBit: number;
  /** Where the pel of the row above enters. */
  readonly firstBit: number;
  /** By how many pels that one is ahead. */
  readonly firstAhead: number;
  /** Where the adaptive pel enters, once it has moved; 0 while it is at its place, x+2 of the row above. */
  readonly adaptiveBit: number;
  /** What stays of a context after the shift. */
  readonly keep: number;
  /** The context that codes whether a row is typical (SLNTP). */
  readonly typicalContext: number;
}

const IN_PLACE: Readonly<Record<TemplateName, Template>> = {
  'three-line': {
    name: 'three-line',
    secondBit: 0x080,
    firstBit: 0x004,
    firstAhead: 2,
    adaptiveBit: 0,
    keep: 0b110_11110_11,
    typicalContext: 0x0e5,
  },
  'two-line': {
    name: 'two-line',
    secondBit: 0,
    firstBit: 0x010,
    firstAhead: 2,
    adaptiveBit: 0,
    keep: 0b111110_1111,
    typicalContext: 0x195,
  },
};

const MOVED: Readonly<Record<TemplateName, Template>> = {
  'three-line': {
    ...IN_PLACE['three-line'],
    firstBit: 0x008,
    firstAhead: 1,
    adaptiveBit: 0x004,
    keep: 0b110_11100_11,
  },
  'two-line': {
    ...IN_PLACE['two-line'],
    firstBit: 0x020,
    firstAhead: 1,
    adaptiveBit: 0x010,
    keep: 0b111100_1111,
  },
};

/** The template with its adaptive pel in the row itself `adaptiveOffset` pels to the left, or in its place for 0. */
export function templateOf(name: TemplateName, adaptiveOffset: number): Template {
  return (adaptiveOffset === 0 ? IN_PLACE : MOVED)[name];
}

/** What a row's first context has of the pels before and at x = 0; the first words of the rows above are given. */
export function firstContext(template: Template, second: number, first: number): number {
  const { secondBit, firstBit, firstAhead } = template;
  // Pels 0 to firstAhead − 1 have entered already, the last of them one place above the entrance.
  return ((second >>> 31) * (secondBit << 1)) | ((first >>> (32 - firstAhead)) * (firstBit << 1));
}
