import type { Resolution } from '../../device-model/page/resolution.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import { type DamagePolicy, type Decoded, MAX_PELS, MAX_WIDTH } from '../coding/decoded.ts';
import { decodeStrips, type StripCoding } from './decode-strips.ts';
import { type Ifd, readIfds } from './ifd-reader.ts';
import { MAX_ROWS } from './limits.ts';
import { nearestResolution } from './resolution-class.ts';
import { locateStrips } from './strips.ts';
import { TAGS, type TagName } from './tags.ts';

export interface TiffPage {
  /** Pels in a row. */
  readonly width: number;
  /** Rows by ImageLength. */
  readonly height: number;
  readonly coding: Exclude<ImageCoding, 'JBIG'> | 'uncompressed';
  /** Dots per inch, also when the file counts per cm; undefined when the field is missing or unreadable. */
  readonly xDpi: number | undefined;
  readonly yDpi: number | undefined;
  /** The known resolution it means to T.4 (RFC 3949 2.2.2). */
  readonly resolution: Resolution | undefined;
  /**
   * Decodes anew at each call, 1 = black whatever PhotometricInterpretation says. `spare`: the octets of an earlier page's
   * raster that nobody looks at any more.
   */
  decode(damage: DamagePolicy, spare?: Uint8Array): Decoded;
}

export type TiffReading =
  | { readonly ok: true; readonly pages: readonly TiffPage[] }
  | { readonly ok: false; readonly sentence: string };

/** Reduced-resolution copies (NewSubfileType bit 0) are no pages of the document. */
const REDUCED_RESOLUTION = 1;
const CM_PER_INCH = 2.54;

/**
 * Reads bilevel TIFF, TIFF-FX Profiles S and F among it: both byte orders, both FillOrders, one strip or many,
 * Compression 3 (MH, MR), 4 (MMR) and 1. Pages come in the order of the IFD chain and are decoded on demand. One page
 * that cannot be read fails the file (RFC 3249).
 */
export function readTiff(octets: Uint8Array): TiffReading {
  const file = readIfds(octets);
  if (!file.ok) return file;
  const pages: TiffPage[] = [];
  // Honest files spend at least four octets on a strip; directories sharing one huge list would cost more than they hold.
  const stripBudget = { left: file.ifds.length + (octets.length >> 2) };
  for (const [index, ifd] of file.ifds.entries()) {
    if (((ifd.integer(TAGS.NewSubfileType) ?? 0) & REDUCED_RESOLUTION) !== 0) continue;
    const page = readPage(octets, ifd, stripBudget);
    if (typeof page === 'string') return { ok: false, sentence: `page ${index}: ${page}` };
    pages.push(page);
  }
  return pages.length > 0
    ? { ok: true, pages }
    : { ok: false, sentence: 'the file holds only reduced-resolution copies' };
}

/** Reads one page of a file whose other pages may be of any kind; a sentence when it is not bilevel or damaged. */
export function readPage(octets: Uint8Array, ifd: Ifd, stripBudget: { left: number }): TiffPage | string {
  const width = ifd.integer(TAGS.ImageWidth);
  const height = ifd.integer(TAGS.ImageLength);
  if (width === undefined || width < 1 || width > MAX_WIDTH) {
    return `ImageWidth is ${width ?? 'missing'}, expected 1 to ${MAX_WIDTH}`;
  }
  if (height === undefined || height < 1 || height > MAX_ROWS) {
    return `ImageLength is ${height ?? 'missing'}, expected 1 to ${MAX_ROWS}`;
  }
  if (width * height > MAX_PELS) return `${width} × ${height} pels are more than the limit of ${MAX_PELS}`;

  const unit = oneOf(ifd, 'ResolutionUnit', [2, 1, 3]);
  const photometric = oneOf(ifd, 'PhotometricInterpretation', [undefined, 0, 1]);
  const fillOrder = oneOf(ifd, 'FillOrder', [1, 2]);
  for (const value of [
    unit,
    photometric,
    fillOrder,
    oneOf(ifd, 'BitsPerSample', [1]),
    oneOf(ifd, 'SamplesPerPixel', [1]),
  ]) {
    if (typeof value === 'string') return value;
  }
  const coding = codingOf(ifd);
  if (typeof coding === 'string') return coding;
  const strips = locateStrips(octets, ifd, height, stripBudget);
  if (typeof strips === 'string') return strips;

  const perInch = unit === 3 ? CM_PER_INCH : 1;
  const x = ifd.rational(TAGS.XResolution);
  const y = ifd.rational(TAGS.YResolution);
  const xDpi = x === undefined ? undefined : x * perInch;
  const yDpi = y === undefined ? undefined : y * perInch;
  return {
    width,
    height,
    coding: coding.name,
    xDpi,
    yDpi,
    resolution: xDpi === undefined || yDpi === undefined ? undefined : nearestResolution(xDpi, yDpi),
    decode: (damage, spare) =>
      decodeStrips({
        octets,
        strips,
        width,
        height,
        coding: coding.name,
        reversed: fillOrder === 2,
        blackIsZero: photometric === 1,
        damage,
        spare,
      }),
  };
}

/** The field's value if it is one of those allowed, the first of them when the field is absent, otherwise a sentence. */
function oneOf(ifd: Ifd, name: TagName, allowed: readonly (number | undefined)[]): number | string {
  const value = ifd.entries.has(TAGS[name]) ? ifd.integer(TAGS[name]) : allowed[0];
  if (value !== undefined && allowed.includes(value)) return value;
  const expected = allowed.filter((one) => one !== undefined).join(' or ');
  return `${name} is ${value ?? (ifd.entries.has(TAGS[name]) ? 'unreadable' : 'missing')}, expected ${expected}`;
}

function codingOf(ifd: Ifd): { readonly name: StripCoding } | string {
  const compression = ifd.integer(TAGS.Compression) ?? 1;
  switch (compression) {
    case 1:
      return { name: 'uncompressed' };
    case 3:
      return { name: ((ifd.integer(TAGS.T4Options) ?? 0) & 1) === 0 ? 'MH' : 'MR' };
    case 4:
      return { name: 'MMR' };
    default:
      return `Compression is ${compression}, expected 3 (MH, MR), 4 (MMR) or 1`;
  }
}
