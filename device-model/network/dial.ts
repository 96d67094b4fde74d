import type { Alarm, Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { type Endpoint, LanError, type LanErrorCode } from './network-interface.ts';
import { type LanListener, type LanNode, type Path, walk } from './routing.ts';
import type { VirtualConnection } from './virtual-connection.ts';
import { Wire } from './wire.ts';

/** Linux asks for a hardware address three times, a second apart, before it says EHOSTUNREACH. */
const ARP = { tries: 3, intervalMs: 1_000 } as const;

/**
 * The SYN is sent again after 1, 3, 7 … 63 s (Linux `tcp_syn_retries` 6). After that there is silence: how long to wait
 * is the caller's decision, not the LAN's (own design; Linux would say ETIMEDOUT after 127 s).
 */
const SYN = { retries: 6, firstMs: 1_000 } as const;

/**
 * The attempt to connect: SYN, SYN-ACK, ACK, each walking by the routing of whoever sends it. It ends with `connect`, with
 * an error in Linux's words, or never.
 */
export class Dial {
  readonly #clock: Clock;
  readonly #trace: TraceWriter;
  readonly #from: LanNode;
  readonly #to: Endpoint;
  readonly #connection: VirtualConnection;
  #arpTries = 0;
  #synRetries = 0;
  #next: Alarm | undefined;

  constructor(clock: Clock, trace: TraceWriter, from: LanNode, to: Endpoint, connection: VirtualConnection) {
    this.#clock = clock;
    this.#trace = trace;
    this.#from = from;
    this.#to = to;
    this.#connection = connection;
    this.#after(0, () => this.#attempt());
  }

  stop(): void {
    this.#next?.cancel();
    this.#next = undefined;
  }

  #after(ms: number, then: () => void): void {
    this.#next = this.#clock.alarm(this.#clock.now() + ms, then, `connecting to ${this.#to.address}:${this.#to.port}`);
  }

  #attempt(): void {
    const path = walk(this.#from, this.#to.address);
    if ((path.kind === 'no-next-hop' || path.kind === 'no-route') && path.at === this.#from) {
      this.#giveUpOrAskAgain(path);
      return;
    }
    if (path.kind === 'arrived') {
      this.#clock.alarm(this.#clock.now() + path.latencyMs, () => this.#synArrives(path.node), 'SYN arrives');
    } else if (path.kind !== 'lost') {
      this.#routerAnswers(path);
    }
    if (this.#synRetries >= SYN.retries) return;
    this.#after(SYN.firstMs * 2 ** this.#synRetries, () => this.#attempt());
    this.#synRetries += 1;
  }

  #giveUpOrAskAgain(path: Path & { kind: 'no-route' | 'no-next-hop' }): void {
    this.#arpTries += 1;
    if (path.kind === 'no-next-hop' && this.#arpTries <= ARP.tries) {
      this.#after(ARP.intervalMs, () => this.#attempt());
    } else {
      this.#unreachable(path);
    }
  }

  /** A router on the way gives up and tells the sender, if the word finds its way back (RFC 792). */
  #routerAnswers(path: Path & { kind: 'no-route' | 'no-next-hop' }): void {
    const back = walk(path.at, this.#connection.localAddress);
    if (back.kind !== 'arrived' || back.node !== this.#from) return;
    const askedMs = path.kind === 'no-next-hop' ? ARP.tries * ARP.intervalMs : 0;
    const at = this.#clock.now() + path.latencyMs + askedMs + back.latencyMs;
    this.#clock.alarm(at, () => this.#unreachable(path), 'ICMP unreachable arrives');
  }

  #unreachable(path: Path & { kind: 'no-route' | 'no-next-hop' }): void {
    const where = path.at === this.#from ? 'this machine' : `router ${path.at.name}`;
    if (path.kind === 'no-route') this.#fail('ENETUNREACH', `${where} has no route to ${this.#to.address}`);
    else this.#fail('EHOSTUNREACH', `${where} gets no answer from ${path.nextHop} on its segment`);
  }

  #synArrives(node: LanNode): void {
    if (!node.powered) return;
    const back = walk(node, this.#connection.localAddress);
    if (back.kind !== 'arrived' || back.node !== this.#from) return;
    const listener = node.listenerAt(this.#to.port);
    this.#clock.alarm(
      this.#clock.now() + back.latencyMs,
      () => {
        if (!this.#waiting) return;
        if (listener !== undefined) this.#synAckArrives(node, listener);
        else this.#fail('ECONNREFUSED', `nobody listens on port ${this.#to.port} of ${this.#to.address}`);
      },
      listener === undefined ? 'reset arrives' : 'SYN-ACK arrives',
    );
  }

  get #waiting(): boolean {
    return !this.#connection.destroyed && this.#connection.readyState === 'opening';
  }

  #synAckArrives(farNode: LanNode, listener: LanListener): void {
    this.stop();
    const near = this.#connection;
    const local = { address: near.localAddress, port: near.localPort };
    const far = listener.halfOpen(this.#to, local);
    const wire = this.#wire(near, this.#from, farNode);
    const wireBack = this.#wire(far, farNode, this.#from);
    this.#trace.write('connection.opened', { from: `${local.address}:${local.port}`, to: this.#target });
    near.open(far, wire);
    // The ACK goes first: whatever a `connect` handler writes arrives at an accepted connection.
    wire.send(() => {
      far.open(near, wireBack);
      return listener.accept(far);
    });
    near.emit('connect');
    near.flush();
  }

  #wire(connection: VirtualConnection, from: LanNode, to: LanNode): Wire {
    const ends = { from, fromAddress: connection.localAddress, to, toAddress: connection.remoteAddress };
    return new Wire(this.#clock, ends, {
      onReset: () => connection.resetByFarEnd(),
      onGivenUp: () =>
        connection.fail(new LanError('ETIMEDOUT', `${connection.name}: nothing gets through to the far end any more`)),
    });
  }

  get #target(): string {
    return `${this.#to.address}:${this.#to.port}`;
  }

  #fail(code: LanErrorCode, sentence: string): void {
    if (!this.#waiting) return;
    this.stop();
    const event = code === 'ECONNREFUSED' ? 'connection.refused' : 'connection.unreachable';
    this.#trace.write(event, { from: this.#connection.localAddress, to: this.#target, code, sentence });
    this.#connection.fail(new LanError(code, `connect ${code} ${this.#target}: ${sentence}`));
  }
}
