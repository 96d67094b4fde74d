import { Buffer } from 'node:buffer';
import { type Clock, LanError, type NetworkInterface } from '../../device-model/index.ts';
import { type DnsQuestion, type DnsReading, encodeQuery, readAnswer } from './dns-message.ts';

export const DNS_PORT = 53;

/** Larger datagrams are not looked at: without EDNS an answer has at most 512 octets (RFC 1035, 4.2.1). */
export const DATAGRAM_ANSWER_OCTETS = 4_096;

/** Larger answers over TCP are not waited for (own design; the protocol allows 65535). */
export const TCP_ANSWER_OCTETS = 16_384;

export type ExchangeOutcome =
  | (DnsReading & { kind: 'answer' })
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'bad-answer'; readonly what: string };

export interface ExchangeParts {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  readonly timeoutMs: number;
}

/** One question to one server: a datagram, then TCP if the answer did not fit. Never rejects. */
export async function exchange(
  parts: ExchangeParts,
  server: string,
  id: number,
  question: DnsQuestion,
): Promise<ExchangeOutcome> {
  try {
    const outcome = await overDatagram(parts, server, id, question);
    return outcome.kind === 'truncated' ? await overTcp(parts, server, id, question) : outcome;
  } catch (error) {
    // The interface has no port to give, or has just lost its power.
    if (error instanceof LanError) return { kind: 'bad-answer', what: `could not be reached (${error.message})` };
    throw error;
  }
}

function overDatagram(
  { clock, network, timeoutMs }: ExchangeParts,
  server: string,
  id: number,
  question: DnsQuestion,
): Promise<ExchangeOutcome | { kind: 'truncated' }> {
  return new Promise((resolve) => {
    // Whatever else arrives at the port is passed over; it is remembered only to say, at the end, why there is nothing.
    let unreadable = false;
    const port = network.datagram();
    const finish = (outcome: ExchangeOutcome | { kind: 'truncated' }) => {
      timeout.cancel();
      port.close();
      resolve(outcome);
    };
    const timeout = clock.alarm(
      clock.now() + timeoutMs,
      () =>
        finish(unreadable ? { kind: 'bad-answer', what: 'sent something that is no answer' } : { kind: 'timed-out' }),
      'name server timeout',
    );
    port.onMessage((octets, from) => {
      if (from.address !== server || from.port !== DNS_PORT) return;
      const reading: DnsReading =
        octets.length > DATAGRAM_ANSWER_OCTETS ? { kind: 'malformed' } : readAnswer(octets, id, question);
      if (reading.kind === 'answer' || reading.kind === 'truncated') finish(reading);
      else if (reading.kind === 'malformed') unreadable = true;
    });
    port.send(encodeQuery(id, question), { address: server, port: DNS_PORT });
  });
}

/** Two octets of length before each message (RFC 1035, 4.2.2). */
function overTcp(
  { clock, network, timeoutMs }: ExchangeParts,
  server: string,
  id: number,
  question: DnsQuestion,
): Promise<ExchangeOutcome> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let finished = false;
    const connection = network.connect({ address: server, port: DNS_PORT });
    const finish = (outcome: ExchangeOutcome) => {
      if (finished) return;
      finished = true;
      timeout.cancel();
      if (outcome.kind === 'answer') connection.end();
      else connection.destroy();
      resolve(outcome);
    };
    const bad = (what: string) => finish({ kind: 'bad-answer', what });
    const timeout = clock.alarm(clock.now() + timeoutMs, () => finish({ kind: 'timed-out' }), 'name server timeout');
    // A server that keeps its side open after its answer is left after the same time; the connection counts on the machine's clock.
    connection.setTimeout(timeoutMs, () => connection.destroy());
    connection.on('error', () => bad('shortened its answer and could not be asked over TCP'));
    connection.on('close', () => bad('closed the connection before its answer was complete'));
    connection.on('data', (octets: Buffer) => {
      if (finished) return;
      received = Buffer.concat([received, octets]);
      if (received.length < 2) return;
      const length = received.readUInt16BE(0);
      if (length > TCP_ANSWER_OCTETS)
        return bad(`announced an answer of ${length} octets, more than ${TCP_ANSWER_OCTETS}`);
      if (received.length < 2 + length) return;
      const reading = readAnswer(received.subarray(2, 2 + length), id, question);
      if (reading.kind === 'answer') finish(reading);
      else bad('sent something that is no answer');
    });
    const query = encodeQuery(id, question);
    connection.write(Buffer.concat([Uint8Array.of(query.length >> 8, query.length & 0xff), query]));
  });
}
