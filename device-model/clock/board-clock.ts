import type { Alarm, Clock, Outcome } from './clock.ts';

const DEAD_ALARM: Alarm = { cancel: () => {} };

/**
 * One board's view of the rig's clock: a calendar that can be wrong, and alarms that end with the power. Instants are
 * the rig's; only the calendar is offset and drifts.
 */
export class BoardClock implements Clock {
  /** How far the calendar is ahead of the rig's; a clock-jump fault changes it. */
  calendarOffsetMs: number;
  readonly #queue: Clock;
  #driftPpm: number;
  #driftedMs = 0;
  #driftSince: number;
  #era: PowerEra;

  constructor(queue: Clock, options: { readonly calendarOffsetMs?: number; readonly driftPpm?: number } = {}) {
    this.#queue = queue;
    this.calendarOffsetMs = options.calendarOffsetMs ?? 0;
    this.#driftPpm = options.driftPpm ?? 0;
    this.#driftSince = queue.now();
    this.#era = new PowerEra(queue, this);
  }

  /**
   * The clock of this power-on only: for code that must stay dead after a cut even when it is woken again once the
   * power is back. The board's clock itself always means the present era.
   */
  get era(): Clock {
    return this.#era;
  }

  /** Millionths by which the calendar runs fast (negative: slow); a change does not move the calendar. */
  get driftPpm(): number {
    return this.#driftPpm;
  }

  set driftPpm(ppm: number) {
    this.#driftedMs = this.#drifted();
    this.#driftSince = this.#queue.now();
    this.#driftPpm = ppm;
  }

  now(): number {
    return this.#queue.now();
  }

  calendar(): Date {
    return new Date(this.#queue.calendar().getTime() + this.calendarOffsetMs + Math.round(this.#drifted()));
  }

  alarm(at: number, callback: () => void, label?: string): Alarm {
    return this.#era.alarm(at, callback, label);
  }

  effect<T>(durationMs: number, label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void {
    this.#era.effect(durationMs, label, work, done);
  }

  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /** Cancels this board's alarms; outcomes of effects in flight are never delivered. Nothing can be set until restored. */
  powerLost(): void {
    this.#era.end();
  }

  /** Begins a new era; what belonged to the old one stays dead. Nothing happens when the power was on. */
  powerRestored(): void {
    if (this.#era.ended) this.#era = new PowerEra(this.#queue, this);
  }

  #drifted(): number {
    return this.#driftedMs + ((this.#queue.now() - this.#driftSince) * this.#driftPpm) / 1e6;
  }
}

/** The time from power-on to power cut. After its end alarms and effects are dropped in silence, like their board. */
class PowerEra implements Clock {
  readonly #queue: Clock;
  readonly #board: Clock;
  readonly #alarms = new Set<Alarm>();
  #ended = false;

  constructor(queue: Clock, board: Clock) {
    this.#queue = queue;
    this.#board = board;
  }

  get ended(): boolean {
    return this.#ended;
  }

  end(): void {
    this.#ended = true;
    for (const alarm of this.#alarms) alarm.cancel();
    this.#alarms.clear();
  }

  now(): number {
    return this.#queue.now();
  }

  calendar(): Date {
    return this.#board.calendar();
  }

  alarm(at: number, callback: () => void, label?: string): Alarm {
    if (this.#ended) return DEAD_ALARM;
    const ring = (): void => {
      this.#alarms.delete(alarm);
      callback();
    };
    const alarm = this.#queue.alarm(at, ring, label);
    this.#alarms.add(alarm);
    return {
      cancel: () => {
        alarm.cancel();
        this.#alarms.delete(alarm);
      },
    };
  }

  effect<T>(durationMs: number, label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void {
    if (this.#ended) return;
    this.#queue.effect(durationMs, label, work, (outcome) => {
      if (!this.#ended) done(outcome);
    });
  }

  settled(): Promise<void> {
    return this.#queue.settled();
  }
}
