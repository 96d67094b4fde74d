import type { FeederProfile } from '../hardware-profile.ts';
import type { TraceWriter } from '../trace/trace.ts';
import type { Original } from './original.ts';

/** The feeder does not take these sheets; the message is one sentence. */
export class FeederError extends Error {
  override readonly name = 'FeederError';
}

/** The ADF: a stack of originals, first loaded first scanned. */
export class DocumentFeeder {
  readonly #profile: FeederProfile;
  readonly #trace: TraceWriter | undefined;
  readonly #sheets: Original[] = [];
  readonly #listeners = new Set<(sheetsWaiting: number) => void>();

  constructor(options: { readonly profile: FeederProfile; readonly trace?: TraceWriter }) {
    this.#profile = options.profile;
    this.#trace = options.trace;
  }

  get sheetsWaiting(): number {
    return this.#sheets.length;
  }

  get capacitySheets(): number {
    return this.#profile.capacitySheets;
  }

  /** The sheet scanned next, still in the feeder. */
  get next(): Original | undefined {
    return this.#sheets[0];
  }

  /** Puts sheets under those waiting, all or none; throws FeederError. */
  load(originals: readonly Original[]): void {
    if (originals.length === 0) return;
    const room = this.#profile.capacitySheets - this.#sheets.length;
    if (originals.length > room) {
      throw new FeederError(
        `The document feeder has room for ${room} of its ${this.#profile.capacitySheets} sheets, not for ${originals.length}.`,
      );
    }
    if (!this.#profile.mixedSizes) this.#expectOneSize(originals);
    this.#sheets.push(...originals);
    this.#trace?.write('originals.loaded', {
      labels: originals.map((original) => original.label),
      sheetsWaiting: this.#sheets.length,
    });
    this.#changed();
  }

  /** Draws the next sheet in; undefined when the feeder is empty. */
  take(): Original | undefined {
    const sheet = this.#sheets.shift();
    if (sheet !== undefined) this.#changed();
    return sheet;
  }

  /** The operator takes all sheets back. */
  removeAll(): readonly Original[] {
    const removed = this.#sheets.splice(0);
    if (removed.length > 0) {
      this.#trace?.write('originals.removed', { sheets: removed.length });
      this.#changed();
    }
    return removed;
  }

  /** Calls back after every change, with 0 when the feeder became empty; returns what ends it. */
  onChange(listener: (sheetsWaiting: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #expectOneSize(originals: readonly Original[]): void {
    const guide = (this.#sheets[0] ?? originals[0])?.size.paper;
    const other = originals.find((original) => original.size.paper !== guide);
    if (other !== undefined) {
      throw new FeederError(
        `The document feeder takes one paper size at a time: ${other.label} is ${other.size.paper}, expected ${guide}.`,
      );
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener(this.#sheets.length);
  }
}
