import { decode, encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';
import { Random } from '../../../device-model/random.ts';
import { type Lookup, Resolver } from '../../../firmware/lan/resolver.ts';
import { DnsServer } from '../../../rig/lab/dns-server.ts';
import type { Zone } from '../../../rig/lab/zone.ts';

const ZONES: Zone[] = [
  {
    domain: 'office.test',
    records: [
      { type: 'A', name: 'mfp', address: '192.168.10.21' },
      { type: 'A', name: 'mfp', address: '192.168.10.22' },
      { type: 'CNAME', name: 'fax', target: 'copier' },
      { type: 'CNAME', name: 'copier', target: 'mfp.office.test' },
      { type: 'CNAME', name: 'abroad', target: 'mfp.branch.test' },
      { type: 'CNAME', name: 'lost', target: 'nowhere.office.test' },
      { type: 'CNAME', name: 'ring', target: 'ring2' },
      { type: 'CNAME', name: 'ring2', target: 'ring' },
      { type: 'MX', name: '@', preference: 20, exchange: 'backup' },
      { type: 'MX', name: '@', preference: 10, exchange: 'mail' },
    ],
  },
  { domain: 'branch.test', records: [{ type: 'A', name: 'mfp', address: '10.20.30.5' }] },
  { domain: '10.168.192.in-addr.arpa', records: [{ type: 'PTR', name: '21', target: 'mfp.office.test' }] },
];

function office(servers = ['192.168.10.53']) {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined } });
  const host = (name: string, address: string) => {
    const attached = lan.host({ name, segment: 'office' });
    attached.configure({ address, mask: '255.255.255.0' });
    return attached;
  };
  const machine = host('machine', '192.168.10.20');
  const network = host('dns', '192.168.10.53');
  const server = new DnsServer({ network, zones: ZONES, clock });
  server.start();
  const resolver = new Resolver({ clock, network: machine, servers, random: new Random(7) });
  /** Runs until the lookup has ended; with the instant. */
  async function outcome<T>(lookup: Promise<Lookup<T>>): Promise<Lookup<T> & { at: number }> {
    let settled = false;
    void lookup.then(() => {
      settled = true;
    });
    await clock.runUntil(() => settled, 60_000);
    return { ...(await lookup), at: clock.now() };
  }
  return { clock, lan, host, machine, network, server, resolver, outcome };
}

describe('looking up', () => {
  test('addresses, in the order of the server', async () => {
    const { resolver, outcome } = office();
    expect(await outcome(resolver.addresses('MFP.office.test.'))).toEqual({
      ok: true,
      value: ['192.168.10.21', '192.168.10.22'],
      server: '192.168.10.53',
      at: 2,
    });
  });

  test('mail exchanges with their preference', async () => {
    const { resolver, outcome } = office();
    expect(await outcome(resolver.mailExchanges('office.test'))).toMatchObject({
      value: [
        { preference: 20, exchange: 'backup.office.test' },
        { preference: 10, exchange: 'mail.office.test' },
      ],
    });
  });

  test('the name of an address', async () => {
    const { resolver, outcome } = office();
    expect(await outcome(resolver.pointer('192.168.10.21'))).toMatchObject({ value: ['mfp.office.test'] });
    expect(await outcome(resolver.pointer('192.168.10.99'))).toMatchObject({ ok: false, reason: 'nxdomain' });
    expect(await outcome(resolver.pointer('no address'))).toMatchObject({ ok: false, reason: 'nxdomain' });
  });

  test('through aliases in one answer, and to another zone', async () => {
    const { resolver, outcome } = office();
    expect(await outcome(resolver.addresses('fax.office.test'))).toMatchObject({
      value: ['192.168.10.21', '192.168.10.22'],
    });
    expect(await outcome(resolver.addresses('abroad.office.test'))).toMatchObject({ value: ['10.20.30.5'] });
  });

  test.each([
    ['ghost.office.test', 'nxdomain', '192.168.10.53 knows no name ghost.office.test.'],
    [
      'lost.office.test',
      'nxdomain',
      '192.168.10.53 knows no name nowhere.office.test, of which lost.office.test is an alias.',
    ],
    ['office.test', 'nodata', '192.168.10.53 has no A record for office.test.'],
    ['ring.office.test', 'bad-answer', 'ring.office.test is an alias of an alias more than 8 times over.'],
    ['elsewhere.test', 'refused', '192.168.10.53 refused to be asked for the A record of elsewhere.test.'],
    ['not a name', 'nxdomain', `"not a name" can't be a domain name.`],
  ])('%s: %s', async (name, reason, sentence) => {
    const { resolver, outcome } = office();
    expect(await outcome(resolver.addresses(name))).toMatchObject({ ok: false, reason, sentence });
  });
});

