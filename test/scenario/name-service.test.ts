import { afterEach, describe, expect, test } from 'vitest';
import type { DnsBehaviour } from '../../rig/lab/dns-server.ts';
import { takingAll, until } from '../support/far-end-script.ts';
import { RECIPIENT, Story, type StoryOptions } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

type ZoneRecords = NonNullable<StoryOptions['zones']>[number]['records'];

/** The sender's own name and what is told of the recipient's domain. */
function zone(...records: ZoneRecords): Pick<StoryOptions, 'zones'> {
  const own = { type: 'A' as const, name: 'ifax1', address: '192.168.10.21' };
  return { zones: [{ domain: 'panasonic.example', records: [own, ...records] }] };
}

async function transmit(options: StoryOptions, behaviour: DnsBehaviour = 'answer') {
  story = await Story.begin({ recipient: 'absent', ...options, settings: { redialCount: 1, ...options.settings } });
  const farEnd = story.farEnd(takingAll());
  await story.rig.clock.enter(() => {
    story.rig.dnsServer('dns').behaviour = behaviour;
  });
  await story.send();
  return { farEnd, entry: await story.journaled() };
}

const attempts = () =>
  story.events('ifax1', 'delivery.entered').filter(({ data }) => data['state'] === 'resolving').length;

describe('the address cannot be found', () => {
  test.each<[string, StoryOptions, DnsBehaviour, string, number]>([
    ['NXDOMAIN', zone(), 'answer', '726', 1],
    ['a name without records', zone({ type: 'A', name: 'x.ifax2', address: RECIPIENT.address }), 'answer', '726', 1],
    ['null MX', zone({ type: 'MX', name: 'ifax2', preference: 0, exchange: '.' }), 'answer', '921', 1],
    [
      'an MX without an address',
      zone({ type: 'MX', name: 'ifax2', preference: 5, exchange: 'gone' }),
      'answer',
      '726',
      1,
    ],
    [
      'an MX that is this machine',
      zone({ type: 'MX', name: 'ifax2', preference: 5, exchange: 'ifax1' }),
      'answer',
      '929',
      1,
    ],
    ['SERVFAIL', zone(), 'servfail', '930', 2],
    ['a server that refuses', zone(), 'refused', '930', 2],
    ['garbage', zone(), 'garbage', '930', 2],
    ['silence', zone(), 'silent', '725', 2],
  ])('%s', async (_, options, behaviour, code, count) => {
    const { farEnd, entry } = await transmit(options, behaviour);
    expect(entry).toMatchObject({ result: code, pages: 1 });
    expect(entry.detail).not.toBe('');
    expect(attempts()).toBe(count);
    expect(farEnd.connections).toEqual([]);
    expect(story.port25).toEqual([]);
    expect(story.memoryInUse).toBeGreaterThan(0);
  });

  test('a server that is back at the redial: delivered', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(takingAll());
    const dns = story.rig.dnsServer('dns');
    await story.rig.clock.enter(() => {
      dns.behaviour = 'silent';
    });
    await story.send();
    await story.delivering('redialWaiting');
    await story.rig.clock.enter(() => {
      dns.behaviour = 'answer';
    });
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(attempts()).toBe(2);
  });

  test('the second server answers for the first', async () => {
    story = await Story.begin({
      recipient: 'absent',
      settings: { dnsServer1: '10.20.30.99', dnsServer2: '10.20.30.53' },
    });
    story.farEnd(takingAll());
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
  });
});

describe('the address is found', () => {
  const mail = { type: 'A' as const, name: 'mail', address: RECIPIENT.address };
  test.each<[string, StoryOptions, DnsBehaviour]>([
    ['by its A record', zone({ type: 'A', name: 'ifax2', address: RECIPIENT.address }), 'answer'],
    ['by an MX', zone({ type: 'MX', name: 'ifax2', preference: 10, exchange: 'mail' }, mail), 'answer'],
    ['by an alias', zone({ type: 'CNAME', name: 'ifax2', target: 'mail' }, mail), 'answer'],
    ['over TCP', zone({ type: 'A', name: 'ifax2', address: RECIPIENT.address }), 'truncated'],
  ])('%s', async (_, options, behaviour) => {
    const { farEnd, entry } = await transmit(options, behaviour);
    expect(entry).toMatchObject({ result: 'OK' });
    expect(farEnd.messages).toHaveLength(1);
  });

  test('the next MX is tried when the first does not answer', async () => {
    story = await Story.begin({
      recipient: 'absent',
      ...zone(
        { type: 'MX', name: 'ifax2', preference: 10, exchange: 'first' },
        { type: 'MX', name: 'ifax2', preference: 20, exchange: 'mail' },
        { type: 'A', name: 'first', address: '10.20.30.6' },
        mail,
      ),
    });
    const first = story.farEndAt({ ...RECIPIENT, address: '10.20.30.6' }, until('greeting', []));
    const second = story.farEnd(takingAll());
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(first.connections).toHaveLength(1);
    expect(second.messages).toHaveLength(1);
    expect(attempts()).toBe(1);
  });
});

test('june@[10.20.30.5] needs no name service', async () => {
  story = await Story.begin({ settings: { dnsServer1: '' }, recipientSettings: { dnsServer1: '' } });
  await story.load();
  await story.sender.type('june@[10.20.30.5]');
  await story.sender.press('START');
  expect(await story.journaled()).toMatchObject({ result: 'OK', address: 'june@[10.20.30.5]' });
  await story.journaled(1, story.recipient);
  expect(story.recipient.printed).toHaveLength(1);
  expect(story.events('dns', 'dns.asked')).toEqual([]);
});
