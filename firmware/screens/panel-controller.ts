import { createActor } from 'xstate';
import type { PanelInput } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import type { KeyOperatorArea } from '../settings/key-operator.ts';
import { stageOf } from '../xmt/delivery.ts';
import { FileWatch } from './file-watch.ts';
import { ASKING, type PanelStatus } from './job-view.ts';
import { keyEvent } from './key-events.ts';
import { MachineHands, type MachineHandsParts } from './machine-hands.ts';
import { MachineView, type MachineViewParts } from './machine-view.ts';
import { MinuteTick } from './minute-tick.ts';
import { OperatorWatch } from './operator-watch.ts';
import { OrderDesk } from './order-desk.ts';
import { panelChart } from './panel-chart.ts';
import type { ChosenDestination, PanelEvent, PanelWish } from './panel-language.ts';
import { typedDestinations } from './read-destinations.ts';
import type { Screen } from './screen.ts';
import { drawn, SCREENS, type ScreenName, screenNameOf } from './screens.ts';

export interface PanelParts extends MachineViewParts, MachineHandsParts {
  readonly keyOperator: KeyOperatorArea;
}

/** Screens on which a machine is that nobody uses. */
const UNUSED: readonly ScreenName[] = ['standby', 'energy-saver'];

/** Binds the panel chart to the keys, the display and the rest of the machine; what is right is asked of them. */
export class PanelController {
  readonly #parts: PanelParts;
  readonly #actor;
  readonly #desk: OrderDesk;
  readonly #watch: OperatorWatch;
  readonly #minute: MinuteTick;
  readonly #files: FileWatch;
  readonly #ends: (() => void)[] = [];
  #screen: ScreenName = 'starting';
  #followed: number | undefined;
  #status: PanelStatus | undefined;
  /** A job tells of itself before its file number is known here. */
  #ordering = false;
  /** The incomplete file shown last. */
  #shown = 0;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    const { clock, settings } = parts;
    this.#desk = new OrderDesk(parts);
    const hands = new MachineHands(parts);
    this.#actor = createActor(panelChart, { clock: chartClock(clock), input: hands });
    this.#actor.on('*', (wish) => this.#grant(wish));
    this.#watch = new OperatorWatch({ clock, settings, tell: (type) => this.#actor.send({ type }) });
    this.#minute = new MinuteTick(clock, () => this.#draw());
    this.#files = new FileWatch(hands, (answer) => {
      if (this.#actor.getSnapshot().status === 'active') this.#actor.send({ type: 'files.listed', answer });
    });
  }

  /** Shows the first screen; keys are taken from `ready` on. */
  start(): void {
    const { board, conditions } = this.#parts;
    let entered = '';
    this.#actor.subscribe(({ value, context }) => {
      this.#followAnother(context.fileNumber);
      const state = stageOf(value);
      this.#screen = screenNameOf(state);
      if (this.#screen !== entered) {
        entered = this.#screen;
        board.trace.write('screen.entered', { screen: this.#screen, state });
        this.#operatorSeen();
        if (this.#screen === 'standby') this.#minute.run();
        else this.#minute.stop();
      }
      this.#draw();
    });
    this.#actor.start();
    this.#draw();
    this.#ends.push(
      board.feeder.onChange(() => this.#originalsChanged()),
      board.platen.onChange(() => this.#originalsChanged()),
      board.imageMemory.onChange(() => this.#filesChanged()),
      conditions.onChange(() => this.#draw()),
    );
  }

  ready(): void {
    this.#parts.board.panel.onKey((input) => this.#take(input));
    this.#actor.send({ type: 'machine.ready' });
  }

  stop(): void {
    this.#parts.board.panel.onKey(undefined);
    for (const end of this.#ends) end();
    this.#watch.stop();
    this.#minute.stop();
    this.#actor.stop();
  }

  /** News of a job; those that the panel does not follow are left to the journal, unless they ask something. */
  tell(status: PanelStatus): void {
    if (this.#ordering || status.fileNumber === this.#context.fileNumber) this.#follow(status);
    else if (ASKING.includes(status.state)) this.#askIfIdle();
    this.#filesChanged();
  }

  #filesChanged(): void {
    if (this.#screen === 'file-list') this.#files.changed();
    this.#draw();
  }

  get #context() {
    return this.#actor.getSnapshot().context;
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
    } else if (this.#screen !== 'progress') {
      this.#actor.send({ type: 'job.goes-on' });
    }
  }

  /** Whatever was told of it while the panel did not follow it is old. */
  #followAnother(fileNumber: number | undefined): void {
    if (fileNumber === this.#followed) return;
    this.#followed = fileNumber;
    const status = this.#parts.transmitter.statuses.find((one) => one.fileNumber === fileNumber);
    if (status !== undefined) this.#status = { ...status, percentSent: undefined };
  }

  #grant(wish: PanelWish): void {
    const { destinations, entered, fileNumber, via } = this.#context;
    switch (wish.type) {
      case 'station.ordered':
        this.#order([...destinations, stationTyped(entered)]);
        break;
      case 'address.ordered':
        this.#order([...destinations, ...typedDestinations(entered, via)]);
        break;
      case 'destinations.ordered':
        this.#order(destinations);
        break;
      case 'destination.added':
        this.#add(destinations, this.#screen === 'station' ? [stationTyped(entered)] : typedDestinations(entered, via));
        break;
      case 'door.tried':
        this.#tryDoor(entered);
        break;
      case 'beeper.wanted':
        this.#parts.board.panel.beep();
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
      case 'xmt.discard':
        if (fileNumber !== undefined) this.#parts.transmitter.command(fileNumber, wish);
    }
  }

  /** A job that waits for an answer gets the panel when nobody else has it and the operator has not just left it. */
  #askIfIdle(): void {
    const { postponed } = this.#context;
    const fileNumber = this.#parts.transmitter.filesIn(ASKING).find((one) => !postponed.includes(one));
    const state = stageOf(this.#actor.getSnapshot().value);
    if (fileNumber === undefined || (state !== 'standby' && state !== 'energySaver')) return;
    this.#parts.board.panel.beep();
    this.#actor.send({ type: 'job.asks', fileNumber });
  }

  /** The incomplete file after the one shown last, the first one after the last. */
  #showIncomplete(): void {
    const files = this.#parts.transmitter.filesIn(['incomplete']);
    const fileNumber = files.find((one) => one > this.#shown) ?? files[0];
    if (fileNumber === undefined) return;
    this.#shown = fileNumber;
    this.#actor.send({ type: 'file.shown', fileNumber });
  }

  #take(input: PanelInput): void {
    const event = this.#eventOf(input);
    const wakes = this.#screen === 'energy-saver' && event?.type !== 'energy-saver.pressed';
    if (wakes) this.#actor.send({ type: 'panel.woken' });
    this.#operatorSeen();
    if (event !== undefined) this.#actor.send(event);
  }

  /** A soft key, or the hard key that does the same on this screen, says what the chart is told. */
  #eventOf(input: PanelInput): PanelEvent | undefined {
    const screen: Screen = SCREENS[this.#screen];
    const keys = input.kind === 'text' ? [] : screen.keys(this.#view());
    const touched = keys.find((key) =>
      input.kind === 'touch' ? key.id === input.id : input.kind === 'key' && key.hardKey === input.key,
    );
    if (touched !== undefined && !touched.disabled) return touched.sends;
    return input.kind === 'touch' ? undefined : keyEvent(input, () => this.#parts.transmitter.stoppable);
  }

  /** Counts anew how long nobody has been there; a question that was left is asked again when the operator has gone. */
  #operatorSeen(): void {
    const resets = !UNUSED.includes(this.#screen) || this.#context.postponed.length > 0;
    if (this.#screen === 'energy-saver' && !resets) this.#watch.stop();
    else this.#watch.restart(resets);
  }

  #originalsChanged(): void {
    if (this.#screen === 'energy-saver') this.#actor.send({ type: 'panel.woken' });
    this.#draw();
  }

  #order(chosen: readonly ChosenDestination[]): void {
    this.#ordering = true;
    const answer = this.#desk.order(chosen, this.#context.scan);
    this.#ordering = false;
    if (answer.ok) this.#actor.send({ type: 'job.started', fileNumber: answer.fileNumber });
    else this.#refuse(answer.hint);
  }

  #add(before: readonly ChosenDestination[], more: readonly ChosenDestination[]): void {
    const fault = this.#desk.faultOf(more);
    if (fault === undefined) this.#actor.send({ type: 'destinations.read', destinations: [...before, ...more] });
    else this.#refuse(fault);
  }

  #tryDoor(password: string): void {
    const answer = this.#parts.keyOperator.enter(password);
    if (answer.ok) this.#actor.send({ type: 'door.opened' });
    else this.#refuse(answer.sentence);
  }

  #refuse(hint: string): void {
    this.#parts.board.panel.beep();
    this.#actor.send({ type: 'order.refused', hint });
  }

  #draw(): void {
    this.#parts.board.panel.show(drawn(this.#screen, this.#view()));
  }

  #view(): MachineView {
    return new MachineView(this.#parts, this.#desk, this.#context, this.#status);
  }
}

function stationTyped(entered: string): ChosenDestination {
  return { to: entered.padStart(3, '0'), via: undefined };
}
