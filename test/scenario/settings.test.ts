import { afterEach, describe, expect, test } from 'vitest';
import { traceText } from '../../rig/cli/trace-text.ts';
import { Story } from '../support/scenario.ts';

let story: Story | undefined;
afterEach(() => story?.rig.close());

describe('network settings while a job is on line', () => {
  test('take effect after it, and the log says so', async () => {
    story = await Story.begin();
    const { sender, rig } = story;
    await story.send();
    await rig.until(
      () => rig.log.lines.some(({ event, data }) => event === 'smtp.line' && data['role'] === 'client'),
      'on line',
    );
    await sender.set('ipAddress', '10.20.29.77');
    const waits = rig.log.lines.filter(({ event }) => event === 'lan.change-waits');
    expect(waits.map(({ data }) => data['sentence'])).toEqual([
      'A communication is on line: the change of 23 IP Address takes effect after it.',
    ]);
    expect(sender.board.network.configuration?.address).not.toBe('10.20.29.77');
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(sender.board.network.configuration?.address).toBe('10.20.29.77');
  });

  test('a reception is not cut off either', async () => {
    story = await Story.begin();
    const { recipient, rig } = story;
    await story.send();
    await rig.until(
      () =>
        rig.log.lines.some(
          ({ event, data }) =>
            event === 'smtp.line' && data['role'] === 'server' && traceText(data['text']).startsWith('MAIL '),
        ),
      'on line',
    );
    await recipient.set('dhcp', 'Enabled');
    expect(recipient.board.network.configuration).toBeDefined();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await rig.until(() => recipient.board.network.configuration === undefined, 'the change has taken effect');
  });

  test('nothing on line: at once', async () => {
    story = await Story.begin();
    await story.sender.set('ipAddress', '10.20.29.77');
    expect(story.sender.board.network.configuration?.address).toBe('10.20.29.77');
  });
});

describe('fax parameter 914', () => {
  const printed = (): readonly string[] => story?.sender.printed.map(({ label }) => label) ?? [];

  test.each([
    ['Off', 'there', []],
    ['Off', 'absent', []],
    ['Inc', 'there', []],
    ['Inc', 'absent', ['COMM. JOURNAL of file 1 page 1']],
    ['Always', 'there', ['COMM. JOURNAL of file 1 page 1']],
    ['Always', 'absent', ['COMM. JOURNAL of file 1 page 1']],
  ] as const)('%s, the far end %s: %j', async (communicationJournal, farEnd, sheets) => {
    story = await Story.begin({
      settings: { communicationJournal, redialCount: 0 },
      ...(farEnd === 'absent' ? { recipient: 'absent' as const } : {}),
    });
    await story.send();
    await story.journaled();
    await story.rig.advance(60_000);
    expect(printed()).toEqual(sheets);
  });
});

describe('date and time', () => {
  test('are set by the key operator, logged with the old ones, and survive the power', async () => {
    story = await Story.begin();
    const { sender, rig } = story;
    const before = sender.board.clock.calendar();
    let answer: unknown;
    await rig.clock.enter(() => {
      void sender.firmware?.calendar.set(new Date('2031-05-06T07:08:09Z')).then((it) => {
        answer = it;
      });
    });
    await rig.until(() => answer !== undefined, 'the date is set');
    expect(rig.log.lines.findLast(({ event }) => event === 'calendar.set')?.data).toEqual({
      from: before.toISOString(),
      to: '2031-05-06T07:08:09.000Z',
    });
    await sender.powerOff();
    await rig.powerOn();
    await story.send();
    expect(await story.journaled()).toMatchObject({ date: '2031-05-06' });
  });

  test('a year that no machine of its time can show is refused', async () => {
    story = await Story.begin();
    expect(await story.sender.firmware?.calendar.set(new Date('1999-12-31T23:59:59Z'))).toEqual({
      ok: false,
      sentence: 'The date cannot be set: expected a year from 2000 to 2099.',
    });
  });
});

describe('the address book', () => {
  test('goes from one machine to another as JSON, all or nothing', async () => {
    story = await Story.begin();
    const { sender, recipient } = story;
    const json = sender.exportAddressBook();
    expect(await recipient.importAddressBook(json)).toBe(JSON.parse(json).stations.length);
    expect(recipient.exportAddressBook()).toBe(json);
    await expect(recipient.importAddressBook('{"stations":[{}]}')).rejects.toThrow(
      /^The address book cannot be taken: /,
    );
    expect(recipient.exportAddressBook()).toBe(json);
  });
});
