import { type Clock, perform } from '../clock/clock.ts';
import type { ScannerProfile } from '../hardware-profile.ts';
import { type BilevelRaster, blankRaster, rasterOf } from '../page/bilevel-raster.ts';
import { PAPER_MM, type PaperSize } from '../page/paper-size.ts';
import type { Resolution } from '../page/resolution.ts';
import type { TraceWriter } from '../trace/trace.ts';
import type { ScanDensity } from './binarize.ts';
import { develop, type OriginalType, type Tone } from './develop.ts';
import type { DevelopedPages } from './developed-pages.ts';
import type { DocumentFeeder } from './document-feeder.ts';
import { FeederFault } from './feeder-fault.ts';
import type { Original } from './original.ts';
import { OriginalError } from './original-error.ts';
import { useThreadsFor } from './picture-library.ts';
import { type Placement, placeOnGlass } from './placement.ts';
import type { Platen } from './platen.ts';

export interface ScanRequest {
  readonly resolution: Resolution;
  /** `auto` (the default): the sheet's own size, or the largest the scanner has. */
  readonly paper?: PaperSize | 'auto';
  readonly density: ScanDensity;
  /** Print, photograph or both; `text` by default. */
  readonly originalType?: OriginalType;
  /** Where the sheet is: `feeder` by default. */
  readonly from?: 'feeder' | 'platen';
}

export interface ScannedPage {
  readonly raster: BilevelRaster;
  readonly resolution: Resolution;
  readonly paper: PaperSize;
  /** The label of the original. */
  readonly label: string;
  /**
   * Gives the raster's octets back for the next page; nobody may look at them afterwards. Optional: a page that is not
   * given back is garbage like any other. Giving back keeps a long job in the memory of one page, because the
   * collector lets some 16 discarded pages of 2 MB pile up before it acts.
   */
  release(): void;
}

/** One sheet at a time, from the feeder over the glass or lying on it. */
export class ScanEngine {
  readonly #clock: Clock;
  readonly #feeder: DocumentFeeder;
  readonly #platen: Platen | undefined;
  readonly #profile: ScannerProfile;
  readonly #trace: TraceWriter;
  readonly #developed: DevelopedPages | undefined;
  /** The sheet on the glass. */
  #onGlass: Original | undefined;
  #spare: Uint8Array | undefined;
  /** The sheet before this one had others behind it. */
  #inStack = false;

  constructor(options: {
    readonly clock: Clock;
    readonly feeder: DocumentFeeder;
    readonly platen?: Platen;
    readonly profile: ScannerProfile;
    readonly trace: TraceWriter;
    /** Pages that need not be developed again. */
    readonly developed?: DevelopedPages | undefined;
  }) {
    this.#clock = options.clock;
    this.#feeder = options.feeder;
    this.#platen = options.platen;
    this.#profile = options.profile;
    this.#trace = options.trace;
    this.#developed = options.developed;
  }

  get scanning(): boolean {
    return this.#onGlass !== undefined;
  }

