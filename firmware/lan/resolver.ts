import { type Clock, type NetworkInterface, parseIpv4 } from '../../device-model/index.ts';
import { type ExchangeOutcome, exchange } from './dns-exchange.ts';
import {
  type DnsQuestion,
  type DnsRecord,
  domainName,
  type QueryType,
  RESPONSE_CODE,
  reverseName,
} from './dns-message.ts';

export type Lookup<T> =
  | { readonly ok: true; readonly value: T /** Address of the server that knew. */; readonly server: string }
  | LookupFailure;

export interface LookupFailure {
  readonly ok: false;
  readonly reason: LookupFailureReason;
  /** What was asked, of whom, and what came of it. */
  readonly sentence: string;
}

export type LookupFailureReason =
  /** There is no such name. */
  | 'nxdomain'
  /** The name exists without records of this type. */
  | 'nodata'
  | 'servfail'
  | 'refused'
  | 'timed-out'
  /** No name server is set, or there is no address to ask one from. */
  | 'no-server'
  | 'bad-answer';

export interface MailExchange {
  readonly preference: number;
  /** `.` alone refuses mail (RFC 7505). */
  readonly exchange: string;
}

export interface ResolverTiming {
  /** How long one server may take over one question. */
  readonly timeoutMs: number;
  /** How often each server is asked. */
  readonly tries: number;
}

/** Own design; resolv.conf(5) has 5 s and 2 tries by default. */
export const RESOLVER_TIMING: ResolverTiming = { timeoutMs: 2_000, tries: 2 };

/** Aliases followed before a chain counts as endless (own design). */
export const ALIAS_LIMIT = 8;

export interface ResolverParts {
  readonly clock: Clock;
  readonly network: NetworkInterface;
  /** Addresses, in the order in which they are asked. */
  readonly servers: readonly string[];
  /** Message ids are drawn from it. */
  readonly random: { below(n: number): number };
  readonly timing?: Partial<ResolverTiming>;
  /** Hears of every question put to the servers: what failed, or `undefined` when one of them answered. */
  readonly onOutcome?: (failure: LookupFailure | undefined) => void;
}

/** Looks names up over the LAN port. Nothing rejects: every outcome is a `Lookup`. */
export class Resolver {
  readonly #parts: ResolverParts;
  readonly #timing: ResolverTiming;

  constructor(parts: ResolverParts) {
    this.#parts = parts;
    this.#timing = { ...RESOLVER_TIMING, ...parts.timing };
  }

  /** IPv4 addresses of a host, in the server's order. */
  async addresses(name: string): Promise<Lookup<string[]>> {
    return this.#lookUp(name, 'A', (record) => (record.type === 'A' ? [record.address] : []));
  }

  /** IPv6 addresses (RFC 3596) of a host, which this machine cannot reach but can name. */
  async ipv6Addresses(name: string): Promise<Lookup<string[]>> {
    return this.#lookUp(name, 'AAAA', (record) => (record.type === 'AAAA' ? [record.address] : []));
  }

