/** Files are numbered as the machine's screens number them (design: 001–999). */
export const LEAST_FILE_NUMBER = 1;
export const GREATEST_FILE_NUMBER = 999;

/** A share of the memory held for something that is still arriving. */
export interface Reservation {
  /** Octets accounted to it now; 0 after release. */
  readonly octets: number;
  /** Holds `more` octets besides; false, and nothing changed, when they are not free. */
  grow(more: number): boolean;
  /**
   * Everything has arrived: keeps `actual` octets until release and frees the rest. Throws a RangeError when more
   * arrived than was reserved.
   */
  commit(actual: number): void;
  /** Frees it; further calls do nothing. */
  release(): void;
}

/**
 * The image memory: coded pages waiting to be sent, by file number, and the receive spool, in one capacity. Pages are
 * kept as they arrive and nothing is allocated before; used octets are exactly the octets of the pages and reservations.
 */
export class ImageMemory {
  readonly capacityOctets: number;
  readonly #files = new Map<number, Uint8Array[]>();
  readonly #listeners = new Set<(percentFree: number) => void>();
  #usedOctets = 0;

  constructor(capacityOctets: number) {
    if (!Number.isSafeInteger(capacityOctets) || capacityOctets <= 0) {
      throw new RangeError(`An image memory has a whole number of octets above 0, not ${capacityOctets}.`);
    }
    this.capacityOctets = capacityOctets;
  }

  get usedOctets(): number {
    return this.#usedOctets;
  }

  get freeOctets(): number {
    return this.capacityOctets - this.#usedOctets;
  }

  /** Whole per cent, rounded down: 0 is shown only when less than one per cent is free. */
  get percentFree(): number {
    return Math.floor((this.freeOctets / this.capacityOctets) * 100);
  }

  get fileNumbers(): readonly number[] {
    return [...this.#files.keys()];
  }

  /** Opens an empty file; throws a RangeError when the number is in use or outside 1–999. */
  beginFile(fileNumber: number): void {
    if (!Number.isInteger(fileNumber) || fileNumber < LEAST_FILE_NUMBER || fileNumber > GREATEST_FILE_NUMBER) {
      throw new RangeError(`File numbers run from ${LEAST_FILE_NUMBER} to ${GREATEST_FILE_NUMBER}, not ${fileNumber}.`);
    }
    if (this.#files.has(fileNumber)) throw new RangeError(`File ${fileNumber} is in memory already.`);
    this.#files.set(fileNumber, []);
  }

  /**
   * Keeps one coded page (1 octet or more) and returns its index from 0; undefined, and nothing kept, when it does not
   * fit. The memory owns the octets from now on. Throws a RangeError for an unknown file or an empty page.
   */
  store(fileNumber: number, octets: Uint8Array): number | undefined {
    const pages = this.#pagesOf(fileNumber);
    if (octets.length === 0) throw new RangeError(`A page of file ${fileNumber} has no octets.`);
    if (octets.length > this.freeOctets) return undefined;
    // A view would keep the whole buffer behind it alive, unaccounted.
    pages.push(octets.length === octets.buffer.byteLength ? octets : Uint8Array.prototype.slice.call(octets));
    this.#account(octets.length);
    return pages.length - 1;
  }

  /** The stored octets themselves, not a copy; throws a RangeError when there is no such page. */
  page(fileNumber: number, index: number): Uint8Array {
    const page = this.#pagesOf(fileNumber)[index];
    if (page === undefined) throw new RangeError(`File ${fileNumber} has no page ${index + 1}.`);
    return page;
  }

  /** All pages of a file in order. */
  pages(fileNumber: number): readonly Uint8Array[] {
    return this.#pagesOf(fileNumber);
  }

  has(fileNumber: number): boolean {
    return this.#files.has(fileNumber);
  }

  /** Forgets a file and frees its octets; a number that is not in memory is no error. */
  release(fileNumber: number): void {
    const pages = this.#files.get(fileNumber);
    if (pages === undefined) return;
    this.#files.delete(fileNumber);
    this.#account(-pages.reduce((sum, page) => sum + page.length, 0));
  }

  /** Holds octets for a reception; undefined when they are not free. */
  reserve(octets: number): Reservation | undefined {
    expectCount(octets);
    if (octets > this.freeOctets) return undefined;
    let held = octets;
    let state: 'arriving' | 'committed' | 'released' = 'arriving';
    const change = (by: number): void => {
      held += by;
      this.#account(by);
    };
    this.#account(octets);
    return {
      get octets() {
        return held;
      },
      grow: (more) => {
        expectCount(more);
        if (state !== 'arriving') throw new RangeError(`A ${state} reservation does not grow.`);
        if (more > this.freeOctets) return false;
        change(more);
        return true;
      },
      commit: (actual) => {
        expectCount(actual);
        if (state !== 'arriving') throw new RangeError(`A ${state} reservation cannot be committed.`);
        if (actual > held) throw new RangeError(`${actual} octets arrived where ${held} were reserved.`);
        state = 'committed';
        change(actual - held);
      },
      release: () => {
        if (state === 'released') return;
        state = 'released';
        change(-held);
      },
    };
  }

  /** Calls back with the per cent free whenever used octets change; returns what ends it. */
  onChange(listener: (percentFree: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #pagesOf(fileNumber: number): Uint8Array[] {
    const pages = this.#files.get(fileNumber);
    if (pages === undefined) throw new RangeError(`File ${fileNumber} is not in memory.`);
    return pages;
  }

  #account(octets: number): void {
    if (octets === 0) return;
    this.#usedOctets += octets;
    for (const listener of this.#listeners) listener(this.percentFree);
  }
}

function expectCount(octets: number): void {
  if (!Number.isSafeInteger(octets) || octets < 0) throw new RangeError(`${octets} is no number of octets.`);
}
