/** Field numbers of TIFF 6.0 and RFC 3949 that fax pages use or that tell a page is none, under their names verbatim. */
export const TAGS = {
  NewSubfileType: 254,
  SubfileType: 255,
  ImageWidth: 256,
  ImageLength: 257,
  BitsPerSample: 258,
  Compression: 259,
  PhotometricInterpretation: 262,
  FillOrder: 266,
  DocumentName: 269,
  ImageDescription: 270,
  StripOffsets: 273,
  Orientation: 274,
  SamplesPerPixel: 277,
  RowsPerStrip: 278,
  StripByteCounts: 279,
  XResolution: 282,
  YResolution: 283,
  T4Options: 292,
  T6Options: 293,
  ResolutionUnit: 296,
  PageNumber: 297,
  Software: 305,
  DateTime: 306,
  TileWidth: 322,
  TileLength: 323,
  TileOffsets: 324,
  TileByteCounts: 325,
  BadFaxLines: 326,
  CleanFaxData: 327,
  ConsecutiveBadFaxLines: 328,
  GlobalParametersIFD: 400,
  ProfileType: 401,
  FaxProfile: 402,
  CodingMethods: 403,
  VersionYear: 404,
  ModeNumber: 405,
  Decode: 433,
  ImageBaseColor: 434,
  T82Options: 435,
} as const;

export type TagName = keyof typeof TAGS;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TAGS).map(([name, tag]) => [tag, name]));

/** The field's name, or its number when fax does not use it. */
export function tagName(tag: number): string {
  return NAMES.get(tag) ?? `field ${tag}`;
}

/** The number of a field by its name, as `tagName` gives it. */
export function tagNumber(name: string): number | undefined {
  if (Object.hasOwn(TAGS, name)) return TAGS[name as TagName];
  const number = /^field (\d+)$/.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Field types of TIFF 6.0 section 2, and IFD of the technical notes. */
export const TYPES = {
  BYTE: 1,
  ASCII: 2,
  SHORT: 3,
  LONG: 4,
  RATIONAL: 5,
  SBYTE: 6,
  UNDEFINED: 7,
  SSHORT: 8,
  SLONG: 9,
  SRATIONAL: 10,
  FLOAT: 11,
  DOUBLE: 12,
  IFD: 13,
} as const;

export type TypeName = keyof typeof TYPES;

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));

/** The type's name, or its number when TIFF 6.0 has none such. */
export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `type ${type}`;
}

/** Octets of one value by type number; index 0 and types beyond are unknown. */
export const TYPE_OCTETS: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
