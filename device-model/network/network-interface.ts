import type { Duplex } from 'node:stream';

/**
 * The LAN port: what the network module may ask of its Ethernet socket. IPv4 only (own design).
 * Two implementations: `virtual-lan` (inside the rig) and `host-network` (node:net, node:dgram).
 */
export interface NetworkInterface {
  readonly link: 'up' | 'down';
  readonly configuration: Ipv4Configuration | undefined;
  /** Takes effect at once; open connections and listeners of the old address are dropped. */
  configure(configuration: Ipv4Configuration): void;
  unconfigure(): void;
  /** Returns at once; the connection emits `connect`, or `error` with a `code` of `ConnectFailure`. */
  connect(to: Endpoint): LanConnection;
  /** Throws `LanError` EADDRINUSE when the port is taken and ENETDOWN when unconfigured. Port 0 picks a free one. */
  listen(port: number, onConnection: (connection: LanConnection) => void): Listener;
  /** Port 0 or absent picks a free one. */
  datagram(port?: number): DatagramPort;
}

export interface Ipv4Configuration {
  readonly address: string;
  readonly mask: string;
  /** Absent: only the own subnet is reachable. */
  readonly gateway?: string;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Why a connection could not be made or was lost, in node's words. */
export type LanErrorCode =
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'ENETDOWN'
  | 'ETIMEDOUT'
  | 'EADDRINUSE'
  | 'EACCES';

export class LanError extends Error {
  readonly code: LanErrorCode;
  constructor(code: LanErrorCode, message: string) {
    super(message);
    this.name = 'LanError';
    this.code = code;
  }
}

/**
 * As much of node's `net.Socket` as the smtp-server package and our client touch. `destroy()` before the writing side
 * has ended resets the far end (ECONNRESET there).
 */
export interface LanConnection extends Duplex {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly readyState: string;
  setNoDelay(noDelay?: boolean): this;
  /** Idle timer on the machine's clock; emits `timeout` (and calls back once) after `ms` without octets either way. */
  setTimeout(ms: number, callback?: () => void): this;
}

export interface Listener {
  /** The real port, also when 0 was asked for; where `bound` is given, only once that has resolved. */
  readonly port: number;
  /** Absent: the port is held already. Rejects with the `LanError` of a host that learns only later that it is taken. */
  readonly bound?: Promise<void>;
  close(): void;
}

export interface DatagramPort {
  readonly port: number;
  send(octets: Uint8Array, to: Endpoint): void;
  onMessage(handler: (octets: Uint8Array, from: Endpoint) => void): void;
  close(): void;
}
