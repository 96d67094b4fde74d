import type { Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import { LanSocket } from './lan-socket.ts';
import { LanError, type LanErrorCode } from './network-interface.ts';

/**
 * One real TCP connection with the manners of the LAN port: the idle timer is on the machine's clock, and `destroy()`
 * before the writing side has ended resets the far end (node's own socket would end it politely). One difference to the
 * virtual LAN is not ours to remove: a reset that comes right behind octets may be reported as an end (libuv does so).
 */
export class HostConnection extends LanSocket {
  readonly #socket: Socket;

  /** `socket` must have been made with `allowHalfOpen: true`. */
  constructor(clock: Clock, socket: Socket) {
    super(clock);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      this.touch();
      this.emit('connect');
    });
    socket.on('data', (octets: Buffer) => {
      this.touch();
      if (!this.push(octets)) socket.pause();
    });
    socket.on('end', () => {
      this.push(null);
      this.read(0);
    });
    socket.on('error', (error) => this.destroy(lanErrorOf(error)));
    socket.on('close', () => {
      // Closed without an error and without an end: the host took it away.
      if (!this.writableEnded || !socket.readableEnded) this.destroy();
    });
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  get localPort(): number | undefined {
    return this.#socket.localPort;
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  protected get connecting(): boolean {
    return this.#socket.connecting;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.touch();
    this.#socket.write(chunk, (error) => {
      this.touch();
      done(error === undefined || error === null ? null : lanErrorOf(error));
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stopIdleTimer();
    if (!this.writableFinished && !this.#socket.connecting && !this.#socket.destroyed) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
    done(error);
  }
}

const CODES: ReadonlyMap<string, LanErrorCode> = new Map([
  ['ECONNREFUSED', 'ECONNREFUSED'],
  ['ECONNRESET', 'ECONNRESET'],
  // Written to after the far end had reset: the same fact, met a moment later.
  ['EPIPE', 'ECONNRESET'],
  ['EHOSTUNREACH', 'EHOSTUNREACH'],
  ['EHOSTDOWN', 'EHOSTUNREACH'],
  ['ENETUNREACH', 'ENETUNREACH'],
  // The configured address is not one of this host's.
  ['EADDRNOTAVAIL', 'ENETUNREACH'],
  ['EINVAL', 'ENETUNREACH'],
  ['ENETDOWN', 'ENETDOWN'],
  ['ETIMEDOUT', 'ETIMEDOUT'],
  ['EADDRINUSE', 'EADDRINUSE'],
  ['EACCES', 'EACCES'],
  ['EPERM', 'EACCES'],
]);

/** The operating system's error in the words of the LAN port; what has no word there counts as a lost connection. */
export function lanErrorOf(error: Error): LanError {
  if (error instanceof LanError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new LanError(CODES.get(code) ?? 'ECONNRESET', error.message);
}
