import { afterEach, describe, expect, test } from 'vitest';
import { takingAll } from '../support/far-end-script.ts';
import { RECIPIENT, type Settings, Story } from '../support/scenario.ts';
import { scriptedCaller } from '../support/scripted-far-end.ts';

let story: Story;
afterEach(() => story.close());

const NO_A_RECORD = [
  { domain: 'panasonic.example', records: [{ type: 'A' as const, name: 'ifax2', address: RECIPIENT.address }] },
];
const ELSEWHERE = [
  {
    domain: 'panasonic.example',
    records: [
      { type: 'A' as const, name: 'ifax1', address: '192.168.10.99' },
      { type: 'A' as const, name: 'ifax2', address: RECIPIENT.address },
    ],
  },
];

describe('START is refused before a sheet moves', () => {
  test.each<[string, Settings, string, string, typeof ELSEWHERE?]>([
    ['No. 22 DHCP Enabled', { dhcp: 'Enabled' }, '901', 'SET NO.22 DHCP TO DISABLED'],
    ['172 Invalid', { directIfaxXmt: 'Invalid' }, '902', 'DIRECT IFAX XMT IS NOT VALID'],
    ['no address', { ipAddress: '' }, '903', 'CHECK NO.23 IP ADDRESS'],
    ['a loopback address', { ipAddress: '127.0.0.1' }, '903', 'CHECK NO.23 IP ADDRESS'],
    ['a multicast address', { ipAddress: '224.0.0.5' }, '903', 'CHECK NO.23 IP ADDRESS'],
    ['the broadcast address', { ipAddress: '192.168.10.255' }, '903', 'CHECK NO.23 IP ADDRESS'],
    ['the network address', { ipAddress: '192.168.10.0' }, '903', 'CHECK NO.23 IP ADDRESS'],
    ['no mask', { subnetMask: '' }, '904', 'CHECK NO.24 SUBNET MASK'],
    ['a mask with a hole', { subnetMask: '255.0.255.0' }, '904', 'CHECK NO.24 SUBNET MASK'],
    ['a mask without room', { subnetMask: '255.255.255.255' }, '904', 'CHECK NO.24 SUBNET MASK'],
    ['no gateway', { defaultGateway: '' }, '905', 'CHECK NO.25 DEFAULT GATEWAY'],
    ['itself as gateway', { defaultGateway: '192.168.10.21' }, '905', 'CHECK NO.25 DEFAULT GATEWAY'],
    ['a gateway elsewhere', { defaultGateway: '10.20.30.1' }, '905', 'CHECK NO.25 DEFAULT GATEWAY'],
    ['no DNS server', { dnsServer1: '' }, '906', 'ENTER NO.26 DNS SERVER'],
    ['no host name', { hostName: '' }, '907', 'ENTER NO.28 HOST NAME'],
    ['no domain name', { domainName: '' }, '907', 'ENTER NO.28 HOST NAME'],
    ['no machine address', { machineAddress: '' }, '909', 'ENTER NO.30 MACHINE E-MAIL ADDRESS'],
    ['own name unknown', { directOwnNameCheck: 'Refuse' }, '908', 'OWN NAME IS NOT ON THE DNS SERVER', NO_A_RECORD],
    ['own name elsewhere', { directOwnNameCheck: 'Refuse' }, '908', 'OWN NAME IS NOT ON THE DNS SERVER', ELSEWHERE],
  ])('%s', async (_, settings, code, lcd, zones) => {
    story = await Story.begin({ recipient: 'absent', settings, ...(zones === undefined ? {} : { zones }) });
    const farEnd = story.farEnd(takingAll());
    await story.send(2);
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: code, pages: 0, address: 'june@ifax2.panasonic.example', durationMs: 0 });
    expect(story.sender.lcd.slice(0, 2)).toEqual([`XMT FILE 001                NOT SENT ${code}`, lcd]);
    expect(story.sender.board.feeder.sheetsWaiting).toBe(2);
    expect(story.events('ifax1', 'page.scanned')).toEqual([]);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
    expect(farEnd.connections).toEqual([]);
    expect(story.port25).toEqual([]);
    await story.sender.press('RESET');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
    expect(story.sender.firmware?.transmitter.statuses).toEqual([]);
  });

  test('no link', async () => {
    story = await Story.begin({ recipient: 'absent' });
    await story.rig.clock.enter(() => story.cable('ifax1', 'unplug'));
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: '714' });
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
    await story.rig.clock.enter(() => story.cable('ifax1', 'plug'));
    story.farEnd(takingAll());
    await story.sender.press('RESET', '0', '0', '1', 'START');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK' });
  });
});

describe('START is not refused', () => {
  test.each<[string, Settings, typeof ELSEWHERE]>([
    ['own name check Off', { directOwnNameCheck: 'Off' }, NO_A_RECORD],
    ['own name check Warn', { directOwnNameCheck: 'Warn' }, ELSEWHERE],
  ])('%s', async (_, settings, zones) => {
    story = await Story.begin({ recipient: 'absent', settings, zones });
    story.farEnd(takingAll());
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    const doubts = story.events('ifax1', 'own-name.doubted');
    expect(doubts.length > 0).toBe(settings['directOwnNameCheck'] === 'Warn');
  });
});

describe('with No. 22 Enabled nothing listens on port 25', () => {
  test('from the start: a caller gets no answer', async () => {
    story = await Story.begin({ recipientSettings: { dhcp: 'Enabled' } });
    await story.send();
    const caller = await calling();
    expect(caller.left).toBe('EHOSTUNREACH');
    expect(story.recipient.firmware?.receiver.listening).toBe(false);
  });

  test('switched on while running: sessions end, and come back with Disabled', async () => {
    story = await Story.begin();
    const open = scriptedCaller(story.rig.clock, story.sender.board.network, { ...RECIPIENT, port: 25 }, []);
    await story.rig.until(() => open.received.startsWith('220 '), 'the recipient greets');
    await story.recipient.set('dhcp', 'Enabled');
    await story.rig.advance(10_000);
    expect(story.recipient.firmware?.receiver.listening).toBe(false);
    expect((await calling()).left).toBe('EHOSTUNREACH');
    await story.recipient.set('dhcp', 'Disabled');
    const again = await calling();
    expect(again.received).toMatch(/^220 /);
  });
});

async function calling() {
  const caller = scriptedCaller(story.rig.clock, story.sender.board.network, { ...RECIPIENT, port: 25 }, []);
  await story.rig.until(() => caller.left !== undefined || caller.received !== '', 'the caller knows');
  return caller;
}
