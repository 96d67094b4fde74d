import type { ImageCoding } from '../capability/image-coding.ts';
import { reverseBits } from '../coding/reverse-bits.ts';
import { COMPRESSION } from './compressions.ts';
import { MAX_PAGES, MAX_ROWS } from './limits.ts';
import { T82_OPTIONS_T85 } from './t82-options.ts';
import { TAGS, type TagName, TYPES } from './tags.ts';

/** A coded page as the writer takes it. */
export interface CodedPage {
  /** The page's coded octets, most significant bit first. The writer turns them to FillOrder 2, those of JBIG excepted. */
  readonly strip: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly coding: ImageCoding;
  /** Dots per inch, whole numbers. */
  readonly resolution: { readonly xDpi: number; readonly yDpi: number };
  /** EOLs end on an octet's edge (T4Options bit 2). */
  readonly byteAlignedEols?: boolean;
}

const HEADER_OCTETS = 8;
const ENTRIES = 16;
const IFD_OCTETS = 2 + ENTRIES * 12 + 4;
const RATIONALS_OCTETS = 16;
const MAX_SHORT = 0xffff;

/**
 * Writes TIFF-FX in the order Profile S prescribes (RFC 3949 3.5): header, then IFD, its two RATIONALs and its one strip,
 * page by page, IFDs on even offsets; II and FillOrder 2 throughout, no optional fields. MH pages 1728 pels wide make a
 * Profile S file, other codings and widths one of Profile F, JBIG one of Profile J, all in the same layout.
 *
 * JBIG strips keep their bits as T.82 has them, although FillOrder is 2: so libtiff reads them under its own number of JBIG, so
 * modems' software writes them, and readers that look at the header (ours does) read them anyhow. RFC 3949 5.2.1 taken literally
 * would reverse every octet, which libtiff refuses.
 */
export class TiffFxWriter {
  readonly #pages: CodedPage[] = [];

