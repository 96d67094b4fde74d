import { type Board, type PanelKey, type PrintedPage, perform, type RigClock } from '../device-model/index.ts';
import type { PaperSize } from '../device-model/page/paper-size.ts';
import {
  addressBookJson,
  type Firmware,
  type JournalEntry,
  type OrderAnswer,
  readAddressBookJson,
  type SettingKey,
  type XmtOrder,
} from '../firmware/index.ts';
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
    const checked = await this.#carryOut(({ settings }) => settings.set(key, value));
    if (!checked.ok) throw new RangeError(checked.sentence);
  }

  /** The address book with what was learned of its stations, as `importAddressBook` reads it. */
  exportAddressBook(): string {
    const { addressBook, learned } = this.#on();
    return addressBookJson(addressBook, learned);
  }

  /** Adds or replaces stations, all or none; rejects with one sentence that names the mistakes. Resolves with their number. */
  async importAddressBook(json: string): Promise<number> {
    const read = readAddressBookJson(json);
    if (!read.ok) throw new RangeError(read.sentence);
    const { stations, learned } = read.value;
    await this.#carryOut(async (firmware) => {
      await firmware.addressBook.putAll(stations);
      for (const one of learned) await firmware.learned.learn(one);
    });
    return stations.length;
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
    const { sheets, refusal } = await this.#carryOut((firmware) => firmware.printJournal());
    if (refusal !== undefined) throw new Error(refusal);
    return sheets;
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

  /** Begins the work between two alarms and lets time pass until it has ended. */
  async #carryOut<T>(work: (firmware: Firmware) => Promise<T>): Promise<T> {
    let begun: Promise<T> | undefined;
    let ended = false;
    await this.#clock.enter(() => {
      begun = work(this.#on()).finally(() => {
        ended = true;
      });
      // A refusal reaches the caller below; here only the waiting matters.
      begun.catch(() => undefined);
    });
    await this.#clock.runUntil(() => ended);
    if (begun === undefined) throw new Error(`${this.name} did not take it up`);
    return await begun;
  }

  #on(): Firmware {
    const firmware = this.#built.firmware();
    if (firmware === undefined) throw new Error(`${this.name} is switched off`);
    return firmware;
  }
}
