import type { Board, PrintOutcome } from '../../device-model/index.ts';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { PageForm } from '../imaging/convert-resolution.ts';
import { fitToPaper } from '../imaging/fit-to-paper.ts';
import type { InfoCode } from '../journal/info-code.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import type { Settings } from '../settings/settings.ts';
import { failure } from '../xmt/session-failure.ts';
import { choosePaper } from './choose-paper.ts';
import { ERROR_PAGE_PAPER, ERROR_PAGE_RESOLUTION } from './error-page.ts';
import type { ReceivedPage } from './printable-pages.ts';
import type { PrintResult } from './receive-chart.ts';

type Refusal = Extract<PrintOutcome, { readonly ok: false }>['reason'];

/** What a refusal of the printer is in the info-code table. */
const ROW_OF: Readonly<Record<Refusal, InfoCode>> = {
  'paper out': INFO_CODES['paper-out'],
  jam: INFO_CODES['paper-jam'],
  'cover open': INFO_CODES['printer-cover-open'],
  'tray full': INFO_CODES['output-tray-full'],
  'queue full': INFO_CODES['internal-failure'],
  stopped: INFO_CODES['power-failure'],
};

/** After these the page waits in memory; a full output tray keeps the whole file instead, or an unattended machine would stand still. */
const WAITING: readonly Refusal[] = ['paper out', 'jam', 'cover open'];

/** Received pages on paper: decoded, fitted to the paper there is, printed. */
export class PagePrinter {
  readonly #board: Board;
  readonly #settings: Settings;

  constructor(parts: { readonly board: Board; readonly settings: Settings }) {
    this.#board = parts.board;
    this.#settings = parts.settings;
  }

  /** `octets`: the raster's, free again once the page is on paper. */
  async print(
    fileNumber: number,
    received: ReceivedPage | undefined,
    index: number,
    spare: Uint8Array | undefined,
  ): Promise<{ readonly result: PrintResult; readonly octets: Uint8Array | undefined }> {
    if (received === undefined) {
      const why = failure(INFO_CODES['internal-failure'], `There is no page ${index + 1} to print.`);
      return { result: { ok: false, waits: false, failure: why }, octets: spare };
    }
    const { page, resolution, paper: made } = received;
    const { raster, damage, badRows } = page.decode('conceal', spare);
    if (damage !== undefined) {
      this.#board.trace.write('page.concealed', { fileNumber, page: index + 1, badRows, damage });
    }
    const printed = await this.printRaster(raster, { resolution, paper: made }, pageLabel(fileNumber, index));
    return { result: printed.ok ? { ok: true } : resultOf(printed), octets: raster.octets };
  }

  /** As `print`; `index` from 0. */
  async printErrorPage(
    fileNumber: number,
    raster: BilevelRaster,
    index: number,
  ): Promise<{ readonly result: PrintResult; readonly octets: undefined }> {
    const label = `file ${String(fileNumber).padStart(3, '0')} error page ${index + 1}`;
    const made = { resolution: ERROR_PAGE_RESOLUTION, paper: ERROR_PAGE_PAPER };
    const printed = await this.printRaster(raster, made, label);
    return { result: printed.ok ? { ok: true } : resultOf(printed), octets: undefined };
  }

  /** On the paper there is, reduced to it if it must be and fax parameter 961 allows it. */
  async printRaster(raster: BilevelRaster, made: PageForm, label: string): Promise<PrintOutcome> {
    const reduces = this.#settings.get('reduction') === 'Fit';
    const paper = this.#paperFor(made.paper) ?? made.paper;
    const fitted = reduces ? fitToPaper(raster, made, paper) : raster;
    return await this.#board.printEngine.print({ raster: fitted, resolution: made.resolution, paper, label });
  }

  /** Resolves when a page of this paper can be printed; never when `signal` is aborted first. */
  untilPrintable(paper: PaperSize, signal: AbortSignal): Promise<void> {
    const { printer, paperTrays } = this.#board;
    return new Promise((resolve) => {
      const ends: (() => void)[] = [];
      const end = (): void => {
        for (const one of ends.splice(0)) one();
      };
      const look = (): void => {
        if (printer.obstacle !== undefined || this.#paperFor(paper) === undefined) return;
        end();
        resolve();
      };
      ends.push(printer.onChange(look), paperTrays.onChange(look), this.#settings.onChange(look));
      signal.addEventListener('abort', end);
      look();
    });
  }

  #paperFor(made: PaperSize): PaperSize | undefined {
    return choosePaper(made, (paper) => this.#board.paperTrays.holds(paper), this.#settings.get('reduction'));
  }
}

/** As a sheet in the tray is labelled; `index` from 0. */
export function pageLabel(fileNumber: number, index: number): string {
  return `file ${String(fileNumber).padStart(3, '0')} page ${index + 1}`;
}

function resultOf({ reason, sentence }: Extract<PrintOutcome, { readonly ok: false }>): PrintResult {
  return { ok: false, waits: WAITING.includes(reason), failure: failure(ROW_OF[reason], sentence) };
}
