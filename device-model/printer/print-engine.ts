import type { Alarm, Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import type { OutputTray, PrintablePage } from './output-tray.ts';
import type { PaperTrays } from './paper-trays.ts';
import type { PrinterBody, PrinterObstacle } from './printer-body.ts';

/** Why a page did not become a sheet. */
export type PrintRefusal = 'tray full' | 'queue full' | 'stopped' | 'paper out' | PrinterObstacle;

export type PrintOutcome =
  | { readonly ok: true /** Index of the sheet in the tray. */; readonly index: number }
  | { readonly ok: false; readonly reason: PrintRefusal; readonly sentence: string };

/** Pages waiting hold their whole raster (up to 2.9 MB): who prints more waits for outcomes. *Own design.* */
export const PRINT_QUEUE_PAGES = 16;

interface WaitingPage {
  readonly page: PrintablePage;
  readonly finished: (outcome: PrintOutcome) => void;
}

/**
 * Prints pages one after another, each for the modelled time, onto the output tray. What keeps it from printing refuses
 * the page on the drum (its sheet is spoilt) and those behind it: whoever sent them sends them again.
 */
export class PrintEngine {
  readonly #clock: Clock;
  readonly #tray: OutputTray;
  readonly #trays: PaperTrays;
  readonly #body: PrinterBody;
  readonly #endWatch: () => void;
  readonly #msPerPage: number;
  readonly #trace: TraceWriter;
  readonly #waiting: WaitingPage[] = [];
  #alarm: Alarm | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly tray: OutputTray;
    readonly trays: PaperTrays;
    readonly body: PrinterBody;
    readonly printMsPerPage: number;
    readonly trace: TraceWriter;
  }) {
    this.#clock = options.clock;
    this.#tray = options.tray;
    this.#msPerPage = options.printMsPerPage;
    this.#trace = options.trace;
    this.#trays = options.trays;
    this.#body = options.body;
    this.#endWatch = this.#body.onChange(() => {
      if (this.#body.obstacle !== undefined) this.#refuseAll(this.#body.obstacle);
    });
  }

  /** The page on the drum and those behind it. */
  get pagesWaiting(): number {
    return this.#waiting.length;
  }

  get printing(): boolean {
    return this.#waiting.length > 0;
  }

  /** Settles when the sheet lies in the tray or is refused; never rejects. */
  print(page: PrintablePage): Promise<PrintOutcome> {
    if (this.#waiting.length >= PRINT_QUEUE_PAGES) {
      const sentence = `The printer has ${PRINT_QUEUE_PAGES} pages waiting and takes ${page.label} only after one of them is printed.`;
      return Promise.resolve(this.#refuse(page, 'queue full', sentence));
    }
    return new Promise((finished) => {
      this.#waiting.push({ page, finished });
      if (this.#waiting.length === 1) this.#startFirst();
    });
  }

  /** Power goes: the pages not yet in the tray are lost, and whoever waits is told so. */
  stop(): void {
    this.#endWatch();
    this.#alarm?.cancel();
    this.#alarm = undefined;
    for (const { page, finished } of this.#waiting.splice(0)) {
      finished({ ok: false, reason: 'stopped', sentence: `The printer stopped before ${page.label} was printed.` });
    }
  }

  /** The first page that can be printed goes onto the drum; those before it are refused. */
  #startFirst(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { page, finished } = first;
      const refusal = this.#body.obstacle ?? (this.#trays.draw(page.paper) ? undefined : 'paper out');
      if (refusal === undefined) {
        const at = this.#clock.now() + this.#msPerPage;
        this.#alarm = this.#clock.alarm(at, () => this.#finishFirst(), `print ${page.label}`);
        return;
      }
      this.#waiting.shift();
      finished(this.#refuse(page, refusal, sentenceOf(refusal, page)));
    }
  }

  #finishFirst(): void {
    this.#alarm = undefined;
    // A jam refuses every page, this one among them.
    if (!this.#body.letPass()) return;
    const first = this.#waiting.shift();
    if (first === undefined) return;
    first.finished(this.#deliver(first.page));
    this.#startFirst();
  }

  #refuseAll(obstacle: PrinterObstacle): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    for (const { page, finished } of this.#waiting.splice(0)) {
      finished(this.#refuse(page, obstacle, sentenceOf(obstacle, page)));
    }
  }

  #deliver(page: PrintablePage): PrintOutcome {
    const index = this.#tray.add(page, this.#clock.now());
    if (index === undefined) {
      const sentence = `The output tray is full with ${this.#tray.sheets} sheets: ${page.label} was not printed.`;
      return this.#refuse(page, 'tray full', sentence);
    }
    this.#trace.write('page.printed', {
      label: page.label,
      resolution: page.resolution.name,
      paper: page.paper,
      width: page.raster.width,
      height: page.raster.height,
      sheet: index + 1,
    });
    return { ok: true, index };
  }

  #refuse(page: PrintablePage, reason: PrintRefusal, sentence: string): PrintOutcome {
    this.#trace.write('print.refused', { label: page.label, reason, sentence });
    return { ok: false, reason, sentence };
  }
}

function sentenceOf(refusal: PrinterObstacle | 'paper out', { label, paper }: PrintablePage): string {
  switch (refusal) {
    case 'paper out':
      return `There is no ${paper} paper for ${label}.`;
    case 'jam':
      return `Paper is jammed in the printer: ${label} was not printed.`;
    case 'cover open':
      return `The cover of the printer is open: ${label} was not printed.`;
  }
}
