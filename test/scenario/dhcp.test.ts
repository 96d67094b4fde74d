import { afterEach, describe, expect, test } from 'vitest';
import type { Machine } from '../../rig/machine.ts';
import { FIRST_LEASE, leasingLab, SECOND_LEASE } from '../support/dhcp-story.ts';
import { plainSheet, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

type LeasingOptions = Parameters<typeof leasingLab>[0];

/** Sender and recipient on, the recipient with its lease; `ifax3`, if it is there, still off. */
async function begin(options: LeasingOptions = {}): Promise<void> {
  story = await Story.of(leasingLab({ settings: { redialCount: 0 }, ...options }), ['ifax1', 'ifax2']);
  await leased(story.recipient);
}

async function leased(machine: Machine): Promise<void> {
  await story.rig.until(() => machine.board.network.configuration !== undefined, `${machine.name} has an address`);
}

const addressOf = (machine: Machine) => machine.board.network.configuration?.address;

async function offAndOn(machine: Machine, how: 'powerOff' | 'cutPower' = 'powerOff'): Promise<void> {
  await machine[how]();
  await machine.powerOn();
  await leased(machine);
}

describe('with No. 22 Enabled', () => {
  test('the machine has address, mask, gateway and name servers of the lease, and receives there', async () => {
    await begin();
    expect(story.recipient.board.network.configuration).toEqual({
      address: FIRST_LEASE,
      mask: '255.255.255.0',
      gateway: '10.20.30.1',
    });
    expect(story.recipient.board.panel.lamp('link')).toBe('on');
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: 'OK' });
    expect(story.recipient.printed).toHaveLength(1);
  });

  test('mail for [the leased address] is its own', async () => {
    await begin();
    await story.load();
    await story.sender.type(`june@[${FIRST_LEASE}]`);
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
  });

  test('Direct XMT is refused by the guard all the same (manual p. 472)', async () => {
    await begin();
    await story.recipient.load(plainSheet('sheet'));
    await story.recipient.press('0', '0', '1', 'START');
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'XMT', result: '901' });
    expect(story.recipient.lcd).toContain('SET NO.22 DHCP TO DISABLED');
    expect(story.port25).toEqual([]);
  });

  test('the lease is renewed while a fax comes in, and the session goes on', async () => {
    await begin({ dhcp: { leaseSeconds: 2 } });
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK' });
    const renewals = story.events('ifax2', 'dhcp.entered').filter(({ data }) => data['state'] === 'renewing');
    expect(renewals.length).toBeGreaterThan(2);
    expect(story.events('ifax2', 'smtp.listening')).toHaveLength(1);
  });

  test('switched off, the machine gives its address back; without power it cannot', async () => {
    await begin();
    await story.recipient.powerOff();
    await story.rig.advance(10);
    expect(story.rig.dhcpServer('dhcp').bindings).toEqual([]);
    await story.recipient.powerOn();
    await leased(story.recipient);
    await story.recipient.cutPower();
    expect(story.rig.dhcpServer('dhcp').bindings).toMatchObject([{ hostName: 'ifax2' }]);
  });

  test('switched to Disabled, the lease is given back and the fixed address used', async () => {
    await begin({ recipientSettings: { ipAddress: '10.20.30.5', subnetMask: '255.255.255.0' } });
    await story.recipient.set('dhcp', 'Disabled');
    await story.rig.advance(10);
    expect(addressOf(story.recipient)).toBe('10.20.30.5');
    expect(story.rig.dhcpServer('dhcp').bindings).toEqual([]);
  });
});

describe('why No. 22 is to be Disabled: the address at each power-on is another', () => {
  const readdress = { dhcp: { readdress: true } } as const;

  test('DNS still names the old one: the fax reaches nobody', async () => {
    await begin(readdress);
    await offAndOn(story.recipient);
    expect(addressOf(story.recipient)).toBe(SECOND_LEASE);
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: '920' });
    expect(story.recipient.printed).toEqual([]);
  });

  test('or somebody else, and the sender’s journal says OK', async () => {
    await begin({ ...readdress, third: true });
    await offAndOn(story.recipient);
    const stranger = story.rig.machine('ifax3');
    await stranger.powerOn();
    await leased(stranger);
    expect([addressOf(story.recipient), addressOf(stranger)]).toEqual([SECOND_LEASE, FIRST_LEASE]);
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK', address: 'june@ifax2.panasonic.example' });
    await story.journaled(1, stranger);
    expect([story.recipient.printed.length, stranger.printed.length]).toEqual([0, 1]);
  });

  test.each(['powerOff', 'cutPower'] as const)(
    'the server writes the zone (rule of the 2004 sibling): it arrives (%s)',
    async (how) => {
      await begin({ dhcp: { readdress: true, registersIn: 'dns' }, third: true });
      await offAndOn(story.recipient, how);
      const stranger = story.rig.machine('ifax3');
      await stranger.powerOn();
      await leased(stranger);
      await story.send();
      expect(await story.journaled()).toMatchObject({ result: 'OK' });
      expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK' });
      expect([story.recipient.printed.length, stranger.printed.length]).toEqual([1, 0]);
      expect(story.events('dns', 'dns.updated').map(({ data }) => data['name'])).toContain('ifax2.panasonic.example');
    },
  );
});

describe('no address service', () => {
  test('722 on the display until there is one; the lamp flashes', async () => {
    story = await Story.of(leasingLab(), []);
    await story.rig.clock.enter(() => {
      story.rig.dhcpServer('dhcp').behaviour = 'silent';
    });
    await story.rig.powerOn();
    await story.rig.advance(65_000);
    const { recipient } = story;
    expect(recipient.lcd).toContain('DHCP GAVE NO NETWORK PARAMETERS      722');
    expect(recipient.board.panel.lamp('link')).toBe('flashing');
    expect(story.events('ifax2', 'lan.condition').map(({ data }) => data['code'])).toEqual(['722']);
    await story.rig.clock.enter(() => {
      story.rig.dhcpServer('dhcp').behaviour = 'answer';
    });
    await leased(recipient);
    expect(recipient.lcd).toContain('ENTER STATION NUMBER OR ADDRESS');
    expect(recipient.board.panel.lamp('link')).toBe('on');
  });

  test('the server takes the address back at the renewal: 961, port 25 is closed', async () => {
    await begin({ dhcp: { leaseSeconds: 600 } });
    await story.rig.clock.enter(() => {
      story.rig.dhcpServer('dhcp').behaviour = 'refusing';
    });
    await story.rig.until(() => addressOf(story.recipient) === undefined, 'the address is gone');
    expect(story.recipient.lcd).toContain('DHCP LEASE IS LOST                   961');
    expect(story.recipient.firmware?.receiver.listening).toBe(false);
  });
});

test('the same seed, the same log, leases and all', async () => {
  const logs: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    await begin({ dhcp: { readdress: true, registersIn: 'dns' } });
    await offAndOn(story.recipient);
    await story.send();
    await story.journaled();
    logs.push(JSON.stringify(story.rig.log.lines));
    if (run === 0) story.close();
  }
  expect(logs[0]).toBe(logs[1]);
});
