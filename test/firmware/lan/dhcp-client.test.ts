import { describe, expect, test } from 'vitest';
import { DhcpOffice, LEASE_SECONDS, type OfficeClient } from '../../support/dhcp-office.ts';

const LEASE_MS = LEASE_SECONDS * 1_000;
const SECOND_MS = 1_000;

async function bound(office = new DhcpOffice()): Promise<{ office: DhcpOffice; ifax: OfficeClient }> {
  const ifax = office.client();
  await office.clock.advanceBy(2 * SECOND_MS);
  return { office, ifax };
}

describe('a DHCP client (RFC 2131)', () => {
  test('discovers, is offered, requests, is acknowledged, looks whether the address is free, uses it', async () => {
    const { office, ifax } = await bound();
    expect(ifax.states).toEqual(['selecting', 'requesting', 'probing', 'bound']);
    expect(ifax.sent).toEqual(['discover 255.255.255.255', 'request 255.255.255.255']);
    expect(ifax.network.configuration).toMatchObject({
      address: '192.168.10.100',
      mask: '255.255.255.0',
      gateway: '192.168.10.1',
    });
    expect(ifax.leases).toMatchObject([{ nameServers: ['192.168.10.53'], server: '192.168.10.67' }]);
    expect(office.registered).toEqual([['ifax', '192.168.10.100']]);
  });

  test('4.1: an unanswered DISCOVER is sent again after 4, 8, 16, 32, 64, 64 s, each plus or minus one', async () => {
    const office = new DhcpOffice({ behaviour: 'silent' });
    const ifax = office.client();
    await office.clock.advanceBy(300 * SECOND_MS);
    const at = ifax.instants('dhcp.sent', 'discover');
    const waits = at.slice(1).map((instant, index) => instant - (at[index] ?? 0));
    for (const [index, seconds] of [4, 8, 16, 32, 64, 64, 64].entries()) {
      expect(Math.abs((waits[index] ?? 0) - seconds * SECOND_MS)).toBeLessThanOrEqual(SECOND_MS);
    }
    // The jitter is there: no two clients in step.
    expect(waits.some((ms) => ms % SECOND_MS !== 0)).toBe(true);
    expect(ifax.notices).toEqual(['no-server']);
    office.server.behaviour = 'answer';
    await office.clock.advanceBy(70 * SECOND_MS);
    expect(ifax.address).toBe('192.168.10.100');
  });

  test('4.4.5: at T1 it renews with its server alone, and the lease counts from there', async () => {
    const { office, ifax } = await bound();
    await office.clock.advanceBy(LEASE_MS / 2);
    expect(ifax.states.slice(-2)).toEqual(['renewing', 'bound']);
    expect(ifax.sent.slice(-1)).toEqual(['request 192.168.10.67']);
    const [first = 0, renewal = 0] = ifax.instants('dhcp.sent', 'request');
    expect(renewal - first).toBe(LEASE_MS / 2);
    await office.clock.advanceBy(10 * LEASE_MS);
    expect([ifax.address, ifax.lost.length]).toEqual(['192.168.10.100', 0]);
  });

  test('4.4.5: unanswered it renews at half of what is left, rebinds at T2 with any server, and stops at the end', async () => {
    const { office, ifax } = await bound();
    const [requested = 0] = ifax.instants('dhcp.sent', 'request');
    office.server.behaviour = 'silent';
    await office.clock.advanceBy(LEASE_MS);
    const since = ifax.instants('dhcp.sent', 'request').map((at) => (at - requested) / SECOND_MS);
    // T1 1800, T2 3150: 1350 s left, so after 675, 337.5, 168.75, 84.4, then never closer than a minute.
    expect(since.slice(1, 6)).toEqual([1_800, 2_475, 2_812.5, 2_981.25, expect.closeTo(3_065.6, 0)]);
    const rebound = since.indexOf(3_150);
    expect(ifax.sent.slice(0, rebound + 1).filter((one) => one === 'request 192.168.10.67').length).toBeGreaterThan(3);
    expect(ifax.states.slice(-4)).toEqual(['bound', 'renewing', 'rebinding', 'selecting']);
    expect(ifax.lost).toEqual([requested + LEASE_MS]);
    expect(ifax.address).toBeUndefined();
  });

  test('4.4.5: another server takes the client over at T2', async () => {
    const { office, ifax } = await bound();
    office.server.behaviour = 'silent';
    const other = office.serverAt('192.168.10.68', { behaviour: 'silent' });
    // It knows the lease: servers of one office share their records.
    other.adopt({ address: '192.168.10.100', client: ifax.network.hardwareAddress, hostName: 'ifax' });
    other.behaviour = 'answer';
    await office.clock.advanceBy(LEASE_MS);
    expect(ifax.client.lease?.server).toBe('192.168.10.68');
    expect([ifax.address, ifax.lost]).toEqual(['192.168.10.100', []]);
  });

  test('3.1, 4: refused at the request, it begins anew after ten seconds', async () => {
    const office = new DhcpOffice({ behaviour: 'refusing' });
    const ifax = office.client();
    await office.clock.advanceBy(10 * SECOND_MS);
    expect(ifax.states).toEqual(['selecting', 'requesting', 'pausing']);
    office.server.behaviour = 'answer';
    await office.clock.advanceBy(10 * SECOND_MS);
    expect(ifax.address).toBe('192.168.10.100');
  });

  test('4.4.5: refused at the renewal, it leaves the address at once', async () => {
    const { office, ifax } = await bound();
    office.server.behaviour = 'refusing';
    await office.clock.advanceBy(LEASE_MS / 2 + 5);
    expect(ifax.lost).toHaveLength(1);
    expect(ifax.address).toBeUndefined();
  });

  test('3.1, 5: an address that somebody has is declined; ten seconds later it begins anew, and gets another', async () => {
    const office = new DhcpOffice();
    office.lan.host({ name: 'squatter', segment: 'office' }).configure({
      address: '192.168.10.100',
      mask: '255.255.255.0',
    });
    const ifax = office.client();
    await office.clock.advanceBy(20 * SECOND_MS);
    expect(ifax.states.slice(0, 4)).toEqual(['selecting', 'requesting', 'probing', 'declining']);
    expect(ifax.states.slice(4)).toEqual(['selecting', 'requesting', 'probing', 'bound']);
    const [declined = 0] = ifax.instants('dhcp.sent', 'decline');
    const [, again = 0] = ifax.instants('dhcp.sent', 'discover');
    expect(again - declined).toBe(10 * SECOND_MS);
    expect([ifax.address, ifax.notices]).toEqual(['192.168.10.101', ['address-taken']]);
  });

  test('3.1, 6: switched off, it gives the address back', async () => {
    const { office, ifax } = await bound();
    ifax.client.stop();
    await office.clock.advanceBy(5);
    expect(ifax.sent.slice(-1)).toEqual(['release 192.168.10.67']);
    expect([office.server.bindings, office.registered.at(-1)]).toEqual([[], ['ifax', undefined]]);
    await office.clock.advanceBy(10 * LEASE_MS);
    expect(ifax.sent.slice(-1)).toEqual(['release 192.168.10.67']);
  });

  test('3.2: the cable in again, it asks whether the address is still right', async () => {
    const { office, ifax } = await bound();
    ifax.network.unplug();
    await office.clock.advanceBy(60 * SECOND_MS);
    ifax.network.plug();
    await office.clock.advanceBy(10);
    expect(ifax.states.slice(-2)).toEqual(['verifying', 'bound']);
    // No to an address of another network: the machine was carried elsewhere.
    office.server.behaviour = 'refusing';
    ifax.network.unplug();
    ifax.network.plug();
    await office.clock.advanceBy(10);
    expect(ifax.states.slice(-4)).toEqual(['verifying', 'selecting', 'requesting', 'pausing']);
    expect(ifax.address).toBeUndefined();
  });

  test('3.2, 3: nobody answers that question: the lease is good for the rest of its time', async () => {
    const { office, ifax } = await bound();
    office.server.behaviour = 'silent';
    ifax.network.unplug();
    ifax.network.plug();
    await office.clock.advanceBy(70 * SECOND_MS);
    expect(ifax.states.slice(-2)).toEqual(['verifying', 'bound']);
    expect(ifax.address).toBe('192.168.10.100');
    await office.clock.advanceBy(LEASE_MS);
    expect([ifax.address, ifax.lost.length]).toEqual([undefined, 1]);
  });

  test('two clients get two addresses, and neither hears the other’s answers', async () => {
    const office = new DhcpOffice();
    const clients = [office.client('one'), office.client('two')];
    await office.clock.advanceBy(3 * SECOND_MS);
    expect(clients.map(({ address }) => address)).toEqual(['192.168.10.100', '192.168.10.101']);
    for (const { said } of clients) expect(said.filter(({ event }) => event === 'dhcp.received')).toHaveLength(2);
  });

  test('of two servers the first offer is taken, the other’s address stays free', async () => {
    const office = new DhcpOffice();
    const other = office.serverAt('192.168.10.68', { pool: { first: '192.168.10.200', last: '192.168.10.200' } });
    const ifax = office.client();
    await office.clock.advanceBy(3 * SECOND_MS);
    expect(ifax.address).toBe('192.168.10.100');
    expect(other.bindings).toEqual([]);
    expect(office.server.bindings).toHaveLength(1);
  });
});

