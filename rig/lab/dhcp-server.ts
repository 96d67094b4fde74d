import {
  type Clock,
  type DatagramPort,
  type NetworkInterface,
  sameSubnet,
  type TraceWriter,
} from '../../device-model/index.ts';
import { DHCP_PORT, type DhcpMessage, type DhcpOptions, encodeDhcp, readDhcp } from '../../firmware/index.ts';
import { AddressPool, type Binding } from './address-pool.ts';

/** `answer` as a good server; `silent` to everybody; `refusing` says no to every request (DHCPNAK). */
export const DHCP_BEHAVIOURS = ['answer', 'silent', 'refusing'] as const;
export type DhcpBehaviour = (typeof DHCP_BEHAVIOURS)[number];

export interface DhcpServerOptions {
  readonly network: NetworkInterface;
  readonly clock: Clock;
  /** The log of the machine `dhcp`: one line a message. */
  readonly trace?: TraceWriter;
  readonly pool: { readonly first: string; readonly last: string };
  readonly leaseSeconds: number;
  readonly routers: readonly string[];
  readonly nameServers: readonly string[];
  readonly domainName?: string;
  /**
   * Whoever asks anew, as a machine does at each power-on, is given another address than before. Without it a client
   * keeps its address as long as nobody else needs it (RFC 2131, 4.3.1).
   */
  readonly readdress?: boolean;
  /** Told a client's name and its address, undefined when it has none any more: the way of dynamic DNS. */
  readonly register?: (hostName: string, address: string | undefined) => void;
  readonly behaviour?: DhcpBehaviour;
}

const BROADCAST = '255.255.255.255';
const NO_ADDRESS = '0.0.0.0';

/** A DHCP server for one segment (RFC 2131, 4.3); it knows no relays. */
export class DhcpServer {
  /** May be switched while the server runs. */
  behaviour: DhcpBehaviour;
  readonly #options: DhcpServerOptions;
  readonly #pool: AddressPool;
  #port: DatagramPort | undefined;

  constructor(options: DhcpServerOptions) {
    this.#options = options;
    this.behaviour = options.behaviour ?? 'answer';
    const { clock, pool, leaseSeconds, readdress = false } = options;
    const onBinding = (binding: Binding, ended: boolean) => this.#registered(binding, ended);
    this.#pool = new AddressPool({ clock, ...pool, leaseSeconds, readdress, onBinding });
  }

  /** The network must be configured. Throws `LanError` as `datagram` does. */
  start(): void {
    const port = this.#options.network.datagram(DHCP_PORT.server);
    this.#port = port;
    port.onMessage((octets) => {
      const message = readDhcp(octets);
      if (message !== undefined) this.#take(message);
    });
  }

  stop(): void {
    this.#port?.close();
  }

  /** Leases that run. */
  get bindings(): readonly Binding[] {
    return this.#pool.bindings;
  }

  /** A lease that another server of the office gave, from now on this one's too. */
  adopt({ client, address, hostName }: Binding): void {
    this.#pool.bind(client, address, hostName);
  }

  #registered({ address, hostName }: Binding, ended: boolean): void {
    if (hostName !== '') this.#options.register?.(hostName, ended ? undefined : address);
  }

  #take(message: DhcpMessage): void {
    const { type, hardwareAddress: client, options } = message;
    this.#options.trace?.write('dhcp.asked', { type, client, behaviour: this.behaviour });
    if (this.behaviour === 'silent') return;
    switch (type) {
      case 'discover': {
        const address = this.#pool.offer(client, options.requestedAddress);
        if (address !== undefined) this.#answer('offer', message, address);
        break;
      }
      case 'request':
        this.#request(message);
        break;
      case 'decline':
        if (options.requestedAddress !== undefined) this.#pool.decline(client, options.requestedAddress);
        break;
      case 'release':
        if (this.#pool.bindingOf(client)?.address === message.clientAddress) this.#pool.release(client);
        break;
      // What servers say is not for servers; a client that has its address by hand is nobody here (own design).
      case 'offer':
      case 'ack':
      case 'nak':
      case 'inform':
        break;
    }
  }

  /** RFC 2131, 4.3.2: the four kinds are told apart by their fields. */
  #request(message: DhcpMessage): void {
    const { hardwareAddress: client, clientAddress, options } = message;
    const { serverIdentifier, requestedAddress } = options;
    const own = this.#options.network.configuration;
    if (own === undefined) return;
    if (serverIdentifier !== undefined && serverIdentifier !== own.address) {
      // Another server was chosen.
      this.#pool.withdraw(client);
      return;
    }
    const address = clientAddress === NO_ADDRESS ? requestedAddress : clientAddress;
    if (address === undefined) return;
    const promised =
      serverIdentifier === undefined ? this.#pool.bindingOf(client)?.address : this.#pool.offered(client);
    // Of an address of this subnet that it has no record of, the server says nothing: another one may have.
    const unknown = serverIdentifier === undefined && promised === undefined;
    if (unknown && this.behaviour === 'answer' && sameSubnet(address, own.address, own.mask)) return;
    if (this.behaviour === 'refusing' || promised !== address) {
      this.#answer('nak', message, NO_ADDRESS);
      return;
    }
    this.#pool.bind(client, address, options.hostName ?? '');
    this.#answer('ack', message, address);
  }

  #answer(type: 'offer' | 'ack' | 'nak', to: DhcpMessage, address: string): void {
    const { network, trace } = this.#options;
    const server = network.configuration;
    if (server === undefined) return;
    const serverIdentifier = server.address;
    const options = type === 'nak' ? { serverIdentifier, message: 'no such lease' } : this.#particulars(server);
    trace?.write('dhcp.answered', { type, client: to.hardwareAddress, address });
    const octets = encodeDhcp({
      type,
      transactionId: to.transactionId,
      seconds: 0,
      broadcast: to.broadcast,
      clientAddress: type === 'ack' ? to.clientAddress : NO_ADDRESS,
      yourAddress: address,
      hardwareAddress: to.hardwareAddress,
      options,
    });
    // RFC 2131, 4.1: to the client's own address when it has one, else to all; a NAK always to all.
    const direct = type === 'ack' && to.clientAddress !== NO_ADDRESS;
    this.#port?.send(octets, { address: direct ? to.clientAddress : BROADCAST, port: DHCP_PORT.client });
  }

  #particulars(server: { readonly address: string; readonly mask: string }): DhcpOptions {
    const { routers, nameServers, domainName, leaseSeconds } = this.#options;
    return {
      mask: server.mask,
      ...(routers.length === 0 ? {} : { routers }),
      ...(nameServers.length === 0 ? {} : { nameServers }),
      ...(domainName === undefined ? {} : { domainName }),
      leaseSeconds,
      serverIdentifier: server.address,
    };
  }
}