  /**
   * Scans the next sheet; undefined when there is none. It takes the raster's rows times the profile's
   * milliseconds a row on the clock. Rejects with OriginalError when the sheet's file is damaged (the sheet is out of the
   * feeder all the same), with FeederFault when the feeder does not bring it past the glass, with a RangeError when the
   * scanner has no such resolution or is at work already.
   */
  async scanNext(request: ScanRequest): Promise<ScannedPage | undefined> {
    const { resolution, density, originalType: type = 'text', from = 'feeder' } = request;
    const msPerRow = this.#profile.scanMsPerRow[resolution.name];
    if (msPerRow === undefined) throw new RangeError(`The scanner cannot scan at ${resolution.name}.`);
    if (this.scanning) throw new RangeError('The scanner is at work: wait for its page before asking for the next.');
    const { coverOpenings } = this.#feeder;
    const laid = this.#platen?.original;
    const lying = laid === undefined ? undefined : { original: laid, jamsAtRow: undefined };
    const sheet = from === 'platen' ? lying : this.#feeder.draw();
    if (sheet === undefined) return undefined;
    const { original, jamsAtRow } = sheet;

    const wanted = request.paper ?? 'auto';
    const paper = wanted === 'auto' ? this.#paperFor(original.size.paper) : wanted;
    const placement = placeOnGlass(original.size, paper, resolution);
    this.#onGlass = original;
    try {
      if (jamsAtRow !== undefined) await this.#jam(original, Math.min(jamsAtRow, placement.rasterHeight), msPerRow);
      const raster = await perform(this.#clock, placement.rasterHeight * msPerRow, `scan ${original.label}`, () =>
        this.#passOver(original, placement, { density, type }),
      );
      if (from === 'feeder' && this.#feeder.coverOpenings !== coverOpenings) this.#giveBack(original);
      this.#trace.write('page.scanned', {
        label: original.label,
        resolution: resolution.name,
        paper,
        width: raster.width,
        height: raster.height,
      });
      return { raster, resolution, paper, label: original.label, release: this.#returnOf(raster) };
    } catch (error) {
      if (error instanceof OriginalError) this.#trace.write('original.refused', { sentence: error.message });
      throw error;
    } finally {
      if (this.#onGlass === original) this.#onGlass = undefined;
    }
  }

  /**
   * Power goes: the sheet on the glass is put aside unscanned. Where the board's clock delivers no outcomes any more,
   * the promise of that page never settles.
   */
  reset(): void {
    this.#onGlass = undefined;
  }

  async #jam(original: Original, row: number, msPerRow: number): Promise<never> {
    await perform(this.#clock, row * msPerRow, `jam ${original.label}`, async () => undefined);
    const why = `${original.label} is jammed in the feeder at row ${row}.`;
    this.#feeder.strand(original, why);
    throw new FeederFault('jam', why);
  }

  /** The cover was opened while the sheet passed: it is noticed when the sheet should have been through. */
  #giveBack(original: Original): never {
    this.#feeder.putBack(original);
    throw new FeederFault('cover open', `The cover of the feeder was opened while ${original.label} was scanned.`);
  }

  async #passOver(original: Original, placement: Placement, tone: Tone): Promise<BilevelRaster> {
    const { rasterWidth, rasterHeight, pictureWidth, pictureHeight } = placement;
    const behind = this.#feeder.sheetsWaiting > 0;
    useThreadsFor(behind || this.#inStack ? 'of a stack' : 'alone');
    this.#inStack = behind;
    try {
      const developed = this.#developed;
      const key = original.content && developed?.keyOf(original.content, placement, tone);
      if (key !== undefined) {
        const raster = this.#newRaster(rasterWidth, rasterHeight);
        if (developed?.copyInto(raster, key) === true) return raster;
        this.#spare = raster.octets;
      }
      const picture = await original.picture({ width: pictureWidth, height: pictureHeight });
      const raster = this.#newRaster(rasterWidth, rasterHeight);
      await develop(picture, placement, tone, raster);
      if (key !== undefined) developed?.keep(raster, key);
      return raster;
    } catch (error) {
      if (error instanceof OriginalError) throw error;
      throw new OriginalError(
        original.label,
        'the picture is damaged or cut short',
        'a picture that can be read to its end',
      );
    }
  }

  #newRaster(width: number, height: number): BilevelRaster {
    const spare = this.#spare;
    this.#spare = undefined;
    const octets = ((width + 7) >> 3) * height;
    return spare?.length === octets ? rasterOf(width, height, spare) : blankRaster(width, height);
  }

  /** Gives back once: a second call could give away the octets of the page after. */
  #returnOf(raster: BilevelRaster): () => void {
    let given = false;
    return () => {
      if (!given) this.#spare = raster.octets;
      given = true;
    };
  }

  #paperFor(sheet: PaperSize): PaperSize {
    const { paperSizes } = this.#profile;
    if (paperSizes.includes(sheet)) return sheet;
    const areaMm = (paper: PaperSize): number => PAPER_MM[paper].width * PAPER_MM[paper].length;
    return paperSizes.reduce(
      (largest, paper) => (areaMm(paper) > areaMm(largest) ? paper : largest),
      paperSizes[0] ?? 'A4',
    );
  }
}
