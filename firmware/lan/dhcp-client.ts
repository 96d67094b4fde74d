import { createActor } from 'xstate';
import type { Clock, DatagramPort, NetworkInterface, TraceWriter } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import { type DhcpSending, type DhcpWish, dhcpChart } from './dhcp-chart.ts';
import { DHCP_PORT, type DhcpMessage, encodeDhcp, hardwareOctets, readDhcp } from './dhcp-message.ts';
import { type DhcpOptions, OPTION_ROWS } from './dhcp-options.ts';
import { type Lease, readLease } from './lease.ts';

export interface DhcpClientParts {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly random: { below(n: number): number };
  readonly trace: TraceWriter;
  /** Told to the server, which may register it (RFC 2132, 3.14); `''`: none. */
  readonly hostName: () => string;
  /** An address to use, or the same one with other particulars; on renewal also the same again. */
  readonly onLease: (lease: Lease) => void;
  /** The address must not be used any more. */
  readonly onLost: () => void;
  readonly onNotice: (of: 'no-server' | 'address-taken') => void;
}

/** RFC 2131, 4.1: 4 s, doubling up to 64 s, each plus or minus a second. */
const ANSWER = { firstMs: 4_000, longestMs: 64_000, jitterMs: 1_000 } as const;
/** One ARP probe and a second for its answer (own design; RFC 5227 would have three). */
const PROBE_MS = 1_000;
/** RFC 2131, 3.1, 5: at least ten seconds after a DECLINE. */
const DECLINE_MS = 10_000;
/** RFC 2131, 4.4.5: half of what is left, but not below a minute. */
const LEAST_RENEWAL_WAIT_MS = 60_000;
/** RFC 2132, 9.10: the least a client may say, and more than any answer needs. */
const MESSAGE_OCTETS = 576;

const BROADCAST = { address: '255.255.255.255', port: DHCP_PORT.server } as const;
const NO_ADDRESS = '0.0.0.0';
const WANTED = (['mask', 'routers', 'nameServers', 'domainName'] as const).map((key) => OPTION_ROWS[key].code);

/** Binds the DHCP chart to port 68, the clock and the LAN socket. From construction to `stop` it wants an address. */
export class DhcpClient {
  readonly #parts: DhcpClientParts;
  readonly #actor;
  readonly #port: DatagramPort;
  readonly #beganAt: number;
  #transactionId = 0;
  #sentAt = 0;
  /** When the request was sent that the lease in use came of: its spans count from there. */
  #leasedAt = 0;
  #stopped = false;

