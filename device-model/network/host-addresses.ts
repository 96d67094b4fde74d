import { isLoopback, parseIpv4 } from './ipv4.ts';
import { LanError } from './network-interface.ts';

/** As much of an entry of node's `os.networkInterfaces()` as is asked here. */
export interface HostInterface {
  readonly address: string;
  readonly family: string;
  /** Hardware address. */
  readonly mac: string;
  readonly internal: boolean;
}

/** What `os.networkInterfaces()` gives: running interfaces with their addresses; one whose cable is out is not among them. */
export type HostInterfaces = Readonly<Record<string, readonly HostInterface[] | undefined>>;

const NO_HARDWARE_ADDRESS = '00:00:00:00:00:00';

/**
 * Whether an address can be bound here. On loopback all of 127.0.0.0/8 is the host's (RFC 1122, 3.2.1.3), so that each
 * machine of a rig can have an address of its own there.
 */
export function isHostAddress(interfaces: HostInterfaces, address: string): boolean {
  const own = ipv4Entries(interfaces);
  if (isLoopback(address)) return own.some((one) => isLoopback(one.address));
  return own.some((one) => one.address === address);
}

/** Throws EADDRNOTAVAIL, naming the addresses there are, when the address is none of the host's. */
export function expectHostAddress(interfaces: HostInterfaces, address: string): void {
  if (parseIpv4(address) !== undefined && isHostAddress(interfaces, address)) return;
  const own = ipv4Entries(interfaces).map((one) => `${one.address} (${one.name})`);
  const there = own.length === 0 ? 'it has none' : `it has ${own.join(', ')}`;
  throw new LanError('EADDRNOTAVAIL', `${address} is no address of a running interface of this host: ${there}`);
}

/** Of the interface with the address; of the first one that leaves the host while there is none. */
export function hardwareAddressOf(interfaces: HostInterfaces, address: string | undefined): string {
  const own = ipv4Entries(interfaces);
  const found = own.find((one) => one.address === address) ?? firstOutside(interfaces);
  return found?.mac ?? NO_HARDWARE_ADDRESS;
}

function firstOutside(interfaces: HostInterfaces): HostInterface | undefined {
  return Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .find((one) => !one.internal);
}

function ipv4Entries(interfaces: HostInterfaces): (HostInterface & { readonly name: string })[] {
  return Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries.filter(({ family }) => family === 'IPv4').map((entry) => ({ ...entry, name })),
  );
}
