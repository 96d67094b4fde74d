import { describe, expect, test } from 'vitest';
import { Random } from '../../device-model/random.ts';
import type { Lookup, LookupFailureReason, MailExchange } from '../../firmware/lan/resolver.ts';
import { route } from '../../firmware/smtp/client/route.ts';

const OWN = 'mfp.office.test';

/** A resolver stub: what is not listed does not exist; a text is a failure with that reason. */
function knowing(
  exchanges: Record<string, readonly (readonly [number, string])[] | LookupFailureReason>,
  addresses: Record<string, readonly string[] | LookupFailureReason> = {},
  ipv6Addresses: Record<string, readonly string[]> = {},
) {
  const lookup = <T>(name: string, found: T[] | LookupFailureReason | undefined): Lookup<T[]> => {
    if (Array.isArray(found) && found.length > 0) return { ok: true, value: found, server: '192.168.10.53' };
    const reason = typeof found === 'string' ? found : found === undefined ? 'nxdomain' : 'nodata';
    return { ok: false, reason, sentence: `${name}: ${reason}` };
  };
  const asked: string[] = [];
  return {
    asked,
    mailExchanges: async (name: string): Promise<Lookup<MailExchange[]>> => {
      asked.push(`MX ${name}`);
      const found = exchanges[name] ?? (name in addresses ? 'nodata' : undefined);
      if (found === undefined || typeof found === 'string') return lookup<MailExchange>(name, found);
      return lookup(
        name,
        found.map(([preference, exchange]) => ({ preference, exchange })),
      );
    },
    ipv6Addresses: async (name: string): Promise<Lookup<string[]>> => {
      asked.push(`AAAA ${name}`);
      return lookup(name, [...(ipv6Addresses[name] ?? [])]);
    },
    addresses: async (name: string): Promise<Lookup<string[]>> => {
      asked.push(`A ${name}`);
      const found = addresses[name];
      return lookup(name, found === undefined || typeof found === 'string' ? found : [...found]);
    },
  };
}

