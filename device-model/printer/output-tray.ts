import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type BilevelRaster, rasterOf, rowOctetsFor } from '../page/bilevel-raster.ts';
import type { PaperSize } from '../page/paper-size.ts';
import type { Resolution } from '../page/resolution.ts';

/** A page on its way to paper. */
export interface PrintablePage {
  readonly raster: BilevelRaster;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
  /** What the page belongs to, for people: a file number, a sender, a report. */
  readonly label: string;
}

/** A sheet in the tray. `raster` is inflated anew at every look: keep it if you look twice. */
export interface PrintedPage extends PrintablePage {
  /** Milliseconds on the event queue when the sheet came out. */
  readonly printedAt: number;
}

/** Far more than a tray holds; a rig may run for days unattended. *Own design.* */
export const OUTPUT_TRAY_SHEETS = 2000;
/** Bounds pages of noise, which do not deflate (2.9 MB each at B4 400 × 400). *Own design.* */
export const OUTPUT_TRAY_OCTETS = 256 * 1024 * 1024;

/** zlib takes no smaller ones. */
const LEAST_CHUNK_OCTETS = 64;

/** A sheet without its picture. */
export interface PageFacts {
  readonly width: number;
  readonly height: number;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
  readonly label: string;
  readonly printedAt: number;
}

interface StoredPage extends PageFacts {
  readonly deflated: Uint8Array;
}

/** Printed sheets, first printed first, kept deflated. */
export class OutputTray {
  readonly #sheetLimit: number;
  readonly #octetLimit: number;
  readonly #stored: StoredPage[] = [];
  readonly #listeners = new Set<(sheets: number) => void>();
  #octets = 0;

  constructor(limits: { readonly sheets?: number; readonly octets?: number } = {}) {
    this.#sheetLimit = limits.sheets ?? OUTPUT_TRAY_SHEETS;
    this.#octetLimit = limits.octets ?? OUTPUT_TRAY_OCTETS;
  }

  get sheets(): number {
    return this.#stored.length;
  }

  get full(): boolean {
    return this.#stored.length >= this.#sheetLimit || this.#octets >= this.#octetLimit;
  }

  /** Lays a sheet on top and returns its index from 0; undefined when the tray is full. */
  add(page: PrintablePage, printedAt: number): number | undefined {
    if (this.full) return undefined;
    const { raster, resolution, paper, label } = page;
    const output = deflateRawSync(raster.octets, { level: 1 });
    // A view of a larger chunk would keep the rest of the chunk alive.
    const deflated = output.length === output.buffer.byteLength ? output : Uint8Array.from(output);
    this.#stored.push({ deflated, width: raster.width, height: raster.height, resolution, paper, label, printedAt });
    this.#octets += deflated.length;
    this.#changed();
    return this.#stored.length - 1;
  }

  /** What there is to tell of a sheet without its picture. Throws a RangeError when there is no such sheet. */
  facts(index: number): PageFacts {
    const { deflated: _, ...facts } = this.#at(index);
    return facts;
  }

  /** Throws a RangeError when there is no such sheet. */
  page(index: number): PrintedPage {
    const { deflated, width, height, ...facts } = this.#at(index);
    return {
      ...facts,
      get raster() {
        // One octet more than the raster: it comes out in one piece, not in hundreds that are joined.
        const chunkSize = rowOctetsFor(width) * height + 1;
        return rasterOf(
          width,
          height,
          inflateRawSync(deflated, { chunkSize: Math.max(chunkSize, LEAST_CHUNK_OCTETS) }),
        );
      },
    };
  }

  /** All sheets; their rasters are inflated one by one as they are looked at. */
  pages(): readonly PrintedPage[] {
    return this.#stored.map((_, index) => this.page(index));
  }

  /** The operator takes the sheets away; returns how many. */
  empty(): number {
    const taken = this.#stored.length;
    this.#stored.length = 0;
    this.#octets = 0;
    if (taken > 0) this.#changed();
    return taken;
  }

  /** Calls back with the number of sheets after every change; returns what ends it. */
  onChange(listener: (sheets: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #at(index: number): StoredPage {
    const stored = this.#stored[index];
    if (stored === undefined) throw new RangeError(`The output tray has no sheet ${index + 1}.`);
    return stored;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this.#stored.length);
  }
}
