import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { NonvolatileMemory } from '../../../device-model/memory/nonvolatile-memory.ts';
import { KEY_OPERATOR_LOCK, KeyOperatorArea } from '../../../firmware/settings/key-operator.ts';
import { Settings } from '../../../firmware/settings/settings.ts';
import { KeptTrace } from '../../support/kept-trace.ts';
import { PlainStorage } from '../../support/plain-storage.ts';

async function area() {
  const clock = new VirtualClock({ epoch: new Date(0) });
  const trace = new KeptTrace();
  const settings = new Settings(new NonvolatileMemory(new PlainStorage()), trace);
  await settings.load();
  await settings.set('keyOperatorPassword', '4711');
  return { clock, trace, settings, door: new KeyOperatorArea({ clock, settings, trace }) };
}

describe('the key operator’s password', () => {
  test('opens the area; a wrong one does not, and says how many are left', async () => {
    const { door } = await area();
    expect(door.enter('4711')).toEqual({ ok: true });
    expect(door.enter('4712')).toEqual({
      ok: false,
      sentence: 'The password is wrong; 4 more of them lock the area.',
      lockedMs: 0,
    });
  });

  test('five wrong tries in a row lock it for a minute of machine time, for the right password too', async () => {
    const { door, clock } = await area();
    for (let tries = 1; tries < KEY_OPERATOR_LOCK.wrongTries; tries += 1) {
      expect(door.enter('0000')).toMatchObject({ ok: false, lockedMs: 0 });
    }
    expect(door.enter('0000')).toMatchObject({ ok: false, lockedMs: 60_000 });
    await clock.runUntil(() => false, 59_001);
    expect(door.enter('4711')).toEqual({
      ok: false,
      sentence: "The key operator's area is locked for 1 s after wrong passwords.",
      lockedMs: 999,
    });
    await clock.runUntil(() => false, 60_000);
    expect(door.enter('0000')).toMatchObject({ ok: false, lockedMs: 0 });
    expect(door.enter('4711')).toEqual({ ok: true });
  });

  test('a right one forgets the wrong ones', async () => {
    const { door } = await area();
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 1; tries < KEY_OPERATOR_LOCK.wrongTries; tries += 1) door.enter('0000');
      expect(door.enter('4711')).toEqual({ ok: true });
    }
  });

  test('no log, and no sentence of a refusal, holds a password', async () => {
    const { door, settings, trace } = await area();
    await settings.set('keyOperatorPassword', '98765432');
    const refused = await settings.set('keyOperatorPassword', 'letmein');
    door.enter('55555');
    expect(refused).toEqual({
      ok: false,
      sentence: '35 Key Operator Password cannot be that: expected 4 to 8 digits.',
    });
    const log = JSON.stringify(trace.lines);
    for (const secret of ['4711', '98765432', 'letmein', '55555', '00000000']) expect(log).not.toContain(secret);
    expect(trace.lines.filter(({ event }) => event === 'setting.changed').map(({ data }) => data)).toEqual([
      { number: '35', key: 'keyOperatorPassword', from: '****', to: '****' },
      { number: '35', key: 'keyOperatorPassword', from: '****', to: '****' },
    ]);
  });
});
