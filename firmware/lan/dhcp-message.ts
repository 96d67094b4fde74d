import { parseIpv4, printIpv4 } from '../../device-model/index.ts';
import { type DhcpOptions, encodeOptions, readOptions, splitOptions } from './dhcp-options.ts';

/** RFC 2131, 4.1. */
export const DHCP_PORT = { server: 67, client: 68 } as const;

/** RFC 2132, 9.6: the position is the value, from 1. */
const TYPES = ['discover', 'offer', 'request', 'decline', 'ack', 'nak', 'release', 'inform'] as const;

export type DhcpMessageType = (typeof TYPES)[number];

/** A DHCP message (RFC 2131, 2, figure 1) as far as client and server on one segment have a use for its fields. */
export interface DhcpMessage {
  readonly type: DhcpMessageType;
  /** xid, 32 bits. */
  readonly transactionId: number;
  /** secs: since the client began, 16 bits. */
  readonly seconds: number;
  /** The client cannot take a datagram to its own address yet. */
  readonly broadcast: boolean;
  /** ciaddr: set only by a client that has the address; 0.0.0.0 else. */
  readonly clientAddress: string;
  /** yiaddr: what the server gives. */
  readonly yourAddress: string;
  /** chaddr, six octets with colons. */
  readonly hardwareAddress: string;
  readonly options: DhcpOptions;
}

/** Where fields begin in the fixed part (RFC 2131, figure 1). */
const AT = {
  xid: 4,
  secs: 8,
  flags: 10,
  ciaddr: 12,
  yiaddr: 16,
  chaddr: 28,
  sname: 44,
  file: 108,
  cookie: 236,
} as const;
const MAGIC_COOKIE = [99, 130, 83, 99] as const;
const OPTIONS_AT = AT.cookie + MAGIC_COOKIE.length;
/** BOOTP's smallest message, which some relays and servers insist on (RFC 951: 300 octets). */
const LEAST_OCTETS = 300;
/** Larger ones are not looked at: this machine announces 576 (own design: twice that and a bit). */
const MOST_OCTETS = 1_500;

const BROADCAST_BIT = 0x80;
const ETHERNET = 1;
const HARDWARE_OCTETS = 6;
const OPTION = { overload: 52, type: 53 } as const;
/** RFC 2132, 9.3: which of the two fields hold options. */
const OVERLOAD = { file: 1, sname: 2 } as const;

function isFromServer(type: DhcpMessageType): boolean {
  return type === 'offer' || type === 'ack' || type === 'nak';
}

export function encodeDhcp(message: DhcpMessage): Uint8Array {
  const fixed = new Uint8Array(OPTIONS_AT);
  const view = new DataView(fixed.buffer);
  fixed.set([isFromServer(message.type) ? 2 : 1, ETHERNET, HARDWARE_OCTETS]);
  view.setUint32(AT.xid, message.transactionId);
  view.setUint16(AT.secs, Math.min(message.seconds, 0xffff));
  if (message.broadcast) fixed[AT.flags] = BROADCAST_BIT;
  view.setUint32(AT.ciaddr, parseIpv4(message.clientAddress) ?? 0);
  view.setUint32(AT.yiaddr, parseIpv4(message.yourAddress) ?? 0);
  fixed.set(hardwareOctets(message.hardwareAddress), AT.chaddr);
  fixed.set(MAGIC_COOKIE, AT.cookie);
  const type = [OPTION.type, 1, TYPES.indexOf(message.type) + 1];
  const octets = [...fixed, ...type, ...encodeOptions(message.options), 0xff];
  while (octets.length < LEAST_OCTETS) octets.push(0);
  return Uint8Array.from(octets);
}

/** Undefined when the octets are no DHCP message over Ethernet; never throws. */
export function readDhcp(octets: Uint8Array): DhcpMessage | undefined {
  if (octets.length < OPTIONS_AT || octets.length > MOST_OCTETS) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  if (octets[1] !== ETHERNET || octets[2] !== HARDWARE_OCTETS) return undefined;
  if (MAGIC_COOKIE.some((octet, index) => octets[AT.cookie + index] !== octet)) return undefined;
  const found = new Map<number, number[]>();
  if (!splitOptions(octets.subarray(OPTIONS_AT), found)) return undefined;
  const overload = found.get(OPTION.overload)?.[0] ?? 0;
  if ((overload & OVERLOAD.file) !== 0 && !splitOptions(octets.subarray(AT.file, AT.cookie), found)) return undefined;
  if ((overload & OVERLOAD.sname) !== 0 && !splitOptions(octets.subarray(AT.sname, AT.file), found)) return undefined;
  const type = TYPES[(found.get(OPTION.type)?.[0] ?? 0) - 1];
  // A reply where a request should be, or the other way round, is nobody's.
  if (type === undefined || octets[0] !== (isFromServer(type) ? 2 : 1)) return undefined;
  return {
    type,
    transactionId: view.getUint32(AT.xid),
    seconds: view.getUint16(AT.secs),
    broadcast: ((octets[AT.flags] ?? 0) & BROADCAST_BIT) !== 0,
    clientAddress: printIpv4(view.getUint32(AT.ciaddr)),
    yourAddress: printIpv4(view.getUint32(AT.yiaddr)),
    hardwareAddress: printHardware(octets.subarray(AT.chaddr, AT.chaddr + HARDWARE_OCTETS)),
    options: readOptions(found),
  };
}

export function hardwareOctets(address: string): number[] {
  return address.split(':').map((octet) => Number.parseInt(octet, 16) & 0xff);
}

function printHardware(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}
