import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAN_MASK, LAN_ROUTER } from '../support/lan-configurations.ts';
import { NamespaceLab, namespaceObstacle } from '../support/namespace-lab.ts';
import { type PrivateDnsmasq, privateDnsmasq } from '../support/private-dnsmasq.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { runProgram } from '../support/run-program.ts';

const missing = missingPackages({ 'dnsmasq-base': ['dnsmasq'], iproute2: ['ip'] });
testPrograms(missing);
const obstacle = missing.length > 0 ? `${missing.join(', ')} missing` : namespaceObstacle();
test('network namespaces can be made', ({ skip }) => {
  if (obstacle !== undefined) skip(obstacle);
});

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(obstacle !== undefined)('a lease from dnsmasq on the router, for a host without an address', () => {
  let lab: NamespaceLab;
  let dnsmasq: PrivateDnsmasq;
  beforeAll(async () => {
    lab = new NamespaceLab('dhcp');
    lab.cable('router', 'eth1', 'works');
    lab.cable('ifax2', 'eth0', 'works');
    lab.address('router', 'eth1', LAN_ROUTER.works, LAN_MASK);
    lab.broadcasts('ifax2');
    dnsmasq = await privateDnsmasq(
      [
        '--port=0',
        '--interface=eth1',
        '--dhcp-range=192.168.20.100,192.168.20.100,600',
        '--dhcp-option=option:dns-server,192.168.20.53,192.168.20.54',
        '--domain=works.example',
        '--dhcp-authoritative',
        // It would look with ICMP for three seconds whether the address is free.
        '--no-ping',
        '--leasefile-ro',
        '--log-dhcp',
      ],
      ['ip', 'netns', 'exec', lab.namespace('router')],
    );
  });
  afterAll(async () => {
    await dnsmasq?.close();
    lab?.close();
  });

  test('is discovered, offered, requested and acknowledged, as dnsmasq tells it too', async () => {
    const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
    const script = fileURLToPath(new URL('../support/namespace-lease.ts', import.meta.url));
    const node = [process.execPath, '--import', loader, script];
    const { code, out, err } = await runProgram('ip', ['netns', 'exec', lab.namespace('ifax2'), ...node], ROOT);
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      lease: {
        address: '192.168.20.100',
        mask: LAN_MASK,
        gateway: LAN_ROUTER.works,
        nameServers: ['192.168.20.53', '192.168.20.54'],
        domainName: 'works.example',
        server: LAN_ROUTER.works,
        leaseMs: 600_000,
        renewalMs: 300_000,
        rebindingMs: 525_000,
      },
    });
    const client = lab.hardwareAddress('ifax2', 'eth0');
    const told = dnsmasq.log();
    for (const line of [
      `DHCPDISCOVER(eth1) ${client}`,
      `DHCPOFFER(eth1) 192.168.20.100 ${client}`,
      `DHCPREQUEST(eth1) 192.168.20.100 ${client}`,
      `DHCPACK(eth1) 192.168.20.100 ${client} ifax2`,
    ]) {
      expect(told).toContain(line);
    }
  });
});
