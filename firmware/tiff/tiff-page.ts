import type { Resolution } from '../../device-model/page/resolution.ts';
import { type DamagePolicy, type Decoded, MAX_WIDTH } from '../coding/decoded.ts';
import { codingOf } from './compressions.ts';
import { decodeStrips, plainBits } from './decode-strips.ts';
import type { Ifd } from './ifd.ts';
import { MAX_PAGE_PELS, MAX_ROWS } from './limits.ts';
import { exchangesAxes, type Orientation, orientationOf, turnUpright } from './orientation.ts';
import { nearestResolution } from './resolution-class.ts';
import { type StripCoding, stripReader } from './strip-readers.ts';
import { locateStrips } from './strips.ts';
import { t82OptionsProblem } from './t82-options.ts';
import { TAGS, type TagName } from './tags.ts';

export interface TiffPage {
  /** Pels in a row of the page as it is seen: ImageWidth, or ImageLength where Orientation exchanges them. */
  readonly width: number;
  /** Rows of the page as it is seen. */
  readonly height: number;
  readonly coding: StripCoding;
  /** Dots per inch of the page as it is seen, also when the file counts per cm; undefined when missing or no number above 0. */
  readonly xDpi: number | undefined;
  readonly yDpi: number | undefined;
  /** The known resolution it means to T.4 (RFC 3949 2.2.2). */
  readonly resolution: Resolution | undefined;
  /** The fields as the file has them, defaults filled in. */
  readonly stored: StoredForm;
  /** The octets of a strip as they are coded, most significant bit first. */
  strip(index: number): Uint8Array;
  /**
   * Decodes anew at each call, upright and 1 = black whatever Orientation and PhotometricInterpretation say. Rows in the
   * account of damage are stored rows. `spare`: the octets of an earlier page's raster that nobody looks at any more.
   */
  decode(damage: DamagePolicy, spare?: Uint8Array): Decoded;
}

export interface StoredForm {
  readonly imageWidth: number;
  readonly imageLength: number;
  readonly compression: number;
  readonly fillOrder: 1 | 2;
  readonly photometric: 0 | 1;
  readonly orientation: Orientation;
  readonly strips: number;
  /** By `resolutionUnit`; undefined when missing or no number above 0. */
  readonly xResolution: number | undefined;
  readonly yResolution: number | undefined;
  readonly resolutionUnit: 'inch' | 'cm' | 'none';
}

const CM_PER_INCH = 2.54;
/** ResolutionUnit: per centimetre. Whatever else it says, values in use are per inch. */
const PER_CM = 3;
const NO_UNIT = 1;

/**
 * Reads one page of a file whose other pages may be of any kind; a sentence when it is not bilevel, or damaged beyond reading.
 * `stripBudget.left` is what all pages of the file together may have.
 */
