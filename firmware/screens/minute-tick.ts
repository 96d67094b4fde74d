import type { Alarm, Clock } from '../../device-model/index.ts';

const MINUTE_MS = 60_000;

/** Calls at every full minute of the machine's calendar while the display shows the time of day. */
export class MinuteTick {
  readonly #clock: Clock;
  readonly #tick: () => void;
  #alarm: Alarm | undefined;

  constructor(clock: Clock, tick: () => void) {
    this.#clock = clock;
    this.#tick = tick;
  }

  run(): void {
    if (this.#alarm !== undefined) return;
    const sinceMinute = this.#clock.calendar().getTime() % MINUTE_MS;
    this.#alarm = this.#clock.alarm(
      this.#clock.now() + MINUTE_MS - sinceMinute,
      () => {
        this.#alarm = undefined;
        // First the next one: what is drawn may end it.
        this.run();
        this.#tick();
      },
      'minute on the display',
    );
  }

  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }
}