describe('the lab’s server', () => {
  test('gives a client its address again', async () => {
    const { office, ifax } = await bound();
    ifax.client.stop();
    ifax.restart();
    await office.clock.advanceBy(3 * SECOND_MS);
    expect(ifax.address).toBe('192.168.10.100');
  });

  test.each(['switched off', 'unplugged'])('told so, gives another at each power-on (%s)', async (how) => {
    const { office, ifax } = await bound(new DhcpOffice({ readdress: true }));
    const addresses = [ifax.address];
    for (let round = 0; round < 5; round += 1) {
      if (how === 'switched off') ifax.client.stop();
      else ifax.network.powerLost();
      await office.clock.advanceBy(10);
      ifax.network.powerRestored();
      ifax.restart();
      await office.clock.advanceBy(3 * SECOND_MS);
      addresses.push(ifax.address);
    }
    expect(addresses.map((address) => address?.slice(-3))).toEqual(['100', '101', '102', '103', '100', '101']);
  });

  test('has no address left: the client goes on asking, and gets the one that is given back', async () => {
    const office = new DhcpOffice({ pool: { first: '192.168.10.100', last: '192.168.10.100' } });
    const first = office.client('first');
    const second = office.client('second');
    await office.clock.advanceBy(40 * SECOND_MS);
    expect([first.address, second.address]).toEqual(['192.168.10.100', undefined]);
    first.client.stop();
    first.network.unconfigure();
    await office.clock.advanceBy(70 * SECOND_MS);
    expect(second.address).toBe('192.168.10.100');
  });

  test('forgets a lease when its time is over, and its name', async () => {
    const { office, ifax } = await bound();
    ifax.network.powerLost();
    await office.clock.advanceBy(LEASE_MS);
    expect([office.server.bindings, office.registered.at(-1)]).toEqual([[], ['ifax', undefined]]);
  });
});
