import type { Alarm, Clock } from '../clock/clock.ts';

/** What the idle timer tells and asks of its connection: as much of a `net.Socket` as `setTimeout` needs. */
export interface IdleConnection {
  readonly destroyed: boolean;
  emit(event: 'timeout'): boolean;
  once(event: 'timeout', callback: () => void): unknown;
  removeListener(event: 'timeout', callback: () => void): unknown;
}

/** `net.Socket.setTimeout` on the machine's clock: emits `timeout` after so many ms without octets either way. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #connection: IdleConnection;
  #idleMs = 0;
  #lastActivity = 0;
  #alarm: Alarm | undefined;

  constructor(clock: Clock, connection: IdleConnection) {
    this.#clock = clock;
    this.#connection = connection;
  }

  set(ms: number, callback?: () => void): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#idleMs = Math.max(ms, 0);
    if (callback !== undefined) {
      if (this.#idleMs > 0) this.#connection.once('timeout', callback);
      else this.#connection.removeListener('timeout', callback);
    }
    this.touch();
  }

  /** Octets went by, in or out: the idle time starts again. */
  touch(): void {
    if (this.#idleMs === 0 || this.#connection.destroyed) return;
    this.#lastActivity = this.#clock.now();
    if (this.#alarm === undefined) this.#arm();
  }

  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#idleMs = 0;
  }

  // One alarm per idle period, not one per segment: an alarm that comes too early only sets the next one.
  #arm(): void {
    this.#alarm = this.#clock.alarm(
      this.#lastActivity + this.#idleMs,
      () => {
        this.#alarm = undefined;
        if (this.#clock.now() < this.#lastActivity + this.#idleMs) this.#arm();
        else this.#connection.emit('timeout');
      },
      'connection idle',
    );
  }
}
