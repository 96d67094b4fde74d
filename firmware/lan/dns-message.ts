import { Buffer } from 'node:buffer';
import { decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { parseIpv4, printIpv4 } from '../../device-model/index.ts';

/** What this machine asks a name server for; AAAA only to say why a host cannot be reached, which is by IPv4 (own design). */
export type QueryType = 'A' | 'AAAA' | 'MX' | 'PTR';

export interface DnsQuestion {
  /** As `domainName` gives it. */
  readonly name: string;
  readonly type: QueryType;
}

export type DnsRecord =
  | { readonly type: 'A' | 'AAAA'; readonly name: string; readonly address: string }
  | { readonly type: 'MX'; readonly name: string; readonly preference: number; readonly exchange: string }
  | { readonly type: 'CNAME' | 'PTR'; readonly name: string; readonly target: string };

export type DnsReading =
  /** Answers something else: another id, another question, or it is no answer at all. */
  | { readonly kind: 'foreign' }
  /** Carries the id but can't be read. */
  | { readonly kind: 'malformed' }
  /** Only part of the answer: ask again over TCP (RFC 1035, 4.2.1; RFC 7766). */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'answer'; readonly responseCode: number; readonly records: readonly DnsRecord[] };

/** RFC 1035, 4.1.1. */
export const RESPONSE_CODE = { noError: 0, serverFailure: 2, nameError: 3, refused: 5 } as const;

/** Most records read out of one answer; a rig or an office has fewer (own design). */
export const RECORDS_READ = 64;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const NAME_CHARACTERS = 253;

/**
 * The name in lower case without its last dot, or `undefined` when it can't be a host's: labels of letters, digits, hyphens
 * (and underscores, which some sites use), 1 to 63 characters, 253 in all (RFC 1123, 2.1; RFC 2181, 11).
 */
export function domainName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length > NAME_CHARACTERS) return undefined;
  return name.split('.').every((label) => LABEL.test(label)) ? name : undefined;
}

/** The name under which an address is kept (RFC 1035, 3.5), or `undefined` when it is no address. */
export function reverseName(address: string): string | undefined {
  if (parseIpv4(address) === undefined) return undefined;
  return `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
}

export function encodeQuery(id: number, question: DnsQuestion): Uint8Array {
  return encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ ...question, class: 'IN' }] });
}

/** Reads what came as an answer to `question` under `id`; never throws. */
export function readAnswer(octets: Uint8Array, id: number, question: DnsQuestion): DnsReading {
  const [high = 0, low = 0, flags = 0, codes = 0] = octets;
  if (octets.length < 12 || high * 256 + low !== id || (flags & 0x80) === 0) return { kind: 'foreign' };
  // Asked before anything is decoded: a truncated answer may end in the middle of a record.
  if ((flags & 0x02) !== 0) return { kind: 'truncated' };
  try {
    const { questions = [], answers = [] } = decode(Buffer.from(octets.buffer, octets.byteOffset, octets.length));
    const [asked] = questions;
    const isOurs =
      questions.length === 1 &&
      asked?.type === question.type &&
      asked.class === 'IN' &&
      normal(asked.name) === question.name;
    if (!isOurs) return { kind: 'foreign' };
    const records = answers.slice(0, RECORDS_READ).flatMap(recordOf);
    return { kind: 'answer', responseCode: codes & 0x0f, records };
  } catch {
    return { kind: 'malformed' };
  }
}

type DecodedAnswer = NonNullable<ReturnType<typeof decode>['answers']>[number];

function recordOf(answer: DecodedAnswer): DnsRecord[] {
  const name = normal(answer.name);
  if (answer.type === 'OPT' || answer.class !== 'IN') return [];
  if (answer.type === 'A') {
    const address = parseIpv4(answer.data);
    if (address === undefined) throw new RangeError('an A record without an address');
    return [{ type: 'A', name, address: printIpv4(address) }];
  }
  if (answer.type === 'AAAA') return [{ type: 'AAAA', name, address: normal(answer.data) }];
  if (answer.type === 'MX') {
    const { preference = 0, exchange } = answer.data;
    return [{ type: 'MX', name, preference, exchange: normal(exchange) }];
  }
  if (answer.type === 'CNAME' || answer.type === 'PTR')
    return [{ type: answer.type, name, target: normal(answer.data) }];
  return [];
}

/**
 * A name off the wire for comparing and showing: lower case, without its last dot; the root stays `.`. What no name holds
 * becomes `?`, so that it can be shown but resolves to nothing.
 */
function normal(name: string): string {
  const shown = name.toLowerCase().replace(/[^\x21-\x7e]/g, '?');
  return shown === '.' ? shown : shown.replace(/\.$/, '');
}
