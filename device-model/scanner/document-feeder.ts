import type { FeederProfile } from '../hardware-profile.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { FeederFault } from './feeder-fault.ts';
import type { Original } from './original.ts';

/** The feeder does not take these sheets; the message is one sentence. */
export class FeederError extends Error {
  override readonly name = 'FeederError';
}

/** What happens to the next sheet that is drawn in. */
export type ComingFault =
  | { readonly kind: 'misfeed' }
  | { readonly kind: 'jam' /** From 0. */; readonly atRow: number };

/** A sheet in the paper path and how far it will come. */
export interface DrawnSheet {
  readonly original: Original;
  /** The row before which it jams; undefined when it passes. */
  readonly jamsAtRow: number | undefined;
}

/** The ADF: a stack of originals, first loaded first scanned; its sensors, and the operator's hands. */
export class DocumentFeeder {
  readonly #profile: FeederProfile;
  readonly #trace: TraceWriter | undefined;
  readonly #sheets: Original[] = [];
  readonly #listeners = new Set<(sheetsWaiting: number) => void>();
  #coming: ComingFault | undefined;
  #coverOpen = false;
  /** Counts openings, so that one that is over already is noticed. */
  #coverOpenings = 0;
  #misfed = false;
  /** The sheet stuck in the paper path. */
  #stuck: { readonly original: Original; readonly why: string } | undefined;

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

  /** Those waiting, the one scanned next first. */
  get sheets(): readonly Original[] {
    return [...this.#sheets];
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

  get coverOpen(): boolean {
    return this.#coverOpen;
  }

  get coverOpenings(): number {
    return this.#coverOpenings;
  }

  get misfed(): boolean {
    return this.#misfed;
  }

  /** Why a sheet is stuck, one sentence; undefined when the paper path is free. */
  get stuck(): string | undefined {
    return this.#stuck?.why;
  }

  /** Draws the next sheet in; undefined when the feeder is empty. Throws FeederFault; the sheet then stays where it is. */
  draw(): DrawnSheet | undefined {
    if (this.#coverOpen) throw new FeederFault('cover open', 'The cover of the document feeder is open.');
    if (this.#stuck !== undefined) throw new FeederFault('jam', this.#stuck.why);
    const original = this.#sheets[0];
    if (original === undefined) return undefined;
    const coming = this.#coming;
    this.#coming = undefined;
    if (coming?.kind === 'misfeed' || this.#misfed) {
      this.#misfed = true;
      this.#trace?.write('original.misfed', { label: original.label });
      this.#changed();
      throw new FeederFault('misfeed', `The feeder did not take ${original.label}.`);
    }
    this.#sheets.shift();
    const tooLong = this.#lengthFault(original);
    if (tooLong !== undefined) {
      this.strand(original, tooLong);
      throw new FeederFault('too long', tooLong);
    }
    this.#changed();
    return { original, jamsAtRow: coming?.atRow };
  }

  /** A sheet stays in the paper path, for the reason told. */
  strand(original: Original, why: string): void {
    this.#stuck = { original, why };
    this.#trace?.write('original.jammed', { label: original.label, sentence: why });
    this.#changed();
  }

  /** A sheet comes back on top: it was not scanned. */
  putBack(original: Original): void {
    this.#sheets.unshift(original);
    this.#changed();
  }

  /** What befalls the next sheet that is drawn in; `undefined`: nothing. */
  arrange(fault: ComingFault | undefined): void {
    this.#coming = fault;
  }

  openCover(): void {
    if (this.#coverOpen) return;
    this.#coverOpen = true;
    this.#coverOpenings += 1;
    this.#trace?.write('feeder.cover-opened');
    this.#changed();
  }

  closeCover(): void {
    if (!this.#coverOpen) return;
    this.#coverOpen = false;
    this.#trace?.write('feeder.cover-closed');
    this.#changed();
  }

  /** The operator frees the paper path, straightens the stack and lays a stuck sheet back on top. */
  clear(): void {
    const freed = this.#stuck?.original;
    if (freed === undefined && !this.#misfed) return;
    this.#stuck = undefined;
    this.#misfed = false;
    if (freed !== undefined) this.#sheets.unshift(freed);
    this.#trace?.write('feeder.cleared', { sheetsWaiting: this.#sheets.length });
    this.#changed();
  }

  /** The operator takes all sheets back, a misfed one too; a stuck one stays. */
  removeAll(): readonly Original[] {
    const removed = this.#sheets.splice(0);
    if (removed.length > 0) {
      this.#misfed = false;
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

  #lengthFault({ label, size }: Original): string | undefined {
    const { longestSheetMm } = this.#profile;
    const lengthMm = size.fedLengthMm ?? size.lengthMm;
    if (longestSheetMm === undefined || lengthMm <= longestSheetMm) return undefined;
    return `${label} is ${Math.round(lengthMm)} mm long and stuck in the feeder: expected at most ${longestSheetMm} mm.`;
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