  /** Mail exchanges of a domain, in the server's order: sorting them is the caller's (RFC 5321, 5.1). */
  async mailExchanges(name: string): Promise<Lookup<MailExchange[]>> {
    return this.#lookUp(name, 'MX', (record) =>
      record.type === 'MX' ? [{ preference: record.preference, exchange: record.exchange }] : [],
    );
  }

  /** Names registered for an address. */
  async pointer(address: string): Promise<Lookup<string[]>> {
    const name = reverseName(address);
    if (name === undefined) return failed('nxdomain', `${JSON.stringify(address)} is no IPv4 address.`);
    return this.#lookUp(name, 'PTR', (record) => (record.type === 'PTR' ? [record.target] : []));
  }

  /** Asks, follows aliases within the answer, and asks again for an alias whose target the answer does not hold. */
  async #lookUp<T>(text: string, type: QueryType, pick: (record: DnsRecord) => T[]): Promise<Lookup<T[]>> {
    const name = domainName(text);
    if (name === undefined) return failed('nxdomain', `${JSON.stringify(text)} can't be a domain name.`);
    let current = name;
    for (let aliases = 0; aliases <= ALIAS_LIMIT; ) {
      const asked = await this.#ask({ name: current, type });
      this.#parts.onOutcome?.(asked.ok ? undefined : asked);
      if (!asked.ok) return asked;
      const { records, responseCode } = asked.value;
      const end = endOfAliases(records, current, ALIAS_LIMIT - aliases);
      if (end === undefined) break;
      const found = records.filter((record) => record.name === end.name).flatMap(pick);
      if (responseCode === RESPONSE_CODE.nameError) {
        return failed('nxdomain', `${asked.server} knows no name ${end.name}${aliasOf(name, end.name)}.`);
      }
      if (found.length > 0) return { ok: true, value: found, server: asked.server };
      if (end.aliases === 0) {
        return failed('nodata', `${asked.server} has no ${type} record for ${end.name}${aliasOf(name, end.name)}.`);
      }
      aliases += end.aliases;
      const next = domainName(end.name);
      if (next === undefined)
        return failed('bad-answer', `${asked.server} made ${name} an alias of something no name.`);
      current = next;
    }
    return failed('bad-answer', `${name} is an alias of an alias more than ${ALIAS_LIMIT} times over.`);
  }

  /** Every server in its turn, and all of them again; who answered with a failure is not asked twice. */
  async #ask(question: DnsQuestion): Promise<Lookup<ExchangeOutcome & { kind: 'answer' }>> {
    const { network, random } = this.#parts;
    const what = `the ${question.type} record of ${question.name}`;
    const servers = this.#parts.servers.filter((server) => (parseIpv4(server) ?? 0) !== 0);
    if (servers.length === 0) return failed('no-server', `No name server is set to ask for ${what}.`);
    if (network.configuration === undefined) {
      return failed('no-server', `This machine has no address from which to ask for ${what}.`);
    }
    const failures = new Map<string, LookupFailure>();
    for (let round = 0; round < this.#timing.tries; round += 1) {
      for (const server of servers) {
        if ((failures.get(server)?.reason ?? 'timed-out') !== 'timed-out') continue;
        const parts = { ...this.#parts, timeoutMs: this.#timing.timeoutMs };
        const outcome = await exchange(parts, server, random.below(65_536), question);
        const failure = failureOf(outcome, server, what, this.#timing);
        if (failure !== undefined) failures.set(server, failure);
        else if (outcome.kind === 'answer') return { ok: true, value: outcome, server };
      }
    }
    return mostTelling([...failures.values()]);
  }
}

function failureOf(
  outcome: ExchangeOutcome,
  server: string,
  what: string,
  timing: ResolverTiming,
): LookupFailure | undefined {
  if (outcome.kind === 'timed-out') {
    const seconds = timing.timeoutMs / 1000;
    return failed('timed-out', `${server} did not answer within ${seconds} s when asked for ${what}.`);
  }
  if (outcome.kind === 'bad-answer') return failed('bad-answer', `${server} ${outcome.what} when asked for ${what}.`);
  switch (outcome.responseCode) {
    case RESPONSE_CODE.noError:
    case RESPONSE_CODE.nameError:
      return undefined;
    case RESPONSE_CODE.serverFailure:
      return failed('servfail', `${server} failed when asked for ${what}.`);
    case RESPONSE_CODE.refused:
      return failed('refused', `${server} refused to be asked for ${what}.`);
    default:
      return failed(
        'bad-answer',
        `${server} answered with response code ${outcome.responseCode} when asked for ${what}.`,
      );
  }
}

/** Of several failures the one that says most about what is wrong (own design). */
function mostTelling(failures: readonly LookupFailure[]): LookupFailure {
  const order: readonly LookupFailureReason[] = ['servfail', 'refused', 'bad-answer', 'timed-out'];
  const [first] = order.flatMap((reason) => failures.filter((failure) => failure.reason === reason));
  return first ?? failed('no-server', 'No name server was asked.');
}

/** The last name of the chain of aliases in an answer, or `undefined` when it takes more than `limit` steps. */
function endOfAliases(
  records: readonly DnsRecord[],
  from: string,
  limit: number,
): { name: string; aliases: number } | undefined {
  let name = from;
  for (let aliases = 0; aliases <= limit; aliases += 1) {
    const alias = records.find((record) => record.type === 'CNAME' && record.name === name);
    if (alias === undefined || alias.type !== 'CNAME') return { name, aliases };
    name = alias.target;
  }
  return undefined;
}

function aliasOf(asked: string, found: string): string {
  return asked === found ? '' : `, of which ${asked} is an alias`;
}

function failed(reason: LookupFailureReason, sentence: string): LookupFailure {
  return { ok: false, reason, sentence };
}
