import type { Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { askWhoHas } from './arp.ts';
import { carryDatagram } from './datagram-carriage.ts';
import { Dial } from './dial.ts';
import {
  type DatagramPort,
  type Endpoint,
  type Ipv4Configuration,
  type LanConnection,
  LanError,
  type Listener,
  type NetworkInterface,
} from './network-interface.ts';
import { type Attachment, isUp, type LanListener, type LanNode, type Segment } from './routing.ts';
import { type ConnectionEnd, VirtualConnection } from './virtual-connection.ts';
import type { WireTap } from './wire-tap.ts';

/** Ports given to whoever asks for none (RFC 6335, 6), in order, so that a run repeats. */
const DYNAMIC_PORTS = { first: 49_152, last: 65_535 } as const;

/** What the LAN lends its hosts: time on the wire and the log. */
export interface LanServices {
  readonly clock: Clock;
  readonly trace: TraceWriter;
  /** The tap on the wires at this moment. */
  readonly tap: () => WireTap | undefined;
}

interface BoundDatagramPort {
  handler: ((octets: Uint8Array, from: Endpoint) => void) | undefined;
}

/** The Ethernet socket of one machine on the virtual LAN, with the hands that pull its cable and its power. */
export class VirtualHost implements NetworkInterface, LanNode {
  readonly name: string;
  readonly forwards = false;
  readonly attachments: readonly [Attachment];
  /** Locally administered, by order of attaching (own design): what DHCP knows a machine by. */
  readonly hardwareAddress: string;
  readonly #services: LanServices;
  /** The machine's own clock: idle timers. What is on the wire runs on the LAN's. */
  readonly #clock: Clock;
  readonly #connections = new Set<VirtualConnection>();
  readonly #dials = new Map<VirtualConnection, Dial>();
  readonly #listeners = new Map<number, LanListener>();
  readonly #datagramPorts = new Map<number, BoundDatagramPort>();
  #admitted: readonly string[] | undefined;
  #powered = true;
  #linkTold: 'up' | 'down' = 'up';
  #onLink: ((link: 'up' | 'down') => void) | undefined;
  #onContested: ((hardwareAddress: string) => void) | undefined;
  #nextPort: number = DYNAMIC_PORTS.first;

  constructor(services: LanServices, name: string, segment: Segment, clock: Clock, hardwareAddress: string) {
    this.#services = services;
    this.name = name;
    this.#clock = clock;
    this.hardwareAddress = hardwareAddress;
    const attachment: Attachment = { node: this, segment, plugged: true, configuration: undefined, taking: 0 };
    this.attachments = [attachment];
    segment.attachments.push(attachment);
  }

  get powered(): boolean {
    return this.#powered;
  }

  get #attachment(): Attachment {
    return this.attachments[0];
  }

  get link(): 'up' | 'down' {
    return isUp(this.#attachment) ? 'up' : 'down';
  }

  /** Whether the cable is in. */
  get plugged(): boolean {
    return this.#attachment.plugged;
  }

  get configuration(): Ipv4Configuration | undefined {
    return this.#attachment.configuration;
  }

  /** Connections that are open or being opened. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /**
   * The hand of whoever runs the LAN: the addresses that this socket can have from its next configuration on, as a machine on a
   * host's network has none but the host's; undefined: any.
   */
  admit(addresses: readonly string[] | undefined): void {
    this.#admitted = addresses;
    this.#services.trace.write('addresses.admitted', { host: this.name, addresses: addresses ?? null });
  }

  configure(configuration: Ipv4Configuration): void {
    this.#expectAdmitted(configuration.address);
    if (configuration.address !== this.configuration?.address) {
      this.#dropAddress();
      this.#attachment.taking = this.#attachment.segment.nextTaking();
    }
    this.#attachment.configuration = { ...configuration };
    const holder = this.#attachment.segment.holderOf(configuration.address);
    if (holder === undefined || holder === this.#attachment) return;
    this.#services.trace.write('address.duplicated', {
      address: configuration.address,
      host: this.name,
      holder: holder.node.name,
    });
  }

  unconfigure(): void {
    this.#dropAddress();
    this.#attachment.configuration = undefined;
  }

  connect(to: Endpoint): LanConnection {
    const local = { address: this.configuration?.address ?? '0.0.0.0', port: this.#freePort('connection') };
    const connection = this.#connection(local, to);
    this.#connections.add(connection);
    const { clock, trace } = this.#services;
    this.#dials.set(connection, new Dial(clock, trace, this, { ...to }, connection));
    return connection;
  }

  listen(port: number, onConnection: (connection: LanConnection) => void): Listener {
    if (this.configuration === undefined || !this.#powered) {
      throw new LanError('ENETDOWN', `cannot listen on port ${port}: ${this.name} has no address`);
    }
    if (this.#listeners.has(checked(port))) {
      throw new LanError('EADDRINUSE', `port ${port} of ${this.configuration.address} is already listened on`);
    }
    const bound = port === 0 ? this.#freePort('connection') : port;
    const listener: LanListener = {
      halfOpen: (local, remote) => this.#connection(local, remote),
      accept: (connection) => {
        if (this.#listeners.get(bound) !== listener) return false;
        this.#connections.add(connection);
        connection.flush();
        onConnection(connection);
        return true;
      },
    };
    this.#listeners.set(bound, listener);
    return {
      port: bound,
      close: () => {
        if (this.#listeners.get(bound) === listener) this.#listeners.delete(bound);
      },
    };
  }

  /** A datagram port belongs to the socket, not to its address: it stays when the address changes (own design). */
  datagram(port = 0): DatagramPort {
    if (!this.#powered) throw new LanError('ENETDOWN', `${this.name} has no power`);
    if (this.#datagramPorts.has(checked(port))) {
      throw new LanError('EADDRINUSE', `datagram port ${port} of ${this.name} is already bound`);
    }
    const bound = port === 0 ? this.#freePort('datagram') : port;
    const state: BoundDatagramPort = { handler: undefined };
    this.#datagramPorts.set(bound, state);
    const isBound = () => this.#datagramPorts.get(bound) === state;
    return {
      port: bound,
      send: (octets, to) => {
        if (isBound()) carryDatagram(this.#services, this.#attachment, bound, octets, to);
      },
      onMessage: (handler) => {
        state.handler = handler;
      },
      close: () => {
        if (isBound()) this.#datagramPorts.delete(bound);
      },
    };
  }

  probe(address: string, onAnswer: (hardwareAddress: string) => void): void {
    askWhoHas(this.#services, this.#attachment, address, onAnswer);
  }

  onContested(handler: ((hardwareAddress: string) => void) | undefined): void {
    this.#onContested = handler;
  }

  onLink(handler: ((link: 'up' | 'down') => void) | undefined): void {
    this.#linkTold = this.link;
    this.#onLink = handler;
  }

  addressContested(hardwareAddress: string): void {
    this.#onContested?.(hardwareAddress);
  }

  linkMayHaveChanged(): void {
    const { link } = this;
    if (link === this.#linkTold) return;
    this.#linkTold = link;
    this.#onLink?.(link);
  }

  listenerAt(port: number): LanListener | undefined {
    return this.#listeners.get(port);
  }

  takeDatagram(port: number, octets: Uint8Array, from: Endpoint): void {
    if (this.#powered) this.#datagramPorts.get(port)?.handler?.(octets, from);
  }

  plug(): void {
    this.#attachment.plugged = true;
    this.#services.trace.write('cable.plugged', { host: this.name });
    this.linkMayHaveChanged();
  }

  unplug(): void {
    this.#attachment.plugged = false;
    this.#services.trace.write('cable.unplugged', { host: this.name });
    this.linkMayHaveChanged();
  }

  /** Everything open is gone without a word to the far ends; the configuration is lost with the memory. */
  powerLost(): void {
    this.#powered = false;
    for (const connection of this.#connections) connection.vanish();
    this.#listeners.clear();
    this.#datagramPorts.clear();
    this.#onLink = undefined;
    this.#onContested = undefined;
    this.#attachment.configuration = undefined;
  }

  powerRestored(): void {
    this.#powered = true;
  }

  #connection(local: Endpoint, remote: Endpoint): VirtualConnection {
    return new VirtualConnection(this.#clock, local, remote, {
      onGone: (connection, end) => this.#forget(connection, end),
      tap: this.#services.tap,
    });
  }

  #forget(connection: VirtualConnection, end: ConnectionEnd): void {
    const dialled = this.#dials.get(connection);
    dialled?.stop();
    this.#dials.delete(connection);
    this.#connections.delete(connection);
    const between = {
      from: `${connection.localAddress}:${connection.localPort}`,
      to: `${connection.remoteAddress}:${connection.remotePort}`,
    };
    if (end === 'reset') this.#services.trace.write('connection.reset', between);
    // One line for the two sides of a connection that was closed in good order: the side that opened it writes it.
    if (end === 'closed' && dialled !== undefined) this.#services.trace.write('connection.closed', between);
  }

  #expectAdmitted(address: string): void {
    if (this.#admitted === undefined || this.#admitted.includes(address)) return;
    const there = this.#admitted.length === 0 ? 'it has none' : `it has ${this.#admitted.join(', ')}`;
    throw new LanError('EADDRNOTAVAIL', `${address} is no address of ${this.name} on this LAN: ${there}`);
  }

  #dropAddress(): void {
    this.#listeners.clear();
    for (const connection of this.#connections) {
      connection.fail(new LanError('ENETDOWN', `${connection.name}: the address ${connection.localAddress} is gone`));
    }
  }

  #freePort(kind: 'connection' | 'datagram'): number {
    const taken = (port: number) =>
      kind === 'datagram'
        ? this.#datagramPorts.has(port)
        : this.#listeners.has(port) || [...this.#connections].some((each) => each.localPort === port);
    for (let tries = DYNAMIC_PORTS.first; tries <= DYNAMIC_PORTS.last; tries += 1) {
      const port = this.#nextPort;
      this.#nextPort = port === DYNAMIC_PORTS.last ? DYNAMIC_PORTS.first : port + 1;
      if (!taken(port)) return port;
    }
    throw new LanError('EADDRINUSE', `${this.name} has no free ${kind} port left`);
  }
}

function checked(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new RangeError(`port ${port}: expected a whole number from 0 to 65535`);
}
