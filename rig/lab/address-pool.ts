import { type Alarm, type Clock, parseIpv4, printIpv4 } from '../../device-model/index.ts';

export interface AddressPoolOptions {
  readonly clock: Clock;
  readonly first: string;
  readonly last: string;
  readonly leaseSeconds: number;
  /** Whoever asks anew is given another address than before. */
  readonly readdress: boolean;
  /** A binding has begun, or has ended by release or by time. */
  readonly onBinding: (binding: Binding, ended: boolean) => void;
}

export interface Binding {
  readonly address: string;
  readonly client: string;
  /** As the client told it; `''`: it told none. */
  readonly hostName: string;
}

/** How long an offered address waits for its request (own design). */
const OFFER_MS = 60_000;

/** Whose address is whose at one DHCP server. Clients are known by their hardware address. */
export class AddressPool {
  readonly #options: AddressPoolOptions;
  readonly #bindings = new Map<string, { readonly binding: Binding; readonly end: Alarm }>();
  /** By client. */
  readonly #offers = new Map<string, { readonly address: string; readonly until: number }>();
  /** Somebody outside has them: until when they are not given. */
  readonly #declined = new Map<string, number>();
  readonly #addresses: readonly string[];
  #lastGiven = -1;

  constructor(options: AddressPoolOptions) {
    this.#options = options;
    const [first, last] = [parseIpv4(options.first) ?? 0, parseIpv4(options.last) ?? 0];
    this.#addresses = Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => printIpv4(first + index));
  }

  get bindings(): readonly Binding[] {
    return [...this.#bindings.values()].map(({ binding }) => binding);
  }

  bindingOf(client: string): Binding | undefined {
    return this.#bindings.get(client)?.binding;
  }

  offered(client: string): string | undefined {
    const offer = this.#offers.get(client);
    return offer !== undefined && offer.until > this.#options.clock.now() ? offer.address : undefined;
  }

  /** Undefined: no address is free. */
  offer(client: string, wanted: string | undefined): string | undefined {
    const { clock, readdress } = this.#options;
    const repeated = this.offered(client);
    const known = readdress ? undefined : this.bindingOf(client)?.address;
    const wish = wanted !== undefined && !readdress && this.#isFree(wanted, client) ? wanted : undefined;
    const address = repeated ?? known ?? wish ?? this.#next(client);
    if (address !== undefined) this.#offers.set(client, { address, until: clock.now() + OFFER_MS });
    return address;
  }

  /** Begins the client's lease, or its time anew. */
  bind(client: string, address: string, hostName: string): void {
    const { clock, leaseSeconds, onBinding } = this.#options;
    const before = this.#bindings.get(client);
    this.#offers.delete(client);
    if (before !== undefined && before.binding.address !== address) this.release(client);
    else before?.end.cancel();
    const binding = { address, client, hostName };
    const end = clock.alarm(clock.now() + leaseSeconds * 1_000, () => this.release(client), 'lease ends');
    this.#bindings.set(client, { binding, end });
    onBinding(binding, false);
  }

  release(client: string): void {
    const held = this.#bindings.get(client);
    if (held === undefined) return;
    held.end.cancel();
    this.#bindings.delete(client);
    this.#options.onBinding(held.binding, true);
  }

  withdraw(client: string): void {
    this.#offers.delete(client);
  }

  /** The client found somebody else at the address: it is out of use for as long as a lease (own design). */
  decline(client: string, address: string): void {
    const { clock, leaseSeconds } = this.#options;
    this.#offers.delete(client);
    if (this.bindingOf(client)?.address === address) this.release(client);
    this.#declined.set(address, clock.now() + leaseSeconds * 1_000);
  }

  #next(client: string): string | undefined {
    const { length } = this.#addresses;
    const from = this.#options.readdress ? this.#lastGiven + 1 : 0;
    const own = this.bindingOf(client)?.address;
    for (let step = 0; step < length; step += 1) {
      const index = (from + step) % length;
      const address = this.#addresses[index];
      if (address === undefined || address === own || !this.#isFree(address, client)) continue;
      this.#lastGiven = index;
      return address;
    }
    return undefined;
  }

  #isFree(address: string, client: string): boolean {
    const now = this.#options.clock.now();
    if (!this.#addresses.includes(address) || (this.#declined.get(address) ?? 0) > now) return false;
    const taken = (other: string, held: string) => other !== client && held === address;
    for (const [other, { binding }] of this.#bindings) if (taken(other, binding.address)) return false;
    for (const [other, offer] of this.#offers) if (offer.until > now && taken(other, offer.address)) return false;
    return true;
  }
}
