import { promises } from 'node:dns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { HostNetwork } from '../../device-model/network/host-network.ts';
import type { DatagramPort, NetworkInterface } from '../../device-model/network/network-interface.ts';
import { VirtualLan } from '../../device-model/network/virtual-lan.ts';
import { DnsServer } from '../../rig/lab/dns-server.ts';
import { type Zone, ZoneData } from '../../rig/lab/zone.ts';

const ZONES: Zone[] = [
  {
    domain: 'office.test',
    records: [
      { type: 'A', name: 'mfp', address: '192.168.10.21' },
      { type: 'A', name: 'other.office.test.', address: '192.168.10.22' },
      { type: 'CNAME', name: 'fax', target: 'mfp' },
      { type: 'CNAME', name: 'outside', target: 'mfp.elsewhere.test' },
      { type: 'MX', name: '@', preference: 20, exchange: 'backup' },
      { type: 'MX', name: '@', preference: 10, exchange: 'mail.elsewhere.test' },
      { type: 'MX', name: 'nomail', preference: 0, exchange: '.' },
      { type: 'A', name: 'deep.below', address: '192.168.10.23' },
    ],
  },
  { domain: '10.168.192.in-addr.arpa', records: [{ type: 'PTR', name: '21', target: 'mfp.office.test' }] },
];

describe('asked by an independent resolver (c-ares, in node:dns)', () => {
  let server: DnsServer;
  let resolver: promises.Resolver;
  let network: HostNetwork;
  beforeEach(async () => {
    network = new HostNetwork({ clock: new VirtualClock() });
    network.configure({ address: '127.20.0.53', mask: '255.0.0.0' });
    let port: DatagramPort | undefined;
    // Port 53 is not ours on every host: the server gets a free one in its place.
    const shifted: NetworkInterface = {
      link: 'up',
      hardwareAddress: network.hardwareAddress,
      configuration: network.configuration,
      configure: () => undefined,
      unconfigure: () => undefined,
      connect: (to) => network.connect(to),
      listen: (_port, onConnection) => network.listen(0, onConnection),
      datagram: () => {
        port = network.datagram();
        return port;
      },
      probe: () => undefined,
      onContested: () => undefined,
      onLink: () => undefined,
    };
    server = new DnsServer({ network: shifted, zones: ZONES });
    server.start();
    while ((port?.port ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    resolver = new promises.Resolver({ timeout: 1_000, tries: 1 });
    resolver.setServers([`127.20.0.53:${port?.port}`]);
  });
  afterEach(() => {
    server.stop();
    network.unconfigure();
  });

  test('what is there', async () => {
    expect(await resolver.resolve4('mfp.office.test')).toEqual(['192.168.10.21']);
    expect(await resolver.resolve4('OTHER.office.test')).toEqual(['192.168.10.22']);
    expect(await resolver.resolve4('fax.office.test')).toEqual(['192.168.10.21']);
    expect(await resolver.resolveCname('outside.office.test')).toEqual(['mfp.elsewhere.test']);
    expect(await resolver.reverse('192.168.10.21')).toEqual(['mfp.office.test']);
    const exchanges = await resolver.resolveMx('office.test');
    expect(exchanges.toSorted((a, b) => a.priority - b.priority)).toEqual([
      { priority: 10, exchange: 'mail.elsewhere.test' },
      { priority: 20, exchange: 'backup.office.test' },
    ]);
    expect(await resolver.resolveMx('nomail.office.test')).toEqual([{ priority: 0, exchange: '' }]);
  });

  test.each([
    ['ghost.office.test', 'ENOTFOUND'],
    ['office.test', 'ENODATA'],
    // Nothing is kept under the name itself, but a name below it exists.
    ['below.office.test', 'ENODATA'],
    ['mfp.elsewhere.test', 'EREFUSED'],
  ])('%s: %s', async (name, code) => {
    await expect(resolver.resolve4(name)).rejects.toMatchObject({ code });
  });

  test.each([
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
  ] as const)('switched to %s', async (behaviour, code) => {
    server.behaviour = behaviour;
    await expect(resolver.resolve4('mfp.office.test')).rejects.toMatchObject({ code });
    server.behaviour = 'answer';
    expect(await resolver.resolve4('mfp.office.test')).toEqual(['192.168.10.21']);
  });
});

test('zones: names are completed, the zone above a name is told from a name that is not', () => {
  const data = new ZoneData(ZONES);
  expect(data.answer('FAX.office.test.', 'A')).toEqual({
    kind: 'answer',
    records: [
      { type: 'CNAME', name: 'fax.office.test', target: 'mfp.office.test' },
      { type: 'A', name: 'mfp.office.test', address: '192.168.10.21' },
    ],
  });
  expect(data.answer('outside.office.test', 'A')).toMatchObject({ kind: 'answer', records: [{ type: 'CNAME' }] });
  expect(data.answer('xoffice.test', 'A')).toEqual({ kind: 'not-ours' });
});

test('over TCP two questions in one go, and what is no question is not answered', async () => {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined } });
  const [near, far] = ['near', 'dns'].map((name) => lan.host({ name, segment: 'office' }));
  if (near === undefined || far === undefined) throw new Error('no hosts');
  near.configure({ address: '192.168.10.20', mask: '255.255.255.0' });
  far.configure({ address: '192.168.10.53', mask: '255.255.255.0' });
  new DnsServer({ network: far, zones: ZONES }).start();
  const query = '0020 0001 0100 0001 0000 0000 0000 036d6670 066f6666696365 0474657374 00 0001 0001'.replaceAll(
    ' ',
    '',
  );
  const connection = near.connect({ address: '192.168.10.53', port: 53 });
  const received: Buffer[] = [];
  connection.on('data', (octets: Buffer) => received.push(octets));
  connection.on('error', () => undefined);
  const length = (query.length / 2 - 2).toString(16).padStart(4, '0');
  const framed = length + query.slice(4);
  connection.write(Buffer.from(framed + framed.slice(0, 20), 'hex'));
  await clock.advanceBy(100);
  connection.write(Buffer.from(framed.slice(20), 'hex'));
  await clock.advanceBy(100);
  const octets = Buffer.concat(received);
  const first = octets.readUInt16BE(0);
  expect(octets.length).toBe(2 * (2 + first));
  // The address stands last in each answer (RFC 1035, 3.4.1).
  expect(octets.subarray(-4)).toEqual(Buffer.from([192, 168, 10, 21]));
  connection.write(Buffer.from('0004ffffffff', 'hex'));
  connection.write(Buffer.from('ffff', 'hex'));
  await clock.advanceBy(100);
  expect(connection.destroyed).toBe(true);
});
