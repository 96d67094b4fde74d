import type { DisplayContent, PanelKey, PrintedPage, RigClock } from '../device-model/index.ts';
import type { PaperSize } from '../device-model/page/paper-size.ts';
import {
  addressBookJson,
  type Condition,
  type FactoryScope,
  type FileAnswer,
  type FileEdit,
  type FileRow,
  type Firmware,
  type JournalEntry,
  type OrderAnswer,
  readAddressBookJson,
  type SettingKey,
  type XmtOrder,
} from '../firmware/index.ts';
import type { BuiltMachine } from './lab/build-machine.ts';
import { MachineHands } from './machine-hands.ts';
import { passTime } from './pass-time.ts';
import { Refusal } from './refusal.ts';

/** A file that becomes sheets in the feeder. */
export interface OriginalFile {
  readonly label: string;
  /** PNG, JPEG, WebP, SVG (one sheet each), TIFF or PDF (a sheet a page). */
  readonly octets: Uint8Array;
  readonly paper?: PaperSize;
}

/** A machine in a rig, as a person stands before it: paper, keys, display, tray, plug. */
export class Machine extends MachineHands {
  readonly #built: BuiltMachine;
  readonly #clock: RigClock;

  constructor(built: BuiltMachine, clock: RigClock) {
    super(built, clock);
    this.#built = built;
    this.#clock = clock;
  }

  get ready(): boolean {
    return this.#built.firmware()?.ready === true;
  }

  /** Undefined while the power is off. */
  get firmware(): Firmware | undefined {
    return this.#built.firmware();
  }

  /** What stands in the machine, the gravest first; empty while the power is off. */
  get conditions(): readonly Condition[] {
    return this.#built.firmware()?.conditions.standing ?? [];
  }

  /** The operator has looked at the records that were set aside (info code 968): the copies go. Resolves with their names. */
  async clearDamagedRecords(): Promise<readonly string[]> {
    return await this.#done(() => this.#on().clearDamagedRecords());
  }

  /** The file list: everything in the image memory, by file number. */
  async files(): Promise<readonly FileRow[]> {
    return await this.#done(() => this.#on().files.list());
  }

  /** Prints, deletes, changes or resends a file; each rejects with one sentence when the machine will not. */
  async printFile(fileNumber: number): Promise<void> {
    await this.#granted((files) => files.print(fileNumber));
  }

  async deleteFile(fileNumber: number): Promise<void> {
    await this.#granted((files) => files.remove(fileNumber));
  }

  async editFile(fileNumber: number, edit: FileEdit): Promise<void> {
    await this.#granted((files) => files.edit(fileNumber, edit));
  }

  async resendFile(fileNumber: number): Promise<void> {
    await this.#granted(async (files) => files.resend(fileNumber));
  }

  /** Presses keys one after another. */
  async press(...keys: readonly PanelKey[]): Promise<void> {
    for (const key of keys) await this.#clock.enter(() => this.board.panel.press(key));
  }

  /** Touches a soft key of the display; rejects when it shows none of that id. */
  async touch(softKeyId: string): Promise<void> {
    await this.#clock.enter(() => this.board.panel.touch(softKeyId));
  }

  /** Types on the keyboard that the display shows. */
  async type(text: string): Promise<void> {
    await this.#clock.enter(() => this.board.panel.type(text));
  }

  /** Sets a general setting or fax parameter; rejects with the row's sentence when it refuses the value. */
  async set(key: SettingKey, value: string | number): Promise<void> {
    const checked = await this.#done(() => this.#on().settings.set(key, value));
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
    await this.#done(async () => {
      const firmware = this.#on();
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

  /** Everything that the display shows; `lcd` is its lines. */
  get display(): DisplayContent {
    return this.board.panel.display;
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
    const { sheets, refusal } = await this.#done(() => this.#on().printJournal());
    if (refusal !== undefined) throw new Refusal(refusal);
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

  /** The reset switch: off in order and on again, a warm start. Resolves once the power is on; nothing happens while it is off. */
  async reset(): Promise<void> {
    await this.#done(() => this.board.reset());
  }

  /** Back as it left the factory; what that leaves alone is told at `Firmware.factoryDefaults`. */
  async factoryDefaults(scope: FactoryScope = 'settings'): Promise<void> {
    await this.#done(() => this.#on().factoryDefaults(scope));
  }

  /** Sets date and time; rejects with one sentence when the machine's calendar does not reach there. */
  async setDate(date: Date): Promise<void> {
    const checked = await this.#done(() => this.#on().calendar.set(date));
    if (!checked.ok) throw new RangeError(checked.sentence);
  }

  /** Pulls the plug. */
  async cutPower(): Promise<void> {
    await this.#clock.enter(() => this.board.cutPower());
  }

  async #granted(ask: (files: Firmware['files']) => Promise<FileAnswer>): Promise<void> {
    const answer = await this.#done(() => ask(this.#on().files));
    if (!answer.ok) throw new RangeError(answer.sentence);
  }

  #done<T>(start: (clock: RigClock) => Promise<T>): Promise<T> {
    return passTime(this.#clock, this.name, start);
  }

  #on(): Firmware {
    const firmware = this.#built.firmware();
    if (firmware === undefined) throw new Refusal(`${this.name} is switched off`);
    return firmware;
  }
}
