import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type {
  Clock,
  DatagramPort,
  LanConnection,
  Listener,
  NetworkInterface,
  TraceWriter,
} from '../../device-model/index.ts';
import { type Zone, ZoneData, type ZoneRecord } from './zone.ts';

/**
 * How the server behaves: `answer` as a good one; `servfail`, `refused` and `silent` to everybody; `truncated` shortens
 * every datagram to nothing, so that only TCP brings the answer; `garbage` answers with octets that are no message; `slow`
 * takes its time over right answers.
 */
export const DNS_BEHAVIOURS = ['answer', 'servfail', 'refused', 'silent', 'truncated', 'garbage', 'slow'] as const;
export type DnsBehaviour = (typeof DNS_BEHAVIOURS)[number];

export interface DnsServerOptions {
  readonly network: NetworkInterface;
  readonly zones: readonly Zone[];
  /** The log of the machine `dns`: one line a question. */
  readonly trace?: TraceWriter;
  readonly behaviour?: DnsBehaviour;
  /** What `slow` waits by; without it a slow server is prompt. */
  readonly clock?: Clock;
}

const PORT = 53;
/** RFC 1035, 4.2.1: what does not fit goes by TCP. */
const DATAGRAM_OCTETS = 512;
/** A question over TCP is short; who sends more is cut off. */
const TCP_QUERY_OCTETS = 512;
const TCP_IDLE_MS = 10_000;
const TIME_TO_LIVE_SECONDS = 3_600;
const CODES = { 'no-error': 0, 'server-failure': 2, 'no-such-name': 3, refused: 5 } as const;

/** An authoritative name server for the lab's zones, UDP and TCP port 53; it refuses whatever is not in them. */
export class DnsServer {
  /** May be switched while the server runs. */
  behaviour: DnsBehaviour;
  /** How long a slow server takes over one question; half of what a resolver waits for, by default. */
  slowMs = 1_000;
  readonly #clock: Clock | undefined;
  readonly #network: NetworkInterface;
  readonly #trace: TraceWriter | undefined;
  #zones: ZoneData;
  #port: DatagramPort | undefined;
  #listener: Listener | undefined;

  constructor(options: DnsServerOptions) {
    this.#clock = options.clock;
    this.#network = options.network;
    this.#zones = new ZoneData(options.zones);
    this.#trace = options.trace;
    this.behaviour = options.behaviour ?? 'answer';
  }

  /** The network must be configured. Throws `LanError` as `listen` and `datagram` do. */
  start(): void {
    const port = this.#network.datagram(PORT);
    this.#port = port;
    port.onMessage((octets, from) => {
      const answer = this.#answerTo(octets, from.address, 'datagram');
      if (answer !== undefined) this.#inItsTime(() => port.send(answer, from));
    });
    this.#listener = this.#network.listen(PORT, (connection) => this.#serve(connection));
  }

  stop(): void {
    this.#port?.close();
    this.#listener?.close();
  }

  /** Other zones from now on. */
  load(zones: readonly Zone[]): void {
    this.#zones = new ZoneData(zones);
  }

  /** A name has another address from now on, or none (see `ZoneData.register`). */
  register(name: string, address: string | undefined): void {
    this.#trace?.write('dns.updated', { name, address: address ?? null });
    this.#zones.register(name, address);
  }

  #inItsTime(answer: () => void): void {
    if (this.#clock === undefined || this.behaviour !== 'slow') answer();
    else this.#clock.alarm(this.#clock.now() + this.slowMs, answer, 'slow name server');
  }

  #serve(connection: LanConnection): void {
    let received = Buffer.alloc(0);
    // Counted on the rig's clock, as every LAN connection does.
    connection.setTimeout(TCP_IDLE_MS, () => connection.destroy());
    connection.on('error', () => undefined);
    connection.on('data', (octets: Buffer) => {
      received = Buffer.concat([received, octets]);
      while (received.length >= 2) {
        const length = received.readUInt16BE(0);
        if (length > TCP_QUERY_OCTETS) {
          connection.destroy();
          return;
        }
        if (received.length < 2 + length) return;
        const answer = this.#answerTo(received.subarray(2, 2 + length), connection.remoteAddress ?? '', 'tcp');
        received = received.subarray(2 + length);
        if (answer === undefined) continue;
        const framed = Buffer.concat([Uint8Array.of(answer.length >> 8, answer.length & 0xff), answer]);
        this.#inItsTime(() => {
          if (connection.writable) connection.write(framed);
        });
      }
    });
  }

  /** `undefined`: no answer at all. */
  #answerTo(octets: Uint8Array, from: string, over: 'datagram' | 'tcp'): Buffer | undefined {
    const query = readQuery(octets);
    const [question] = query?.questions ?? [];
    if (query === undefined || question === undefined) return undefined;
    const { name, type } = question;
    this.#trace?.write('dns.asked', { name, type, from, over, behaviour: this.behaviour });
    if (this.behaviour === 'silent') return undefined;
    const reply: Packet = { type: 'response', id: query.id ?? 0, questions: [question] };
    const wish = (query.flags ?? 0) & RECURSION_DESIRED;
    if (this.behaviour === 'garbage') return garbageUnder(query.id ?? 0);
    if (this.behaviour === 'servfail') return encode({ ...reply, flags: wish | CODES['server-failure'] });
    if (this.behaviour === 'refused') return encode({ ...reply, flags: wish | CODES.refused });
    const { flags, answers } = this.#find(name, type);
    const full = encode({ ...reply, flags: wish | flags, answers });
    const isShortened = over === 'datagram' && (this.behaviour === 'truncated' || full.length > DATAGRAM_OCTETS);
    return isShortened ? encode({ ...reply, flags: wish | AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE }) : full;
  }

  #find(name: string, type: string): { flags: number; answers: Answer[] } {
    const found = this.#zones.answer(name, type);
    if (found.kind === 'not-ours') return { flags: CODES.refused, answers: [] };
    const code = found.kind === 'no-such-name' ? CODES['no-such-name'] : CODES['no-error'];
    return { flags: AUTHORITATIVE_ANSWER | code, answers: found.records.map(answerOf) };
  }
}

/** A standard query with one question, or `undefined`. */
function readQuery(octets: Uint8Array): Packet | undefined {
  try {
    const packet = decode(Buffer.from(octets.buffer, octets.byteOffset, octets.length));
    return packet.type === 'query' && packet.questions?.length === 1 ? packet : undefined;
  } catch {
    return undefined;
  }
}

/** The right id and the answer bit, then nothing that makes sense. */
function garbageUnder(id: number): Buffer {
  const octets = Buffer.alloc(24, 0xff);
  octets.writeUInt16BE(id, 0);
  octets.writeUInt16BE(0x8000, 2);
  return octets;
}

function answerOf(record: ZoneRecord): Answer {
  const common = { name: record.name, ttl: TIME_TO_LIVE_SECONDS, class: 'IN' } as const;
  if (record.type === 'A') return { ...common, type: 'A', data: record.address };
  if (record.type === 'MX') {
    return { ...common, type: 'MX', data: { preference: record.preference, exchange: record.exchange } };
  }
  return { ...common, type: record.type, data: record.target };
}
