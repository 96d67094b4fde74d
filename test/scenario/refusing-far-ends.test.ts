import { afterEach, describe, expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { FAR_END_PHASES, type FarEndPhase, refusing, say, takingAll, until } from '../support/far-end-script.ts';
import { RECIPIENT, Story } from '../support/scenario.ts';
import type { FarEndStep } from '../support/scripted-far-end.ts';

let story: Story;
afterEach(() => story.close());

/** One redial at once after the other; the far end plays the same each time. */
async function transmitTo(script: readonly FarEndStep[], settings = {}) {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 1, ...settings } });
  const farEnd = story.farEnd(script);
  await story.send();
  const entry = await story.journaled();
  return { farEnd, entry };
}

async function keptUntilDeleted(): Promise<void> {
  expect(story.sender.journal).toHaveLength(1);
  expect(story.memoryInUse).toBeGreaterThan(0);
  expect(await story.stored()).toEqual(['jobs/001', 'xmt/001/page-001']);
  expect(story.sender.lcd[3]).toBe('START=RESEND CLEAR=DELETE RESET=STANDBY');
  await story.sender.press('CLEAR');
  await story.rig.advance(100);
  expect(story.memoryInUse).toBe(0);
  expect(await story.stored()).toEqual([]);
  expect(story.sender.board.panel.lamp('onLine')).toBe('off');
}

describe('a refusal', () => {
  test.each<[FarEndPhase, string, string, 'redial' | 'once']>([
    ['greeting', '421 busy', '716', 'redial'],
    ['greeting', '554 no', '716', 'once'],
    ['ehlo', '451 later', '716', 'redial'],
    ['ehlo', '550 not you', '716', 'once'],
    ['mail', '451 later', '717', 'redial'],
    ['mail', '550 not from there', '922', 'once'],
    ['rcpt', '450 busy', '924', 'redial'],
    ['rcpt', '550 who', '923', 'once'],
    ['data', '451 later', '717', 'redial'],
    ['data', '554 no', '925', 'once'],
    ['final-dot', '452 full', '717', 'redial'],
    ['final-dot', '552 too big', '926', 'once'],
    ['final-dot', '554 no', '925', 'once'],
  ])('in phase %s, %s: %s, %s', async (phase, reply, code, redial) => {
    const script = reply.startsWith('421') ? until(phase, [say(reply), { end: true }]) : refusing(phase, reply);
    const { farEnd, entry } = await transmitTo(script);
    expect(farEnd.mismatch).toBeUndefined();
    expect(farEnd.connections.every((one) => one.done)).toBe(true);
    expect(entry).toMatchObject({ result: code, pages: 1 });
    expect(entry.detail).toBe(`The far end answered ${reply} in phase ${phase}.`);
    expect(farEnd.connections).toHaveLength(redial === 'redial' ? 2 : 1);
    await keptUntilDeleted();
  });
});

describe('a far end that says no more', () => {
  const waits: Record<FarEndPhase, number> = {
    greeting: 300,
    ehlo: 300,
    mail: 300,
    rcpt: 300,
    data: 120,
    'final-dot': 600,
  };
  test.each(FAR_END_PHASES)('in phase %s', async (phase) => {
    const { farEnd, entry } = await transmitTo(until(phase, []));
    const unsure = phase === 'final-dot' ? ' The far end may have the message already.' : '';
    expect(entry).toMatchObject({
      result: '717',
      detail: `No answer in phase ${phase} within ${waits[phase]} s.${unsure}`,
    });
    expect(farEnd.connections).toHaveLength(2);
    expect(new Set(farEnd.messageIds).size).toBe(phase === 'final-dot' ? 1 : 0);
    await keptUntilDeleted();
  });
  test.each(FAR_END_PHASES)('and resets in phase %s', async (phase) => {
    const { farEnd, entry } = await transmitTo(until(phase, [{ reset: true }]));
    expect(entry.result).toBe('717');
    expect(entry.detail).toContain(`The connection was lost in phase ${phase} (ECONNRESET).`);
    expect(farEnd.connections).toHaveLength(2);
    await keptUntilDeleted();
  });
  test.each(FAR_END_PHASES)('and hangs up in phase %s', async (phase) => {
    const { farEnd, entry } = await transmitTo(until(phase, [{ end: true }]));
    expect(entry.result).toBe('717');
    expect(entry.detail).toContain(`The connection was lost in phase ${phase} (EOF).`);
    expect(farEnd.connections).toHaveLength(2);
    await keptUntilDeleted();
  });
});

describe('a far end that breaks the protocol', () => {
  test.each<[string, FarEndStep[]]>([
    ['talks on before it is asked', [say('220 far.example', '250 hello')]],
    ['answers before the command is sent', until('ehlo', [say('250 far.example', '250 ok')])],
    ['sends 8 MiB without a line end', [{ say: 'x'.repeat(8 * 1_048_576) }]],
    ['sends 8 MiB without a line end in its EHLO reply', until('ehlo', [{ say: `250-${'x'.repeat(8 * 1_048_576)}` }])],
    ['never ends its EHLO reply', until('ehlo', [{ say: '250-more\r\n'.repeat(100_000) }])],
    ['speaks another protocol', [say('SSH-2.0-OpenSSH_4.2')]],
    ['changes the code inside a reply', until('ehlo', [say('250-far.example', '251 x')])],
    ['answers DATA with 250', until('data', [say('250 ok')])],
    ['answers EHLO with 354', until('ehlo', [say('354 go')])],
    ['sends control characters', [{ say: '220 \u001b[2J\u0000\u0007\r\n\u0001\u0002\r\n' }]],
  ])('%s', async (_, script) => {
    const { farEnd, entry } = await transmitTo(script);
    expect(entry.result).toBe('927');
    expect(farEnd.connections).toHaveLength(1);
    await keptUntilDeleted();
  });
});

test('the far end stops reading in the middle of the message: given up after three minutes', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0, resolution: '200x200' } });
  story.farEnd(until('data', [say('354 go'), { stopReading: true }]));
  await story.sender.load(...(await testOriginal()));
  await story.sender.press('0', '0', '1', 'START');
  expect(await story.journaled()).toMatchObject({ result: '717', detail: 'No answer in phase body within 180 s.' });
  expect(story.memoryInUse).toBeGreaterThan(0);
});

test('an answer that cannot find its way back: the connection is tried for 30 s', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  story.farEndAt({ ...RECIPIENT, gateway: '10.20.30.99' }, takingAll());
  await story.send();
  expect(await story.journaled()).toMatchObject({
    result: '715',
    detail: 'No answer in phase connecting within 30 s.',
  });
  await keptUntilDeleted();
});

test('nobody listens: the connection is refused', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  story.farEnd();
  await story.send();
  expect(await story.journaled()).toMatchObject({ result: '716' });
  await keptUntilDeleted();
});

test('a far end without power: the router says so', async () => {
  story = await Story.begin({ settings: { redialCount: 0 } });
  await story.recipient.cutPower();
  await story.send();
  expect(await story.journaled()).toMatchObject({ result: '920' });
  await keptUntilDeleted();
});
