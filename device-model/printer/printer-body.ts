import type { TraceWriter } from '../trace/trace.ts';

/** What keeps the printer from printing, whatever the page. */
export type PrinterObstacle = 'cover open' | 'jam';

/** Cover, paper path and toner of the printer as their sensors see them; the operator's hands are the methods. */
export class PrinterBody {
  readonly #trace: TraceWriter;
  readonly #listeners = new Set<() => void>();
  #coverOpen = false;
  #jammed = false;
  #tonerLow = false;
  /** Sheets that still pass before one jams. */
  #sheetsToJam: number | undefined;

  constructor(options: { readonly trace: TraceWriter }) {
    this.#trace = options.trace;
  }

  get coverOpen(): boolean {
    return this.#coverOpen;
  }

  get jammed(): boolean {
    return this.#jammed;
  }

  get tonerLow(): boolean {
    return this.#tonerLow;
  }

  get obstacle(): PrinterObstacle | undefined {
    if (this.#coverOpen) return 'cover open';
    return this.#jammed ? 'jam' : undefined;
  }

  openCover(): void {
    if (!this.#coverOpen) this.#set('printer.cover-opened', () => (this.#coverOpen = true));
  }

  closeCover(): void {
    if (this.#coverOpen) this.#set('printer.cover-closed', () => (this.#coverOpen = false));
  }

  /** At once, or with the sheet behind so many that still come out well. */
  jam(afterSheets?: number): void {
    if (afterSheets !== undefined) this.#sheetsToJam = afterSheets;
    else if (!this.#jammed) this.#set('printer.jammed', () => (this.#jammed = true));
  }

  /** The operator takes the jammed sheet out; a jam that has not happened yet does not happen any more. */
  clearJam(): void {
    this.#sheetsToJam = undefined;
    if (this.#jammed) this.#set('printer.cleared', () => (this.#jammed = false));
  }

  setToner(level: 'low' | 'enough'): void {
    const low = level === 'low';
    if (low !== this.#tonerLow) this.#set('toner.changed', () => (this.#tonerLow = low));
  }

  /** A sheet is on its way out: false when it jams. */
  letPass(): boolean {
    if (this.#sheetsToJam === undefined) return true;
    if (this.#sheetsToJam > 0) {
      this.#sheetsToJam -= 1;
      return true;
    }
    this.#sheetsToJam = undefined;
    this.jam();
    return false;
  }

  /** Calls back after every change; returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #set(event: string, change: () => void): void {
    change();
    this.#trace.write(event, event === 'toner.changed' ? { low: this.#tonerLow } : {});
    for (const listener of this.#listeners) listener();
  }
}
