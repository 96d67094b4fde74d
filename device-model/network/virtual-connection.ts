import type { Clock } from '../clock/clock.ts';
import { LanSocket } from './lan-socket.ts';
import { type Endpoint, LanError } from './network-interface.ts';
import type { Wire } from './wire.ts';
import type { WireTap } from './wire-tap.ts';

/** Octets on their way or unread at the far end, each way (own design, the classic TCP window). */
export const WINDOW_OCTETS = 64 * 1024;

/** Read octets are reported in quarters of the window: often enough that a reading far end never stalls the writer. */
const REPORT_OCTETS = WINDOW_OCTETS / 4;

/** Closed by both sides; reset by the far end; failed on the way; dropped by this side half-way; gone with the power. */
export type ConnectionEnd = 'closed' | 'reset' | 'failed' | 'dropped' | 'vanished';

export interface ConnectionOwner {
  /** The connection is gone, for whatever reason; called once, before `close` is emitted. */
  onGone(connection: VirtualConnection, end: ConnectionEnd): void;
  readonly tap: () => WireTap | undefined;
}

/** One end of a connection on the virtual LAN. Octets, FIN and RST reach the other end only through its `Wire`. */
export class VirtualConnection extends LanSocket {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #owner: ConnectionOwner;
  #wire: Wire | undefined;
  #far: VirtualConnection | undefined;
  #inFlightOctets = 0;
  #unsent: { octets: Buffer; done: (error?: Error | null) => void } | undefined;
  #unfinished: (() => void) | undefined;
  #finSent = false;
  #finReceived = false;
  #unreadOctets = 0;
  #unreportedOctets = 0;
  #end: ConnectionEnd | undefined;

  constructor(clock: Clock, local: Endpoint, remote: Endpoint, owner: ConnectionOwner) {
    super(clock);
    this.localAddress = local.address;
    this.localPort = local.port;
    this.remoteAddress = remote.address;
    this.remotePort = remote.port;
    this.#owner = owner;
  }

  protected get connecting(): boolean {
    return this.#wire === undefined;
  }

  get name(): string {
    return `${this.localAddress}:${this.localPort} to ${this.remoteAddress}:${this.remotePort}`;
  }

  /** The handshake has come this far: octets may leave. */
  open(far: VirtualConnection, wire: Wire): void {
    this.#far = far;
    this.#wire = wire;
  }

  /** What was written before the connection was open goes out now. */
  flush(): void {
    this.touch();
    this.#sendOctets();
    this.#sendFin();
  }

  /** The machine has lost its power: neither its own programs nor the far end are told. */
  vanish(): void {
    this.removeAllListeners();
    this.#end = 'vanished';
    this.#wire?.stop();
    this.destroy();
  }

  /** A reset has arrived. */
  resetByFarEnd(): boolean {
    if (this.destroyed) return true;
    this.#end = 'reset';
    this.destroy(new LanError('ECONNRESET', `${this.name}: the far end reset the connection`));
    return true;
  }

  /** The LAN says that the connection cannot be made or kept; the far end hears nothing. */
  fail(error: LanError): void {
    if (this.destroyed) return;
    this.#end = 'failed';
    this.#wire?.stop();
    this.destroy(error);
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    // A copy, as a kernel makes one: the writer may use its buffer again while the octets are on their way.
    this.#unsent = { octets: Buffer.from(chunk), done };
    this.#sendOctets();
  }

  override _final(done: () => void): void {
    this.#unfinished = done;
    this.#sendFin();
  }

  override _read(): void {
    const octets = this.#unreadOctets;
    this.#unreadOctets = 0;
    if (octets > 0) this.#report(octets);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stopIdleTimer();
    if (this.#end === undefined && !this.#finSent) this.#wire?.abort(() => this.#far?.resetByFarEnd() ?? true);
    const unsent = this.#unsent;
    this.#unsent = undefined;
    const end = this.#end ?? (this.#finSent && this.#finReceived ? 'closed' : 'dropped');
    this.#owner.onGone(this, end);
    done(error);
    unsent?.done(error ?? new LanError('ECONNRESET', `${this.name}: closed before all octets were sent`));
  }

  #sendOctets(): void {
    if (this.#wire === undefined || this.#unsent === undefined) return;
    const { octets, done } = this.#unsent;
    const room = Math.min(WINDOW_OCTETS - this.#inFlightOctets, octets.length);
    if (room > 0) {
      const segment = octets.subarray(0, room);
      this.#inFlightOctets += room;
      this.touch();
      this.#wire.send(() => this.#far?.receive(segment) ?? false);
    }
    if (room < octets.length) {
      this.#unsent = { octets: octets.subarray(room), done };
      return;
    }
    this.#unsent = undefined;
    done();
  }

  #sendFin(): void {
    if (this.#wire === undefined || this.#unfinished === undefined) return;
    const done = this.#unfinished;
    this.#unfinished = undefined;
    this.#finSent = true;
    this.#wire.send(() => this.#far?.receiveFin() ?? false);
    done();
  }

  private receive(sent: Buffer): boolean {
    if (this.destroyed) return false;
    this.touch();
    const octets = this.#tapped(sent);
    if (octets.length === 0) return true;
    if (this.push(octets)) this.#report(octets.length);
    else this.#unreadOctets += octets.length;
    return true;
  }

  #tapped(octets: Buffer): Buffer {
    const tap = this.#owner.tap();
    if (tap === undefined) return octets;
    const from = { address: this.remoteAddress, port: this.remotePort };
    const to = { address: this.localAddress, port: this.localPort };
    return octets.subarray(0, tap({ from, to, octets }));
  }

  private receiveFin(): boolean {
    if (this.destroyed) return this.#end !== 'vanished';
    this.#finReceived = true;
    this.push(null);
    // Nobody may be reading: this lets `end` come once nothing is left to read.
    this.read(0);
    return true;
  }

  #report(octets: number): void {
    this.#unreportedOctets += octets;
    if (this.#unreportedOctets < REPORT_OCTETS || this.destroyed) return;
    const read = this.#unreportedOctets;
    this.#unreportedOctets = 0;
    this.#wire?.send(() => this.#far?.farEndHasRead(read) ?? true);
  }

  private farEndHasRead(octets: number): boolean {
    this.#inFlightOctets -= octets;
    if (!this.destroyed) this.#sendOctets();
    return true;
  }
}
