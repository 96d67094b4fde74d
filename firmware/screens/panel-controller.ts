import { createActor } from 'xstate';
import type { Board, Clock, OriginalType, PanelInput } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import type { Conditions } from '../conditions/conditions.ts';
import { INFO_CODES, infoRow } from '../journal/info-codes.ts';
import { journalTime } from '../journal/journal.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { JobStatus } from '../xmt/transmission.ts';
import type { Transmitter } from '../xmt/transmitter.ts';
import { keyEvent } from './key-events.ts';
import { type PanelEvent, type PanelWish, panelChart, screenOf } from './panel-chart.ts';
import { type DestinationsRead, stationDestination, typedDestinations } from './read-destinations.ts';
import type { Screen } from './screen.ts';
import type { JobResult, JobView, ScreenView } from './screen-view.ts';
import { SCREENS } from './screens.ts';

export interface PanelParts {
  readonly board: Board;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly addressBook: AddressBook;
  readonly transmitter: Transmitter;
  readonly conditions: Conditions;
}

export interface PanelStatus extends JobStatus {
  readonly percentSent: number | undefined;
}

/** States of the job chart in which the operator is asked. */
const ASKING: readonly string[] = ['memoryFull', 'interrupted', 'nextOriginal'];

const DENSITIES = [1, 2, 3, 4, 5] as const;

/** The choices of fax parameter 912. */
const ORIGINAL_TYPES = {
  Text: 'text',
  'Text/Photo': 'text-photo',
  Photo: 'photo',
} as const satisfies Record<string, OriginalType>;

