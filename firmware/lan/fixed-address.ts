import type { Alarm, Clock, NetworkInterface, TraceWriter } from '../../device-model/index.ts';

export interface FixedAddressParts {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly random: { below(n: number): number };
  readonly trace: TraceWriter;
  /** Another host had it first: it must not be used for now. */
  readonly onTaken: () => void;
  /** Looked again, a minute or more later, and nobody has it any more: it may be used, until the next word. */
  readonly onAgain: () => void;
}

/** How soon a machine without its address looks again; spread, so that two that gave up at once do not meet again (own design). */
const LOOK_AGAIN = { ms: 55_000, spreadMs: 10_000 } as const;
/** One ARP probe and a second for its answer, as before a lease is used (own design). */
const PROBE_MS = 1_000;
/** RFC 5227, 1.1: DEFEND_INTERVAL. */
const DEFEND_INTERVAL_MS = 10_000;

/**
 * Watches over an address that was set by hand, as a host of its time did (*own design* after RFC 5227): announced when
 * it is taken; given up when another host has it, and taken again when a look every minute finds it free; defended with one announcement when
 * another host comes and claims it later (RFC 5227, 2.4).
 */
export class FixedAddress {
  readonly #parts: FixedAddressParts;
  #again: Alarm | undefined;
  #watching = false;
  #spokeAt = 0;

  constructor(parts: FixedAddressParts) {
    this.#parts = parts;
  }

  /** The network is configured with it. */
  announce(): void {
    this.stop();
    const { clock, network, trace, onTaken } = this.#parts;
    const { configuration } = network;
    if (configuration === undefined) return;
    const { address } = configuration;
    this.#watching = true;
    this.#spokeAt = clock.now();
    network.onContested((by) => {
      if (clock.now() < this.#spokeAt + DEFEND_INTERVAL_MS) return;
      this.#spokeAt = clock.now();
      trace.write('lan.address-defended', { address, by });
      network.probe(address, () => undefined);
    });
    network.probe(address, (holder) => {
      if (!this.#watching || network.configuration?.address !== address) return;
      this.stop();
      trace.write('lan.address-in-use', { address, holder });
      this.#lookLater(address);
      onTaken();
    });
  }

  #lookLater(address: string): void {
    const { clock, random } = this.#parts;
    const at = clock.now() + LOOK_AGAIN.ms + random.below(LOOK_AGAIN.spreadMs);
    this.#again = clock.alarm(at, () => this.#look(address), 'look whether the address is free');
  }

  /** Without taking it: nobody is disturbed, and nothing of the machine comes and goes, while another has it. */
  #look(address: string): void {
    const { clock, network, onAgain } = this.#parts;
    let taken = false;
    network.probe(address, () => {
      taken = true;
    });
    const decide = (): void => (taken ? this.#lookLater(address) : onAgain());
    this.#again = clock.alarm(clock.now() + PROBE_MS, decide, 'the address is free or not');
  }

  stop(): void {
    this.#watching = false;
    this.#again?.cancel();
    this.#again = undefined;
    this.#parts.network.onContested(undefined);
  }
}
