import { type Board, type InstalledFirmware, NonvolatileMemory, pause, perform } from '../device-model/index.ts';
import { RESOLUTIONS } from '../device-model/page/resolution.ts';
import { capabilityOf } from './capability/capability-of.ts';
import { type CodingChoice, readCodingOrder } from './capability/coding-choice.ts';
import { CODING_PREFERENCE, type ImageCoding } from './capability/image-coding.ts';
import { drivesAlarmLamp } from './conditions/alarm-lamp.ts';
import { Conditions } from './conditions/conditions.ts';
import { DamagedRecords } from './conditions/damaged-records.ts';
import { noteLan } from './conditions/lan-conditions.ts';
import { noteNameService } from './conditions/note-name-service.ts';
import { watchHardware } from './conditions/watch-hardware.ts';
import { StoredFiles } from './files/stored-files.ts';
import { CommunicationReports } from './journal/communication-reports.ts';
import { Journal } from './journal/journal.ts';
import { journalText } from './journal/journal-text.ts';
import { type PrintedReport, printReport } from './journal/report-printer.ts';
import { concernsLan, LanInterface } from './lan/lan-interface.ts';
import { OnLine } from './lan/on-line.ts';
import { Resolver } from './lan/resolver.ts';
import type { FaxMessage } from './mail/fax-message.ts';
import type { Model } from './models/model.ts';
import type { Archive } from './rcv/archive.ts';
import { Receiver } from './rcv/receiver.ts';
import { PanelController } from './screens/panel-controller.ts';
import { AddressBook } from './settings/address-book.ts';
import { type FactoryScope, restoreFactory } from './settings/factory-defaults.ts';
import { KeyOperatorArea } from './settings/key-operator.ts';
import { LearnedCapabilities } from './settings/learned-capabilities.ts';
import { MachineCalendar } from './settings/machine-calendar.ts';
import { concernsSmtpServer } from './settings/reception-settings.ts';
import { parameterOf, type SettingKey, Settings } from './settings/settings.ts';
import type { SmtpServerLimits } from './smtp/server/server-limits.ts';
import { FileNumbers } from './xmt/file-numbers.ts';
import { Transmitter } from './xmt/transmitter.ts';

/** Codings that really work here, both ways; a model advertises and sends no other. */
export const WORKING_CODINGS: readonly ImageCoding[] = ['MH', 'MR', 'MMR', 'JBIG'];

/** Self-test until the machine takes keys; *own design*. */
const SELF_TEST_MS = 3_000;

export interface FirmwareOptions {
  readonly model: Model;
  /**
   * Received for besides the machine's own address: local parts, or `local-part@domain` where `*` stands for any
   * (`*@*`: everything, for a rig that only wants to see what comes).
   */
  readonly mailboxes?: readonly string[];
  readonly limits?: Partial<SmtpServerLimits>;
  /** Shown every message that is sent, before its first octet leaves. */
  readonly onMessage?: (message: FaxMessage) => void;
  /**
   * Takes over what was received, printed or not, once it is journaled; the spool lets the message go when this
   * resolves, and offers it again at the next power-on when it rejects.
   */
  readonly archive?: Archive;
  readonly onReady?: (firmware: Firmware) => void;
}

/** The network module's program on one board: everything that a power-on starts. */
export class Firmware implements InstalledFirmware {
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly calendar: MachineCalendar;
  readonly keyOperator: KeyOperatorArea;
  readonly learned: LearnedCapabilities;
  readonly conditions: Conditions;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  readonly files: StoredFiles;
  readonly #board: Board;
  readonly #lan: LanInterface;
  readonly #memory: NonvolatileMemory;
  readonly #damaged: DamagedRecords;
  readonly #onLine = new OnLine();
  readonly #panel: PanelController;
  readonly #random;
  readonly #ends: (() => void)[] = [];
  #ready = false;
  #stopped = false;