  /** Holds on to the strip until `finish`. Throws a RangeError when the page does not fit the fields. */
  addPage(page: CodedPage): void {
    if (this.#pages.length >= MAX_PAGES) throw new RangeError(`a document has at most ${MAX_PAGES} pages`);
    if (!Number.isInteger(page.width) || page.width < 1 || page.width > MAX_SHORT) {
      throw new RangeError(`a page is 1 to ${MAX_SHORT} pels wide, not ${page.width}`);
    }
    if (!Number.isInteger(page.height) || page.height < 1 || page.height > MAX_ROWS) {
      throw new RangeError(`a page has 1 to ${MAX_ROWS} rows, not ${page.height}`);
    }
    this.#pages.push(page);
  }

  /** The whole file. Throws a RangeError when no page was added: TIFF has no file without an IFD. */
  finish(): Uint8Array {
    if (this.#pages.length === 0) throw new RangeError('a TIFF file has at least one page');
    const offsets: number[] = [];
    let end = HEADER_OCTETS;
    for (const page of this.#pages) {
      end += end & 1;
      offsets.push(end);
      end += IFD_OCTETS + RATIONALS_OCTETS + page.strip.length;
    }
    const octets = new Uint8Array(end);
    const view = new DataView(octets.buffer);
    view.setUint16(0, 0x4949, true);
    view.setUint16(2, 42, true);
    view.setUint32(4, HEADER_OCTETS, true);
    this.#pages.forEach((page, index) => {
      const offset = offsets[index] ?? 0;
      writeIfd(view, offset, page, index, this.#pages.length, offsets[index + 1] ?? 0);
      const data = offset + IFD_OCTETS + RATIONALS_OCTETS;
      if (page.coding === 'JBIG') octets.set(page.strip, data);
      else reverseBits(page.strip, octets, data);
    });
    return octets;
  }
}

/** All pages at once; see `TiffFxWriter`. */
export function writeTiffFx(pages: Iterable<CodedPage>): Uint8Array {
  const writer = new TiffFxWriter();
  for (const page of pages) writer.addPage(page);
  return writer.finish();
}

/** What a field's value is made of. */
interface WrittenPage {
  readonly page: CodedPage;
  /** From 0. */
  readonly number: number;
  readonly total: number;
  /** File offset of the two RATIONALs; the strip follows them. */
  readonly rationalsAt: number;
}

type FieldWriter = readonly [name: TagName, type: number, value: (written: WrittenPage) => number, count?: number];

/** Fields of every profile around those of the coding, in ascending order (RFC 3949 2.2.1, 3.2, 4.2, 5.2). */
const BEFORE_CODING: readonly FieldWriter[] = [
  ['NewSubfileType', TYPES.LONG, () => 2],
  ['ImageWidth', TYPES.SHORT, ({ page }) => page.width],
  ['ImageLength', TYPES.SHORT, ({ page }) => page.height],
  ['BitsPerSample', TYPES.SHORT, () => 1],
  ['Compression', TYPES.SHORT, ({ page }) => COMPRESSIONS[page.coding]],
  ['PhotometricInterpretation', TYPES.SHORT, () => 0],
  ['FillOrder', TYPES.SHORT, () => 2],
  ['StripOffsets', TYPES.LONG, ({ rationalsAt }) => rationalsAt + RATIONALS_OCTETS],
  ['SamplesPerPixel', TYPES.SHORT, () => 1],
  ['RowsPerStrip', TYPES.SHORT, ({ page }) => page.height],
  ['StripByteCounts', TYPES.LONG, ({ page }) => page.strip.length],
  ['XResolution', TYPES.RATIONAL, ({ rationalsAt }) => rationalsAt],
  ['YResolution', TYPES.RATIONAL, ({ rationalsAt }) => rationalsAt + RATIONALS_OCTETS / 2],
];
const AFTER_CODING: readonly FieldWriter[] = [
  ['ResolutionUnit', TYPES.SHORT, () => 2],
  ['PageNumber', TYPES.SHORT, ({ number, total }) => number | (total << 16), 2],
];
/** T4Options: bit 0 MR, bit 2 EOLs byte-aligned. */
const T4_OPTIONS: FieldWriter = [
  'T4Options',
  TYPES.LONG,
  ({ page }) => (page.coding === 'MR' ? 1 : 0) | (page.byteAlignedEols === true ? 4 : 0),
];
const COMPRESSIONS: Readonly<Record<ImageCoding, number>> = {
  MH: COMPRESSION.t4,
  MR: COMPRESSION.t4,
  MMR: COMPRESSION.t6,
  JBIG: COMPRESSION.jbig,
};
const FIELDS: Readonly<Record<ImageCoding, readonly FieldWriter[]>> = {
  MH: [...BEFORE_CODING, T4_OPTIONS, ...AFTER_CODING],
  MR: [...BEFORE_CODING, T4_OPTIONS, ...AFTER_CODING],
  MMR: [...BEFORE_CODING, ['T6Options', TYPES.LONG, () => 0], ...AFTER_CODING],
  JBIG: [...BEFORE_CODING, ...AFTER_CODING, ['T82Options', TYPES.LONG, () => T82_OPTIONS_T85]],
};

function writeIfd(view: DataView, offset: number, page: CodedPage, number: number, total: number, next: number): void {
  const rationalsAt = offset + IFD_OCTETS;
  const written: WrittenPage = { page, number, total, rationalsAt };
  view.setUint16(offset, ENTRIES, true);
  let at = offset + 2;
  for (const [name, type, value, count = 1] of FIELDS[page.coding]) {
    view.setUint16(at, TAGS[name], true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value(written), true);
    at += 12;
  }
  view.setUint32(at, next, true);
  view.setUint32(rationalsAt, page.resolution.xDpi, true);
  view.setUint32(rationalsAt + 4, 1, true);
  view.setUint32(rationalsAt + 8, page.resolution.yDpi, true);
  view.setUint32(rationalsAt + 12, 1, true);
}
