import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRigFile } from '../../../rig/lab/rig-file.ts';
import { Rig } from '../../../rig/rig.ts';

const SEGMENTS = ['sales', 'works'];
const segment = fc.constantFrom(...SEGMENTS);
const mask = fc.constantFrom('255.255.255.0', '0.0.0.0', '255.255.255.255', '255.0.0.0');
const address = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.2',
  '10.0.0.3',
  '10.0.0.0',
  '10.0.0.255',
  '0.0.0.0',
  '255.255.255.255',
  '127.0.0.1',
);
const word = fc.oneof(fc.string(), fc.constantFrom('@', '.', 'fax', 'a..b', '', 'a.example', 'x'.repeat(300)));
const zoneRecord = fc.oneof(
  fc.record({ type: fc.constant('A'), name: word, address }),
  fc.record({ type: fc.constant('MX'), name: word, preference: fc.nat(65_535), exchange: word }),
  fc.record({ type: fc.constantFrom('CNAME', 'PTR'), name: word, target: word }),
);
const zone = fc.record({ domain: fc.string({ minLength: 1 }), records: fc.array(zoneRecord) });
const router = fc.record({
  interfaces: fc.array(fc.record({ segment, address, mask }), { minLength: 1, maxLength: 3 }),
});
const dnsServer = fc.record({ segment, address, mask, gateway: address, zones: fc.array(zone, { maxLength: 2 }) });
const dhcpServer = fc.record({
  segment,
  address,
  mask,
  pool: fc.record({ first: address, last: address }),
  domainName: word,
  behaviour: fc.constantFrom('answer', 'silent', 'refusing'),
});
const machine = fc.record({
  model: fc.constantFrom('dp-4530', 'dp-3510'),
  segment,
  mailboxes: fc.array(word),
  addresses: fc.array(address),
  imageMemoryOctets: fc.constantFrom(1, 100, 1_000_000),
  settings: fc.record(
    {
      dhcp: fc.constantFrom('Enabled', 'Disabled'),
      ipAddress: address,
      subnetMask: mask,
      defaultGateway: address,
      dnsServer1: address,
    },
    { requiredKeys: [] },
  ),
});

const named = <Part extends object>(kind: string, parts: readonly Part[]) =>
  parts.map((part, index) => ({ name: `${kind}${index}`, ...part }));

test('what passes as a rig file can be built and switched on', async () => {
  let built = 0;
  const lists = fc.tuple(
    fc.array(router, { maxLength: 2 }),
    fc.array(dnsServer, { maxLength: 1 }),
    fc.array(dhcpServer, { maxLength: 1 }),
    fc.array(machine, { minLength: 1, maxLength: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(lists, async ([routers, dnsServers, dhcpServers, machines]) => {
      const lab = {
        segments: SEGMENTS,
        routers: named('router', routers),
        dnsServers: named('dns', dnsServers),
        dhcpServers: named('dhcp', dhcpServers),
        machines: named('fax', machines),
      };
      const read = readRigFile(new TextEncoder().encode(JSON.stringify(lab)));
      if (!read.ok) return;
      const rig = await Rig.create(read.lab);
      try {
        await rig.powerOn();
        await rig.advance(100_000);
        built += 1;
      } finally {
        rig.close();
      }
    }),
    { numRuns: 150 },
  );
  expect(built).toBeGreaterThan(20);
});