  constructor(board: Board, options: FirmwareOptions) {
    const { model, mailboxes = [] } = options;
    this.#board = board;
    const { era: clock } = board.clock;
    const memory = new NonvolatileMemory(board.storage, (told) => this.#damaged.tell(told));
    this.#memory = memory;
    const fileNumbers = new FileNumbers();
    const codings = model.recipient.codings.value.filter((coding) => WORKING_CODINGS.includes(coding));
    this.#random = board.random;
    this.settings = new Settings(memory, board.trace);
    this.calendar = new MachineCalendar(board.clock, memory, board.trace);
    this.keyOperator = new KeyOperatorArea({ clock, settings: this.settings, trace: board.trace });
    this.addressBook = new AddressBook(memory, board.trace);
    this.journal = new Journal(memory, board.trace);
    this.learned = new LearnedCapabilities(memory, board.trace);
    this.conditions = new Conditions(board.trace);
    this.#damaged = new DamagedRecords({ conditions: this.conditions, trace: board.trace });
    this.#ends.push(drivesAlarmLamp(this.conditions, board.panel));
    this.#lan = new LanInterface({
      clock,
      network: board.network,
      random: board.random.fork('lan'),
      trace: board.trace,
      settings: () => this.settings.values,
      onUp: () => this.receiver.listen(),
      onDown: () => this.receiver.close(),
      onChange: () => this.#lanChanged(),
    });
    const common = {
      board,
      clock,
      settings: this.settings,
      addressBook: this.addressBook,
      journal: this.journal,
      learned: this.learned,
      conditions: this.conditions,
      fileNumbers,
      onLine: this.#onLine,
    };
    this.transmitter = new Transmitter({
      ...common,
      memory,
      codingChoice: () => this.#codingChoice(codings),
      onMessage: options.onMessage ?? (() => undefined),
      resolver: () => this.#resolver(),
      onStatus: (status) => {
        if (!this.#stopped) this.#panel.tell(status);
      },
    });
    new CommunicationReports({ ...common, unfinished: (fileNumber) => this.transmitter.unfinished(fileNumber) });
    this.receiver = new Receiver({
      ...common,
      capability: capabilityOf({
        resolutions: model.recipient.resolutions.value.map((name) => RESOLUTIONS[name]),
        papers: model.recipient.papers.value,
        scanLineMm: model.recipient.scanLineMm.value,
        codings,
      }),
      modelDialect: model.connegDialect.value,
      mailboxes,
      limits: options.limits ?? {},
      memory,
      resolver: () => this.#resolver(),
      archive: options.archive,
    });
    this.files = new StoredFiles({ ...common, transmitter: this.transmitter, receiver: this.receiver });
    this.#panel = new PanelController({
      ...common,
      transmitter: this.transmitter,
      keyOperator: this.keyOperator,
      calendar: this.calendar,
      files: this.files,
      resolver: () => this.#resolver(),
      nameServers: () => this.#lan.nameServers,
      printJournal: () => this.printJournal(),
      restoreDefaults: () => this.settings.restoreFactoryDefaults(),
    });
    this.#panel.start();
    void this.#boot(options);
  }

  /** Keys are taken, the LAN is up if it can be, interrupted work goes on. */
  get ready(): boolean {
    return this.#ready && !this.#stopped;
  }

  /**
   * Prints the communication journal and resolves with the number of sheets; with a sentence when the printer refuses one.
   * Paper and resolution of reports are *own design*.
   */
  printJournal(): Promise<PrintedReport> {
    const made = { date: this.#board.clock.era.calendar(), zoneOffsetMinutes: this.settings.get('timeZoneOffset') };
    return printReport(this.#board, 'COMM. JOURNAL', journalText(this.journal.entries, made));
  }

  /** Back to the factory's state: `restoreFactory` says what that is. */
  factoryDefaults(scope: FactoryScope): Promise<void> {
    const { settings, addressBook, learned, journal } = this;
    return restoreFactory({ trace: this.#board.trace, settings, addressBook, learned, journal }, scope);
  }

  /** Forgets the copies of records that were set aside; resolves with their names. */
  clearDamagedRecords(): Promise<readonly string[]> {
    return this.#damaged.clear(this.#memory);
  }

  /** Resolves when the last record is written: what has happened is known after the next power-on. */
  async stop(): Promise<void> {
    this.#end();
    const { era } = this.#board.clock;
    do {
      await this.#memory.idle();
      // What waited for the record may write the next one.
      await pause(era, 0);
    } while (this.#memory.busy);
  }

  abandon(): void {
    this.#end();
  }

  #end(): void {
    this.#stopped = true;
    for (const end of this.#ends.splice(0)) end();
    this.#panel.stop();
    this.transmitter.stop();
    this.receiver.stop();
    this.#lan.stop();
  }

  async #boot(options: FirmwareOptions): Promise<void> {
    const { clock } = this.#board;
    const { era } = clock;
    await this.settings.load();
    await this.calendar.load();
    await this.addressBook.load();
    await this.journal.load();
    await this.learned.load();
    await perform(era, SELF_TEST_MS, 'self-test', async () => undefined);
    if (this.#stopped) return;
    // Before the LAN and the keys: whatever comes from there must find the file numbers in use taken.
    await this.receiver.resume();
    const sentences = await this.transmitter.load();
    await this.#damaged.look(this.#memory);
    if (this.#stopped) return;
    this.#ends.push(watchHardware({ board: this.#board, settings: this.settings, conditions: this.conditions }));
    this.#bringUpLan();
    this.settings.onChange(({ key }) => {
      if (concernsLan(key) || concernsSmtpServer(key)) this.#changeLan(key);
    });
    if (this.#stopped) return;
    this.#panel.ready();
    this.transmitter.goOn();
    this.receiver.goOn();
    for (const sentence of sentences) this.#board.trace.write('job.lost', { sentence });
    this.#ready = true;
    this.#board.trace.write('machine.ready');
    options.onReady?.(this);
  }

  /** Fax parameters 913 and 917. */
  #codingChoice(codings: readonly ImageCoding[]): CodingChoice {
    const { transferCoding, codingOrder } = this.settings.values;
    return {
      codings,
      order: readCodingOrder(codingOrder) ?? CODING_PREFERENCE,
      wanted: transferCoding === 'Best' ? undefined : transferCoding,
    };
  }

  /** A change under a communication would cut it off: it waits until nothing is on line (*own design*). */
  #changeLan(key: SettingKey): void {
    if (!this.#onLine.whenFree(this.#bringUpLan)) return;
    const { number, name } = parameterOf(key);
    const sentence = `A communication is on line: the change of ${number} ${name} takes effect after it.`;
    this.#board.trace.write('lan.change-waits', { sentence });
  }

  readonly #bringUpLan = (): void => {
    if (this.#stopped) return;
    this.receiver.close();
    this.#lan.bringUp();
    this.#lanChanged();
  };

  /** The lamp beside the socket: lit with a link, flashing while there is no address to use it from (*own design*). */
  #lanChanged(): void {
    if (this.#stopped) return;
    const { network, panel } = this.#board;
    const lit = network.configuration === undefined ? 'flashing' : 'on';
    panel.setLamp('link', network.link === 'up' ? lit : 'off');
    noteLan(this.conditions, this.#lan.condition);
  }

  #resolver(): Resolver {
    return new Resolver({
      clock: this.#board.clock.era,
      network: this.#board.network,
      servers: this.#lan.nameServers,
      random: this.#random,
      onOutcome: (failure) => noteNameService(this.conditions, failure),
    });
  }
}

/** What a board installs so that its power-on starts this firmware. */
export function firmwareFor(options: FirmwareOptions): (board: Board) => InstalledFirmware {
  return (board) => new Firmware(board, options);
}