describe('routing by RFC 5321, 5.1', () => {
  test('mail exchanges in order of preference, all their addresses', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [20, 'c.a.test'],
          [5, 'a.a.test'],
          [10, 'b.a.test'],
        ],
      },
      { 'a.a.test': ['10.0.0.1'], 'b.a.test': ['10.0.0.2', '10.0.0.1'], 'c.a.test': ['10.0.0.3'] },
    );
    expect(await route(resolver, 'a.test', OWN)).toEqual({
      ok: true,
      addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
      via: 'a.test has the mail exchanges a.a.test, b.a.test, c.a.test.',
    });
  });

  test('equals are mixed by the seed, and only equals', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const resolver = knowing(
      { 'a.test': [...names.map((name) => [10, `${name}.test`] as const), [1, 'first.test']] },
      {
        'first.test': ['10.0.0.9'],
        ...Object.fromEntries(names.map((name, at) => [`${name}.test`, [`10.0.0.${at}`]])),
      },
    );
    const orders = new Set<string>();
    for (let seed = 0; seed < 100; seed += 1) {
      const found = await route(resolver, 'a.test', OWN, { random: new Random(seed) });
      if (!found.ok) throw new Error(found.sentence);
      expect(found.addresses[0]).toBe('10.0.0.9');
      expect(found.addresses.toSorted()).toEqual(['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.9']);
      orders.add(found.addresses.join());
    }
    expect(orders.size).toBeGreaterThan(12);
  });

  test('no mail exchange: the domain itself (the implicit MX, and the way of direct receivers)', async () => {
    const resolver = knowing({}, { 'fax.branch.test': ['10.20.30.5'] });
    expect(await route(resolver, 'fax.branch.test', OWN)).toEqual({
      ok: true,
      addresses: ['10.20.30.5'],
      via: 'fax.branch.test has no mail exchange; its own address is 10.20.30.5.',
    });
  });

  test('mail exchanges without addresses are an error, although the domain has one', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [10, 'gone.a.test'],
          [20, 'bare.a.test'],
        ],
      },
      { 'a.test': ['10.0.0.1'], 'bare.a.test': 'nodata' },
    );
    expect(await route(resolver, 'a.test', OWN)).toEqual({
      ok: false,
      reason: 'no-usable-mx',
      sentence: 'a.test has the mail exchanges gone.a.test, bare.a.test, and none of them has an address.',
    });
    expect(resolver.asked).not.toContain('A a.test');
  });

  test('a mail exchange without an address is passed over for the next', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [10, 'gone.a.test'],
          [20, 'b.a.test'],
        ],
      },
      { 'b.a.test': ['10.0.0.2'] },
    );
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({ addresses: ['10.0.0.2'] });
  });

  test('what may pass is told as such', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [10, 'gone.a.test'],
          [20, 'b.a.test'],
        ],
      },
      { 'b.a.test': 'timed-out' },
    );
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({
      ok: false,
      reason: 'timeout',
      sentence: 'b.a.test: timed-out',
    });
  });

  test('the null MX refuses (RFC 7505)', async () => {
    const resolver = knowing({ 'a.test': [[0, '.']] }, { 'a.test': ['10.0.0.1'] });
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({ ok: false, reason: 'null-mx' });
  });

  test('a null MX beside others is only not used', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [0, '.'],
          [10, 'b.a.test'],
        ],
      },
      { 'b.a.test': ['10.0.0.2'] },
    );
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({ addresses: ['10.0.0.2'] });
  });

  test('the own name is dropped with all that are no better', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [10, 'b.a.test'],
          [20, 'equal.a.test'],
          [20, 'MFP.office.test'],
          [30, 'worse.a.test'],
        ],
      },
      { 'b.a.test': ['10.0.0.2'], 'equal.a.test': ['10.0.0.3'], 'worse.a.test': ['10.0.0.4'] },
    );
    expect(await route(resolver, 'a.test', 'mfp.office.test.')).toMatchObject({ addresses: ['10.0.0.2'] });
  });

  test('the own name as the best of all', async () => {
    const resolver = knowing(
      {
        'a.test': [
          [10, OWN],
          [20, 'b.a.test'],
        ],
      },
      { 'b.a.test': ['10.0.0.2'] },
    );
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({ ok: false, reason: 'own-name' });
    expect(await route(knowing({}, { [OWN]: ['10.0.0.1'] }), OWN, OWN)).toMatchObject({
      ok: false,
      reason: 'own-name',
    });
  });

  test.each(['nxdomain', 'servfail', 'refused', 'no-server', 'bad-answer'] as const)('%s ends it', async (reason) => {
    const resolver = knowing({ 'a.test': reason }, { 'a.test': ['10.0.0.1'] });
    expect(await route(resolver, 'a.test', OWN)).toEqual({ ok: false, reason, sentence: `a.test: ${reason}` });
    expect(resolver.asked).toEqual(['MX a.test']);
  });

  test('neither mail exchange nor address; no answer about the address', async () => {
    expect(await route(knowing({ 'a.test': 'nodata' }, { 'a.test': 'nodata' }), 'a.test', OWN)).toMatchObject({
      reason: 'no-address',
    });
    expect(await route(knowing({ 'a.test': 'nodata' }, { 'a.test': 'timed-out' }), 'a.test', OWN)).toMatchObject({
      reason: 'timeout',
    });
    expect(await route(knowing({ 'a.test': 'timed-out' }), 'a.test', OWN)).toMatchObject({ reason: 'timeout' });
  });

  test('only IPv6 addresses: told as such, of the domain or of its mail exchanges', async () => {
    const own = knowing({ 'a.test': 'nodata' }, { 'a.test': 'nodata' }, { 'a.test': ['2001:db8::1'] });
    expect(await route(own, 'a.test', OWN)).toEqual({
      ok: false,
      reason: 'ipv6-only',
      sentence: 'a.test has only IPv6 addresses (2001:db8::1); this machine reaches IPv4 addresses only.',
    });
    const exchanges = { 'a.test': [[10, 'm.a.test']] as const };
    const exchange = knowing(exchanges, { 'm.a.test': 'nodata' }, { 'm.a.test': ['2001:db8::2'] });
    expect(await route(exchange, 'a.test', OWN)).toMatchObject({
      reason: 'ipv6-only',
      sentence:
        'a.test has only IPv6 addresses at its mail exchange m.a.test (2001:db8::2); this machine reaches IPv4 addresses only.',
    });
  });

  test('who has an IPv4 address is not asked for IPv6 addresses', async () => {
    const resolver = knowing({}, { 'a.test': ['10.0.0.1'] }, { 'a.test': ['2001:db8::1'] });
    expect(await route(resolver, 'a.test', OWN)).toMatchObject({ ok: true, addresses: ['10.0.0.1'] });
    expect(resolver.asked).toEqual(['MX a.test', 'A a.test']);
  });

  test('at most 16 mail exchanges are looked at and 20 addresses handed back', async () => {
    const many = Array.from({ length: 40 }, (_, at) => [at, `m${at}.test`] as const);
    const none = knowing({ 'a.test': many });
    await route(none, 'a.test', OWN);
    expect(none.asked).toHaveLength(1 + 16);
    const addresses = Array.from({ length: 30 }, (_, at) => `10.0.0.${at}`);
    const found = await route(knowing({ 'a.test': [[1, 'm.test']] }, { 'm.test': addresses }), 'a.test', OWN);
    expect(found.ok && found.addresses).toEqual(addresses.slice(0, 20));
  });
});

describe('address literals (RFC 5321, 4.1.3)', () => {
  test('go by without a question', async () => {
    const resolver = knowing({});
    expect(await route(resolver, '[192.0.2.1]', OWN)).toMatchObject({ ok: true, addresses: ['192.0.2.1'] });
    expect(resolver.asked).toEqual([]);
  });

  test.each([
    ['[IPv6:2001:db8::1]', 'ipv6-literal'],
    ['[192.0.2.1', 'bad-literal'],
    ['[192.0.2.256]', 'bad-literal'],
    ['[]', 'bad-literal'],
    ['[mfp.office.test]', 'bad-literal'],
  ])('%s: %s', async (domain, reason) => {
    const found = await route(knowing({}), domain, OWN);
    expect(found).toMatchObject({ ok: false, reason });
    expect(found.ok ? '' : found.sentence).toContain(domain);
  });
});
