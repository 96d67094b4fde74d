import {
  BoardClock,
  EventLog,
  Random,
  type RigClock,
  VirtualClock,
  VirtualLan,
  WallClock,
} from '../device-model/index.ts';
import { buildDnsServer } from './lab/build-dns-server.ts';
import { buildMachine } from './lab/build-machine.ts';
import type { DnsServer } from './lab/dns-server.ts';
import { checkLab, type LabDescription } from './lab/lab-description.ts';
import { Machine } from './machine.ts';

/** Longest a wait goes on by default, in milliseconds of rig time; *own design*. */
const WAIT_LIMIT_MS = 60 * 60_000;

/** A LAN of machines on one clock, for programs: build, switch on, act, wait, look. */
export class Rig {
  readonly clock: RigClock;
  readonly log: EventLog;
  readonly lan: VirtualLan;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #dnsServers: ReadonlyMap<string, DnsServer>;

  private constructor(
    clock: RigClock,
    log: EventLog,
    lan: VirtualLan,
    machines: ReadonlyMap<string, Machine>,
    dnsServers: ReadonlyMap<string, DnsServer>,
  ) {
    this.clock = clock;
    this.log = log;
    this.lan = lan;
    this.#machines = machines;
    this.#dnsServers = dnsServers;
  }

  /**
   * Builds what the description says, everything switched off. Throws LabError with one sentence for each mistake in it.
   */
  static async create(description: LabDescription): Promise<Rig> {
    const lab = checkLab(description);
    const epoch = new Date(lab.startsAt);
    const clock: RigClock = lab.clock === 'wall' ? new WallClock({ epoch }) : new VirtualClock({ epoch });
    const log = new EventLog(() => clock.now());
    const random = new Random(lab.seed);
    const lan = new VirtualLan({ clock, trace: log.writer('lan'), latencyMs: lab.latencyMs });
    for (const segment of lab.segments) lan.segment(segment);
    for (const router of lab.routers) lan.router(router);
    const dnsServers = new Map(lab.dnsServers.map((server) => [server.name, buildDnsServer(lan, log, server)]));
    const machines = new Map<string, Machine>();
    for (const description of lab.machines) {
      const network = lan.host({ name: description.name, segment: description.segment });
      const boardClock = new BoardClock(clock);
      const built = await buildMachine({
        description,
        boardClock,
        log,
        random: random.fork(description.name),
        network,
      });
      machines.set(description.name, new Machine(built, clock));
    }
    return new Rig(clock, log, lan, machines, dnsServers);
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

  /** Ends the rig: no alarm rings any more. */
  close(): void {
    this.clock.close();
  }
}
