import type { Duplex } from 'node:stream';

/**
 * The LAN port: what the network module may ask of its Ethernet socket. IPv4 only (own design).
 * Two implementations: `virtual-lan` (inside the rig) and `host-network` (node:net, node:dgram).
 */
export interface NetworkInterface {
  readonly link: 'up' | 'down';
  /** Six octets, `02:00:00:00:00:01`: what DHCP knows the machine by (RFC 2131, 2: chaddr). */
  readonly hardwareAddress: string;
  readonly configuration: Ipv4Configuration | undefined;
  /**
   * Takes effect at once; open connections and listeners of the old address are dropped. Throws `LanError` EADDRNOTAVAIL
   * when the socket has only certain addresses, a host's for instance, and this is none of them.
   */
  configure(configuration: Ipv4Configuration): void;
  unconfigure(): void;
  /** Returns at once; the connection emits `connect`, or `error` with a `code` of `ConnectFailure`. */
  connect(to: Endpoint): LanConnection;
  /** Throws `LanError` EADDRINUSE when the port is taken and ENETDOWN when unconfigured. Port 0 picks a free one. */
  listen(port: number, onConnection: (connection: LanConnection) => void): Listener;
  /** Port 0 or absent picks a free one. Without a configuration it sends from 0.0.0.0, to 255.255.255.255 alone. */
  datagram(port?: number): DatagramPort;
  /**
   * Asks the segment who has an address (ARP): `onAnswer` for each host that has it, a round trip later; nobody, no call.
   * Asked for the configured address it announces that address, which others who have it hear as `onContested`.
   */
  probe(address: string, onAnswer: (hardwareAddress: string) => void): void;
  /** Who hears that another host claims the configured address; one at a time. */
  onContested(handler: ((hardwareAddress: string) => void) | undefined): void;
  /** Who hears of a change of `link`; one at a time. */
  onLink(handler: ((link: 'up' | 'down') => void) | undefined): void;
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
  | 'EADDRNOTAVAIL'
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
