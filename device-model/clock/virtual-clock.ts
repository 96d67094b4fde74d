import type { Alarm, Outcome } from './clock.ts';
import { EFFECT_LIMIT_MS, EffectsInFlight } from './effects.ts';
import { EventQueue } from './event-queue.ts';
import { Gate } from './gate.ts';
import type { RigClock, RigClockOptions } from './rig-clock.ts';
import { ROUND_CAP, type SettleRule, settle } from './settle.ts';

/** The calendar at instant 0 (own design: a Monday morning in the years the machines were sold). */
export const VIRTUAL_EPOCH = new Date('2005-01-03T09:00:00Z');

/**
 * Time that passes only when told to, from alarm to alarm, and stands still while an effect is in flight. `advanceBy`,
 * `advanceTo`, `runUntil` and `enter` take effect one after the other in the order they were called. What an alarm
 * throws rejects the call that was driving; the alarm counts as rung and the next call goes on after it.
 */
export class VirtualClock implements RigClock {
  readonly kind = 'virtual';
  readonly #epochMs: number;
  readonly #queue = new EventQueue();
  readonly #effects: EffectsInFlight;
  readonly #gate = new Gate();
  readonly #rule: SettleRule;
  #now = 0;
  #closed = false;
  #lastAlarm = 'none';

  constructor(options: RigClockOptions = {}) {
    this.#epochMs = (options.epoch ?? VIRTUAL_EPOCH).getTime();
    this.#effects = new EffectsInFlight(options.effectLimitMs ?? EFFECT_LIMIT_MS);
    this.#rule = {
      effects: this.#effects,
      roundCap: options.roundCap ?? ROUND_CAP,
      lastAlarm: () => this.#lastAlarm,
    };
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
    return this.#now;
  }

  calendar(): Date {
    return new Date(this.#epochMs + this.#now);
  }

  alarm(at: number, callback: () => void, label = 'alarm'): Alarm {
    return this.#queue.set(Math.max(at, this.#now), callback, label);
  }

  effect<T>(durationMs: number, label: string, work: () => Promise<T>, done: (outcome: Outcome<T>) => void): void {
    let ended: Outcome<T> | undefined;
    this.alarm(
      this.#now + durationMs,
      () => {
        if (ended === undefined) throw new Error(`effect '${label}' was due before it ended`);
        done(ended);
      },
      label,
    );
    this.#effects.start(label, work, (outcome) => {
      ended = outcome;
    });
  }

  settled(): Promise<void> {
    return settle(this.#rule);
  }

  advanceBy(ms: number): Promise<void> {
    return this.#gate.pass(() => this.#advanceTo(this.#now + ms));
  }

  advanceTo(at: number): Promise<void> {
    return this.#gate.pass(() => this.#advanceTo(at));
  }

  runUntil(predicate: () => boolean, limitAt = Number.POSITIVE_INFINITY): Promise<boolean> {
    return this.#gate.pass(async () => {
      await this.settled();
      while (!predicate()) {
        if (await this.#ringNext(limitAt)) continue;
        if (limitAt === Number.POSITIVE_INFINITY) return false;
        this.#now = Math.max(this.#now, limitAt);
        return predicate();
      }
      return true;
    });
  }

  async enter<T>(command: () => T | Promise<T>): Promise<T> {
    // The result travels in an object: a promise the command returned may need time to pass, so it must not hold the gate.
    const entered = await this.#gate.pass(async () => {
      await this.settled();
      const result = command();
      await this.settled();
      return { result };
    });
    return entered.result;
  }

  close(): void {
    this.#closed = true;
    this.#queue.clear();
  }

  async #advanceTo(at: number): Promise<void> {
    if (!Number.isFinite(at)) throw new RangeError(`the clock was to advance to ${at}; expected milliseconds`);
    await this.settled();
    while (await this.#ringNext(at));
    this.#now = Math.max(this.#now, at);
  }

  /** Rings the first alarm not later than `limitAt` and settles; false when there is none. */
  async #ringNext(limitAt: number): Promise<boolean> {
    const alarm = this.#queue.first();
    if (this.#closed || alarm === undefined || alarm.at > limitAt) return false;
    this.#queue.remove(alarm);
    this.#now = alarm.at;
    this.#lastAlarm = alarm.describe();
    alarm.callback();
    await this.settled();
    return true;
  }
}
