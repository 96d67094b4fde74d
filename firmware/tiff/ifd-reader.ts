import { Ifd, type IfdEntry } from './ifd.ts';
import { MAX_FILE_ENTRIES, MAX_IFD_ENTRIES, MAX_PAGES } from './limits.ts';
import { TAGS, TYPE_OCTETS } from './tags.ts';

/** TIFF 6.0 section 2, and BigTIFF, which has offsets of eight octets. */
const TIFF = 42;
const BIG_TIFF = 43;
const HEADER_OCTETS = 8;
const ENTRY_OCTETS = 12;

export interface TiffHeader {
  readonly ok: true;
  readonly littleEndian: boolean;
  /** The two characters as they stand in the file. */
  readonly byteOrder: string;
  readonly firstIfd: number;
}

export type HeaderReading = TiffHeader | { readonly ok: false; readonly sentence: string };

export type IfdReading =
  | { readonly ok: true; readonly littleEndian: boolean; readonly byteOrder: string; readonly ifds: readonly Ifd[] }
  | { readonly ok: false; readonly sentence: string };

/** Reads the eight octets of the header. A damaged byte order mark is read by the identifier (RFC 3249). */
export function readHeader(octets: Uint8Array): HeaderReading {
  const fail = (sentence: string): HeaderReading => ({ ok: false, sentence });
  if (octets.length < HEADER_OCTETS) {
    return fail(`the file has ${octets.length} octets, a TIFF header alone has ${HEADER_OCTETS}`);
  }
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const byteOrder = String.fromCharCode(view.getUint8(0), view.getUint8(1));
  const littleEndian = byteOrder === 'II' || (byteOrder !== 'MM' && view.getUint16(2, true) === TIFF);
  const identifier = view.getUint16(2, littleEndian);
  if (identifier === BIG_TIFF) return fail(`the file is BigTIFF (identifier ${BIG_TIFF}), expected TIFF (${TIFF})`);
  if (identifier !== TIFF) return fail(`the TIFF identifier at offset 2 is ${identifier}, not ${TIFF}`);
  return { ok: true, littleEndian, byteOrder, firstIfd: view.getUint32(4, littleEndian) };
}

/**
 * Walks the chain of directories (TIFF 6.0 section 2), in whatever order they lie in the file, one at a time. Odd
 * offsets, unsorted and repeated entries and unknown types are read (RFC 3249; the first of repeated entries counts).
 * A loop, an offset past the end or more than the limits allow ends the walk: its last value is then a sentence. At
 * most `MAX_FILE_ENTRIES` entries are looked at, whatever the file holds.
 */
export function* walkIfds(octets: Uint8Array, header: TiffHeader): Generator<Ifd | string, void> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const seen = new Set<number>();
  let offset = header.firstIfd;
  let entriesLeft = MAX_FILE_ENTRIES;
  if (offset === 0) yield 'the file has no IFD, hence no page';
  for (let page = 1; offset !== 0; page += 1) {
    if (page > MAX_PAGES) return yield `the file has more than ${MAX_PAGES} pages`;
    if (seen.has(offset)) {
      return yield `the IFD of page ${page} is at offset ${offset}, where an earlier one is: a loop`;
    }
    seen.add(offset);
    const ifd = readIfd(view, header.littleEndian, offset, `the IFD of page ${page}`);
    if (typeof ifd === 'string') return yield ifd;
    entriesLeft -= ifd.entryCount;
    if (entriesLeft < 0) return yield `the first ${page} IFDs have more than ${MAX_FILE_ENTRIES} entries together`;
    yield ifd;
    offset = ifd.next;
  }
}

/** All directories at once; what ends the walk fails the file. */
export function readIfds(octets: Uint8Array): IfdReading {
  const header = readHeader(octets);
  if (!header.ok) return header;
  const ifds: Ifd[] = [];
  for (const ifd of walkIfds(octets, header)) {
    if (typeof ifd === 'string') return { ok: false, sentence: ifd };
    ifds.push(ifd);
  }
  return { ok: true, littleEndian: header.littleEndian, byteOrder: header.byteOrder, ifds };
}

/** The GlobalParametersIFD of RFC 3949 2.2.4 that a directory names; undefined when none is named, a sentence when it is damaged. */
export function globalParameters(octets: Uint8Array, header: TiffHeader, ifd: Ifd): Ifd | string | undefined {
  if (!ifd.entries.has(TAGS.GlobalParametersIFD)) return undefined;
  const offset = ifd.integer(TAGS.GlobalParametersIFD);
  if (offset === undefined) return 'GlobalParametersIFD cannot be read';
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return readIfd(view, header.littleEndian, offset, 'the GlobalParametersIFD');
}

function readIfd(view: DataView, littleEndian: boolean, offset: number, what: string): Ifd | string {
  const size = view.byteLength;
  if (offset < HEADER_OCTETS || offset + 2 > size) {
    return `${what} would be at offset ${offset}, outside the file of ${size} octets`;
  }
  const count = view.getUint16(offset, littleEndian);
  if (count === 0) return `${what} at offset ${offset} has no entries`;
  if (count > MAX_IFD_ENTRIES) {
    return `${what} at offset ${offset} has ${count} entries, ${MAX_IFD_ENTRIES} are the limit`;
  }
  const end = offset + 2 + count * ENTRY_OCTETS;
  if (end > size) return `${what} at offset ${offset} runs past the end of the file`;
  const entries = new Map<number, IfdEntry>();
  const repeated: number[] = [];
  let ascending = true;
  let before = -1;
  for (let at = offset + 2; at < end; at += ENTRY_OCTETS) {
    const tag = view.getUint16(at, littleEndian);
    ascending &&= tag > before;
    before = tag;
    if (entries.has(tag)) {
      repeated.push(tag);
      continue;
    }
    const type = view.getUint16(at + 2, littleEndian);
    const values = view.getUint32(at + 4, littleEndian);
    const inside = values * (TYPE_OCTETS[type] ?? 0) <= 4;
    const valuesAt = inside ? at + 8 : view.getUint32(at + 8, littleEndian);
    entries.set(tag, { tag, type, count: values, valuesAt });
  }
  // A file cut off right behind its last entries lacks only the offset of a next page.
  const next = end + 4 > size ? 0 : view.getUint32(end, littleEndian);
  return new Ifd(view, littleEndian, { offset, next, entries, entryCount: count, ascending, repeated });
}
