import { isContiguousMask, parseIpv4 } from '../../device-model/index.ts';
import type { LabDescription } from './lab-description.ts';

/** A name server with its port, which the machine itself cannot set: the uplink redirects to it. */
export interface NameServerAddress {
  readonly address: string;
  readonly port: number;
}

/** One machine whose LAN has an uplink to the host's network. */
export interface HostLabOptions {
  readonly model: string;
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly dhcp: 'Enabled' | 'Disabled';
  readonly dnsServers: readonly NameServerAddress[];
  /** The machine's own e-mail address; its domain becomes host and domain name. */
  readonly from: string;
  readonly to?: string;
  /** Further destinations: stations 002 and on. */
  readonly alsoTo?: readonly string[];
  /** No. 31 SMTP Server, by which the stations are reached then. */
  readonly viaServer?: string | undefined;
  /** Where a far end's port 25 really is. */
  readonly smtpPort: number;
  /** Addresses beyond loopback and private ones. */
  readonly allow: readonly string[];
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly published?: NameServerAddress;
  readonly mailboxes?: readonly string[];
  /** The model's own when left out. */
  readonly imageMemoryOctets?: number;
  readonly startsAt: Date;
  readonly seed: string;
}

/** In the block of RFC 2544, which no network uses for its hosts: the machine's LAN hides no address of the host's. */
export const HOST_LAB_ADDRESS = { address: '198.18.0.21', mask: '255.255.255.0', gateway: '198.18.0.1' } as const;

/** The machine of `dpsim send` and `dpsim listen`. */
export const HOST_LAB_MACHINE = 'dpsim';

const SMTP_PORT = 25;
const DNS_PORT = 53;
/** No. 26 and No. 27: a machine knows two name servers. */
const NAME_SERVERS = 2;

/** Describes the lab (*own design*): segment, router with uplink at the machine's gateway, wall clock, no modelled waits. */
export function hostLab(options: HostLabOptions): LabDescription {
  const { address, mask, gateway, dhcp, from, to, smtpPort, published } = options;
  const servers = options.dnsServers.slice(0, NAME_SERVERS);
  const [hostName = '', ...domain] = from.slice(from.lastIndexOf('@') + 1).split('.');
  return {
    seed: options.seed,
    clock: 'wall',
    pace: 'hurried',
    startsAt: options.startsAt.toISOString(),
    latencyMs: 0,
    segments: ['lan'],
    routers: [
      {
        name: 'router',
        interfaces: [{ segment: 'lan', ...routerAddress(gateway, mask) }],
        uplink: {
          // Whoever names a name server wants it asked.
          allow: [...options.allow, ...servers.map((server) => server.address)],
          redirects: [
            ...(smtpPort === SMTP_PORT ? [] : [{ from: { port: SMTP_PORT }, to: { port: smtpPort } }]),
            ...servers
              .filter(({ port }) => port !== DNS_PORT)
              .map((server) => ({ from: { address: server.address, port: DNS_PORT }, to: { port: server.port } })),
          ],
        },
      },
    ],
    machines: [
      {
        name: HOST_LAB_MACHINE,
        model: options.model,
        segment: 'lan',
        settings: {
          dhcp,
          ipAddress: address,
          subnetMask: mask,
          defaultGateway: gateway,
          dnsServer1: servers[0]?.address ?? '',
          dnsServer2: servers[1]?.address ?? '',
          hostName,
          domainName: domain.join('.'),
          machineAddress: from,
          // Nobody has registered a machine that lives as long as a command.
          directOwnNameCheck: 'Off',
          ...(options.viaServer === undefined ? {} : { mailServer: options.viaServer }),
          ...options.settings,
        },
        stations: [...(to === undefined ? [] : [to]), ...(options.alsoTo ?? [])].map((address, index) => ({
          number: String(index + 1).padStart(3, '0'),
          name: 'DESTINATION',
          address,
          direct: options.viaServer === undefined,
        })),
        mailboxes: [...(options.mailboxes ?? [])],
        ...(options.imageMemoryOctets === undefined ? {} : { imageMemoryOctets: options.imageMemoryOctets }),
        publishedPorts: published === undefined ? [] : [{ port: SMTP_PORT, host: published }],
      },
    ],
  };
}

/** The router is where a right gateway setting says; a wrong one is for the machine's guard to refuse. */
function routerAddress(gateway: string, mask: string): { readonly address: string; readonly mask: string } {
  const usable = parseIpv4(gateway) !== undefined && parseIpv4(mask) !== undefined && isContiguousMask(mask);
  return usable ? { address: gateway, mask } : { address: HOST_LAB_ADDRESS.gateway, mask: HOST_LAB_ADDRESS.mask };
}
