import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import type { VirtualHost } from '../../device-model/network/virtual-host.ts';
import { VirtualLan } from '../../device-model/network/virtual-lan.ts';
import { Random } from '../../device-model/random.ts';
import type { TraceData } from '../../device-model/trace/trace.ts';
import { DhcpClient } from '../../firmware/lan/dhcp-client.ts';
import type { Lease } from '../../firmware/lan/lease.ts';
import { traceText } from '../../rig/cli/trace-text.ts';
import { DhcpServer, type DhcpServerOptions } from '../../rig/lab/dhcp-server.ts';

export const LEASE_SECONDS = 3_600;

interface Said {
  readonly at: number;
  readonly event: string;
  readonly data: TraceData;
}

/** A DHCP server and as many clients as are wanted on one segment of the virtual LAN. */
export class DhcpOffice {
  readonly clock = new VirtualClock();
  readonly lan = new VirtualLan({ clock: this.clock, trace: { write: () => undefined } });
  readonly registered: [string, string | undefined][] = [];
  readonly server: DhcpServer;

  constructor(options: Partial<DhcpServerOptions> = {}) {
    this.server = this.serverAt('192.168.10.67', options);
  }

  serverAt(address: string, options: Partial<DhcpServerOptions> = {}): DhcpServer {
    const network = this.lan.host({ name: `dhcp-${address.replaceAll('.', '-')}`, segment: 'office' });
    network.configure({ address, mask: '255.255.255.0' });
    const server = new DhcpServer({
      network,
      clock: this.clock,
      pool: { first: '192.168.10.100', last: '192.168.10.103' },
      leaseSeconds: LEASE_SECONDS,
      routers: ['192.168.10.1'],
      nameServers: ['192.168.10.53'],
      register: (name, leased) => this.registered.push([name, leased]),
      ...options,
    });
    server.start();
    return server;
  }

  client(name = 'ifax'): OfficeClient {
    return new OfficeClient(this, name);
  }
}

/** A DHCP client with its LAN socket: it configures the socket as the firmware does, and keeps what was said. */
export class OfficeClient {
  readonly network: VirtualHost;
  readonly said: Said[] = [];
  readonly leases: Lease[] = [];
  readonly notices: string[] = [];
  readonly lost: number[] = [];
  readonly #office: DhcpOffice;
  readonly #name: string;
  client: DhcpClient;

  constructor(office: DhcpOffice, name: string) {
    this.#office = office;
    this.#name = name;
    this.network = office.lan.host({ name, segment: 'office' });
    this.client = this.#start();
    this.network.onLink((link) => {
      if (link === 'up') this.client.linkRestored();
    });
  }

  /** As at a power-on: nothing is remembered. */
  restart(): void {
    this.network.unconfigure();
    this.client = this.#start();
  }

  get address(): string | undefined {
    return this.network.configuration?.address;
  }

  get states(): readonly unknown[] {
    return this.said.filter(({ event }) => event === 'dhcp.entered').map(({ data }) => data['state']);
  }

  /** What was sent: type, instant, and whom to. */
  get sent(): readonly string[] {
    return this.said
      .filter(({ event }) => event === 'dhcp.sent')
      .map(({ data }) => `${traceText(data['type'])} ${traceText(data['to'])}`);
  }

  instants(event: string, type: string): readonly number[] {
    return this.said.filter((one) => one.event === event && one.data['type'] === type).map(({ at }) => at);
  }

  #start(): DhcpClient {
    const { clock } = this.#office;
    return new DhcpClient({
      clock,
      network: this.network,
      random: new Random(this.#name),
      trace: { write: (event, data = {}) => this.said.push({ at: clock.now(), event, data }) },
      hostName: () => this.#name,
      onLease: (lease) => {
        this.leases.push(lease);
        this.network.configure(lease);
      },
      onLost: () => {
        this.lost.push(clock.now());
        this.network.unconfigure();
      },
      onNotice: (of) => this.notices.push(of),
    });
  }
}
