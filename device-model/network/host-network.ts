import { createSocket } from 'node:dgram';
import { createServer, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../clock/clock.ts';
import { DialledConnection } from './dialled-connection.ts';
import { expectHostAddress, type HostInterfaces, hardwareAddressOf, isHostAddress } from './host-addresses.ts';
import { HostConnection, lanErrorOf } from './host-connection.ts';
import { parseIpv4 } from './ipv4.ts';
import {
  type DatagramPort,
  type Endpoint,
  type Ipv4Configuration,
  type LanConnection,
  LanError,
  type Listener,
  type NetworkInterface,
} from './network-interface.ts';

/** RFC 2131, 4.1. */
const DHCP_CLIENT_PORT = 68;

export interface HostNetworkOptions {
  /** A wall clock: idle timers of real sockets. */
  readonly clock: Clock;
  /** Told what could not be bound, or failed while nobody waited for it. */
  readonly onFault?: (error: LanError) => void;
  /** The interfaces of the host; node's list by default. */
  readonly interfaces?: () => HostInterfaces;
  /**
   * Port 68 may be opened. Not by default: a machine here has the host's hardware address, and would ask for the host's
   * own lease and give it back.
   */
  readonly leases?: boolean;
}

/**
 * The LAN port over the sockets of this host, for containers and network namespaces. Everything is bound to the
 * configured address, which must be one of the host's, on loopback any of 127.0.0.0/8; mask and gateway are kept but the
 * host's own routes decide. ARP and the carrier are the host's too: nobody answers `probe`, and `link` has to be asked.
 */
export class HostNetwork implements NetworkInterface {
  readonly #clock: Clock;
  readonly #onFault: (error: LanError) => void;
  readonly #connections = new Set<LanConnection>();
  readonly #listeners = new Map<number, Listener>();
  readonly #interfaces: () => HostInterfaces;
  readonly #leases: boolean;
  #configuration: Ipv4Configuration | undefined;

  constructor(options: HostNetworkOptions) {
    this.#clock = options.clock;
    this.#onFault = options.onFault ?? (() => undefined);
    this.#interfaces = options.interfaces ?? networkInterfaces;
    this.#leases = options.leases ?? false;
  }

  /** Down: the interface with the configured address does not run, or has lost the address. */
  get link(): 'up' | 'down' {
    const address = this.#configuration?.address;
    return address === undefined || isHostAddress(this.#interfaces(), address) ? 'up' : 'down';
  }

  get hardwareAddress(): string {
    return hardwareAddressOf(this.#interfaces(), this.#configuration?.address);
  }

  get configuration(): Ipv4Configuration | undefined {
    return this.#configuration;
  }

  configure(configuration: Ipv4Configuration): void {
    expectHostAddress(this.#interfaces(), configuration.address);
    if (configuration.address !== this.#configuration?.address) this.unconfigure();
    this.#configuration = { ...configuration };
  }

  unconfigure(): void {
    for (const listener of this.#listeners.values()) listener.close();
    const gone = this.#configuration?.address;
    for (const connection of this.#connections) {
      connection.destroy(new LanError('ENETDOWN', `the address ${gone} is gone`));
    }
    this.#configuration = undefined;
  }

  connect(to: Endpoint): LanConnection {
    const localAddress = this.#configuration?.address;
    // No name is looked up and no address of the host's own choosing is used: both would leave the machine's settings.
    if (localAddress === undefined || parseIpv4(to.address) === undefined) {
      const connection = this.#keep(new Socket());
      const why = localAddress === undefined ? 'no address is set' : 'it is no IPv4 address';
      connection.destroy(new LanError('ENETUNREACH', `connect ENETUNREACH ${to.address}:${to.port}: ${why}`));
      return connection;
    }
    return this.#held(new DialledConnection(this.#clock, to, localAddress));
  }

  listen(port: number, onConnection: (connection: LanConnection) => void): Listener {
    const address = this.#configuration?.address;
    if (address === undefined) throw new LanError('ENETDOWN', `cannot listen on port ${port}: no address is set`);
    if (this.#listeners.has(port))
      throw new LanError('EADDRINUSE', `port ${port} of ${address} is already listened on`);
    const server = createServer({ allowHalfOpen: true }, (socket) => onConnection(this.#keep(socket)));
    let held = port;
    const bound = new Promise<void>((resolve, reject) => {
      server.on('error', (error) => {
        this.#listeners.delete(held);
        const fault = lanErrorOf(error);
        this.#onFault(fault);
        reject(fault);
      });
      server.listen({ host: address, port }, () => {
        const real = server.address();
        if (real !== null && typeof real !== 'string') held = real.port;
        this.#listeners.set(held, listener);
        resolve();
      });
    });
    // Whoever does not ask hears of it by `onFault`; an unheard rejection must not end the process.
    bound.catch(() => undefined);
    const listener: Listener = {
      get port() {
        return held;
      },
      bound,
      close: () => {
        if (this.#listeners.get(held) === listener) this.#listeners.delete(held);
        server.close();
      },
    };
    if (port !== 0) this.#listeners.set(port, listener);
    return listener;
  }

  datagram(port = 0): DatagramPort {
    if (port === DHCP_CLIENT_PORT && !this.#leases) {
      throw new LanError('EACCES', 'on the network of the host the host alone asks for addresses');
    }
    const socket = createSocket({ type: 'udp4' });
    let held = port;
    let bound = false;
    let closed = false;
    const waiting: [Uint8Array, Endpoint][] = [];
    const send = (octets: Uint8Array, to: Endpoint) => {
      socket.send(octets, to.port, to.address, (error) => {
        if (error !== null && error !== undefined) this.#onFault(lanErrorOf(error));
      });
    };
    socket.on('error', (error) => this.#onFault(lanErrorOf(error)));
    socket.bind({ port, ...(this.#configuration && { address: this.#configuration.address }) }, () => {
      if (closed) return;
      held = socket.address().port;
      bound = true;
      socket.setBroadcast(true);
      for (const [octets, to] of waiting) send(octets, to);
    });
    return {
      get port() {
        return held;
      },
      send: (octets, to) => {
        if (closed) return;
        if (bound) send(octets, to);
        else waiting.push([Uint8Array.from(octets), { ...to }]);
      },
      onMessage: (handler) => {
        socket.removeAllListeners('message');
        socket.on('message', (octets, from) => handler(octets, { address: from.address, port: from.port }));
      },
      close: () => {
        if (closed) return;
        closed = true;
        socket.close();
      },
    };
  }

  /** The machine's power, not the host's: its sockets are gone. */
  powerLost(): void {
    this.unconfigure();
  }

  powerRestored(): void {}

  /** Gives the host's ports and sockets back. */
  close(): void {
    this.unconfigure();
  }

  probe(): void {}

  onContested(): void {}

  onLink(): void {}

  #keep(socket: Socket): HostConnection {
    return this.#held(new HostConnection(this.#clock, socket));
  }

  #held<Connection extends LanConnection>(connection: Connection): Connection {
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    return connection;
  }
}
