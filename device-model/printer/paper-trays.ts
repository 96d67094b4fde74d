import type { PaperTray } from '../hardware-profile.ts';
import type { PaperSize } from '../page/paper-size.ts';
import type { TraceWriter } from '../trace/trace.ts';

/** What lies in the trays of one size. `refilled`: somebody sees to it that it never runs out. */
export type PaperStock = number | 'refilled';

/**
 * The paper trays by size. A tray is refilled in time until the rig says how many sheets lie in it: a machine that runs
 * for years must not stop because nobody plays the office (*own design*).
 */
export class PaperTrays {
  readonly #capacity = new Map<PaperSize, number>();
  readonly #stock = new Map<PaperSize, PaperStock>();
  readonly #trace: TraceWriter;
  readonly #listeners = new Set<() => void>();

  constructor(options: { readonly trays: readonly PaperTray[]; readonly trace: TraceWriter }) {
    this.#trace = options.trace;
    for (const { paper, capacitySheets } of options.trays) {
      this.#capacity.set(paper, (this.#capacity.get(paper) ?? 0) + capacitySheets);
      this.#stock.set(paper, 'refilled');
    }
  }

  /** Sizes there are trays for, in their order. */
  get papers(): readonly PaperSize[] {
    return [...this.#stock.keys()];
  }

  /** Undefined when there is no tray of this size. */
  stock(paper: PaperSize): PaperStock | undefined {
    return this.#stock.get(paper);
  }

  /** Whether a sheet of this size can be drawn. */
  holds(paper: PaperSize): boolean {
    return (this.#stock.get(paper) ?? 0) !== 0;
  }

  /** Draws a sheet; false, and nothing drawn, when there is none. */
  draw(paper: PaperSize): boolean {
    const stock = this.#stock.get(paper) ?? 0;
    if (stock === 0) return false;
    if (stock !== 'refilled') {
      this.#stock.set(paper, stock - 1);
      if (stock === 1) this.#changed();
    }
    return true;
  }

  /** The operator takes all paper of this size out. Throws a RangeError when there is no such tray. */
  take(paper: PaperSize): void {
    this.capacity(paper);
    this.#stock.set(paper, 0);
    this.#trace.write('paper.taken', { paper });
    this.#changed();
  }

  /** The operator puts paper in: so many sheets are in the tray then. Throws a RangeError when they cannot be. */
  put(paper: PaperSize, stock: PaperStock = 'refilled'): void {
    const capacity = this.capacity(paper);
    if (stock !== 'refilled' && (!Number.isInteger(stock) || stock < 0 || stock > capacity)) {
      throw new RangeError(`The ${paper} trays hold 0 to ${capacity} sheets, not ${stock}.`);
    }
    this.#stock.set(paper, stock);
    this.#trace.write('paper.put', { paper, sheets: stock });
    this.#changed();
  }

  /** Calls back when a tray becomes empty or is filled; returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sheets that its trays hold when they are full. Throws a RangeError when there is no such tray. */
  capacity(paper: PaperSize): number {
    const capacity = this.#capacity.get(paper);
    if (capacity !== undefined) return capacity;
    throw new RangeError(`There is no tray for ${paper}, only for ${this.papers.join(', ')}.`);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
