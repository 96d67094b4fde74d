import type { Board, Clock } from '../../device-model/index.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES } from '../journal/info-codes.ts';
import { type Journal, journalTime } from '../journal/journal.ts';
import type { AddressBook, Station } from '../settings/address-book.ts';
import type { Settings, SettingValues } from '../settings/settings.ts';
import type { Transmitter } from '../xmt/transmitter.ts';
import { jobView, type PanelStatus } from './job-view.ts';
import type { OrderDesk } from './order-desk.ts';
import type { PanelContext } from './panel-language.ts';
import type { JobView, LanView, ScreenView } from './screen-view.ts';

export interface MachineViewParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly journal: Journal;
  readonly transmitter: Transmitter;
  readonly conditions: Conditions;
  /** In the order in which they are asked. */
  readonly nameServers: () => readonly string[];
}

/** The machine at the moment of drawing. */
export class MachineView implements ScreenView {
  readonly panel: PanelContext;
  readonly #parts: MachineViewParts;
  readonly #desk: OrderDesk;
  readonly #told: PanelStatus | undefined;

  /** `told`: the last news of the job that the panel follows, which may have ended. */
  constructor(parts: MachineViewParts, desk: OrderDesk, panel: PanelContext, told: PanelStatus | undefined) {
    this.#parts = parts;
    this.#desk = desk;
    this.panel = panel;
    this.#told = told;
  }

  get settings(): SettingValues {
    return this.#parts.settings.values;
  }

  get clock(): string {
    const { date, time } = journalTime(this.#parts.clock.calendar(), this.settings.timeZoneOffset);
    return `${date} ${time.slice(0, 5)}`;
  }

  get memoryPercentFree(): number {
    return this.#parts.board.imageMemory.percentFree;
  }

  get sheetsInFeeder(): number {
    return this.#parts.board.feeder.sheetsWaiting;
  }

  get originalOnGlass(): boolean {
    return this.#parts.board.platen.original !== undefined;
  }

  get station(): Station | undefined {
    const { entered } = this.panel;
    return entered === '' ? undefined : this.#parts.addressBook.station(entered.padStart(3, '0'));
  }

  get incompleteFiles(): number {
    return this.#parts.transmitter.filesIn(['incomplete']).length;
  }

  /** Incomplete files have a line of their own. */
  get condition(): ScreenView['condition'] {
    const found = this.#parts.conditions.standing.find(({ row }) => row.key !== INFO_CODES['file-incomplete'].key);
    return found === undefined ? undefined : { lcd: found.row.lcd[0], infoCode: found.row.code };
  }

  get job(): JobView | undefined {
    const { fileNumber } = this.panel;
    return fileNumber === undefined || this.#told?.fileNumber !== fileNumber ? undefined : this.#viewOf(this.#told);
  }

  get jobs(): readonly JobView[] {
    const { statuses } = this.#parts.transmitter;
    const inOrder = [...statuses].sort((a, b) => a.fileNumber - b.fileNumber);
    return inOrder.map((status) => this.#viewOf({ ...status, percentSent: undefined }));
  }

  get running(): readonly number[] {
    return this.#parts.transmitter.stoppable;
  }

  get stations(): readonly Station[] {
    return this.#parts.addressBook.stations;
  }

  get lastOrders(): OrderDesk['lastOrders'] {
    return this.#desk.lastOrders;
  }

  get journal(): ScreenView['journal'] {
    return this.#parts.journal.entries.toReversed();
  }

  get lan(): LanView {
    const { configuration, hardwareAddress, link } = this.#parts.board.network;
    return {
      link,
      hardwareAddress,
      address: configuration?.address ?? '',
      mask: configuration?.mask ?? '',
      gateway: configuration?.gateway ?? '',
      nameServers: this.#parts.nameServers(),
    };
  }

  #viewOf(status: PanelStatus): JobView {
    const zone = this.settings.timeZoneOffset;
    const record = this.#parts.transmitter.record(status.fileNumber);
    return jobView(status, record, (instant) => journalTime(new Date(instant), zone).time);
  }
}