/** Binds the panel chart to the keys, the display and the transmitter. */
export class PanelController {
  readonly #parts: PanelParts;
  readonly #actor;
  readonly #ends: (() => void)[] = [];
  #status: PanelStatus | undefined;
  /** A job tells of itself before its file number is known here. */
  #ordering = false;
  /** The incomplete file shown last. */
  #shown = 0;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#actor = createActor(panelChart, { clock: chartClock(parts.clock) });
    this.#actor.on('*', (wish) => this.#grant(wish));
  }

  /** Shows the first screen; keys are taken from `ready` on. */
  start(): void {
    const { board } = this.#parts;
    let entered = '';
    this.#actor.subscribe(({ value }) => {
      const screen = screenOf(String(value));
      if (screen !== entered) board.trace.write('screen.entered', { screen });
      entered = screen;
      this.#draw();
    });
    this.#actor.start();
    this.#draw();
    this.#ends.push(
      board.feeder.onChange(() => this.#draw()),
      board.platen.onChange(() => this.#draw()),
      board.imageMemory.onChange(() => this.#draw()),
      this.#parts.conditions.onChange(() => this.#draw()),
    );
  }

  ready(): void {
    this.#parts.board.panel.onKey((input) => this.#take(input));
    this.#actor.send({ type: 'machine.ready' });
  }

  stop(): void {
    this.#parts.board.panel.onKey(undefined);
    for (const end of this.#ends) end();
    this.#actor.stop();
  }

  /** News of a job; those that the panel does not follow are left to the journal, unless they ask something. */
  tell(status: PanelStatus): void {
    if (this.#ordering || status.fileNumber === this.#actor.getSnapshot().context.fileNumber) this.#follow(status);
    else if (ASKING.includes(status.state)) this.#askIfIdle();
    this.#draw();
  }

  #follow(status: PanelStatus): void {
    this.#status = status;
    const { fileNumber, state, outcome } = status;
    if (outcome !== undefined || state === 'incomplete') {
      this.#parts.board.panel.beep();
      this.#actor.send({ type: 'job.ended' });
    } else if (ASKING.includes(state)) {
      this.#parts.board.panel.beep();
      this.#actor.send({ type: 'job.asks', fileNumber });
    } else if (this.#actor.getSnapshot().value !== 'progress') {
      this.#actor.send({ type: 'job.goes-on' });
    }
  }

  #grant(wish: PanelWish): void {
    switch (wish.type) {
      case 'station.ordered':
        this.#orderStation();
        break;
      case 'address.ordered':
        this.#orderAddress();
        break;
      case 'panel.idle':
        this.#askIfIdle();
        break;
      case 'incomplete.wanted':
        this.#showIncomplete();
        break;
      case 'xmt.cancel':
      case 'xmt.send-stored':
      case 'xmt.scan-on':
      case 'xmt.resend':
      case 'xmt.discard': {
        const { fileNumber } = this.#actor.getSnapshot().context;
        if (fileNumber !== undefined) this.#parts.transmitter.command(fileNumber, wish);
      }
    }
  }

  /** A job that waits for an answer gets the panel when nobody else has it. */
  #askIfIdle(): void {
    const [fileNumber] = this.#parts.transmitter.filesIn(ASKING);
    if (fileNumber === undefined || this.#actor.getSnapshot().value !== 'standby') return;
    this.#status = this.#statusOf(fileNumber);
    this.#parts.board.panel.beep();
    this.#actor.send({ type: 'job.asks', fileNumber });
  }

  /** The incomplete file after the one shown last, the first one after the last. */
  #showIncomplete(): void {
    const files = this.#parts.transmitter.filesIn(['incomplete']);
    const fileNumber = files.find((one) => one > this.#shown) ?? files[0];
    if (fileNumber === undefined) return;
    this.#shown = fileNumber;
    this.#status = this.#statusOf(fileNumber);
    this.#actor.send({ type: 'file.shown', fileNumber });
  }

  #statusOf(fileNumber: number): PanelStatus | undefined {
    const status = this.#parts.transmitter.statuses.find((one) => one.fileNumber === fileNumber);
    return status === undefined ? undefined : { ...status, percentSent: undefined };
  }

  #take(input: PanelInput): void {
    const event = input.kind === 'touch' ? this.#touched(input.id) : keyEvent(input);
    if (event !== undefined) this.#actor.send(event);
  }

  #touched(softKeyId: string): PanelEvent | undefined {
    const screen: Screen = SCREENS[screenOf(String(this.#actor.getSnapshot().value))];
    return screen.keys(this.#view()).find(({ id }) => id === softKeyId)?.sends;
  }

  #orderStation(): void {
    this.#order(stationDestination(this.#station(), this.#parts.settings.get('mailServer')));
  }

  #orderAddress(): void {
    const { addressBook, settings } = this.#parts;
    const { entered } = this.#actor.getSnapshot().context;
    this.#order(typedDestinations(entered, addressBook, settings.get('mailServer')));
  }

  #order(read: DestinationsRead): void {
    const { settings, transmitter } = this.#parts;
    if (!read.ok) {
      this.#refuse(read.hint);
      return;
    }
    const deferredTo = settings.get('deferredXmt');
    this.#status = undefined;
    this.#ordering = true;
    const answer = transmitter.order({
      destinations: read.destinations,
      resolution: settings.get('resolution'),
      density: DENSITIES.find((one) => one === settings.get('density')) ?? 3,
      originalType: ORIGINAL_TYPES[settings.get('originalType')],
      priority: settings.get('priorityXmt') === 'On',
      ...(deferredTo === '' ? {} : { deferredTo }),
    });
    this.#ordering = false;
    if (answer.ok) this.#actor.send({ type: 'job.started', fileNumber: answer.fileNumber });
    else this.#refuse(answer.hint);
  }

  #refuse(hint: string): void {
    this.#parts.board.panel.beep();
    this.#actor.send({ type: 'order.refused', hint });
  }

  #station() {
    const { entered } = this.#actor.getSnapshot().context;
    return entered === '' ? undefined : this.#parts.addressBook.station(entered.padStart(3, '0'));
  }

  #draw(): void {
    const { board } = this.#parts;
    const name = screenOf(String(this.#actor.getSnapshot().value));
    const screen: Screen = SCREENS[name];
    const view = this.#view();
    board.panel.show({
      screen: name,
      title: screen.title(view),
      lines: screen.lines(view),
      softKeys: screen.keys(view).map(({ id, label, selected, disabled }) => ({ id, label, selected, disabled })),
      entry: screen.entry?.(view),
      backlight: true,
    });
  }

  #view(): ScreenView {
    const { board, settings } = this.#parts;
    const { entered, hint, fileNumber } = this.#actor.getSnapshot().context;
    return {
      memoryPercentFree: board.imageMemory.percentFree,
      sheetsInFeeder: board.feeder.sheetsWaiting,
      originalOnGlass: board.platen.original !== undefined,
      resolution: settings.get('resolution'),
      density: settings.get('density'),
      entered,
      station: this.#station(),
      incompleteFiles: this.#parts.transmitter.filesIn(['incomplete']).length,
      hint,
      condition: this.#condition(),
      job:
        fileNumber === undefined || this.#status?.fileNumber !== fileNumber ? undefined : this.#jobView(this.#status),
    };
  }

  /** Incomplete files have a line of their own. */
  #condition(): ScreenView['condition'] {
    const found = this.#parts.conditions.standing.find(({ row }) => row.key !== INFO_CODES['file-incomplete'].key);
    return found === undefined ? undefined : { lcd: found.row.lcd[0], infoCode: found.row.code };
  }

  /** Of an ISO 8601 instant, in the machine's zone. */
  #timeOfDay(instant: string): string {
    return journalTime(new Date(instant), this.#parts.settings.get('timeZoneOffset')).time;
  }

  #jobView(status: PanelStatus): JobView {
    const record = this.#parts.transmitter.record(status.fileNumber);
    const waiting = record?.destinations.find((one) => one.nextAttemptAt !== undefined);
    return {
      fileNumber: status.fileNumber,
      to: record?.destinations.map((one) => one.forwardPath).join(' ') ?? '',
      stage: status.stage,
      pages: status.pages,
      percentSent: status.percentSent,
      redialAt: waiting?.nextAttemptAt === undefined ? undefined : this.#timeOfDay(waiting.nextAttemptAt),
      result: resultOf(status),
      scansOn: scansOn(status),
    };
  }
}

/** Not after a power cut: the job chart does not allow it then. */
function scansOn({ state, failure }: PanelStatus): JobView['scansOn'] {
  if (state === 'nextOriginal') return 'glass';
  return state === 'interrupted' && failure?.infoCode !== INFO_CODES['power-failure'].code ? 'feeder' : undefined;
}

function resultOf(status: PanelStatus): JobResult | undefined {
  const kind = status.outcome ?? 'incomplete';
  const row = status.failure === undefined ? undefined : infoRow(status.failure.infoCode);
  const told = kind !== 'delivered' && kind !== 'cancelled' && row !== undefined;
  return {
    kind,
    infoCode: told ? row.code : undefined,
    lcd: told ? row.lcd[0] : '',
    remedy: told ? (row.lcd[1] ?? '') : '',
  };
}
