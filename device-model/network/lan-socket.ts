import { Duplex } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import { IdleTimer } from './idle-timer.ts';
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

  readonly #idle: IdleTimer;

  constructor(clock: Clock) {
    super({ allowHalfOpen: false });
    this.#idle = new IdleTimer(clock, this);
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
    this.#idle.set(ms, callback);
    return this;
  }

  protected touch(): void {
    this.#idle.touch();
  }

  protected stopIdleTimer(): void {
    this.#idle.stop();
  }
}
