import type { Alarm, Outcome } from './clock.ts';
import { EFFECT_LIMIT_MS, EffectsInFlight, errorOf } from './effects.ts';
import { EventQueue } from './event-queue.ts';
import { Gate } from './gate.ts';
import type { RigClock, RigClockOptions } from './rig-clock.ts';
import { ROUND_CAP, type SettleRule, settle } from './settle.ts';

/** How often `runUntil` asks again of its own accord: real sockets change things that no alarm tells of. */
const ASK_AGAIN_MS = 20;
/** Longest real timer; beyond 2^31 ms node would ring at once. */
const LONGEST_TIMER_MS = 3_600_000;

export interface WallClockOptions extends RigClockOptions {
  /**
   * The modelled durations of effects (scanning, coding, storing) are left out: an outcome comes when the work has really
   * ended. Alarms keep their instants, so a far end has its full five minutes.
   */
  readonly hurried?: boolean;
  /** Told what an alarm threw or a livelock; without it the error is uncaught and ends the process. */
  readonly onError?: (error: Error) => void;
}

interface Waiter {
  readonly predicate: () => boolean;
  readonly limitAt: number;
  readonly answer: (held: boolean) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Real time with the order of virtual time: alarms ring one at a time by (instant, sequence of scheduling), settling in
 * between, and while one rings `now()` is its own instant, so that chained alarms do not drift. It cannot stand still
 * for an effect: an outcome is delivered at the reserved instant or, when the work took longer, as soon as it ended.
 */
export class WallClock implements RigClock {
  readonly kind = 'wall';
  readonly #startedAt = performance.now();
  readonly #epochMs: number;
  readonly #onError: (error: Error) => void;
  readonly #queue = new EventQueue();
  readonly #effects: EffectsInFlight;
  readonly #gate = new Gate();
  readonly #rule: SettleRule;
  readonly #waiters = new Set<Waiter>();
  readonly #hurried: boolean;
  #now = 0;
  #inTurn = false;
  #closed = false;
  #ringing = false;
  #asking = false;
  #lastAlarm = 'none';
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #askAgain: NodeJS.Timeout | undefined;

  constructor(options: WallClockOptions = {}) {
    this.#epochMs = (options.epoch ?? new Date()).getTime();
    this.#onError = options.onError ?? endProcess;
    this.#hurried = options.hurried ?? false;
    this.#effects = new EffectsInFlight(options.effectLimitMs ?? EFFECT_LIMIT_MS);
    this.#rule = { roundCap: options.roundCap ?? ROUND_CAP, lastAlarm: () => this.#lastAlarm };
  }

  get effectsInFlight(): number {
    return this.#effects.count;
  }

  get pendingAlarms(): number {
    return this.#queue.size;
  }

  nextAlarmAt(): number | undefined {
    return this.#queue.first()?.at;
  }

  now(): number {
    if (!this.#inTurn) this.#now = Math.max(this.#now, this.#elapsed());
    return this.#now;
  }

  calendar(): Date {
    return new Date(this.#epochMs + this.now());
  }

  alarm(at: number, callback: () => void, label = 'alarm'): Alarm {
    return this.#set(Math.max(at, this.#now), callback, label);
  }

  effect<T>(durationMs: number, label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void {
    if (!Number.isFinite(durationMs))
      throw new RangeError(`effect '${label}' was to last ${durationMs}; expected milliseconds`);
    const dueAt = this.now() + (this.#hurried ? 0 : durationMs);
    const place = this.#queue.reserve();
    this.#effects.start(label, work, (outcome) => {
      // Work that took longer ends now, not when it was due: else its time would be told as the next stage's.
      this.#set(Math.max(dueAt, this.#elapsed()), () => done(outcome), label, place);
      this.changed();
    });
  }

  settled(): Promise<void> {
    return settle({ ...this.#rule, effects: this.#effects });
  }

  runUntil(predicate: () => boolean, limitAt = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((answer, fail) => {
      this.#waiters.add({ predicate, limitAt, answer, fail });
      this.#askAgain ??= setInterval(() => this.changed(), ASK_AGAIN_MS);
      this.changed();
    });
  }

  async enter<T>(command: () => T | Promise<T>): Promise<T> {
    const entered = await this.#gate.pass(async () => {
      await settle(this.#rule);
      this.now();
      return this.#turn(command);
    });
    this.#ask();
    return entered.result;
  }

  /** Something outside changed (a real socket): `runUntil` asks its predicates again once all has settled. */
  changed(): void {
    if (this.#asking || this.#waiters.size === 0) return;
    this.#asking = true;
    this.#gate
      .pass(() => settle(this.#rule))
      .catch((error: unknown) => this.#onError(errorOf(error)))
      .finally(() => {
        this.#asking = false;
        this.#ask();
      });
  }

  /** No alarm rings any more and every `runUntil` ends with false. */
  close(): void {
    this.#closed = true;
    this.#queue.clear();
    clearTimeout(this.#timer);
    for (const waiter of this.#waiters) waiter.answer(false);
    this.#waiters.clear();
    this.#ask();
  }

  /** Whole milliseconds of real time since the start. */
  #elapsed(): number {
    return Math.floor(performance.now() - this.#startedAt);
  }

  #set(at: number, callback: () => void, label: string, place?: number): Alarm {
    const alarm = this.#queue.set(at, callback, label, place);
    if (this.#closed) this.#queue.remove(alarm);
    else this.#arm();
    return alarm;
  }

  #arm(): void {
    const first = this.#queue.first();
    if (this.#ringing || first === undefined || first.at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = first.at;
    const delayMs = Math.min(first.at - (performance.now() - this.#startedAt), LONGEST_TIMER_MS);
    // Node's shortest timer is a millisecond: what is due rings without one.
    if (delayMs > 0) this.#timer = setTimeout(() => this.#ringDue(), Math.ceil(delayMs));
    else queueMicrotask(() => this.#ringing || this.#ringDue());
  }

  /** Rings what is due, one pass of the gate each so that commands get in between. */
  #ringDue(): void {
    this.#ringing = true;
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#gate
      .pass(async () => {
        const alarm = this.#queue.first();
        if (alarm === undefined || alarm.at > this.#elapsed()) return false;
        this.#queue.remove(alarm);
        this.#now = Math.max(this.#now, alarm.at);
        this.#lastAlarm = alarm.describe();
        await this.#turn(alarm.callback);
        return true;
      })
      .catch((error: unknown) => {
        this.#onError(errorOf(error));
        return true;
      })
      .then((rang) => {
        if (rang) this.#ask();
        if (rang && !this.#closed) return this.#ringDue();
        this.#ringing = false;
        this.#arm();
      })
      .catch(endProcess);
  }

  /** One alarm or command: `now()` keeps still until all it caused has settled. */
  async #turn<T>(act: () => T): Promise<{ readonly result: T }> {
    this.#inTurn = true;
    try {
      const result = act();
      await settle(this.#rule);
      return { result };
    } finally {
      this.#inTurn = false;
    }
  }

  #ask(): void {
    for (const waiter of this.#waiters) {
      try {
        const held = waiter.predicate();
        if (!held && this.#elapsed() < waiter.limitAt) continue;
        waiter.answer(held);
      } catch (error) {
        waiter.fail(errorOf(error));
      }
      this.#waiters.delete(waiter);
    }
    if (this.#waiters.size > 0) return;
    clearInterval(this.#askAgain);
    this.#askAgain = undefined;
  }
}

function endProcess(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
