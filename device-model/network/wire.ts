import type { Alarm, Clock } from '../clock/clock.ts';
import { type LanNode, walk } from './routing.ts';

/**
 * Retransmission as Linux does it: first after 200 ms, then doubling up to 120 s; fifteen retransmissions (`tcp_retries2`)
 * and the wait for the last are 924.6 s, after which the connection is given up.
 */
const RETRANSMISSION = { firstMs: 200, longestMs: 120_000, waits: 16 } as const;

/** What happens at the far end; false when the far end knows no such connection and answers with a reset. */
export type Arrival = () => boolean;

export interface WireEvents {
  /** The far end, or who took its address, knows nothing of this connection. */
  onReset(): void;
  /** Nothing got through for a quarter of an hour. */
  onGivenUp(): void;
}

/**
 * One direction of one connection: what is sent arrives in order, each by an alarm of its own, for as long as there is a
 * way. Without one it waits and is sent again; a segment that found the far end without power counts as not arrived.
 */
export class Wire {
  readonly #clock: Clock;
  readonly #from: LanNode;
  readonly #fromAddress: string;
  readonly #to: LanNode;
  readonly #toAddress: string;
  readonly #events: WireEvents;
  #waiting: Arrival[] = [];
  #inFlight: Arrival[] = [];
  /** Alarms of an earlier generation belong to segments that were taken back. */
  #generation = 0;
  #lastArrival = 0;
  #waits = 0;
  #retransmission: Alarm | undefined;

  constructor(
    clock: Clock,
    ends: { from: LanNode; fromAddress: string; to: LanNode; toAddress: string },
    events: WireEvents,
  ) {
    this.#clock = clock;
    this.#from = ends.from;
    this.#fromAddress = ends.fromAddress;
    this.#to = ends.to;
    this.#toAddress = ends.toAddress;
    this.#events = events;
  }

  send(arrival: Arrival): void {
    this.#waiting.push(arrival);
    if (this.#retransmission === undefined) this.#sendWaiting();
  }

  /** A reset: what waits is thrown away, what is in flight still arrives before it. Lost when there is no way. */
  abort(arrival: Arrival): void {
    this.#waiting = [];
    this.#retransmission?.cancel();
    this.#retransmission = undefined;
    const path = walk(this.#from, this.#toAddress);
    if (path.kind !== 'arrived') return;
    const at = Math.max(this.#lastArrival, this.#clock.now() + path.latencyMs);
    this.#clock.alarm(at, () => path.node === this.#to && path.node.powered && arrival(), 'reset arrives');
  }

  /** The sender has lost its power: nothing that is still here leaves it. */
  stop(): void {
    this.#waiting = [];
    this.#retransmission?.cancel();
    this.#retransmission = undefined;
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0) {
      const path = walk(this.#from, this.#toAddress);
      if (path.kind !== 'arrived') {
        this.#retransmitLater();
        return;
      }
      const arrival = this.#waiting.shift();
      if (arrival === undefined) return;
      this.#launch(arrival, path.node, path.latencyMs);
    }
  }

  #launch(arrival: Arrival, node: LanNode, latencyMs: number): void {
    const generation = this.#generation;
    this.#inFlight.push(arrival);
    this.#lastArrival = Math.max(this.#lastArrival, this.#clock.now() + latencyMs);
    this.#clock.alarm(
      this.#lastArrival,
      () => {
        if (generation !== this.#generation) return;
        if (!node.powered) {
          this.#takeBack();
          return;
        }
        this.#inFlight.shift();
        this.#waits = 0;
        if (node !== this.#to || !arrival()) this.#answerReset(node);
      },
      'segment arrives',
    );
  }

  #takeBack(): void {
    this.#generation += 1;
    this.#waiting = [...this.#inFlight, ...this.#waiting];
    this.#inFlight = [];
    if (this.#retransmission === undefined) this.#retransmitLater();
  }

  #retransmitLater(): void {
    if (this.#waits >= RETRANSMISSION.waits) {
      this.#waiting = [];
      this.#events.onGivenUp();
      return;
    }
    const delay = Math.min(RETRANSMISSION.firstMs * 2 ** this.#waits, RETRANSMISSION.longestMs);
    this.#waits += 1;
    this.#retransmission = this.#clock.alarm(
      this.#clock.now() + delay,
      () => {
        this.#retransmission = undefined;
        this.#sendWaiting();
      },
      'retransmission',
    );
  }

  #answerReset(node: LanNode): void {
    const back = walk(node, this.#fromAddress);
    if (back.kind !== 'arrived' || back.node !== this.#from) return;
    this.#clock.alarm(
      this.#clock.now() + back.latencyMs,
      () => back.node.powered && this.#events.onReset(),
      'reset arrives',
    );
  }
}
