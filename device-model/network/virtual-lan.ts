import type { Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { printIpv4 } from './ipv4.ts';
import { NeighbourTables } from './neighbour-tables.ts';
import type { Ipv4Configuration } from './network-interface.ts';
import { type Attachment, type LanNode, Segment } from './routing.ts';
import type { Uplink } from './uplink.ts';
import { VirtualHost } from './virtual-host.ts';
import type { WireTap } from './wire-tap.ts';

export interface VirtualLanOptions {
  readonly clock: Clock;
  /** The log of the machine `lan`. */
  readonly trace: TraceWriter;
  /** Of segments that are given none of their own; 0 or more. */
  readonly latencyMs?: number;
  /**
   * `asked`: the first packet to a neighbour takes an ARP exchange longer, as after a power failure of the whole house;
   * `known`, the default: neighbours know each other already. That nobody answers takes three seconds either way.
   */
  readonly arp?: 'known' | 'asked';
}

export interface RouterInterface extends Ipv4Configuration {
  readonly segment: string;
}

const DEFAULT_LATENCY_MS = 1;

/**
 * Wires, machines and routers in one room. A packet goes where the settings of whoever holds it send it, and the answer
 * has to find its own way back: wrong masks and gateways fail here as they fail on a real LAN.
 */
export class VirtualLan {
  readonly #clock: Clock;
  readonly #trace: TraceWriter;
  readonly #latencyMs: number;
  readonly #arp: 'known' | 'asked';
  readonly #segments = new Map<string, Segment>();
  readonly #nodes = new Map<string, LanNode>();
  /** Sees what passes between all hosts; one at a time. */
  tap: WireTap | undefined;

  constructor(options: VirtualLanOptions) {
    this.#clock = options.clock;
    this.#trace = options.trace;
    this.#latencyMs = options.latencyMs ?? DEFAULT_LATENCY_MS;
    this.#arp = options.arp ?? 'known';
  }

  /** The segment of that name, laid when it is first asked for. */
  segment(name: string, options: { latencyMs?: number } = {}): Segment {
    const known = this.#segments.get(name);
    if (known !== undefined) return known;
    const neighbours = this.#arp === 'asked' ? new NeighbourTables(() => this.#clock.now()) : undefined;
    const segment = new Segment(name, options.latencyMs ?? this.#latencyMs, neighbours);
    this.#segments.set(name, segment);
    return segment;
  }

  /** Plugs a machine into a segment; it has no address yet. `clock` is the machine's own, by default the LAN's. */
  host(options: { name: string; segment: string; clock?: Clock }): VirtualHost {
    this.#checkName(options.name);
    const services = { clock: this.#clock, trace: this.#trace, tap: () => this.tap };
    const hardwareAddress = hardwareAddressOf(this.#nodes.size + 1);
    const segment = this.segment(options.segment);
    const host = new VirtualHost(services, options.name, segment, options.clock ?? this.#clock, hardwareAddress);
    this.#nodes.set(options.name, host);
    return host;
  }

  /** A router: an address on each of its segments; a `gateway` on one of them makes that its default route. */
  router(options: { name: string; interfaces: readonly RouterInterface[] }): VirtualRouter {
    this.#checkName(options.name);
    const router = new VirtualRouter(options.name, hardwareAddressOf(this.#nodes.size + 1));
    for (const { segment, ...configuration } of options.interfaces) {
      router.attach(this.segment(segment), configuration);
    }
    this.#nodes.set(options.name, router);
    return router;
  }

  #checkName(name: string): void {
    if (this.#nodes.has(name)) throw new RangeError(`the LAN has a machine named ${name} already: names are unique`);
  }
}

/** Forwards between its segments; nobody listens on it. Without power it forwards nothing. */
export class VirtualRouter implements LanNode {
  readonly name: string;
  readonly hardwareAddress: string;
  readonly forwards = true;
  readonly attachments: Attachment[] = [];
  powered = true;
  /** Set: what this router has no route for goes to the host's network. */
  uplink: Uplink | undefined;

  constructor(name: string, hardwareAddress: string) {
    this.name = name;
    this.hardwareAddress = hardwareAddress;
  }

  attach(segment: Segment, configuration: Ipv4Configuration): void {
    const taking = segment.nextTaking();
    const attachment: Attachment = { node: this, segment, plugged: true, configuration: { ...configuration }, taking };
    this.attachments.push(attachment);
    segment.attachments.push(attachment);
  }

  listenerAt(): undefined {
    return undefined;
  }

  takeDatagram(): void {}

  addressContested(): void {}

  linkMayHaveChanged(): void {}
}

/** 02-00-…: the bit for "locally administered" (IEEE 802), then a running number. */
function hardwareAddressOf(count: number): string {
  const octets = printIpv4(count).split('.').map(Number);
  return [2, 0, ...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}
