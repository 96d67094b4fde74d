import { afterEach, describe, expect, test } from 'vitest';
import { VirtualHost } from '../../device-model/network/virtual-host.ts';
import { RECIPIENT, Story, storyLab } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const inUse = 'IP ADDRESS IS IN USE                 960';

/** A host that has the recipient's address and asks nobody. */
function squatter(place = RECIPIENT): VirtualHost {
  const host = story.rig.lan.host({ name: 'squatter', segment: 'works' });
  host.configure(place);
  return host;
}

const networkOf = (name: string) => {
  const { network } = story.rig.machine(name).board;
  if (!(network instanceof VirtualHost)) throw new Error(`${name} is not on the virtual LAN`);
  return network;
};

describe('a fixed address that another host has', () => {
  test('at power-on: 960 on the display, port 25 stays closed, the address is given up and tried again', async () => {
    story = await Story.of(storyLab({}), ['ifax1']);
    const other = squatter();
    await story.recipient.powerOn();
    await story.rig.advance(10_000);
    const { recipient } = story;
    expect(recipient.lcd).toContain(inUse);
    expect(recipient.board.panel.lamp('link')).toBe('flashing');
    expect(networkOf('ifax2').configuration).toBeUndefined();
    expect(recipient.firmware?.receiver.listening).toBe(false);
    // The sender meets the other one, where nobody listens.
    await story.send();
    await story.delivering('redialWaiting');
    expect(story.events('ifax1', 'attempt.failed').map(({ data }) => data['infoCode'])).toEqual(['716']);
    other.unconfigure();
    await story.rig.until(() => networkOf('ifax2').configuration !== undefined, 'the address is free');
    expect(recipient.lcd).not.toContain(inUse);
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
  });

  test('an XMT of the machine without its address: the same code in the journal', async () => {
    story = await Story.of(storyLab({}), ['ifax2']);
    story.rig.lan
      .host({ name: 'squatter', segment: 'sales' })
      .configure({ address: '192.168.10.21', mask: '255.255.255.0' });
    await story.sender.powerOn();
    await story.rig.advance(10_000);
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: '960', pages: 0 });
    expect(story.sender.lcd[1]).toBe('IP ADDRESS IS IN USE');
    await story.sender.press('RESET');
    expect(story.sender.lcd[2]).toBe(inUse);
  });

  test('claimed later: the machine that had it first keeps it, defends it once in ten seconds, and receives', async () => {
    story = await Story.begin();
    await story.rig.advance(20_000);
    const other = squatter();
    await story.rig.clock.enter(() => {
      for (let claim = 0; claim < 3; claim += 1) other.probe(RECIPIENT.address, () => undefined);
    });
    await story.rig.advance(1_000);
    expect(story.events('ifax2', 'lan.address-defended')).toHaveLength(1);
    expect(story.recipient.lcd).not.toContain(inUse);
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
  });

  test('of two machines switched on at once one has the address in the end', async () => {
    const lab = storyLab({});
    const [first, second] = lab.machines;
    if (first === undefined || second === undefined) throw new Error('storyLab has changed');
    story = await Story.of({ ...lab, machines: [first, second, { ...second, name: 'twin' }] }, []);
    await story.rig.powerOn();
    await story.rig.advance(10 * 60_000);
    const holders = ['ifax2', 'twin'].filter((name) => networkOf(name).configuration !== undefined);
    expect(holders).toHaveLength(1);
  });

  test('No. 100 Off: nobody is asked', async () => {
    story = await Story.of(storyLab({ recipientSettings: { addressCheck: 'Off' } }), ['ifax1']);
    squatter();
    await story.recipient.powerOn();
    await story.rig.advance(10_000);
    expect(networkOf('ifax2').configuration).toMatchObject(RECIPIENT);
    expect(story.events('lan', 'address.announced').map(({ data }) => data['host'])).toEqual(['ifax1']);
  });
});

describe('a socket that has only certain addresses', () => {
  test('another one in No. 23: 962 at power-on, port 25 stays closed, and an XMT tells the same', async () => {
    story = await Story.of(storyLab({ sender: { addresses: ['192.168.10.77', '192.168.10.78'] } }), ['ifax1', 'ifax2']);
    const { sender } = story;
    expect(sender.lcd).toContain('IP ADDRESS IS NOT OF THIS NETWORK    962');
    expect(sender.firmware?.receiver.listening).toBe(false);
    expect(story.events('ifax1', 'lan.unconfigured').at(-1)?.data['sentence']).toBe(
      '192.168.10.21 is no address of ifax1 on this LAN: it has 192.168.10.77, 192.168.10.78.',
    );
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: '962', pages: 0 });
    await sender.set('ipAddress', '192.168.10.78');
    expect(sender.board.panel.lamp('link')).toBe('on');
    expect(sender.firmware?.receiver.listening).toBe(true);
    // Any address will do from now on.
    await story.rig.clock.enter(() => networkOf('ifax1').admit(undefined));
    await sender.set('ipAddress', '192.168.10.79');
    expect(networkOf('ifax1').configuration?.address).toBe('192.168.10.79');
  });
});

describe('the cable', () => {
  test('out: lamp off, 714 on the display; in: both as before', async () => {
    story = await Story.begin();
    const { panel } = story.sender.board;
    expect(panel.lamp('link')).toBe('on');
    await story.rig.clock.enter(() => story.cable('ifax1', 'unplug'));
    expect([panel.lamp('link'), story.sender.lcd[2]]).toEqual(['off', 'CANNOT LOG ON TO THE LAN             714']);
    await story.rig.clock.enter(() => story.cable('ifax1', 'plug'));
    expect([panel.lamp('link'), story.sender.lcd[2]]).toEqual(['on', 'ENTER STATION NUMBER OR ADDRESS']);
  });

  test('out while the switch is off too: both must be back', async () => {
    story = await Story.begin();
    const { panel } = story.sender.board;
    await story.rig.clock.enter(() => {
      story.rig.lan.segment('sales').powered = false;
      story.cable('ifax1', 'unplug');
    });
    await story.rig.clock.enter(() => story.cable('ifax1', 'plug'));
    expect(panel.lamp('link')).toBe('off');
    await story.rig.clock.enter(() => {
      story.rig.lan.segment('sales').powered = true;
    });
    expect(panel.lamp('link')).toBe('on');
  });

  test('in again, the address is announced once more: another host may have it by now', async () => {
    story = await Story.begin();
    await story.rig.clock.enter(() => story.cable('ifax2', 'unplug'));
    squatter();
    await story.rig.clock.enter(() => story.cable('ifax2', 'plug'));
    await story.rig.advance(1_000);
    expect(story.recipient.lcd).toContain(inUse);
    expect(networkOf('ifax2').configuration).toBeUndefined();
  });
});
