/**
 * Configurations of both ends of a direct transmission and what comes of each: one table for the virtual LAN and for the
 * network of a Linux kernel. The LAN: segment `sales`, 192.168.10.0/24, with the sender .21, a host .9 that forwards
 * nothing and a stray router .3 that leads nowhere; segment `works`, 192.168.20.0/24, with the recipient .5; a router at
 * .1 of both.
 */
export interface Place {
  readonly address: string;
  readonly mask: string;
  /** `''`: none. */
  readonly gateway: string;
}

export type LanSegment = 'sales' | 'works';

/**
 * What a connection to port 25 meets: an error in the kernel's words, at once (ECONNREFUSED, ENETUNREACH) or after three
 * ARP requests, a second apart (EHOSTUNREACH, RFC 826 and Linux); or nothing at all, for as long as one likes to wait.
 */
export type Reach = 'connected' | 'refused' | 'no route' | 'unreachable' | 'silence';

export interface LanConfiguration {
  readonly name: string;
  readonly sender?: Partial<Place>;
  readonly recipient?: Partial<Place>;
  /** Where the recipient's cable leads, if not to `works`. */
  readonly recipientAt?: LanSegment;
  /** Dialled; the address that the recipient should have, unless told. */
  readonly to?: string;
  /** Whose cable is out; `far router`: the router's in `works`. */
  readonly cableOut?: 'sender' | 'recipient' | 'near router' | 'far router';
  /** The router's address in `works`, where it is a wrong one. */
  readonly routerAt?: string;
  /** A host with this address in `works` before the recipient comes; nobody listens on it. */
  readonly squatter?: string;
  readonly reach: Reach;
  /** What the sender's journal says of a fax: `OK` or the info code; 715 is the sender's own connect timer. */
  readonly result: string;
}

export const SENDER: Place = { address: '192.168.10.21', mask: '255.255.255.0', gateway: '192.168.10.1' };
export const RECIPIENT_PLACE: Place = { address: '192.168.20.5', mask: '255.255.255.0', gateway: '192.168.20.1' };
export const LAN_MASK = '255.255.255.0';
export const LAN_ROUTER: Readonly<Record<LanSegment, string>> = { sales: '192.168.10.1', works: '192.168.20.1' };
/** A host on `sales` that forwards nothing. */
export const NEIGHBOUR = '192.168.10.9';
/** A router on `sales` that knows its own segment alone. */
export const STRAY_ROUTER = '192.168.10.3';