describe('servers that misbehave', () => {
  test.each([
    ['servfail', 'servfail', 2],
    ['refused', 'refused', 2],
    // Two tries of two seconds.
    ['silent', 'timed-out', 4_000],
    ['garbage', 'bad-answer', 2_000],
  ] as const)('%s', async (behaviour, reason, at) => {
    const { server, resolver, outcome } = office();
    server.behaviour = behaviour;
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({ ok: false, reason, at });
  });

  test('a slow one is waited for; one that is slower than two seconds is asked again and counts as silent', async () => {
    const { server, resolver, outcome } = office();
    server.behaviour = 'slow';
    server.slowMs = 1_900;
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({ ok: true, at: 1_902 });
    server.slowMs = 2_100;
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({ reason: 'timed-out', at: 5_902 });
  });

  test('a truncated answer is asked for again over TCP', async () => {
    const { server, resolver, outcome, machine, clock } = office();
    server.behaviour = 'truncated';
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({
      ok: true,
      value: ['192.168.10.21', '192.168.10.22'],
    });
    await clock.advanceBy(100);
    expect([machine.connectionCount, clock.pendingAlarms]).toEqual([0, 0]);
  });

  test('an answer too long for a datagram comes whole', async () => {
    const { server, resolver, outcome } = office();
    const many = Array.from(
      { length: 40 },
      (_, at) => ({ type: 'A', name: 'many', address: `10.0.0.${at + 1}` }) as const,
    );
    server.load([{ domain: 'office.test', records: many }]);
    const found = await outcome(resolver.addresses('many.office.test'));
    expect(found.ok && found.value).toEqual(many.map((each) => each.address));
  });

  test('truncated, and nobody at TCP port 53', async () => {
    const { server, network, resolver, outcome } = office();
    server.stop();
    const port = network.datagram(53);
    port.onMessage((octets, from) => {
      const query = decode(Buffer.from(octets));
      port.send(encode({ type: 'response', id: query.id ?? 0, flags: 0x0200, questions: query.questions ?? [] }), from);
    });
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({
      reason: 'bad-answer',
      sentence:
        '192.168.10.53 shortened its answer and could not be asked over TCP when asked for the A record of mfp.office.test.',
    });
  });

  test('the second server is asked when the first is silent, and each only as long as there is hope', async () => {
    const { host, resolver: _, machine, clock, outcome } = office();
    const failing = new DnsServer({ network: host('failing', '192.168.10.54'), zones: [], behaviour: 'servfail' });
    failing.start();
    const resolver = (servers: string[]) => new Resolver({ clock, network: machine, servers, random: new Random(7) });
    expect(await outcome(resolver(['192.168.10.60', '192.168.10.53']).addresses('mfp.office.test'))).toMatchObject({
      ok: true,
      server: '192.168.10.53',
      at: 2_002,
    });
    // Silent 2 s, failure, silent 2 s; the one that failed is not asked again, and its failure is what is told.
    const started = clock.now();
    const found = await outcome(resolver(['192.168.10.60', '192.168.10.54']).addresses('mfp.office.test'));
    expect(found).toMatchObject({ ok: false, reason: 'servfail', at: started + 4_002 });
  });

  test('no server, no address, no usable server address', async () => {
    const { machine, clock, outcome, resolver } = office();
    const without = new Resolver({ clock, network: machine, servers: [], random: new Random(7) });
    expect(await outcome(without.addresses('mfp.office.test'))).toMatchObject({ reason: 'no-server' });
    const zero = new Resolver({ clock, network: machine, servers: ['0.0.0.0', 'dns'], random: new Random(7) });
    expect(await outcome(zero.addresses('mfp.office.test'))).toMatchObject({ reason: 'no-server' });
    machine.unconfigure();
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({
      reason: 'no-server',
      sentence: 'This machine has no address from which to ask for the A record of mfp.office.test.',
    });
  });

  test('an answer from another address, under another id or to another question is passed over', async () => {
    const { server, network, host, resolver, outcome } = office();
    server.stop();
    const forger = host('forger', '192.168.10.66').datagram(53);
    const port = network.datagram(53);
    port.onMessage((octets, from) => {
      const query = decode(Buffer.from(octets));
      const [question] = query.questions ?? [];
      if (question === undefined) return;
      const answer = (name: string, address: string): Packet => ({
        type: 'response',
        id: query.id ?? 0,
        questions: [{ ...question, name }],
        answers: [{ type: 'A', name, data: address }],
      });
      forger.send(encode(answer(question.name, '6.6.6.1')), from);
      port.send(encode({ ...answer(question.name, '6.6.6.2'), id: ((query.id ?? 0) + 1) % 65_536 }), from);
      port.send(encode(answer('other.office.test', '6.6.6.3')), from);
      port.send(encode({ ...answer(question.name, '6.6.6.4'), type: 'query' }), from);
      port.send(encode(answer(question.name, '192.168.10.21')), from);
    });
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({ ok: true, value: ['192.168.10.21'] });
  });

  test('an interface without a free port is a failure, not an exception', async () => {
    const { machine, resolver, outcome } = office();
    machine.powerLost();
    Object.defineProperty(machine, 'configuration', { value: { address: '192.168.10.20', mask: '255.255.255.0' } });
    expect(await outcome(resolver.addresses('mfp.office.test'))).toMatchObject({
      reason: 'bad-answer',
      sentence:
        '192.168.10.53 could not be reached (machine has no power) when asked for the A record of mfp.office.test.',
    });
  });

  test('each question has an id of its own', async () => {
    const { server, network, resolver, outcome } = office();
    server.stop();
    const ids: number[] = [];
    network.datagram(53).onMessage((octets) => ids.push(Buffer.from(octets).readUInt16BE(0)));
    await outcome(resolver.addresses('mfp.office.test'));
    expect(new Set(ids).size).toBe(2);
  });

  test('whatever a server sends, over either way, a lookup ends and nothing is thrown', async () => {
    const mutation = fc.array(fc.tuple(fc.nat(80), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(mutation, fc.uint8Array({ maxLength: 60 }), fc.boolean(), async (changes, tail, viaTcp) => {
        const { server, network, resolver, outcome } = office();
        server.stop();
        const spoil = (octets: Uint8Array, isTcp: boolean) => {
          const query = decode(Buffer.from(octets));
          const id = query.id ?? 0;
          const answers = [{ type: 'A', name: 'mfp.office.test', data: '10.0.0.1' } as const];
          if (viaTcp && !isTcp)
            return encode({ type: 'response', id, flags: 0x0200, questions: query.questions ?? [] });
          const message = Buffer.concat([
            encode({ type: 'response', id, questions: query.questions ?? [], answers }),
            tail,
          ]);
          for (const [at, value] of changes) message[2 + (at % (message.length - 2))] = value;
          return message;
        };
        const port = network.datagram(53);
        port.onMessage((octets, from) => port.send(spoil(octets, false), from));
        network.listen(53, (connection) => {
          connection.on('error', () => undefined);
          connection.on('data', (octets: Buffer) => {
            const message = spoil(octets.subarray(2), true);
            connection.end(Buffer.concat([Uint8Array.of(message.length >> 8, message.length & 255), message]));
          });
        });
        const found = await outcome(resolver.addresses('mfp.office.test'));
        expect(found.ok ? found.value.length : found.sentence.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});
