import type { Resolution } from '../../device-model/page/resolution.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import { reverseBits } from '../coding/reverse-bits.ts';
import { MAX_PAGES, MAX_ROWS } from './limits.ts';
import { TAGS, type TagName, TYPES } from './tags.ts';

/** A coded page as the writer takes it. */
export interface CodedPage {
  /** The page's coded octets, most significant bit first; the writer turns them to FillOrder 2. */
  readonly strip: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly coding: Exclude<ImageCoding, 'JBIG'>;
  readonly resolution: Resolution;
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
 * Profile S file; MR, MMR and other widths keep the same layout.
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
      reverseBits(page.strip, octets, offset + IFD_OCTETS + RATIONALS_OCTETS);
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

function writeIfd(view: DataView, offset: number, page: CodedPage, number: number, total: number, next: number): void {
  const rationalsAt = offset + IFD_OCTETS;
  let at = offset + 2;
  const entry = (name: TagName, type: number, value: number, count = 1) => {
    view.setUint16(at, TAGS[name], true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
    at += 12;
  };
  view.setUint16(offset, ENTRIES, true);
  entry('NewSubfileType', TYPES.LONG, 2);
  entry('ImageWidth', TYPES.SHORT, page.width);
  entry('ImageLength', TYPES.SHORT, page.height);
  entry('BitsPerSample', TYPES.SHORT, 1);
  entry('Compression', TYPES.SHORT, page.coding === 'MMR' ? 4 : 3);
  entry('PhotometricInterpretation', TYPES.SHORT, 0);
  entry('FillOrder', TYPES.SHORT, 2);
  entry('StripOffsets', TYPES.LONG, rationalsAt + RATIONALS_OCTETS);
  entry('SamplesPerPixel', TYPES.SHORT, 1);
  entry('RowsPerStrip', TYPES.SHORT, page.height);
  entry('StripByteCounts', TYPES.LONG, page.strip.length);
  entry('XResolution', TYPES.RATIONAL, rationalsAt);
  entry('YResolution', TYPES.RATIONAL, rationalsAt + 8);
  if (page.coding === 'MMR') entry('T6Options', TYPES.LONG, 0);
  else entry('T4Options', TYPES.LONG, (page.coding === 'MR' ? 1 : 0) | (page.byteAlignedEols === true ? 4 : 0));
  entry('ResolutionUnit', TYPES.SHORT, 2);
  entry('PageNumber', TYPES.SHORT, number | (total << 16), 2);
  view.setUint32(at, next, true);
  view.setUint32(rationalsAt, page.resolution.xDpi, true);
  view.setUint32(rationalsAt + 4, 1, true);
  view.setUint32(rationalsAt + 8, page.resolution.yDpi, true);
  view.setUint32(rationalsAt + 12, 1, true);
}
