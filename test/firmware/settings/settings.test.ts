import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { FAX_PARAMETERS } from '../../../firmware/settings/fax-parameters.ts';
import { GENERAL_SETTINGS } from '../../../firmware/settings/general-settings.ts';
import { RECEPTION_SETTINGS, smtpServerLimitsOf } from '../../../firmware/settings/reception-settings.ts';
import {
  FACTORY_DEFAULTS,
  parameterOf,
  SETTING_KEYS,
  type SettingChange,
  type SettingKey,
  Settings,
  smtpTimeoutsOf,
} from '../../../firmware/settings/settings.ts';
import { SMTP_TIMEOUTS } from '../../../firmware/smtp/client/timeouts.ts';
import { SMTP_SERVER_LIMITS } from '../../../firmware/smtp/server/server-limits.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

async function machine(storage = new PlainStorage()) {
  const trace = new KeptTrace();
  const settings = new Settings(new NonvolatileMemory(storage), trace);
  const sentences = await settings.load();
  return { storage, trace, settings, sentences };
}

describe('the tables', () => {
  test('No. 22 is DHCP, Enabled or Disabled (manual p. 472); 172 is Direct IFAX XMT, Valid or Invalid (siblings)', () => {
    expect(GENERAL_SETTINGS.dhcp).toMatchObject({
      number: '22',
      choices: ['Enabled', 'Disabled'],
      source: 'manual p. 472',
    });
    expect(FAX_PARAMETERS.directIfaxXmt).toMatchObject({ number: '172', choices: ['Invalid', 'Valid'] });
  });

  test('only these two rows claim a number that is not ours', () => {
    const claimed = SETTING_KEYS.filter((key) => !parameterOf(key).source.endsWith('own design'));
    expect(claimed).toEqual(['dhcp', 'directIfaxXmt']);
  });

  test('what an administrator or operator looks for is there', () => {
    const general =
      'dhcp ipAddress subnetMask defaultGateway dnsServer1 dnsServer2 hostName domainName mailServer machineAddress ' +
      'keyOperatorPassword directOwnNameCheck connegDialect autoResetTime energySaverTime timeZoneOffset';
    const fax =
      'directIfaxXmt resolution density originalType headerLine communicationJournal memoryFull incompleteFileSave ' +
      'substituteReception deliveryNotice subject redialCount redialInterval';
    expect(Object.keys(GENERAL_SETTINGS)).toEqual(expect.arrayContaining(general.split(' ')));
    expect(Object.keys(FAX_PARAMETERS)).toEqual(expect.arrayContaining(fax.split(' ')));
  });

  test('every number has a unit and a range, every choice its choices', () => {
    for (const key of SETTING_KEYS) {
      const { choices, range, unit, default: preset } = parameterOf(key);
      if (typeof preset === 'number') expect([range, unit], key).not.toContain(undefined);
      else if (choices !== undefined) expect(choices, key).toContain(preset);
    }
  });

  test('numbers are unique, keys of the lists do not clash', () => {
    const numbers = SETTING_KEYS.map((key) => parameterOf(key).number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const lists = [GENERAL_SETTINGS, RECEPTION_SETTINGS, FAX_PARAMETERS];
    expect(SETTING_KEYS.length).toBe(lists.reduce((sum, list) => sum + Object.keys(list).length, 0));
  });

  test('every default passes its own check', () => {
    for (const key of SETTING_KEYS) {
      const row = parameterOf(key);
      expect(row.check(row.default)).toEqual({ ok: true, value: row.default });
    }
  });

  test('the factory timers are those of RFC 5321 4.5.3.2', () => {
    const { quit: _quit, ...settable } = SMTP_TIMEOUTS;
    expect(smtpTimeoutsOf(FACTORY_DEFAULTS)).toEqual(settable);
    expect(smtpTimeoutsOf(FACTORY_DEFAULTS)).toMatchObject({
      greeting: 300_000,
      data: 120_000,
      dataBlock: 180_000,
      finalDot: 600_000,
    });
  });
});

test('the factory limits of the SMTP server are its own, and no setting goes below what RFC 5321 4.5.3.1 asks', () => {
  const { halfCloseMs: _halfCloseMs, ...settable } = SMTP_SERVER_LIMITS;
  expect(smtpServerLimitsOf(FACTORY_DEFAULTS)).toEqual(settable);
  expect(RECEPTION_SETTINGS.rcvLineLength.range?.min).toBe(512);
  expect(RECEPTION_SETTINGS.rcvRecipients.range?.min).toBe(100);
  expect(RECEPTION_SETTINGS.rcvMessageSize.range?.min).toBe(64);
});

describe('checks', () => {
  test.each<[SettingKey, unknown, string]>([
    ['dhcp', 'disabled', '22 DHCP cannot be "disabled": expected Enabled, Disabled.'],
    ['dhcp', undefined, '22 DHCP cannot be "undefined": expected Enabled, Disabled.'],
    [
      'ipAddress',
      '192.0.2.256',
      '23 IP Address cannot be "192.0.2.256": expected four numbers from 0 to 255 such as 192.0.2.10.',
    ],
    ['ipAddress', '192.0.2', 'expected four numbers'],
    ['ipAddress', 3_221_225_994, 'expected text'],
    ['hostName', 'fax.example', 'expected one name of 1 to 63 letters'],
    ['hostName', '-fax', 'expected one name'],
    ['domainName', 'a..b', 'separated by dots'],
    ['domainName', `${'a'.repeat(63)}.`.repeat(4), 'separated by dots'],
    ['machineAddress', 'fax', 'such as fax@example.com (The address "fax" has no @'],
    ['machineAddress', 'fax@a.example\r\nRSET', 'control character'],
    ['mailServer', '1.2.3', 'expected four numbers'],
    ['redialCount', 16, '906 Redial Count cannot be "16": expected a whole number of times from 0 to 15.'],
    ['redialCount', '5', 'expected a whole number'],
    ['redialCount', Number.NaN, 'expected a whole number'],
    ['redialInterval', 1.5, 'expected a whole number'],
    ['density', 0, 'from 1 to 5'],
    ['codingOrder', 'MH JPEG', 'expected some of JBIG MMR MR MH, each once, the best first'],
    ['resolution', '300x300', 'expected 200x100'],
    ['timeZoneOffset', 841, 'minutes east of UTC from -720 to 840'],
    ['subject', 'a\nb', 'printable characters'],
    ['subject', 'x'.repeat(121), 'at most 120'],
  ])('%s refuses %j', async (key, value, sentence) => {
    const { settings, storage } = await machine();
    const answer = await settings.set(key, value);
    expect(answer.ok).toBe(false);
    expect(answer.ok ? '' : answer.sentence).toContain(sentence);
    expect(settings.values).toEqual(FACTORY_DEFAULTS);
    expect(storage.records.size).toBe(0);
  });

  test('no value whatever makes a check throw, and what passes once passes again unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTING_KEYS), fc.anything({ withBigInt: false }), (key, value) => {
        const answer = parameterOf(key).check(value);
        if (answer.ok) expect(parameterOf(key).check(answer.value)).toEqual(answer);
        else expect(answer.sentence).toMatch(/\.$/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('blanks around text are taken off, and empty means not set', async () => {
    const { settings } = await machine();
    expect(await settings.set('ipAddress', ' 192.0.2.10 ')).toEqual({ ok: true, value: '192.0.2.10' });
    expect(await settings.set('ipAddress', ' ')).toEqual({ ok: true, value: '' });
  });
});

describe('keeping', () => {
  test('what was set is there after the next power-on', async () => {
    const { settings, storage } = await machine();
    await Promise.all([
      settings.set('dhcp', 'Disabled'),
      settings.set('redialCount', 7),
      settings.set('hostName', 'fax'),
    ]);
    const next = await machine(storage);
    expect(next.sentences).toEqual([]);
    expect(next.settings.values).toEqual({ ...FACTORY_DEFAULTS, dhcp: 'Disabled', redialCount: 7, hostName: 'fax' });
  });

  test('a change is told with old and new, once, and traced with its number; the same value again is no change', async () => {
    const { settings, trace } = await machine();
    const changes: SettingChange[] = [];
    const end = settings.onChange((change) => changes.push(change));
    await settings.set('dhcp', 'Disabled');
    await settings.set('dhcp', 'Disabled');
    end();
    await settings.set('dhcp', 'Enabled');
    expect(changes).toEqual([{ key: 'dhcp', from: 'Enabled', to: 'Disabled' }]);
    expect(trace.lines[0]).toEqual({
      event: 'setting.changed',
      data: { number: '22', key: 'dhcp', from: 'Enabled', to: 'Disabled' },
    });
    expect(trace.events()).toEqual(['setting.changed', 'setting.changed']);
  });

  test('a full memory refuses the change and nothing has changed', async () => {
    const { settings, storage } = await machine();
    storage.refuse = true;
    await expect(settings.set('dhcp', 'Disabled')).rejects.toThrow('ENOSPC');
    expect(settings.get('dhcp')).toBe('Enabled');
    storage.refuse = false;
    expect((await settings.set('dhcp', 'Disabled')).ok).toBe(true);
  });

  test('factory defaults come back, and are told change by change', async () => {
    const { settings } = await machine();
    await settings.set('dhcp', 'Disabled');
    await settings.set('density', 5);
    const keys: string[] = [];
    settings.onChange((change) => keys.push(change.key));
    await settings.restoreFactoryDefaults();
    expect(settings.values).toEqual(FACTORY_DEFAULTS);
    expect(keys).toEqual(['dhcp', 'density']);
  });

  test('a damaged record means factory defaults and a sentence; one bad value costs only itself', async () => {
    const storage = new PlainStorage();
    storage.records.set('settings/parameters', Buffer.from('{"dhcp":"Disabled"}'));
    const damaged = await machine(storage);
    expect(damaged.settings.values).toEqual(FACTORY_DEFAULTS);
    expect(damaged.sentences[0]).toMatch(/damaged: .* The factory defaults are in use\.$/);
    expect(damaged.trace.events()).toEqual(['settings.repaired']);

    const format = { version: 1, check: (value: unknown) => ({ ok: true as const, value }) };
    await new NonvolatileMemory(storage).save('settings/parameters', format, { dhcp: 'Disabled', density: 9, warp: 1 });
    const repaired = await machine(storage);
    expect(repaired.settings.values).toEqual({ ...FACTORY_DEFAULTS, dhcp: 'Disabled' });
    expect(repaired.sentences).toHaveLength(2);
  });
});
