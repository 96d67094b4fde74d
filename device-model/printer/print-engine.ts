import type { Alarm, Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import type { OutputTray, PrintablePage } from './output-tray.ts';

export type PrintOutcome =
  | { readonly ok: true /** Index of the sheet in the tray. */; readonly index: number }
  | { readonly ok: false; readonly reason: 'tray full' | 'queue full' | 'stopped'; readonly sentence: string };

/** Pages waiting hold their whole raster (up to 2.9 MB): who prints more waits for outcomes. *Own design.* */
export const PRINT_QUEUE_PAGES = 16;

interface WaitingPage {
  readonly page: PrintablePage;
  readonly finished: (outcome: PrintOutcome) => void;
}

/** Prints pages one after another, each for the modelled time, onto the output tray. */
export class PrintEngine {
  readonly #clock: Clock;
  readonly #tray: OutputTray;
  readonly #msPerPage: number;
  readonly #trace: TraceWriter;
  readonly #waiting: WaitingPage[] = [];
  #alarm: Alarm | undefined;

  constructor(options: {
    readonly clock: Clock;
    readonly tray: OutputTray;
    readonly printMsPerPage: number;
    readonly trace: TraceWriter;
  }) {
    this.#clock = options.clock;
    this.#tray = options.tray;
    this.#msPerPage = options.printMsPerPage;
    this.#trace = options.trace;
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
      if (this.#waiting.length === 1) this.#start(page);
    });
  }

  /** Power goes: the pages not yet in the tray are lost, and whoever waits is told so. */
  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    for (const { page, finished } of this.#waiting.splice(0)) {
      finished({ ok: false, reason: 'stopped', sentence: `The printer stopped before ${page.label} was printed.` });
    }
  }

  #start(page: PrintablePage): void {
    this.#alarm = this.#clock.alarm(
      this.#clock.now() + this.#msPerPage,
      () => this.#finishFirst(),
      `print ${page.label}`,
    );
  }

  #finishFirst(): void {
    this.#alarm = undefined;
    const first = this.#waiting.shift();
    if (first === undefined) return;
    first.finished(this.#deliver(first.page));
    const next = this.#waiting[0];
    if (next !== undefined) this.#start(next.page);
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

  #refuse(page: PrintablePage, reason: 'tray full' | 'queue full', sentence: string): PrintOutcome {
    this.#trace.write('print.refused', { label: page.label, reason, sentence });
    return { ok: false, reason, sentence };
  }
}
