import { type ConnectOpts, Socket } from 'node:net';
import type { DuplexOptions } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import { lanErrorOf } from './host-connection.ts';
import { IdleTimer } from './idle-timer.ts';
import { type Endpoint, type LanConnection, LanError } from './network-interface.ts';

type Done = (error?: Error | null) => void;
type Chunks = { readonly chunk: Uint8Array; readonly encoding: BufferEncoding }[];

/**
 * Where the host puts the octets of one read, for all calls: node would make, clear and give back so much memory for
 * every reply of twenty octets. It is free again when `#arrived` has copied what came. The size is node's own.
 */
const ARRIVALS = Buffer.allocUnsafeSlow(65_536);

/** All that node's constructor would add, with its own values: adding to what it was given costs it 10 us a socket. */
function socketOptions(onOctets: (count: number) => boolean): DuplexOptions & ConnectOpts {
  return {
    allowHalfOpen: false,
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
    onread: { buffer: ARRIVALS, callback: onOctets },
  };
}

/**
 * A call over a socket of this host with the manners of the LAN port: errors in its words, the idle timer on the
 * machine's clock, and `destroy()` before the writing side has ended resets the far end. It is node's socket itself, not
 * one stream around another, because a sender pays for the second one with every message.
 */
export class DialledConnection extends Socket implements LanConnection {
  readonly #idle: IdleTimer;
  #resetting = false;
  #cause: Error | undefined;

  /** `localAddress`: the host's route decides when absent. */
  constructor(clock: Clock, to: Endpoint, localAddress?: string) {
    super(socketOptions((count) => this.#arrived(count)));
    this.#idle = new IdleTimer(clock, this);
    this.on('connect', () => this.#idle.touch());
    this.setNoDelay(true);
    const { address: host, port } = to;
    this.connect(localAddress === undefined ? { host, port, family: 4 } : { host, port, family: 4, localAddress });
  }

  override setTimeout(ms: number, callback?: () => void): this {
    this.#idle.set(ms, callback);
    return this;
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    this.#idle.touch();
    super._write(chunk, encoding, (error) => this.#written(error, done));
  }

  override _writev(chunks: Chunks, done: Done): void {
    this.#idle.touch();
    super._writev?.(chunks, (error) => this.#written(error, done));
  }

  /** Errors that node finds out itself have no LanError yet, and nothing is left to be reset. */
  override destroy(error?: Error): this {
    const ours = error === undefined || error instanceof LanError;
    if (this.#resetting || !ours || this.destroyed || this.connecting || this.writableEnded) {
      return super.destroy(error ?? this.#cause);
    }
    this.#resetting = true;
    this.#cause = error;
    return this.resetAndDestroy();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#idle.stop();
    super._destroy(error === null ? null : lanErrorOf(error), done);
  }

  /** False, and node reads no further, when nobody takes what is here already. */
  #arrived(count: number): boolean {
    this.#idle.touch();
    return this.push(Buffer.from(ARRIVALS.subarray(0, count)));
  }

  #written(error: Error | null | undefined, done: Done): void {
    this.#idle.touch();
    done(error === undefined || error === null ? null : lanErrorOf(error));
  }
}
