import { TYPE_OCTETS, TYPES } from './tags.ts';

export interface IfdEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** File offset of the first value: inside the entry when the values fit in four octets. */
  readonly valuesAt: number;
}

interface IfdPlace {
  readonly offset: number;
  readonly next: number;
  readonly entries: ReadonlyMap<number, IfdEntry>;
  readonly entryCount: number;
  readonly ascending: boolean;
  readonly repeated: readonly number[];
}

/** One image file directory. Values are read from the file when asked for. */
export class Ifd {
  /** File offset of the directory. */
  readonly offset: number;
  /** File offset of the next directory, 0 in the last. */
  readonly next: number;
  /** By tag; of repeated ones the first. */
  readonly entries: ReadonlyMap<number, IfdEntry>;
  /** Entries as counted by the directory, repeated ones included. */
  readonly entryCount: number;
  /** TIFF 6.0 section 2 asks for entries in ascending order of tags. */
  readonly ascending: boolean;
  /** Tags of entries that were there before. */
  readonly repeated: readonly number[];
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(view: DataView, littleEndian: boolean, place: IfdPlace) {
    this.#view = view;
    this.#littleEndian = littleEndian;
    this.offset = place.offset;
    this.next = place.next;
    this.entries = place.entries;
    this.entryCount = place.entryCount;
    this.ascending = place.ascending;
    this.repeated = place.repeated;
  }

  count(tag: number): number {
    return this.entries.get(tag)?.count ?? 0;
  }

  /**
   * A whole number from 0 on, of whatever integer type (writers confuse SHORT and LONG); undefined when absent, below 0,
   * of another type or outside the file.
   */
  integer(tag: number, index = 0): number | undefined {
    const entry = this.entries.get(tag);
    if (entry === undefined || index >= entry.count) return undefined;
    const octets = TYPE_OCTETS[entry.type] ?? 0;
    const at = entry.valuesAt + index * octets;
    if (octets === 0 || at + octets > this.#view.byteLength) return undefined;
    const value = this.#integerAt(entry.type, at);
    return value === undefined || value < 0 ? undefined : value;
  }

  /**
   * A number above 0, whatever its type; undefined when absent, not above 0 or outside the file, and for what is no number:
   * 0/0, 1/0, NaN, infinity.
   */
  positive(tag: number): number | undefined {
    const value = this.#number(tag);
    return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
  }

  /** A RATIONAL value as a quotient, or a number of another type; undefined also for a denominator of 0. */
  rational(tag: number): number | undefined {
    const value = this.#number(tag);
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  }

  #number(tag: number): number | undefined {
    const entry = this.entries.get(tag);
    if (entry === undefined || entry.count < 1) return undefined;
    const { type, valuesAt: at } = entry;
    if (at + (TYPE_OCTETS[type] ?? 0) > this.#view.byteLength) return undefined;
    const view = this.#view;
    const littleEndian = this.#littleEndian;
    switch (type) {
      case TYPES.RATIONAL:
        return view.getUint32(at, littleEndian) / view.getUint32(at + 4, littleEndian);
      case TYPES.SRATIONAL:
        return view.getInt32(at, littleEndian) / view.getInt32(at + 4, littleEndian);
      case TYPES.FLOAT:
        return view.getFloat32(at, littleEndian);
      case TYPES.DOUBLE:
        return view.getFloat64(at, littleEndian);
      default:
        return this.#integerAt(type, at);
    }
  }

  #integerAt(type: number, at: number): number | undefined {
    switch (type) {
      case TYPES.BYTE:
        return this.#view.getUint8(at);
      case TYPES.SBYTE:
        return this.#view.getInt8(at);
      case TYPES.SHORT:
        return this.#view.getUint16(at, this.#littleEndian);
      case TYPES.SSHORT:
        return this.#view.getInt16(at, this.#littleEndian);
      case TYPES.LONG:
      case TYPES.IFD:
        return this.#view.getUint32(at, this.#littleEndian);
      case TYPES.SLONG:
        return this.#view.getInt32(at, this.#littleEndian);
      default:
        return undefined;
    }
  }
}
