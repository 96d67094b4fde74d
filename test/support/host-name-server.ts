import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';

/** What is said about a name: records by type (none: the name exists without), or how the question fails. */
export type NameAnswer = Readonly<Partial<Record<'A' | 'AAAA' | 'MX', readonly Answer[]>>> | 'servfail' | 'silent';

export interface HostNameServer {
  /** For `--dns`. */
  readonly endpoint: string;
  readonly port: number;
  /** `TYPE name` of each question, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** RFC 1035, 4.1.1: the response codes. */
const SERVER_FAILURE = 2;
const NAME_ERROR = 3;

/** A name server of the dns-packet package on a free port of loopback; names it was not told about do not exist. */
export async function hostNameServer(names: Readonly<Record<string, NameAnswer>>): Promise<HostNameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (octets, from) => {
    const query = decode(octets);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    asked.push(`${question.type} ${question.name}`);
    const known = names[question.name];
    if (known === 'silent') return;
    const failure = known === undefined ? NAME_ERROR : known === 'servfail' ? SERVER_FAILURE : 0;
    const answers =
      typeof known !== 'object' || !(question.type === 'A' || question.type === 'AAAA' || question.type === 'MX')
        ? []
        : (known[question.type] ?? []);
    const flags = AUTHORITATIVE_ANSWER | failure;
    const answer = encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers: [...answers] });
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return { endpoint: `127.0.0.1:${port}`, port, asked, close: () => socket.close() };
}

export function a(name: string, data: string): Answer {
  return { type: 'A', class: 'IN', ttl: 60, name, data };
}

export function aaaa(name: string, data: string): Answer {
  return { type: 'AAAA', class: 'IN', ttl: 60, name, data };
}

export function mx(name: string, exchange: string, preference = 10): Answer {
  return { type: 'MX', class: 'IN', ttl: 60, name, data: { preference, exchange } };
}