export function readPage(octets: Uint8Array, ifd: Ifd, stripBudget: { left: number }): TiffPage | string {
  const imageWidth = ifd.integer(TAGS.ImageWidth);
  const imageLength = ifd.integer(TAGS.ImageLength);
  if (imageWidth === undefined || imageWidth < 1 || imageWidth > MAX_WIDTH) {
    return `ImageWidth is ${found(ifd, 'ImageWidth')}, expected 1 to ${MAX_WIDTH}`;
  }
  if (imageLength === undefined || imageLength < 1 || imageLength > MAX_ROWS) {
    return `ImageLength is ${found(ifd, 'ImageLength')}, expected 1 to ${MAX_ROWS}`;
  }
  if (imageWidth * imageLength > MAX_PAGE_PELS) {
    return `${imageWidth} × ${imageLength} pels are more than the limit of ${MAX_PAGE_PELS}`;
  }
  const inColour = bilevelProblem(ifd);
  if (inColour !== undefined) return inColour;
  const coding = codingOf(ifd);
  if (typeof coding === 'string') return coding;
  const photometric = oneOf(ifd, 'PhotometricInterpretation', [0, 1], whiteIsZeroUnsaid(coding.name) ? 0 : undefined);
  if (typeof photometric === 'string') return photometric;
  const fillOrder = oneOf(ifd, 'FillOrder', [1, 2], 1);
  if (typeof fillOrder === 'string') return fillOrder;
  const reader = stripReader(coding.name);
  if (reader === undefined) return `pages coded in ${coding.name} cannot be decoded here`;
  const options = coding.name === 'JBIG' ? t82OptionsProblem(ifd) : undefined;
  if (options !== undefined) return options;
  const strips = locateStrips(octets, ifd, imageLength, stripBudget);
  if (typeof strips === 'string') return strips;

  const orientation = orientationOf(ifd.integer(TAGS.Orientation));
  const turned = exchangesAxes(orientation);
  const unit = ifd.integer(TAGS.ResolutionUnit);
  const perInch = unit === PER_CM ? CM_PER_INCH : 1;
  const [xTag, yTag] = turned ? (['YResolution', 'XResolution'] as const) : (['XResolution', 'YResolution'] as const);
  const xDpi = dpi(ifd, xTag, perInch);
  const yDpi = dpi(ifd, yTag, perInch);
  return {
    width: turned ? imageLength : imageWidth,
    height: turned ? imageWidth : imageLength,
    coding: coding.name,
    xDpi,
    yDpi,
    resolution: xDpi === undefined || yDpi === undefined ? undefined : nearestResolution(xDpi, yDpi),
    stored: {
      imageWidth,
      imageLength,
      compression: ifd.integer(TAGS.Compression) ?? 1,
      fillOrder,
      photometric,
      orientation,
      strips: strips.count,
      xResolution: ifd.positive(TAGS.XResolution),
      yResolution: ifd.positive(TAGS.YResolution),
      resolutionUnit: unit === PER_CM ? 'cm' : unit === NO_UNIT ? 'none' : 'inch',
    },
    strip: (index) => plainBits({ coding: coding.name, reversed: fillOrder === 2 }, strips.at(index)),
    decode: (damage, spare) => {
      const decoded = decodeStrips({
        strips,
        width: imageWidth,
        height: imageLength,
        coding: coding.name,
        reader,
        reversed: fillOrder === 2,
        blackIsZero: photometric === 1,
        damage,
        spare,
      });
      return orientation === 1 ? decoded : { ...decoded, raster: turnUpright(decoded.raster, orientation) };
    },
  };
}

function dpi(ifd: Ifd, name: TagName, perInch: number): number | undefined {
  const value = ifd.positive(TAGS[name]);
  return value === undefined ? undefined : value * perInch;
}

/** Why a page is none of black and white, as far as its fields tell. */
function bilevelProblem(ifd: Ifd): string | undefined {
  const samples = oneOf(ifd, 'SamplesPerPixel', [1], 1);
  if (typeof samples === 'string') return `${samples}: the page is in colours`;
  const bits = oneOf(ifd, 'BitsPerSample', [1], 1);
  if (typeof bits === 'string') return `${bits}: the page is grey or in colours`;
  return undefined;
}

/** Fax software may leave PhotometricInterpretation out; T.4, T.6 and T.82 all say what 1 is. */
function whiteIsZeroUnsaid(coding: StripCoding): boolean {
  return coding !== 'uncompressed' && coding !== 'PackBits';
}

/** The field's value if it is one of those allowed, `unsaid` when it is absent and may be, otherwise a sentence. */
function oneOf<Value extends number>(
  ifd: Ifd,
  name: TagName,
  allowed: readonly Value[],
  unsaid: Value | undefined,
): Value | string {
  if (!ifd.entries.has(TAGS[name]) && unsaid !== undefined) return unsaid;
  const value = ifd.integer(TAGS[name]);
  return allowed.find((one) => one === value) ?? `${name} is ${found(ifd, name)}, expected ${allowed.join(' or ')}`;
}

function found(ifd: Ifd, name: TagName): string {
  return String(ifd.integer(TAGS[name]) ?? (ifd.entries.has(TAGS[name]) ? 'unreadable' : 'missing'));
}
