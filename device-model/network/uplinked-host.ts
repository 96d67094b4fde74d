import { createServer, type Server, Socket } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { DialledConnection } from './dialled-connection.ts';
import { HostConnection, lanErrorOf } from './host-connection.ts';
import { isLoopback, sameSubnet } from './ipv4.ts';
import {
  type DatagramPort,
  type Endpoint,
  type Ipv4Configuration,
  type LanConnection,
  LanError,
  type LanErrorCode,
  type Listener,
  type NetworkInterface,
} from './network-interface.ts';
import { isUp, walk } from './routing.ts';
import type { Uplink } from './uplink.ts';
import { UplinkedDatagrams } from './uplinked-datagrams.ts';
import type { VirtualHost } from './virtual-host.ts';
import { VirtualRouter } from './virtual-lan.ts';

/** A port of the machine that can be reached from the host's network, as container networks publish ports. */
export interface PublishedPort {
  readonly port: number;
  readonly host: Endpoint;
}

export interface UplinkedHostOptions {
  readonly inside: VirtualHost;
  /** A wall clock: idle timers of real sockets. */
  readonly clock: Clock;
  readonly trace: TraceWriter;
  readonly published?: readonly PublishedPort[];
}

/** No host has it (RFC 5737): the way there is the way out. */
const ELSEWHERE = '192.0.2.1';

/**
 * The LAN port of a machine whose LAN has an uplink. What the virtual LAN knows stays on it; the rest goes by the
 * machine's own address, mask and gateway to a router with an uplink, and from there over the host's sockets. Wrong
 * settings fail as they fail on the virtual LAN. Loopback addresses lead to the host too, though a real machine would
 * find only itself there (*own design*). Wall clock only: real sockets know no other.
 */
export class UplinkedHost implements NetworkInterface {
  readonly #inside: VirtualHost;
  readonly #clock: Clock;
  readonly #trace: TraceWriter;
  readonly #published: readonly PublishedPort[];
  readonly #connections = new Set<LanConnection>();
  readonly #servers = new Set<Server>();

  constructor(options: UplinkedHostOptions) {
    this.#inside = options.inside;
    this.#clock = options.clock;
    this.#trace = options.trace;
    this.#published = options.published ?? [];
  }

  get link(): 'up' | 'down' {
    return this.#inside.link;
  }

  get hardwareAddress(): string {
    return this.#inside.hardwareAddress;
  }

  get configuration(): Ipv4Configuration | undefined {
    return this.#inside.configuration;
  }

  configure(configuration: Ipv4Configuration): void {
    if (configuration.address !== this.configuration?.address) this.#dropOutside();
    this.#inside.configure(configuration);
  }

  unconfigure(): void {
    this.#dropOutside();
    this.#inside.unconfigure();
  }

  /** Gives the host's ports and sockets back; the virtual LAN is left as it is. */
  close(): void {
    this.#dropOutside();
  }

  powerLost(): void {
    this.#dropOutside();
    this.#inside.powerLost();
  }

  powerRestored(): void {
    this.#inside.powerRestored();
  }

  get plugged(): boolean {
    return this.#inside.plugged;
  }

  plug(): void {
    this.#inside.plug();
  }

