import type { BoardClock } from './clock/board-clock.ts';
import type { HardwareProfile } from './hardware-profile.ts';
import { ImageMemory } from './memory/image-memory.ts';
import type { NetworkInterface } from './network/network-interface.ts';
import { FrontPanel } from './panel/front-panel.ts';
import { OutputTray } from './printer/output-tray.ts';
import { PaperTrays } from './printer/paper-trays.ts';
import { PrintEngine } from './printer/print-engine.ts';
import { PrinterBody } from './printer/printer-body.ts';
import type { Random } from './random.ts';
import { DocumentFeeder } from './scanner/document-feeder.ts';
import { Platen } from './scanner/platen.ts';
import { ScanEngine } from './scanner/scan-engine.ts';
import type { Storage } from './storage/storage.ts';
import { type StorageTiming, TimedStorage } from './storage/timed-storage.ts';
import type { TraceData, TraceWriter } from './trace/trace.ts';

/** What is soldered in by whoever builds the board: everything that reaches outside the machine. */
export interface BoardParts {
  readonly name: string;
  readonly profile: HardwareProfile;
  readonly clock: BoardClock;
  readonly trace: TraceWriter;
  readonly random: Random;
  /** The machine's non-volatile store; the board times it by its own clock. */
  readonly store: Storage;
  /** How long the store takes; that of flash memory by default. */
  readonly storeTiming?: StorageTiming;
  readonly network: NetworkInterface;
  /** What a power cut does to the parts outside: the LAN socket goes dark, unsynced writes are lost. */
  readonly onPowerCut?: () => void;
  readonly onPowerOn?: () => void;
}

/** The program in the network module, as the board sees it. */
export interface InstalledFirmware {
  /** Switched off in order: sessions end, nothing is lost. */
  stop(): Promise<void>;
  /** The power is gone: stop acting, at once, without a last word. */
  abandon(): void;
}

/** The machine's hardware as a bill of materials. It knows no fax: a firmware is installed and started at power-on. */
export class Board {
  readonly name: string;
  readonly profile: HardwareProfile;
  readonly clock: BoardClock;
  /** The firmware's voice in the event log: without power it says nothing. */
  readonly trace: TraceWriter;
  readonly random: Random;
  readonly network: NetworkInterface;
  readonly panel: FrontPanel;
  readonly feeder: DocumentFeeder;
  readonly platen: Platen;
  readonly paperTrays: PaperTrays;
  readonly printer: PrinterBody;
  readonly tray: OutputTray;
  readonly #onPowerCut: (() => void) | undefined;
  readonly #onPowerOn: (() => void) | undefined;
  readonly #store: Storage;
  readonly #storeTiming: StorageTiming | undefined;
  readonly #log: TraceWriter;
  #storage: Storage;
  #imageMemory: ImageMemory;
  #scanEngine: ScanEngine;
  #printEngine: PrintEngine;
  #start: ((board: Board) => InstalledFirmware) | undefined;
  #firmware: InstalledFirmware | undefined;
  #hasPower = false;
  #switchingOff = false;

  constructor(parts: BoardParts) {
    this.name = parts.name;
    this.profile = parts.profile;
    this.clock = parts.clock;
    this.#log = parts.trace;
    this.trace = { write: (event, data) => this.#said(event, data) };
    this.random = parts.random;
    this.#store = parts.store;
    this.#storeTiming = parts.storeTiming;
    this.network = parts.network;
    this.#onPowerCut = parts.onPowerCut;
    this.#onPowerOn = parts.onPowerOn;
    this.panel = new FrontPanel({ trace: parts.trace });
    this.feeder = new DocumentFeeder({ profile: parts.profile.feeder, trace: parts.trace });
    this.platen = new Platen({ trace: parts.trace });
    this.paperTrays = new PaperTrays({ trays: parts.profile.printer.trays, trace: parts.trace });
    this.printer = new PrinterBody({ trace: parts.trace });
    this.tray = new OutputTray();
    this.#imageMemory = new ImageMemory(parts.profile.imageMemoryOctets);
    this.#storage = new TimedStorage(parts.clock.era, parts.store, parts.storeTiming);
    this.#scanEngine = this.#newScanEngine();
    this.#printEngine = this.#newPrintEngine();
  }

  /** Timed by the present power-on: an operation that a cut interrupts never settles. */
  get storage(): Storage {
    return this.#storage;
  }

  get imageMemory(): ImageMemory {
    return this.#imageMemory;
  }

  get scanEngine(): ScanEngine {
    return this.#scanEngine;
  }

  get printEngine(): PrintEngine {
    return this.#printEngine;
  }

  get powered(): boolean {
    return this.#firmware !== undefined;
  }

  /** What powerOn starts from now on. */
  install(start: (board: Board) => InstalledFirmware): void {
    this.#start = start;
  }

  powerOn(): void {
    if (this.#firmware !== undefined || this.#start === undefined) return;
    this.clock.powerRestored();
    this.#imageMemory = new ImageMemory(this.profile.imageMemoryOctets);
    this.#storage = new TimedStorage(this.clock.era, this.#store, this.#storeTiming);
    this.#scanEngine = this.#newScanEngine();
    this.#printEngine.stop();
    this.#printEngine = this.#newPrintEngine();
    this.#onPowerOn?.();
    this.#log.write('power.on');
    this.#hasPower = true;
    this.panel.setLamp('power', 'on');
    this.#firmware = this.#start(this);
  }

  /** The switch: the firmware ends its work in order, which takes a moment, then everything goes dark. */
  async powerOff(): Promise<void> {
    const firmware = this.#firmware;
    if (firmware === undefined || this.#switchingOff) return;
    this.#switchingOff = true;
    await firmware.stop();
    if (this.#firmware !== firmware) return;
    this.#firmware = undefined;
    this.#switchingOff = false;
    this.#log.write('power.off');
    this.#goDark();
  }

  /** The plug: nothing gets a last word. */
  cutPower(): void {
    const firmware = this.#firmware;
    if (firmware === undefined) return;
    this.#log.write('power.cut');
    this.#hasPower = false;
    this.#firmware = undefined;
    this.#switchingOff = false;
    // Clock, cable and store go first: whatever the firmware still does about its end reaches nobody.
    this.clock.powerLost();
    this.#onPowerCut?.();
    firmware.abandon();
    this.#goDark();
  }

  /** A warm start: the firmware ends its work in order, everything goes dark and is switched on again at once. */
  async reset(): Promise<void> {
    if (this.#firmware === undefined) return;
    this.#log.write('board.reset');
    await this.powerOff();
    this.powerOn();
  }

  /** Volatile parts lose what they held; paper stays where it is. */
  #goDark(): void {
    this.#hasPower = false;
    this.#printEngine.stop();
    this.clock.powerLost();
    this.network.unconfigure();
    this.panel.darken();
  }

  #said(event: string, data?: TraceData): void {
    if (this.#hasPower) this.#log.write(event, data);
  }

  #newScanEngine(): ScanEngine {
    return new ScanEngine({
      clock: this.clock.era,
      feeder: this.feeder,
      platen: this.platen,
      profile: this.profile.scanner,
      trace: this.#log,
    });
  }

  #newPrintEngine(): PrintEngine {
    const { printMsPerPage } = this.profile.printer;
    return new PrintEngine({
      clock: this.clock.era,
      tray: this.tray,
      trays: this.paperTrays,
      body: this.printer,
      printMsPerPage,
      trace: this.#log,
    });
  }
}
