import { afterEach, describe, expect, test } from 'vitest';
import type { PanelKey } from '../../device-model/index.ts';
import { FAX_PARAMETERS, GENERAL_SETTINGS, RECEPTION_SETTINGS } from '../../firmware/index.ts';
import { plainSheet, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const digits = (text: string): readonly PanelKey[] => Array.from(text) as PanelKey[];
const keys = async (...pressed: readonly PanelKey[]): Promise<void> => {
  await story.sender.press(...pressed);
  // Flash memory takes a moment.
  await story.rig.advance(1_000);
};
const screen = (): string => story.sender.display.screen;

/** Through the menus by digits, as on the keypad. */
async function enterKeyOperatorArea(password = '00000000'): Promise<void> {
  await keys('FUNCTION', '8');
  await keys(...digits(password), 'START');
}

/** A setting of the list on the display by its number; then what is typed, then START. */
async function enter(number: string, typed: string): Promise<void> {
  await keys(...digits(number), 'START');
  await keys(...digits(typed), 'START');
}

test('a machine is made ready for Direct XMT by keys alone, and sends', async () => {
  story = await Story.begin({
    sender: { settings: { dhcp: 'Enabled', ipAddress: '', subnetMask: '', defaultGateway: '', dnsServer1: '' } },
  });
  await story.sender.load(plainSheet('one'));
  await keys('0', '0', '1', 'START');
  expect(story.sender.lcd[1]).toBe('SET NO.22 DHCP TO DISABLED');
  expect(screen()).toBe('result');

  await enterKeyOperatorArea();
  await keys('1');
  expect(screen()).toBe('general-settings');
  await keys('2', '2', 'START');
  expect(screen()).toBe('setting-choice');
  await keys('2');
  expect(story.sender.lcd).toContain('STORED');
  await enter('23', '192168*10*21');
  await enter('24', '255255255*0');
  await enter('25', '192168*10*1');
  await enter('26', '10*20*30*53');
  expect(story.sender.firmware?.settings.values).toMatchObject({
    dhcp: 'Disabled',
    ipAddress: '192.168.10.21',
    subnetMask: '255.255.255.0',
    defaultGateway: '192.168.10.1',
    dnsServer1: '10.20.30.53',
  });

  await keys('FUNCTION', '7');
  await story.rig.until(() => screen() === 'self-test', 'the self-test is done');
  expect(story.sender.lcd[0]).toBe('READY FOR DIRECT XMT');

  await keys('RESET', '0', '0', '1', 'START');
  expect(await story.journaled(2)).toMatchObject({ result: 'OK' });
});

describe('what cannot serve is refused at once, with the reason', () => {
  test('octet by octet', async () => {
    story = await Story.begin();
    const changes = story.events('ifax1', 'setting.changed').length;
    await enterKeyOperatorArea();
    await keys('1');
    await keys('2', '3', 'START', '2', '5', '6');
    expect(story.sender.display.entry).toMatchObject({ kind: 'octets', value: '25' });
    expect(story.sender.lcd).toContain('AN OCTET IS AT MOST 255');
    await keys('CLEAR', '2', '4');
    expect(story.sender.lcd).toContain('224 IS FOR MULTICAST');
    await story.sender.touch('back');
    await keys('2', '5', 'START', ...digits('192168*11*'));
    expect(story.sender.lcd).toContain('NOT IN THE SUBNET OF NO. 23 AND NO. 24');
    expect(story.sender.display.entry?.value).toBe('192.168.11');
    await keys('CLEAR', '0', '*', ...digits('255'), 'START');
    expect(story.sender.lcd.join(' ')).toContain('broadcast address of the subnet');
    expect(story.events('ifax1', 'setting.changed')).toHaveLength(changes);
    await story.sender.touch('not-set');
    await story.rig.advance(1_000);
    expect(story.sender.firmware?.settings.get('defaultGateway')).toBe('');
  });

  test('numbers and texts', async () => {
    story = await Story.begin();
    await enterKeyOperatorArea();
    await keys('2', ...digits('906'), 'START', '1', '6');
    expect(story.sender.lcd).toContain('AT MOST 15');
    await keys('5', 'START');
    expect(story.sender.firmware?.settings.get('redialCount')).toBe(15);
    await story.sender.touch('back');
    await keys('1', '2', '8', 'START');
    expect(story.sender.display.entry?.value).toBe('ifax1');
    await story.sender.type('.bad');
    await keys('START');
    expect(screen()).toBe('setting-text');
    expect(story.sender.lcd.join(' ')).toContain('28 Host Name cannot be "ifax1.bad"');
    await story.sender.touch('clear-all');
    await story.sender.type('fax7');
    await keys('START');
    expect(screen()).toBe('general-settings');
    expect(story.sender.firmware?.settings.get('hostName')).toBe('fax7');
    await keys(...digits('34'), 'START', '*', ...digits('300'), 'START');
    expect(story.sender.firmware?.settings.get('timeZoneOffset')).toBe(-300);
  });
});

describe('the key operator', () => {
  test('has a password, which locks, is never shown and can be changed', async () => {
    story = await Story.begin();
    for (let tries = 0; tries < 4; tries += 1) await enterKeyOperatorArea('1111');
    expect(screen()).toBe('password');
    expect(story.sender.lcd.join(' ')).toContain('The password is wrong; 1 more of them lock the area.');
    await enterKeyOperatorArea('1111');
    expect(story.sender.lcd.join(' ')).toContain("The key operator's area is locked");
    await enterKeyOperatorArea();
    expect(screen()).toBe('password');
    await story.rig.advance(60_000);
    await enterKeyOperatorArea();
    expect(screen()).toBe('key-operator-menu');
    await keys('1', '3', '5', 'START', ...digits('4711'));
    expect(story.sender.display.entry).toMatchObject({ kind: 'password', value: '****' });
    await keys('START', 'RESET');
    await enterKeyOperatorArea('4711');
    expect(screen()).toBe('key-operator-menu');
    const told = story.rig.log.lines.filter(({ event }) => event === 'lcd.changed' || event === 'setting.changed');
    expect(JSON.stringify(told.map(({ data }) => data))).not.toContain('4711');
  });

  test('left alone, the area is closed again', async () => {
    story = await Story.begin({ settings: { autoResetTime: 30 } });
    await enterKeyOperatorArea();
    await keys('1');
    await story.rig.advance(30_000);
    expect(screen()).toBe('standby');
    await keys('FUNCTION', '8');
    expect(screen()).toBe('password');
  });

  test('sets date and time in the zone of the machine', async () => {
    story = await Story.begin({ settings: { timeZoneOffset: 60 } });
    await enterKeyOperatorArea();
    await keys('3', ...digits('200702300000'), 'START');
    expect(story.sender.lcd.join(' ')).toContain('Expected a date as YYYYMMDDHHMM');
    await story.sender.touch('back');
    await keys('3', ...digits('200703041234'), 'START');
    expect(story.sender.lcd).toContain('DATE AND TIME ARE SET');
    await keys('RESET');
    expect(story.sender.display.title).toBe('FAX/EMAIL               2007-03-04 12:34');
    expect(story.sender.board.clock.calendar().toISOString()).toMatch(/^2007-03-04T11:34/);
  });

  test('restores the factory defaults when asked twice', async () => {
    story = await Story.begin({ settings: { redialCount: 3 } });
    await enterKeyOperatorArea();
    await keys('4', 'CLEAR');
    expect(story.sender.firmware?.settings.get('redialCount')).toBe(3);
    await keys('4', 'START');
    expect(story.sender.lcd).toContain('FACTORY DEFAULTS ARE RESTORED');
    expect(story.sender.firmware?.settings.values).toMatchObject({ redialCount: 5, dhcp: 'Enabled', ipAddress: '' });
  });
});

test('every setting of both lists can be opened, and left as it was', async () => {
  story = await Story.begin();
  await enterKeyOperatorArea();
  const before = story.sender.firmware?.settings.values;
  const rows = { '1': 0, '2': 0 };
  for (const list of ['1', '2'] as const) {
    await keys(list);
    for (let last = false; !last; ) {
      const { softKeys } = story.sender.display;
      const page = softKeys.filter(({ id }) => id.startsWith('row-'));
      for (const { id, label } of page) {
        await story.sender.touch(id);
        expect(screen()).toMatch(/^setting-(?:choice|digits|octets|text|password)$/);
        expect(story.sender.display.title.startsWith(label.trimEnd())).toBe(true);
        await story.sender.touch('back');
        rows[list] += 1;
      }
      last = softKeys.find(({ id }) => id === 'down')?.disabled !== false;
      if (!last) await keys('#');
    }
    await story.sender.touch('back');
  }
  expect(rows).toEqual({
    '1': Object.keys({ ...GENERAL_SETTINGS, ...RECEPTION_SETTINGS }).length,
    '2': Object.keys(FAX_PARAMETERS).length,
  });
  expect(story.sender.firmware?.settings.values).toEqual(before);
});
