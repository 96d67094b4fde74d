import { isLimitedDestination, isLoopback, parseIpv4, sameSubnet } from './ipv4.ts';
import type { NeighbourTables } from './neighbour-tables.ts';
import type { Endpoint, Ipv4Configuration } from './network-interface.ts';
import type { VirtualConnection } from './virtual-connection.ts';

/** Forwarding ends after this many routers: the time to live RFC 1700 recommends. */
export const TIME_TO_LIVE_HOPS = 64;

/** One wire: whoever is attached hears whoever else is attached. */
export class Segment {
  readonly name: string;
  /** Time an octet takes from one end to the other; may be changed while the LAN runs. */
  latencyMs: number;
  readonly attachments: Attachment[] = [];
  /** Undefined: everybody knows everybody, as on a LAN that has been up for a while. */
  readonly #neighbours: NeighbourTables | undefined;
  #powered = true;
  #takings = 0;

  constructor(name: string, latencyMs: number, neighbours?: NeighbourTables) {
    this.name = name;
    this.latencyMs = latencyMs;
    this.#neighbours = neighbours;
  }

  /** From the sender's having a packet for `address`, `inMs` from now, until it is at `holder`, which has that address. */
  crossingMs(sender: Attachment, address: string, holder: Attachment, inMs: number): number {
    return this.latencyMs + (this.#neighbours?.waitMs(sender, address, holder, inMs) ?? 0);
  }

  /** False: the switch has no power, every link on it is down. */
  get powered(): boolean {
    return this.#powered;
  }

  set powered(powered: boolean) {
    this.#powered = powered;
    for (const { node } of this.attachments) node.linkMayHaveChanged();
  }

  /** The running number of taking an address on this segment. */
  nextTaking(): number {
    this.#takings += 1;
    return this.#takings;
  }

  /**
   * What an ARP request would find. Of two with the same address the one that took it first answers: that is whom its
   * neighbours have in their tables, and they ask it before they forget it (own design after Linux).
   */
  holderOf(address: string): Attachment | undefined {
    let holder: Attachment | undefined;
    for (const each of this.attachments) {
      if (!isUp(each) || each.configuration?.address !== address) continue;
      if (holder === undefined || each.taking < holder.taking) holder = each;
    }
    return holder;
  }
}

/** One Ethernet socket of a node and the cable in it. */
export interface Attachment {
  readonly node: LanNode;
  readonly segment: Segment;
  plugged: boolean;
  configuration: Ipv4Configuration | undefined;
  /** `Segment.nextTaking` when the present address was taken. */
  taking: number;
}

/** A host (one attachment, forwards nothing) or a router (several, forwards). */
export interface LanNode {
  readonly name: string;
  readonly hardwareAddress: string;
  readonly powered: boolean;
  readonly forwards: boolean;
  readonly attachments: readonly Attachment[];
  /** Whoever listens at the port, or `undefined`. */
  listenerAt(port: number): LanListener | undefined;
  takeDatagram(port: number, octets: Uint8Array, from: Endpoint): void;
  /** Another host of the segment announces an address of this node. */
  addressContested(hardwareAddress: string): void;
  /** The other end of the cable has lost or found power. */
  linkMayHaveChanged(): void;
}

/** The accepting side of a connection as the wire sees it. */
export interface LanListener {
  /** Prepares the far side of a connection; nobody is told before `accept`. */
  halfOpen(local: Endpoint, remote: Endpoint): VirtualConnection;
  /** The handshake is complete; false when nobody listens any more. */
  accept(connection: VirtualConnection): boolean;
}

export type Path =
  | { readonly kind: 'arrived'; readonly node: LanNode; readonly latencyMs: number }
  /** `at` knows no way to the destination and says so (ICMP net unreachable, RFC 792). */
  | { readonly kind: 'no-route'; readonly at: LanNode; readonly latencyMs: number }
  /** Nobody answers `at` for the next hop (ARP; then ICMP host unreachable). */
  | { readonly kind: 'no-next-hop'; readonly at: LanNode; readonly nextHop: string; readonly latencyMs: number }
  /** Dropped without a word: went in circles, or reached a host that does not forward. */
  | { readonly kind: 'lost'; readonly at: LanNode; readonly why: string };

export function isUp(attachment: Attachment): boolean {
  return attachment.plugged && attachment.segment.powered && attachment.node.powered;
}

interface NextHop {
  readonly attachment: Attachment;
  readonly address: string;
}

/**
 * Where a node sends a packet for `destination`, from nothing but its own addresses, masks and gateways: the connected
 * subnet with the longest mask, else the first gateway that lies in a subnet of its own interface, else nowhere. The same
 * table of configurations is run on this and on the network of a Linux kernel.
 */
function nextHop(node: LanNode, destination: string): NextHop | undefined {
  let best: NextHop | undefined;
  let bestMask = -1;
  for (const attachment of node.attachments) {
    const own = attachment.configuration;
    if (own === undefined || !sameSubnet(own.address, destination, own.mask)) continue;
    const mask = parseIpv4(own.mask) ?? 0;
    if (mask > bestMask) [best, bestMask] = [{ attachment, address: destination }, mask];
  }
  if (best !== undefined) return best;
  for (const attachment of node.attachments) {
    const own = attachment.configuration;
    if (own?.gateway === undefined) continue;
    // Its own gateway: it takes everybody to be here, as Linux does.
    if (own.gateway === own.address) return { attachment, address: destination };
    if (sameSubnet(own.address, own.gateway, own.mask)) return { attachment, address: own.gateway };
  }
  return undefined;
}

function isOwn(node: LanNode, address: string): boolean {
  return isLoopback(address) || node.attachments.some((each) => each.configuration?.address === address);
}

/** Follows a unicast packet from node to node, each deciding for itself. Latency is the sum of the segments crossed. */
export function walk(from: LanNode, destination: string): Path {
  let node = from;
  let latencyMs = 0;
  for (let hops = 0; hops <= TIME_TO_LIVE_HOPS; hops += 1) {
    if (isOwn(node, destination)) return { kind: 'arrived', node, latencyMs };
    if (node !== from && !node.forwards) return { kind: 'lost', at: node, why: `${node.name} does not forward` };
    if (isLimitedDestination(destination)) return { kind: 'no-route', at: node, latencyMs };
    const hop = nextHop(node, destination);
    if (hop === undefined) return { kind: 'no-route', at: node, latencyMs };
    const holder = isUp(hop.attachment) ? hop.attachment.segment.holderOf(hop.address) : undefined;
    if (holder === undefined) return { kind: 'no-next-hop', at: node, nextHop: hop.address, latencyMs };
    latencyMs += hop.attachment.segment.crossingMs(hop.attachment, hop.address, holder, latencyMs);
    node = holder.node;
  }
  return { kind: 'lost', at: node, why: `still on its way after ${TIME_TO_LIVE_HOPS} routers` };
}
