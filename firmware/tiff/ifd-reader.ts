import { MAX_IFD_ENTRIES, MAX_PAGES } from './limits.ts';
import { TYPE_OCTETS, TYPES, tagName } from './tags.ts';

export interface IfdEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** File offset of the first value: inside the entry when the values fit in four octets. */
  readonly valuesAt: number;
}

/** One image file directory. Values are read from the file when asked for. */
export class Ifd {
  /** File offset of the directory. */
  readonly offset: number;
  /** File offset of the next directory, 0 in the last. */
  readonly next: number;
  readonly entries: ReadonlyMap<number, IfdEntry>;
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(
    view: DataView,
    littleEndian: boolean,
    place: { offset: number; next: number; entries: ReadonlyMap<number, IfdEntry> },
  ) {
    this.#view = view;
    this.#littleEndian = littleEndian;
    this.offset = place.offset;
    this.next = place.next;
    this.entries = place.entries;
  }

  count(tag: number): number {
    return this.entries.get(tag)?.count ?? 0;
  }

  /** An integer value of type BYTE, SHORT, LONG or IFD; undefined when absent, of another type or outside the file. */
  integer(tag: number, index = 0): number | undefined {
    const entry = this.entries.get(tag);
    if (entry === undefined || index >= entry.count) return undefined;
    const at = entry.valuesAt + index * (TYPE_OCTETS[entry.type] ?? 0);
    if (at + (TYPE_OCTETS[entry.type] ?? 0) > this.#view.byteLength) return undefined;
    if (entry.type === TYPES.SHORT) return this.#view.getUint16(at, this.#littleEndian);
    if (entry.type === TYPES.LONG || entry.type === TYPES.IFD) return this.#view.getUint32(at, this.#littleEndian);
    return entry.type === TYPES.BYTE ? this.#view.getUint8(at) : undefined;
  }

  /** A RATIONAL value as a quotient, or an integer one; undefined also for a denominator of 0. */
  rational(tag: number): number | undefined {
    const entry = this.entries.get(tag);
    if (entry === undefined || entry.type !== TYPES.RATIONAL) return this.integer(tag);
    if (entry.count < 1 || entry.valuesAt + 8 > this.#view.byteLength) return undefined;
    const denominator = this.#view.getUint32(entry.valuesAt + 4, this.#littleEndian);
    return denominator === 0 ? undefined : this.#view.getUint32(entry.valuesAt, this.#littleEndian) / denominator;
  }
}

export type IfdReading =
  | { readonly ok: true; readonly littleEndian: boolean; readonly byteOrder: string; readonly ifds: readonly Ifd[] }
  | { readonly ok: false; readonly sentence: string };

/**
 * Reads the TIFF header and the chain of directories (TIFF 6.0 section 2), in whatever order they lie in the file. Odd
 * offsets, unsorted entries, unknown types and a damaged byte order mark are read (RFC 3249); loops, offsets past the
 * end, duplicate fields and counts above the limits end the reading with a sentence.
 */
export function readIfds(octets: Uint8Array): IfdReading {
  const fail = (sentence: string): IfdReading => ({ ok: false, sentence });
  if (octets.length < 8) return fail(`the file has ${octets.length} octets, a TIFF header alone has 8`);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const byteOrder = String.fromCharCode(view.getUint8(0), view.getUint8(1));
  const littleEndian = byteOrder === 'II' || (byteOrder !== 'MM' && view.getUint16(2, true) === 42);
  const identifier = view.getUint16(2, littleEndian);
  if (identifier !== 42) return fail(`the TIFF identifier at offset 2 is ${identifier}, not 42`);

  const ifds: Ifd[] = [];
  const seen = new Set<number>();
  let offset = view.getUint32(4, littleEndian);
  while (offset !== 0) {
    const page = ifds.length;
    if (page >= MAX_PAGES) return fail(`the file has more than ${MAX_PAGES} pages`);
    if (seen.has(offset))
      return fail(`the IFD of page ${page} is at offset ${offset}, where an earlier one is: a loop`);
    seen.add(offset);
    const reading = readIfd(view, littleEndian, offset, page);
    if (typeof reading === 'string') return fail(reading);
    ifds.push(reading);
    offset = reading.next;
  }
  return ifds.length === 0 ? fail('the file has no IFD, hence no page') : { ok: true, littleEndian, byteOrder, ifds };
}

function readIfd(view: DataView, littleEndian: boolean, offset: number, page: number): Ifd | string {
  const size = view.byteLength;
  if (offset < 8 || offset + 2 > size) {
    return `the IFD of page ${page} would be at offset ${offset}, outside the file of ${size} octets`;
  }
  const count = view.getUint16(offset, littleEndian);
  if (count === 0) return `the IFD of page ${page} at offset ${offset} has no entries`;
  if (count > MAX_IFD_ENTRIES) {
    return `the IFD of page ${page} at offset ${offset} has ${count} entries, ${MAX_IFD_ENTRIES} are the limit`;
  }
  const end = offset + 2 + count * 12;
  if (end > size) return `the IFD of page ${page} at offset ${offset} runs past the end of the file`;
  const entries = new Map<number, IfdEntry>();
  for (let at = offset + 2; at < end; at += 12) {
    const tag = view.getUint16(at, littleEndian);
    const type = view.getUint16(at + 2, littleEndian);
    const values = view.getUint32(at + 4, littleEndian);
    if (entries.has(tag)) return `${tagName(tag)} occurs twice in the IFD of page ${page}`;
    const inside = values * (TYPE_OCTETS[type] ?? 0) <= 4;
    entries.set(tag, {
      tag,
      type,
      count: values,
      valuesAt: inside ? at + 8 : view.getUint32(at + 8, littleEndian),
    });
  }
  // A file cut off right behind its last entries lacks only the offset of a next page.
  const next = end + 4 > size ? 0 : view.getUint32(end, littleEndian);
  return new Ifd(view, littleEndian, { offset, next, entries });
}