export const LAN_CONFIGURATIONS: readonly LanConfiguration[] = [
  { name: 'all settings right', reach: 'connected', result: 'OK' },

  // The sender's end.
  { name: 'sender: no gateway', sender: { gateway: '' }, reach: 'no route', result: '905' },
  {
    name: 'sender: a gateway outside its subnet',
    sender: { gateway: '192.168.20.1' },
    reach: 'no route',
    result: '905',
  },
  // The kernel then takes everybody to be on its own segment.
  { name: 'sender: itself as gateway', sender: { gateway: SENDER.address }, reach: 'unreachable', result: '905' },
  {
    name: 'sender: a mask so narrow that the gateway is outside',
    sender: { mask: '255.255.255.248' },
    reach: 'no route',
    result: '905',
  },
  {
    name: 'sender: in the wrong subnet, the gateway in the right one',
    sender: { address: '192.168.11.21' },
    reach: 'no route',
    result: '905',
  },
  {
    name: 'sender: in the wrong subnet with its gateway',
    sender: { address: '192.168.11.21', gateway: '192.168.11.1' },
    reach: 'unreachable',
    result: '920',
  },
  {
    name: 'sender: a gateway that does not exist',
    sender: { gateway: '192.168.10.2' },
    reach: 'unreachable',
    result: '920',
  },
  {
    name: 'sender: a gateway that is a host and forwards nothing',
    sender: { gateway: NEIGHBOUR },
    reach: 'silence',
    result: '715',
  },
  {
    name: 'sender: a gateway that is the wrong router',
    sender: { gateway: STRAY_ROUTER },
    reach: 'no route',
    result: '920',
  },
  {
    name: 'sender: a mask so wide that the recipient seems to be here',
    sender: { mask: '255.255.0.0' },
    reach: 'unreachable',
    result: '920',
  },
  {
    name: 'sender: a mask too wide that swallows nobody in question',
    sender: { mask: '255.255.248.0' },
    reach: 'connected',
    result: 'OK',
  },
  {
    name: 'sender: a mask too narrow with the gateway still inside',
    sender: { mask: '255.255.255.224' },
    reach: 'connected',
    result: 'OK',
  },
  { name: 'sender: cable out', cableOut: 'sender', reach: 'unreachable', result: '714' },

  // Between.
  { name: 'router: cable out towards the sender', cableOut: 'near router', reach: 'unreachable', result: '920' },
  { name: 'router: cable out towards the recipient', cableOut: 'far router', reach: 'unreachable', result: '920' },
  {
    name: 'router: another subnet where the recipient is',
    routerAt: '192.168.22.1',
    reach: 'no route',
    result: '920',
  },

  // The recipient's end: up to here the SYN arrives nowhere, from here on it may arrive and the answer does not.
  { name: 'recipient: no gateway', recipient: { gateway: '' }, reach: 'silence', result: '715' },
  {
    name: 'recipient: a gateway that does not exist',
    recipient: { gateway: '192.168.20.2' },
    reach: 'silence',
    result: '715',
  },
  {
    name: 'recipient: a gateway outside its subnet',
    recipient: { gateway: '192.168.10.1' },
    reach: 'silence',
    result: '715',
  },
  {
    name: 'recipient: a mask so narrow that the gateway is outside',
    recipient: { mask: '255.255.255.252' },
    reach: 'silence',
    result: '715',
  },
  {
    name: 'recipient: a mask so wide that the sender seems to be there',
    recipient: { mask: '255.255.0.0' },
    reach: 'silence',
    result: '715',
  },
  {
    name: 'recipient: a mask too narrow with the gateway still inside',
    recipient: { mask: '255.255.255.248' },
    reach: 'connected',
    result: 'OK',
  },
  {
    name: 'recipient: in the wrong subnet',
    recipient: { address: '192.168.21.5', gateway: '192.168.21.1' },
    reach: 'unreachable',
    result: '920',
  },
  {
    name: 'recipient: another address of its subnet',
    recipient: { address: '192.168.20.6' },
    reach: 'unreachable',
    result: '920',
  },
  { name: 'recipient: cable out', cableOut: 'recipient', reach: 'unreachable', result: '920' },
  { name: 'recipient: its cable in the wrong segment', recipientAt: 'sales', reach: 'unreachable', result: '920' },
  {
    name: 'recipient: on the sender’s segment, no gateway needed',
    recipientAt: 'sales',
    recipient: { address: '192.168.10.5', gateway: '' },
    to: '192.168.10.5',
    reach: 'connected',
    result: 'OK',
  },
  {
    name: 'recipient: another host has its address already',
    squatter: RECIPIENT_PLACE.address,
    reach: 'refused',
    result: '716',
  },
  { name: 'recipient: not called, but the router itself', to: '192.168.20.1', reach: 'refused', result: '716' },
];

/** How soon each outcome is there, in ms; what is at once may take a loaded machine a moment. */
export const REACH_MS: Readonly<Record<Exclude<Reach, 'silence'>, readonly [number, number]>> = {
  connected: [0, 2_500],
  refused: [0, 2_500],
  'no route': [0, 2_500],
  unreachable: [2_800, 5_500],
};

export function reachOf(code: string | undefined): Reach | undefined {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ENETUNREACH') return 'no route';
  return code === 'EHOSTUNREACH' ? 'unreachable' : undefined;
}

export function senderOf({ sender = {} }: LanConfiguration): Place {
  return { ...SENDER, ...sender };
}

export function recipientOf({ recipient = {} }: LanConfiguration): Place {
  return { ...RECIPIENT_PLACE, ...recipient };
}

export function dialled({ to = RECIPIENT_PLACE.address }: LanConfiguration): string {
  return to;
}

/** Settings of both machines in every configuration: no name service, no second attempt, a short wait for an answer. */
export function machineSettings(place: Place, hostName: string): Readonly<Record<string, string | number>> {
  return {
    dhcp: 'Disabled',
    ipAddress: place.address,
    subnetMask: place.mask,
    defaultGateway: place.gateway,
    hostName,
    domainName: 'panasonic.example',
    machineAddress: `june@${hostName}.panasonic.example`,
    directOwnNameCheck: 'Off',
    resolution: '204x98',
    redialCount: 0,
    timerConnect: 6,
  };
}
