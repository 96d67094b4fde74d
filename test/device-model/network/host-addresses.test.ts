import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import type { HostInterfaces } from '../../../device-model/network/host-addresses.ts';
import { HostNetwork } from '../../../device-model/network/host-network.ts';
import { LanError } from '../../../device-model/network/network-interface.ts';

const LOOPBACK = { address: '127.0.0.1', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true };
const ETHERNET = { address: '192.168.10.21', family: 'IPv4', mac: '02:fc:00:00:00:01', internal: false };
const IPV6 = { address: 'fd00::2', family: 'IPv6', mac: '02:fc:00:00:00:01', internal: false };
const HOST: HostInterfaces = { lo: [LOOPBACK], eth0: [ETHERNET, IPV6] };

function network(interfaces: HostInterfaces = HOST) {
  let current = interfaces;
  const host = new HostNetwork({ clock: new VirtualClock(), interfaces: () => current });
  const set = (next: HostInterfaces) => {
    current = next;
  };
  return { host, set };
}

function told(address: string, interfaces: HostInterfaces = HOST): string {
  try {
    network(interfaces).host.configure({ address, mask: '255.255.255.0' });
  } catch (error) {
    if (error instanceof LanError && error.code === 'EADDRNOTAVAIL') return error.message;
    throw error;
  }
  return 'taken';
}

describe('the configured address must be the host’s', () => {
  test.each([['192.168.10.21'], ['127.0.0.1'], ['127.20.0.5']])('%s is', (address) => {
    expect(told(address)).toBe('taken');
  });

  test.each([['192.168.10.22'], ['fd00::2'], ['']])('%j is not: the error names those there are', (address) => {
    expect(told(address)).toBe(
      `${address} is no address of a running interface of this host: it has 127.0.0.1 (lo), 192.168.10.21 (eth0)`,
    );
  });

  test('a host without loopback has nothing of 127.0.0.0/8, one without addresses nothing at all', () => {
    expect(told('127.0.0.1', { eth0: [ETHERNET] })).toContain('it has 192.168.10.21 (eth0)');
    expect(told('127.0.0.1', {})).toContain('it has none');
  });

  test('a refused address leaves the old one in place', () => {
    const { host } = network();
    host.configure({ address: '192.168.10.21', mask: '255.255.255.0' });
    expect(() => host.configure({ address: '10.0.0.1', mask: '255.0.0.0' })).toThrow(LanError);
    expect(host.configuration?.address).toBe('192.168.10.21');
  });
});

test('the link is down once the address has gone from the host', () => {
  const { host, set } = network();
  expect(host.link).toBe('up');
  host.configure({ address: '192.168.10.21', mask: '255.255.255.0' });
  expect(host.link).toBe('up');
  set({ lo: [LOOPBACK] });
  expect(host.link).toBe('down');
});

test('the hardware address is that of the interface with the address, before that the first that leads outside', () => {
  const other = { ...ETHERNET, address: '10.0.0.5', mac: '02:fc:00:00:00:02' };
  const { host } = network({ ...HOST, eth1: [other] });
  expect(host.hardwareAddress).toBe(ETHERNET.mac);
  host.configure({ address: '10.0.0.5', mask: '255.0.0.0' });
  expect(host.hardwareAddress).toBe(other.mac);
  expect(network({ lo: [LOOPBACK] }).host.hardwareAddress).toBe('00:00:00:00:00:00');
});

test('the interfaces of this host are asked where none are given', () => {
  const host = new HostNetwork({ clock: new VirtualClock() });
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])) {
    if (family !== 'IPv4') continue;
    host.configure({ address, mask: '255.255.255.0' });
    expect(host.configuration?.address).toBe(address);
  }
  // In the block of RFC 5737, which no host has.
  expect(() => host.configure({ address: '203.0.113.77', mask: '255.255.255.0' })).toThrow(/203\.0\.113\.77 is no/);
});

test('nobody asks for a lease in the host’s name', () => {
  expect(() => network().host.datagram(68)).toThrow(/on the network of the host the host alone asks for addresses/);
});

test('on loopback each machine binds its own address', async () => {
  const machines = ['127.20.0.31', '127.20.0.32'].map((address) => {
    const host = new HostNetwork({ clock: new VirtualClock() });
    host.configure({ address, mask: '255.0.0.0' });
    return host;
  });
  const [first, second] = machines;
  if (first === undefined || second === undefined) throw new Error('no machines');
  const one = first.listen(0, () => undefined);
  await one.bound;
  // The same port at both: neither is in the other's way.
  const two = second.listen(one.port, () => undefined);
  await two.bound;
  expect(two.port).toBe(one.port);
  for (const machine of machines) machine.unconfigure();
});
