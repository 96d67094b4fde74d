import { afterEach, describe, expect, test } from 'vitest';
import { FACTORY_DEFAULTS } from '../../firmware/settings/settings.ts';
import { JUNE, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

/** A machine that was used: settings, a station, a learned capability, a line in the journal, an incomplete file. */
async function used(): Promise<void> {
  story = await Story.begin({ settings: { redialCount: 0, keyOperatorPassword: '1234' } });
  await story.send();
  expect(await story.journaled()).toMatchObject({ result: 'OK' });
  await story.sender.press('RESET');
  await story.recipient.cutPower();
  await story.send();
  expect(await story.journaled(2)).toMatchObject({ result: '920' });
  expect(story.sender.firmware?.learned.all).toMatchObject([{ address: JUNE }]);
}

const firmware = () => {
  const found = story.sender.firmware;
  if (found === undefined) throw new Error('ifax1 is switched off');
  return found;
};

describe('factory defaults', () => {
  test('settings: every row at its default, the password too, the learned capability gone; the rest stays', async () => {
    await used();
    await story.sender.factoryDefaults();
    expect(firmware().settings.values).toEqual(FACTORY_DEFAULTS);
    expect(firmware().keyOperator.enter('00000000')).toEqual({ ok: true });
    expect(firmware().learned.all).toEqual([]);
    expect(firmware().addressBook.stations).toMatchObject([{ number: '001', address: JUNE }]);
    expect(story.sender.journal).toHaveLength(2);
    expect(await story.sender.files()).toMatchObject([{ fileNumber: 2, state: 'incomplete' }]);
  });

  test('everything: address book and journal too; what somebody was promised stays', async () => {
    await used();
    await story.sender.factoryDefaults('everything');
    expect(firmware().settings.values).toEqual(FACTORY_DEFAULTS);
    expect(firmware().addressBook.stations).toEqual([]);
    expect(story.sender.journal).toEqual([]);
    expect(await story.sender.files()).toMatchObject([{ fileNumber: 2, state: 'incomplete' }]);
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.rig.until(() => story.sender.ready, 'ifax1 is ready again');
    expect(firmware().settings.values).toEqual(FACTORY_DEFAULTS);
    expect(firmware().addressBook.stations).toEqual([]);
    expect(await story.sender.files()).toMatchObject([{ fileNumber: 2, state: 'incomplete' }]);
  });

  test('the log tells of it: what, old, new, secrets masked', async () => {
    await used();
    const before = story.rig.log.lines.length;
    await story.sender.factoryDefaults('everything');
    const lines = story.rig.log.lines.slice(before).filter(({ machine }) => machine === 'ifax1');
    expect(lines[0]).toMatchObject({ event: 'machine.factory-defaults', data: { scope: 'everything' } });
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['station.removed', 'journal.cleared', 'capability.forgotten']),
    );
    const changed = lines.filter(({ event }) => event === 'setting.changed').map(({ data }) => data);
    expect(changed).toContainEqual({ number: '22', key: 'dhcp', from: 'Disabled', to: 'Enabled' });
    expect(changed).toContainEqual({ number: '35', key: 'keyOperatorPassword', from: '****', to: '****' });
    expect(JSON.stringify(lines)).not.toContain('1234');
  });

  test('on line: the fax goes through, the network changes afterwards', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('addressing');
    await story.sender.factoryDefaults();
    expect(story.events('ifax1', 'lan.change-waits').length).toBeGreaterThan(0);
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.rig.until(() => story.sender.board.network.configuration === undefined, 'there is no address any more');
  });
});

describe('reset', () => {
  test('a warm start: everything ends in order, and goes on from memory', async () => {
    story = await Story.begin();
    await story.send(2);
    await story.delivering('sending');
    await story.sender.reset();
    await story.rig.until(() => story.sender.ready, 'ifax1 is ready again');
    const told = story.rig.log.lines.flatMap(({ machine, event }) =>
      machine === 'ifax1' && /^(?:board|power|machine)\./.test(event) ? [event] : [],
    );
    expect(told).toEqual(['power.on', 'machine.ready', 'board.reset', 'power.off', 'power.on', 'machine.ready']);
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
    await story.rig.until(() => story.recipient.firmware?.receiver.idle === true, 'printed');
    expect(story.recipient.printed).toHaveLength(2);
    expect(story.memoryInUse).toBe(0);
  });

  test('without power nothing happens', async () => {
    story = await Story.begin();
    await story.sender.powerOff();
    const before = story.rig.log.lines.length;
    await story.sender.reset();
    expect(story.sender.firmware).toBeUndefined();
    expect(story.rig.log.lines.slice(before)).toEqual([]);
  });
});

describe('the calendar', () => {
  test('is set, told with the old date, and goes on without power', async () => {
    story = await Story.begin();
    await story.sender.setDate(new Date('2006-06-01T12:00:00Z'));
    expect(story.events('ifax1', 'calendar.set')).toMatchObject([{ data: { to: '2006-06-01T12:00:00.000Z' } }]);
    await story.sender.cutPower();
    await story.rig.advance(60_000);
    await story.sender.powerOn();
    await story.rig.until(() => story.sender.ready, 'ifax1 is ready again');
    expect(story.sender.board.clock.calendar().toISOString()).toMatch(/^2006-06-01T12:01:0/);
  });

  test('a year it does not have: one sentence', async () => {
    story = await Story.begin();
    await expect(story.sender.setDate(new Date('1999-12-31T12:00:00Z'))).rejects.toThrow(
      'The date cannot be set: expected a year from 2000 to 2099.',
    );
  });
});
