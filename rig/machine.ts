import { type Board, type PanelKey, type PrintedPage, perform, type RigClock } from '../device-model/index.ts';
import type { PaperSize } from '../device-model/page/paper-size.ts';
import type { Firmware, JournalEntry, OrderAnswer, SettingKey, XmtOrder } from '../firmware/index.ts';
import type { BuiltMachine } from './lab/build-machine.ts';
import { openPaper } from './paper/open-paper.ts';

/** A file that becomes sheets in the feeder. */
export interface OriginalFile {
  readonly label: string;
  /** PNG, JPEG, WebP, SVG (one sheet each), TIFF or PDF (a sheet a page). */
  readonly octets: Uint8Array;
  readonly paper?: PaperSize;
}

/** A machine in a rig, as a person stands before it: paper, keys, display, tray, plug. */
export class Machine {
  readonly name: string;
  readonly board: Board;
  readonly #built: BuiltMachine;
  readonly #clock: RigClock;

  constructor(built: BuiltMachine, clock: RigClock) {
    this.#built = built;
    this.#clock = clock;
    this.board = built.board;
    this.name = built.board.name;
  }

  get ready(): boolean {
    return this.#built.firmware()?.ready === true;
  }

  /** Undefined while the power is off. */
  get firmware(): Firmware | undefined {
    return this.#built.firmware();
  }

  /** Lays sheets into the document feeder. Rejects with OriginalError or FeederError, one sentence each. */
  async load(...files: readonly OriginalFile[]): Promise<void> {
    const clock = this.#clock;
    const loaded: Promise<void>[] = [];
    await clock.enter(() => {
      loaded.push(
        perform(clock, 0, 'open the originals', () =>
          Promise.all(
            files.map(({ label, octets, paper }) => openPaper(label, octets, paper === undefined ? {} : { paper })),
          ),
        ).then((sheets) => this.board.feeder.load(sheets.flat())),
      );
    });
    let done = false;
    const finished = Promise.all(loaded).finally(() => {
      done = true;
    });
    // A refusal reaches the caller through `finished`; here only the waiting matters.
    finished.catch(() => undefined);
    await clock.runUntil(() => done);
    await finished;
  }

  /** Presses keys one after another. */
  async press(...keys: readonly PanelKey[]): Promise<void> {
    for (const key of keys) await this.#clock.enter(() => this.board.panel.press(key));
  }

  /** Types on the keyboard that the display shows. */
  async type(text: string): Promise<void> {
    await this.#clock.enter(() => this.board.panel.type(text));
  }

  /** Sets a general setting or fax parameter; rejects with the row's sentence when it refuses the value. */
  async set(key: SettingKey, value: string | number): Promise<void> {
    let outcome: { readonly ok: boolean; readonly sentence?: string } | undefined;
    let failed: unknown;
    await this.#clock.enter(() => {
      const settings = this.#on().settings;
      settings.set(key, value).then(
        (checked) => {
          outcome = checked;
        },
        (error: unknown) => {
          failed = error;
          outcome = { ok: false };
        },
      );
    });
    await this.#clock.runUntil(() => outcome !== undefined);
    if (failed !== undefined) throw failed;
    if (outcome?.ok === false) throw new RangeError(outcome.sentence ?? 'the value was refused');
  }

  /**
   * Orders a transmission of what lies in the feeder as a program would, with everything the panel's few keys cannot say:
   * several destinations, priority, time of day. Resolution and density are the machine's settings unless told; returns
   * the file number; rejects with the panel's hint when the machine refuses.
   */
  async order(
    order: Pick<XmtOrder, 'destinations' | 'priority' | 'deferredTo'> &
      Partial<Pick<XmtOrder, 'resolution' | 'density'>>,
  ): Promise<number> {
    let answer: OrderAnswer | undefined;
    await this.#clock.enter(() => {
      const { settings, transmitter } = this.#on();
      answer = transmitter.order({ resolution: settings.get('resolution'), density: 3, ...order });
    });
    if (answer?.ok === true) return answer.fileNumber;
    throw new RangeError(answer?.hint ?? 'the machine gave no answer');
  }

  get lcd(): readonly string[] {
    return this.board.panel.lcd;
  }

  /** Oldest first; empty while the power is off. */
  get journal(): readonly JournalEntry[] {
    return this.#built.firmware()?.journal.entries ?? [];
  }

  /** Sheets in the output tray, first printed first. */
  get printed(): readonly PrintedPage[] {
    return this.board.tray.pages();
  }

  /** Prints the communication journal; rejects with the printer's sentence when it refuses. Resolves with the number of sheets. */
  async printJournal(): Promise<number> {
    let printed: { readonly sheets: number; readonly refusal?: string } | undefined;
    await this.#clock.enter(() => {
      void this.#on()
        .printJournal()
        .then((outcome) => {
          printed = outcome;
        });
    });
    await this.#clock.runUntil(() => printed !== undefined);
    if (printed?.refusal !== undefined) throw new Error(printed.refusal);
    return printed?.sheets ?? 0;
  }

  async powerOn(): Promise<void> {
    await this.#clock.enter(() => this.board.powerOn());
  }

  async powerOff(): Promise<void> {
    await this.#clock.enter(() => {
      void this.board.powerOff();
    });
    await this.#clock.runUntil(() => !this.board.powered);
  }

  /** Pulls the plug. */
  async cutPower(): Promise<void> {
    await this.#clock.enter(() => this.board.cutPower());
  }

  #on(): Firmware {
    const firmware = this.#built.firmware();
    if (firmware === undefined) throw new Error(`${this.name} is switched off`);
    return firmware;
  }
}
