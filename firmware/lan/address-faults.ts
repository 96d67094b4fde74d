import {
  broadcastAddress,
  isLoopback,
  isMulticast,
  isReserved,
  isSubnetBoundary,
  isThisNetwork,
  networkAddress,
  parseIpv4,
  prefixLength,
  sameSubnet,
} from '../../device-model/index.ts';

/** One sentence for an address in a block that no host on a LAN has an address of. */
export function blockFault(address: string): string | undefined {
  if (parseIpv4(address) === undefined) return `${address} is not an IP address.`;
  if (isThisNetwork(address)) return `${address} is in 0.0.0.0/8, which no host can have.`;
  if (isLoopback(address)) return `${address} is a loopback address, which never leaves the machine.`;
  if (isMulticast(address)) return `${address} is a multicast address.`;
  if (isReserved(address)) return `${address} is in the reserved block 240.0.0.0/4.`;
  return undefined;
}

/**
 * One sentence when the address is none that a host can have. It is judged by its block always, and by its place in the subnet only when there is a mask to judge by:
 * otherwise the next condition blames the mask, which is what has to be mended first.
 */
export function addressFault(address: string, mask: string): string | undefined {
  if (address === '') return 'No. 23 IP Address is not set.';
  const block = blockFault(address);
  if (block !== undefined) return block;
  if (maskFault(mask) !== undefined || !isSubnetBoundary(address, mask)) return undefined;
  return `${address} is the ${boundaryName(address, mask)} address of its subnet.`;
}

/** Undefined for a mask that serves. Prefixes 1 to 30: a /31 or /32 leaves no room for a host beside its gateway on a LAN (*own design*). */
export function maskFault(mask: string): string | undefined {
  if (mask === '' || mask === '0.0.0.0') return 'No. 24 Subnet Mask is not set.';
  const value = parseIpv4(mask);
  const prefix = value === undefined ? undefined : prefixLength(value);
  if (prefix === undefined) return `${mask} is not a row of ones followed by zeros.`;
  return prefix > 30 ? `${mask} leaves no room for a host and its gateway.` : undefined;
}

/** Undefined for the address of another host of the subnet. */
export function gatewayFault(gateway: string, address: string, mask: string): string | undefined {
  if (gateway === '' || gateway === '0.0.0.0') return 'No. 25 Default Gateway is not set.';
  if (parseIpv4(gateway) === undefined) return `${gateway} is not an IP address.`;
  if (gateway === address) return `The gateway ${gateway} is the machine itself.`;
  if (!sameSubnet(gateway, address, mask)) {
    return `The gateway ${gateway} is outside the subnet ${networkAddress(address, mask)} mask ${mask}.`;
  }
  if (!isSubnetBoundary(gateway, mask)) return undefined;
  return `The gateway ${gateway} is the ${boundaryName(gateway, mask)} address of the subnet.`;
}

function boundaryName(address: string, mask: string): 'broadcast' | 'network' {
  return address === broadcastAddress(address, mask) ? 'broadcast' : 'network';
}
