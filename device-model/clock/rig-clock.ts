import type { Clock } from './clock.ts';

/** What drives a rig: the clock with its driver's side, alike under virtual and wall time. */
export interface RigClock extends Clock {
  readonly kind: 'virtual' | 'wall';
  /** Effects started whose work has not really ended. */
  readonly effectsInFlight: number;
  readonly pendingAlarms: number;
  nextAlarmAt(): number | undefined;
  /**
   * Lets time pass until the predicate holds (asked after each settle) or the instant `limitAt` is reached; true if it
   * held. Under virtual time it also ends, with false, when no alarm is left.
   */
  runUntil(predicate: () => boolean, limitAt?: number): Promise<boolean>;
  /**
   * Brings a command from outside (key, HTTP request, fault switch) in between two alarms, when everything is settled.
   * Resolves with what it returned, once that has settled too; rejects with what it threw. A promise it returned is
   * waited for outside the gate, so that time can pass meanwhile.
   */
  enter<T>(command: () => T | Promise<T>): Promise<T>;
  /** No alarm rings any more. */
  close(): void;
}

export interface RigClockOptions {
  /** What the calendar shows at instant 0. */
  readonly epoch?: Date;
  /** Settle rounds after which a livelock is reported. */
  readonly roundCap?: number;
  /** Real time after which an effect fails. */
  readonly effectLimitMs?: number;
}
