import { createHash } from 'node:crypto';
import type { BilevelRaster } from '../page/bilevel-raster.ts';
import type { Tone } from './develop.ts';
import type { SheetContent } from './original.ts';
import type { Placement } from './placement.ts';

/** Octets of the pages kept; some fifty A4 pages of 204×196. *Own design.* */
export const DEVELOPED_OCTETS_LIMIT = 24 * 1024 * 1024;
/** Sheets known by their digest, so that one that comes a second time is noticed. *Own design.* */
const SEEN_LIMIT = 4_096;

/**
 * Pages that were developed before, for rigs under virtual time where the same sheets are scanned over and over: each file
 * is drawn once for every resolution, paper, density and type. A page is kept when it comes the second time; the oldest
 * ones go. What the scan takes on the clock does not change. *Own design.*
 */
export class DevelopedPages {
  readonly #digests = new WeakMap<Uint8Array, string>();
  readonly #seen = new Set<string>();
  readonly #kept = new Map<string, Uint8Array>();
  #octets = 0;

  /** The name of a sheet scanned so. */
  keyOf({ octets, sheet }: SheetContent, placement: Placement, tone: Tone): string {
    let digest = this.#digests.get(octets);
    if (digest === undefined) {
      digest = createHash('sha256').update(octets).digest('base64');
      this.#digests.set(octets, digest);
    }
    return JSON.stringify([digest, sheet, Object.values(placement), tone.density, tone.type]);
  }

  /** Copies the page into `raster`, which has its dimensions; false when it is not there. */
  copyInto(raster: BilevelRaster, key: string): boolean {
    const octets = this.#kept.get(key);
    if (octets?.length !== raster.octets.length) return false;
    raster.octets.set(octets);
    return true;
  }

  /** Keeps a copy of the page if it is not the first time that it comes. */
  keep(raster: BilevelRaster, key: string): void {
    if (!this.#seen.has(key)) {
      if (this.#seen.size >= SEEN_LIMIT) this.#seen.clear();
      this.#seen.add(key);
      return;
    }
    if (raster.octets.length > DEVELOPED_OCTETS_LIMIT || this.#kept.has(key)) return;
    this.#kept.set(key, raster.octets.slice());
    this.#octets += raster.octets.length;
    for (const [oldest, octets] of this.#kept) {
      if (this.#octets <= DEVELOPED_OCTETS_LIMIT) break;
      this.#kept.delete(oldest);
      this.#octets -= octets.length;
    }
  }
}