  /** Connections over the host's sockets end at once: the host cannot make them fall silent (*own design*). */
  unplug(): void {
    this.#inside.unplug();
    for (const connection of this.#connections) connection.destroy(new LanError('ENETDOWN', 'the cable is out'));
  }

  connect(to: Endpoint): LanConnection {
    // Loopback addresses are the host's here: a machine without an address must not find itself there instead.
    if (this.configuration === undefined && isLoopback(to.address)) {
      return this.#failed('ENETUNREACH', to, 'no address is set');
    }
    const uplink = this.#uplinkTo(to.address);
    if (uplink === undefined) return this.#inside.connect(to);
    if (!uplink.permits(to.address)) {
      this.#trace.write('uplink.refused', { address: to.address });
      return this.#failed('EACCES', to, 'the uplink is not allowed to go there');
    }
    const target = uplink.target(to);
    return this.#held(new DialledConnection(this.#clock, target));
  }

  listen(port: number, onConnection: (connection: LanConnection) => void): Listener {
    const inside = this.#inside.listen(port, onConnection);
    const published = this.#published.filter((one) => one.port === port);
    if (published.length === 0) return inside;
    const opened = published.map(({ host }) => this.#publish(host, onConnection));
    const bound = Promise.all(opened.map((one) => one.bound)).then(() => undefined);
    bound.catch(() => undefined);
    return {
      port: inside.port,
      bound,
      close: () => {
        inside.close();
        for (const { server } of opened) this.#close(server);
      },
    };
  }

  datagram(port = 0): DatagramPort {
    return new UplinkedDatagrams(this.#inside.datagram(port), (address) => this.#uplinkTo(address));
  }

  probe(address: string, onAnswer: (hardwareAddress: string) => void): void {
    this.#inside.probe(address, onAnswer);
  }

  onContested(handler: ((hardwareAddress: string) => void) | undefined): void {
    this.#inside.onContested(handler);
  }

  onLink(handler: ((link: 'up' | 'down') => void) | undefined): void {
    this.#inside.onLink(handler);
  }

  /** The uplink a packet for the address would leave by; undefined when it stays on the LAN or gets nowhere. */
  #uplinkTo(address: string): Uplink | undefined {
    const own = this.configuration;
    if (own === undefined) return undefined;
    const path = walk(this.#inside, isLoopback(address) ? ELSEWHERE : address);
    if (path.kind === 'no-route') return path.at instanceof VirtualRouter ? path.at.uplink : undefined;
    // Nobody on the LAN has an address of the machine's own subnet: the router answers for the host's network, as a
    // proxy ARP does (RFC 1027).
    if (path.kind !== 'no-next-hop' || path.at !== this.#inside || path.nextHop !== address) return undefined;
    // Who is its own gateway asks for strangers too: for them no router answers.
    if (!sameSubnet(own.address, address, own.mask)) return undefined;
    for (const attachment of this.#inside.attachments[0].segment.attachments) {
      const { node } = attachment;
      if (isUp(attachment) && node instanceof VirtualRouter && node.uplink !== undefined) return node.uplink;
    }
    return undefined;
  }

  #publish(
    host: Endpoint,
    onConnection: (connection: LanConnection) => void,
  ): { readonly server: Server; readonly bound: Promise<void> } {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      // The port of the host stays open while the machine's cable is out: nobody answers there.
      if (this.link === 'down') socket.destroy();
      else onConnection(this.#keep(socket));
    });
    this.#servers.add(server);
    const bound = new Promise<void>((resolve, reject) => {
      server.on('error', (error) => {
        const fault = lanErrorOf(error);
        this.#trace.write('port.unpublished', {
          host: this.#inside.name,
          address: host.address,
          port: host.port,
          code: fault.code,
        });
        reject(fault);
      });
      server.listen({ host: host.address, port: host.port }, () => {
        const real = server.address();
        const at = real === null || typeof real === 'string' ? host : { address: real.address, port: real.port };
        this.#trace.write('port.published', { host: this.#inside.name, address: at.address, port: at.port });
        resolve();
      });
    });
    return { server, bound };
  }

  #close(server: Server): void {
    this.#servers.delete(server);
    server.close();
  }

  #dropOutside(): void {
    for (const server of this.#servers) this.#close(server);
    const gone = this.configuration?.address;
    for (const connection of this.#connections) {
      connection.destroy(new LanError('ENETDOWN', `the address ${gone} is gone`));
    }
  }

  /** A connection that fails before any socket of the host is opened. */
  #failed(code: LanErrorCode, to: Endpoint, why: string): HostConnection {
    const connection = this.#keep(new Socket());
    connection.destroy(new LanError(code, `connect ${code} ${to.address}:${to.port}: ${why}`));
    return connection;
  }

  #keep(socket: Socket): HostConnection {
    return this.#held(new HostConnection(this.#clock, socket));
  }

  #held<Connection extends LanConnection>(connection: Connection): Connection {
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
    return connection;
  }
}
