import { parseIpv4 } from '../../../device-model/index.ts';
import type { LookupFailureReason, MailExchange, Resolver } from '../../lan/resolver.ts';

export type Route =
  | {
      readonly ok: true /** In the order in which they are tried. */;
      readonly addresses: string[];
      readonly via: string;
    }
  | { readonly ok: false; readonly reason: RouteFailureReason; readonly sentence: string };

export type RouteFailureReason =
  | 'nxdomain'
  | 'timeout'
  | 'servfail'
  | 'refused'
  | 'no-server'
  | 'bad-answer'
  /** The domain takes no mail, and says so (RFC 7505). */
  | 'null-mx'
  /** The best mail exchange is this machine itself. */
  | 'own-name'
  /** There are mail exchanges, none with an address. */
  | 'no-usable-mx'
  /** Neither a mail exchange nor an address. */
  | 'no-address'
  /** Only IPv6 addresses, which this machine does not reach. */
  | 'ipv6-only'
  /** `[…]` holds no IPv4 address. */
  | 'bad-literal'
  | 'ipv6-literal';

export interface RouteOptions {
  /** Orders mail exchanges of equal preference; without it they stay in the server's order. */
  readonly random?: { below(n: number): number };
}

/** Mail exchanges looked at, best first, and addresses handed back (own design; RFC 5321, 5.1 asks for at least two). */
export const EXCHANGE_LIMIT = 16;
export const ADDRESS_LIMIT = 20;
/** IPv6 addresses shown in a sentence (own design). */
const IPV6_SHOWN = 2;

/**
 * Where mail for a domain goes (RFC 5321, 5.1): an address literal to that address; else to the mail exchanges in order of
 * preference; without any, to the domain's own address, which is how direct receivers are found (RFC 4142, appendix A).
 * Mail exchanges that can't be used are an error, never a reason to fall back on the domain's address.
 */
export async function route(
  resolver: Pick<Resolver, 'addresses' | 'ipv6Addresses' | 'mailExchanges'>,
  domain: string,
  ownName: string,
  options: RouteOptions = {},
): Promise<Route> {
  if (domain.startsWith('[')) return literal(domain);
  const listed = await resolver.mailExchanges(domain);
  if (listed.ok) return viaExchanges(resolver, domain, ownName, listed.value, options);
  if (listed.reason !== 'nodata') return failed(reasonOf(listed.reason), listed.sentence);
  if (sameName(domain, ownName)) return failed('own-name', `${domain} is this machine's own name.`);
  const found = await resolver.addresses(domain);
  if (found.ok) {
    const addresses = found.value.slice(0, ADDRESS_LIMIT);
    return { ok: true, addresses, via: `${domain} has no mail exchange; its own address is ${addresses.join(', ')}.` };
  }
  if (found.reason === 'nodata') {
    return (
      (await onlyIpv6(resolver, domain, [domain])) ??
      failed('no-address', `${domain} has neither a mail exchange nor an address.`)
    );
  }
  return failed(reasonOf(found.reason), found.sentence);
}

/** RFC 5321, 4.1.3. */
function literal(domain: string): Route {
  const inside = domain.endsWith(']') ? domain.slice(1, -1) : '';
  if (/^ipv6:/i.test(inside)) {
    return failed('ipv6-literal', `${domain} is an IPv6 address; this machine reaches IPv4 addresses only.`);
  }
  const address = parseIpv4(inside) === undefined ? undefined : inside;
  if (address === undefined) {
    return failed('bad-literal', `${JSON.stringify(domain)} was expected to be an address such as [192.0.2.1].`);
  }
  return { ok: true, addresses: [address], via: `${domain} is an address literal.` };
}

async function viaExchanges(
  resolver: Pick<Resolver, 'addresses' | 'ipv6Addresses'>,
  domain: string,
  ownName: string,
  listed: readonly MailExchange[],
  options: RouteOptions,
): Promise<Route> {
  if (listed.every(({ exchange }) => exchange === '.')) {
    return failed('null-mx', `${domain} takes no mail: its only mail exchange is the null MX (RFC 7505).`);
  }
  const named = listed.filter(({ exchange }) => exchange !== '.');
  const own = named.filter(({ exchange }) => sameName(exchange, ownName)).map(({ preference }) => preference);
  const bound = own.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...own);
  const better = named.filter(({ preference }) => preference < bound);
  if (better.length === 0) {
    return failed('own-name', `This machine, ${ownName}, is itself the best mail exchange of ${domain}.`);
  }
  const ordered = byPreference(better, options).slice(0, EXCHANGE_LIMIT);
  const addresses: string[] = [];
  const used: string[] = [];
  const failures: { exchange: string; reason: LookupFailureReason; sentence: string }[] = [];
  for (const { exchange } of ordered) {
    if (addresses.length >= ADDRESS_LIMIT) break;
    const found = await resolver.addresses(exchange);
    if (found.ok) {
      used.push(exchange);
      addresses.push(...found.value.filter((address) => !addresses.includes(address)));
    } else {
      failures.push({ exchange, ...found });
    }
  }
  if (addresses.length > 0) {
    const via = `${domain} has the mail exchange${used.length === 1 ? '' : 's'} ${used.join(', ')}.`;
    return { ok: true, addresses: addresses.slice(0, ADDRESS_LIMIT), via };
  }
  const names = ordered.map(({ exchange }) => exchange).join(', ');
  // What may be better in a while is told as such: the message can wait. Otherwise the domain is at fault.
  const passing = failures.find(({ reason }) => reason !== 'nxdomain' && reason !== 'nodata');
  if (passing !== undefined) return failed(reasonOf(passing.reason), passing.sentence);
  const bare = failures.filter(({ reason }) => reason === 'nodata').map(({ exchange }) => exchange);
  const unreachable = await onlyIpv6(resolver, domain, bare);
  if (unreachable !== undefined) return unreachable;
  return failed('no-usable-mx', `${domain} has the mail exchanges ${names}, and none of them has an address.`);
}

/** Says so when one of the hosts, none of which has an IPv4 address, has IPv6 addresses. */
async function onlyIpv6(
  resolver: Pick<Resolver, 'ipv6Addresses'>,
  domain: string,
  hosts: readonly string[],
): Promise<Route | undefined> {
  for (const host of hosts) {
    const found = await resolver.ipv6Addresses(host);
    if (!found.ok) continue;
    const where = host === domain ? '' : ` at its mail exchange ${host}`;
    const which = found.value.slice(0, IPV6_SHOWN).join(', ');
    return failed(
      'ipv6-only',
      `${domain} has only IPv6 addresses${where} (${which}); this machine reaches IPv4 addresses only.`,
    );
  }
  return undefined;
}

/** Ascending; among equals in random order, "to spread the load" (RFC 5321, 5.1). */
function byPreference(exchanges: readonly MailExchange[], { random }: RouteOptions): MailExchange[] {
  const mixed = [...exchanges];
  if (random !== undefined) {
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = random.below(last + 1);
      const [a, b] = [mixed[last], mixed[other]];
      if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
    }
  }
  return mixed.sort((a, b) => a.preference - b.preference);
}

function sameName(a: string, b: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/\.$/, '');
  return bare(a) === bare(b);
}

function reasonOf(reason: LookupFailureReason): RouteFailureReason {
  if (reason === 'timed-out') return 'timeout';
  return reason === 'nodata' ? 'no-address' : reason;
}

function failed(reason: RouteFailureReason, sentence: string): Route {
  return { ok: false, reason, sentence };
}