  /** Throws LanError when port 68 cannot be had. */
  constructor(parts: DhcpClientParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.#beganAt = clock.now();
    this.#port = parts.network.datagram(DHCP_PORT.client);
    this.#port.onMessage((octets, from) => this.#hear(octets, from.port));
    const left = (span: 'leaseMs' | 'renewalMs' | 'rebindingMs', lease: Lease | undefined) =>
      Math.max(this.#leasedAt + (lease?.[span] ?? 0) - clock.now(), 0);
    const half = (ms: number) => Math.max(ms / 2, LEAST_RENEWAL_WAIT_MS);
    const chart = dhcpChart.provide({
      delays: {
        answer: ({ context }) => this.#answerMs(context.tries),
        probe: PROBE_MS,
        decline: DECLINE_MS,
        untilRenewal: ({ context }) => left('renewalMs', context.lease),
        untilRebinding: ({ context }) => left('rebindingMs', context.lease),
        untilExpiry: ({ context }) => left('leaseMs', context.lease),
        renewalAnswer: ({ context }) => half(left('rebindingMs', context.lease)),
        rebindingAnswer: ({ context }) => half(left('leaseMs', context.lease)),
      },
    });
    this.#actor = createActor(chart, { clock: chartClock(clock) });
    this.#actor.on('*', (wish) => this.#grant(wish));
    let entered = '';
    this.#actor.subscribe(({ value }) => {
      const state = String(value);
      if (state !== entered) parts.trace.write('dhcp.entered', { state });
      entered = state;
    });
    this.#actor.start();
  }

  /** The lease in use. */
  get lease(): Lease | undefined {
    return this.#actor.getSnapshot().context.lease;
  }

  linkRestored(): void {
    this.#actor.send({ type: 'link.restored' });
  }

  /** Gives the lease back, if there is one (RFC 2131, 3.1, 6), and wants nothing any more. `onLost` is not called. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const { lease } = this;
    this.#actor.stop();
    if (lease !== undefined) {
      const options = { serverIdentifier: lease.server };
      this.#send({ type: 'release', clientAddress: lease.address, options }, lease.server);
    }
    this.#port.close();
  }

  #answerMs(tries: number): number {
    const ms = Math.min(ANSWER.firstMs * 2 ** Math.max(tries - 1, 0), ANSWER.longestMs);
    return ms - ANSWER.jitterMs + this.#parts.random.below(2 * ANSWER.jitterMs + 1);
  }

  #grant(wish: DhcpWish): void {
    if (this.#stopped) return;
    switch (wish.type) {
      case 'send':
        this.#sendBy(wish.what);
        break;
      case 'probe':
        this.#parts.network.probe(wish.address, (holder) => {
          this.#parts.trace.write('dhcp.address-taken', { address: wish.address, holder });
          if (!this.#stopped) this.#actor.send({ type: 'address.taken' });
        });
        break;
      case 'use':
        this.#parts.onLease(wish.lease);
        break;
      case 'leave':
        this.#parts.onLost();
        break;
      case 'give-notice':
        this.#parts.onNotice(wish.of);
        break;
    }
  }

  /** RFC 2131, 4.3.6 and tables 4 and 5: which fields each kind of request has. */
  #sendBy(what: DhcpSending): void {
    const { tries, offered, lease } = this.#actor.getSnapshot().context;
    // A new request has a new number; a repeated one keeps it, so that a late answer is one.
    if (what === 'renew' || what === 'rebind' || (what !== 'decline' && what !== 'request' && tries === 1))
      this.#transactionId = this.#parts.random.below(2 ** 32);
    this.#sentAt = this.#parts.clock.now();
    const named = offered && { requestedAddress: offered.address, serverIdentifier: offered.server };
    switch (what) {
      case 'discover':
        this.#send({ type: 'discover', options: this.#asking() });
        break;
      case 'request':
        this.#send({ type: 'request', options: { ...this.#asking(), ...named } });
        break;
      case 'decline':
        this.#send({ type: 'decline', options: { ...named, message: 'address in use' } });
        break;
      case 'verify':
        this.#send({ type: 'request', options: { ...this.#asking(), requestedAddress: lease?.address ?? NO_ADDRESS } });
        break;
      case 'renew':
      case 'rebind': {
        const message = {
          type: 'request',
          clientAddress: lease?.address ?? NO_ADDRESS,
          options: this.#asking(),
        } as const;
        this.#send(message, what === 'renew' ? lease?.server : undefined);
        break;
      }
    }
  }

  #asking(): DhcpOptions {
    const hostName = this.#parts.hostName();
    return {
      ...(hostName === '' ? {} : { hostName }),
      parameterRequest: WANTED,
      maximumMessageOctets: MESSAGE_OCTETS,
    };
  }

  #send(message: Pick<DhcpMessage, 'type' | 'options'> & { readonly clientAddress?: string }, server?: string): void {
    const { clock, network, trace } = this.#parts;
    const { hardwareAddress } = network;
    const { type, clientAddress = NO_ADDRESS } = message;
    const clientIdentifier = Uint8Array.from([1, ...hardwareOctets(hardwareAddress)]);
    const asksForAnswer = type === 'discover' || type === 'request';
    const octets = encodeDhcp({
      type,
      transactionId: this.#transactionId,
      seconds: asksForAnswer ? Math.floor((clock.now() - this.#beganAt) / 1_000) : 0,
      // Nothing reaches a socket without an address but a broadcast.
      broadcast: asksForAnswer && clientAddress === NO_ADDRESS,
      clientAddress,
      yourAddress: NO_ADDRESS,
      hardwareAddress,
      options: { ...message.options, clientIdentifier },
    });
    trace.write('dhcp.sent', { type, to: server ?? BROADCAST.address, address: clientAddress });
    this.#port.send(octets, server === undefined ? BROADCAST : { address: server, port: DHCP_PORT.server });
  }

  #hear(octets: Uint8Array, fromPort: number): void {
    const message = fromPort === DHCP_PORT.server ? readDhcp(octets) : undefined;
    if (message === undefined || this.#stopped) return;
    if (message.transactionId !== this.#transactionId) return;
    if (message.hardwareAddress !== this.#parts.network.hardwareAddress) return;
    const { type, yourAddress, options } = message;
    const server = options.serverIdentifier ?? '';
    this.#parts.trace.write('dhcp.received', { type, address: yourAddress, server });
    if (type === 'nak') {
      const { offered } = this.#actor.getSnapshot().context;
      const chosen = this.#actor.getSnapshot().matches('requesting') ? offered?.server : undefined;
      if (chosen === undefined || chosen === server) this.#actor.send({ type: 'request.refused' });
      return;
    }
    if (type !== 'offer' && type !== 'ack') return;
    const reading = readLease(message);
    if (!reading.ok) {
      this.#parts.trace.write('dhcp.refused', { sentence: reading.sentence });
      return;
    }
    if (type === 'offer') {
      this.#actor.send({ type: 'offer.received', lease: reading.lease });
      return;
    }
    const acknowledged = { type: 'request.acknowledged', lease: reading.lease } as const;
    if (this.#actor.getSnapshot().can(acknowledged)) this.#leasedAt = this.#sentAt;
    this.#actor.send(acknowledged);
  }
}
