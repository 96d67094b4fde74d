/**
 * IPv4 addresses as values. Inside the rooms an address is its text; here it becomes an unsigned 32-bit number, because
 * subnets are arithmetic. Nothing throws: text that is no address gives `undefined`.
 */

const QUAD = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

export const LIMITED_BROADCAST = '255.255.255.255';

/**
 * Reads a dotted quad strictly: four decimal numbers 0 to 255, no leading zero (which other readers take as octal), no
 * blanks, no shorter forms.
 */
export function parseIpv4(text: string): number | undefined {
  const quad = QUAD.exec(text);
  if (quad === null) return undefined;
  let value = 0;
  for (const part of quad.slice(1)) {
    const octet = Number(part);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/** Writes an unsigned 32-bit number as a dotted quad. */
export function printIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

/** Number of leading ones of a mask given as a number, or `undefined` when a one follows a zero. */
export function prefixLength(mask: number): number | undefined {
  const hostPart = ~mask >>> 0;
  return (hostPart & (hostPart + 1)) === 0 ? Math.clz32(hostPart) : undefined;
}

/** Whether text is a dotted quad of ones followed by zeros, such as 255.255.255.0. */
export function isContiguousMask(mask: string): boolean {
  const value = parseIpv4(mask);
  return value !== undefined && prefixLength(value) !== undefined;
}

/** Lowest address of the subnet. */
export function networkAddress(address: string, mask: string): string | undefined {
  const [a, m] = [parseIpv4(address), parseIpv4(mask)];
  return a === undefined || m === undefined ? undefined : printIpv4((a & m) >>> 0);
}

/** Highest address of the subnet, the directed broadcast. */
export function broadcastAddress(address: string, mask: string): string | undefined {
  const [a, m] = [parseIpv4(address), parseIpv4(mask)];
  return a === undefined || m === undefined ? undefined : printIpv4((a | ~m) >>> 0);
}

/** Whether two addresses agree in every bit of the mask. False when any of the three is not an address. */
export function sameSubnet(a: string, b: string, mask: string): boolean {
  const [x, y, m] = [parseIpv4(a), parseIpv4(b), parseIpv4(mask)];
  return x !== undefined && y !== undefined && m !== undefined && ((x ^ y) & m) === 0;
}

function inBlock(address: string, block: number, bits: number): boolean {
  const value = parseIpv4(address);
  return value !== undefined && value >>> (32 - bits) === block >>> (32 - bits);
}

/** 127.0.0.0/8 (RFC 1122, 3.2.1.3). */
export function isLoopback(address: string): boolean {
  return inBlock(address, 0x7f000000, 8);
}

/** 0.0.0.0/8, "this network" (RFC 1122, 3.2.1.3). */
export function isThisNetwork(address: string): boolean {
  return inBlock(address, 0, 8);
}

/** 0.0.0.0: an interface whose address is not set. */
export function isZero(address: string): boolean {
  return parseIpv4(address) === 0;
}

/** 169.254.0.0/16 (RFC 3927). */
export function isLinkLocal(address: string): boolean {
  return inBlock(address, 0xa9fe0000, 16);
}

/** 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918, 3). */
export function isPrivate(address: string): boolean {
  return inBlock(address, 0x0a000000, 8) || inBlock(address, 0xac100000, 12) || inBlock(address, 0xc0a80000, 16);
}

/** 224.0.0.0/4 (RFC 5771). */
export function isMulticast(address: string): boolean {
  return inBlock(address, 0xe0000000, 4);
}

/** 240.0.0.0/4, reserved, with 255.255.255.255 in it (RFC 1112, 4). */
export function isReserved(address: string): boolean {
  return inBlock(address, 0xf0000000, 4);
}

/** A destination no connection can be made to and no router carries on: 0/8, multicast, broadcast, reserved, no address. */
export function isLimitedDestination(address: string): boolean {
  return parseIpv4(address) === undefined || isThisNetwork(address) || isMulticast(address) || isReserved(address);
}

/** The network or the broadcast address of its own subnet; subnets of /31 and /32 have neither (RFC 3021). */
export function isSubnetBoundary(address: string, mask: string): boolean {
  const [a, m] = [parseIpv4(address), parseIpv4(mask)];
  if (a === undefined || m === undefined || (prefixLength(m) ?? 32) > 30) return false;
  const hostBits = ~m >>> 0;
  const host = (a & hostBits) >>> 0;
  return host === 0 || host === hostBits;
}
