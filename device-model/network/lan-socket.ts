import { Duplex } from 'node:stream';
import type { Alarm, Clock } from '../clock/clock.ts';
import type { LanConnection } from './network-interface.ts';

/**
 * What every LAN connection has beside its octets, the way node's `net.Socket` has it: a `readyState` (the smtp-server
 * package drops each reply in silence unless it is `open`) and an idle timer, here on the machine's clock.
 */
export abstract class LanSocket extends Duplex implements LanConnection {
  abstract readonly localAddress: string | undefined;
  abstract readonly localPort: number | undefined;
  abstract readonly remoteAddress: string | undefined;
  abstract readonly remotePort: number | undefined;
  protected abstract readonly connecting: boolean;

  readonly #clock: Clock;
  #idleMs = 0;
  #lastActivity = 0;
  #idleAlarm: Alarm | undefined;

  constructor(clock: Clock) {
    super({ allowHalfOpen: false });
    this.#clock = clock;
  }

  get readyState(): string {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** Accepted for the sake of callers; segments are never held back here. */
  setNoDelay(_noDelay = true): this {
    return this;
  }

  setTimeout(ms: number, callback?: () => void): this {
    this.#idleAlarm?.cancel();
    this.#idleAlarm = undefined;
    this.#idleMs = Math.max(ms, 0);
    if (callback !== undefined) {
      if (this.#idleMs > 0) this.once('timeout', callback);
      else this.removeListener('timeout', callback);
    }
    this.touch();
    return this;
  }

  /** Octets went by, in or out: the idle time starts again. */
  protected touch(): void {
    if (this.#idleMs === 0 || this.destroyed) return;
    this.#lastActivity = this.#clock.now();
    if (this.#idleAlarm === undefined) this.#armIdle();
  }

  protected stopIdleTimer(): void {
    this.#idleAlarm?.cancel();
    this.#idleAlarm = undefined;
    this.#idleMs = 0;
  }

  // One alarm per idle period, not one per segment: an alarm that comes too early only sets the next one.
  #armIdle(): void {
    this.#idleAlarm = this.#clock.alarm(
      this.#lastActivity + this.#idleMs,
      () => {
        this.#idleAlarm = undefined;
        if (this.#clock.now() < this.#lastActivity + this.#idleMs) this.#armIdle();
        else this.emit('timeout');
      },
      'connection idle',
    );
  }
}
