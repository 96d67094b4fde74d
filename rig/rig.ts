import {
  BoardClock,
  EventLog,
  HostNetwork,
  Random,
  type RigClock,
  Uplink,
  UplinkedHost,
  VirtualClock,
  VirtualHost,
  VirtualLan,
  WallClock,
} from '../device-model/index.ts';
import { buildDhcpServer } from './lab/build-dhcp-server.ts';
import { buildDnsServer } from './lab/build-dns-server.ts';
import { buildMachine, type MachineOptions } from './lab/build-machine.ts';
import type { DhcpServer } from './lab/dhcp-server.ts';
import type { DnsServer } from './lab/dns-server.ts';
import { type CheckedLab, checkLab, type LabDescription, type MachineDescription } from './lab/lab-description.ts';
import { Machine } from './machine.ts';

/** Longest a wait goes on by default, in milliseconds of rig time; *own design*. */
const WAIT_LIMIT_MS = 60 * 60_000;

export interface RigOptions {
  /** By the machines' names. */
  readonly machines?: Readonly<Record<string, MachineOptions>>;
}

/** A LAN of machines on one clock, for programs: build, switch on, act, wait, look. */
export class Rig {
  readonly clock: RigClock;
  readonly log: EventLog;
  readonly lan: VirtualLan;
  /** What it was built from. */
  readonly description: CheckedLab;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #dnsServers: ReadonlyMap<string, DnsServer>;
  readonly #dhcpServers: ReadonlyMap<string, DhcpServer>;
  readonly #uplinks: readonly Uplink[];
  readonly #realSockets: readonly (UplinkedHost | HostNetwork)[];

  private constructor(
    description: CheckedLab,
    clock: RigClock,
    log: EventLog,
    lan: VirtualLan,
    machines: ReadonlyMap<string, Machine>,
    dnsServers: ReadonlyMap<string, DnsServer>,
    dhcpServers: ReadonlyMap<string, DhcpServer>,
    uplinks: readonly Uplink[],
    realSockets: readonly (UplinkedHost | HostNetwork)[],
  ) {
    this.description = description;
    this.clock = clock;
    this.log = log;
    this.lan = lan;
    this.#machines = machines;
    this.#dnsServers = dnsServers;
    this.#dhcpServers = dhcpServers;
    this.#uplinks = uplinks;
    this.#realSockets = realSockets;
  }

  /**
   * Builds what the description says, everything switched off. Throws LabError with one sentence for each mistake in it.
   */
  static async create(description: LabDescription, options: RigOptions = {}): Promise<Rig> {
    const lab = checkLab(description);
    const epoch = new Date(lab.startsAt);
    const hurried = lab.pace === 'hurried';
    const clock: RigClock = lab.clock === 'wall' ? new WallClock({ epoch, hurried }) : new VirtualClock({ epoch });
    const log = new EventLog(() => clock.now());
    const random = new Random(lab.seed);
    const lan = new VirtualLan({ clock, trace: log.writer('lan'), latencyMs: lab.latencyMs, arp: lab.arp });
    for (const segment of lab.segments) lan.segment(segment);
    const uplinks: Uplink[] = [];
    for (const { uplink, ...router } of lab.routers) {
      const built = lan.router(router);
      if (uplink === undefined) continue;
      built.uplink = new Uplink(uplink);
      uplinks.push(built.uplink);
    }
    const dnsServers = new Map(lab.dnsServers.map((server) => [server.name, buildDnsServer(lan, log, clock, server)]));
    const dhcpServers = new Map(
      lab.dhcpServers.map((server) => [server.name, buildDhcpServer({ lan, log, clock, dnsServers }, server)]),
    );
    const machines = new Map<string, Machine>();
    const realSockets: (UplinkedHost | HostNetwork)[] = [];
    for (const description of lab.machines) {
      const boardClock = new BoardClock(clock);
      const network = socketOf(description, { lan, clock, log });
      if (!(network instanceof VirtualHost)) realSockets.push(network);
      const built = await buildMachine({
        description,
        boardClock,
        log,
        random: random.fork(description.name),
        network,
        hurried,
        options: options.machines?.[description.name] ?? {},
      });
      machines.set(description.name, new Machine(built, clock));
    }
    return new Rig(lab, clock, log, lan, machines, dnsServers, dhcpServers, uplinks, realSockets);
  }

  /** Throws a RangeError naming the machines there are. */
  machine(name: string): Machine {
    const machine = this.#machines.get(name);
    if (machine !== undefined) return machine;
    throw new RangeError(`there is no machine ${name} in this rig, only ${[...this.#machines.keys()].join(', ')}`);
  }

  /** A name server of the lab: its behaviour and zones may be changed between two alarms (`clock.enter`). */
  dnsServer(name: string): DnsServer {
    const server = this.#dnsServers.get(name);
    if (server !== undefined) return server;
    throw new RangeError(
      `there is no name server ${name} in this rig, only ${[...this.#dnsServers.keys()].join(', ')}`,
    );
  }

  /** A DHCP server of the lab: its behaviour may be changed between two alarms (`clock.enter`). */
  dhcpServer(name: string): DhcpServer {
    const server = this.#dhcpServers.get(name);
    if (server !== undefined) return server;
    throw new RangeError(
      `there is no DHCP server ${name} in this rig, only ${[...this.#dhcpServers.keys()].join(', ')}`,
    );
  }

  /** Lets the uplinks reach an address that is neither loopback nor private. */
  allowBeyond(address: string): void {
    for (const uplink of this.#uplinks) uplink.allow(address);
  }

  get machines(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  /** Switches every machine on and waits until all are ready. */
  async powerOn(): Promise<void> {
    await this.clock.enter(() => {
      for (const machine of this.machines) machine.board.powerOn();
    });
    await this.until(() => this.machines.every((machine) => machine.ready), 'all machines are ready');
  }

  /**
   * Lets time pass until the predicate holds. Throws when `limitMs` of rig time have passed, or, under virtual time,
   * when nothing is left that could still happen; `what` is what was waited for.
   */
  async until(predicate: () => boolean, what: string, limitMs: number = WAIT_LIMIT_MS): Promise<void> {
    const limitAt = this.clock.now() + limitMs;
    if (await this.clock.runUntil(predicate, limitAt)) return;
    throw new Error(`waited ${(this.clock.now() - limitAt + limitMs) / 1000} s of rig time in vain until ${what}`);
  }

  /** Lets exactly this much time pass. */
  async advance(ms: number): Promise<void> {
    await this.clock.runUntil(() => false, this.clock.now() + ms);
  }

  /** Ends the rig: no alarm rings any more, and nothing of it is left on the host's network. */
  close(): void {
    this.clock.close();
    for (const socket of this.#realSockets) socket.close();
  }
}

/** The Ethernet socket of a machine: on its segment, under the wall clock with a way out, or the host's own network. */
function socketOf(
  description: MachineDescription,
  { lan, clock, log }: { readonly lan: VirtualLan; readonly clock: RigClock; readonly log: EventLog },
): VirtualHost | UplinkedHost | HostNetwork {
  const { name, segment, publishedPorts: published } = description;
  const trace = log.writer('uplink');
  if (description.lan === 'host') {
    return new HostNetwork({
      clock,
      onFault: ({ code, message }) => trace.write('host-network.fault', { host: name, code, message }),
    });
  }
  const inside = lan.host({ name, segment });
  if (description.addresses !== undefined) inside.admit(description.addresses);
  return clock instanceof WallClock ? new UplinkedHost({ inside, clock, trace, published }) : inside;
}
