import { afterEach, expect, test } from 'vitest';
import { takingAll, until } from '../support/far-end-script.ts';
import { MINUTE_MS, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const silentInEhlo = until('ehlo', []);

/** Of the sender's log: instants of an event. */
function instants(event: string, state?: string): readonly number[] {
  return story
    .events('ifax1', event)
    .filter(({ data }) => state === undefined || data['state'] === state)
    .map(({ at }) => at);
}

test('silent in EHLO: given up after five minutes, redialled three minutes later, as often as the count says', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 2 } });
  const farEnd = story.farEnd(silentInEhlo);
  await story.send();
  await story.delivering('redialWaiting');
  expect(story.sender.firmware?.transmitter.record(1)?.destinations[0]).toMatchObject({
    state: 'waiting',
    attempts: 1,
    infoCode: '717',
    nextAttemptAt: expect.any(String),
  });
  expect(story.sender.lcd[2]).toMatch(/^REDIAL AT 09:08:04$/);
  const entry = await story.journaled();
  expect(entry).toMatchObject({ result: '717', detail: 'No answer in phase ehlo within 300 s.', pages: 1 });
  expect(farEnd.connections).toHaveLength(3);
  expect(story.sender.firmware?.transmitter.record(1)?.destinations[0]).toMatchObject({
    state: 'incomplete',
    attempts: 3,
  });

  const asked = instants('delivery.entered', 'hello');
  const failed = instants('attempt.failed');
  const begun = instants('delivery.entered', 'preflight');
  expect(failed).toEqual(asked.map((at) => at + 5 * MINUTE_MS));
  expect(begun.slice(1)).toEqual(failed.slice(0, -1).map((at) => at + 3 * MINUTE_MS));
  const [first = 0] = begun;
  const last = failed.at(-1) ?? 0;
  // From the first attempt to the last word: the record of it is being written.
  expect(entry.durationMs).toBeGreaterThanOrEqual(last - first);
  expect(entry.durationMs).toBeLessThan(last - first + 100);
});

test('the factory redials five times', async () => {
  story = await Story.begin({ recipient: 'absent' });
  const farEnd = story.farEnd([{ reset: true }]);
  await story.send();
  expect(await story.journaled()).toMatchObject({ result: '717' });
  expect(farEnd.connections).toHaveLength(6);
});

test('redial count 0: one attempt; redial interval 0: at once', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  const farEnd = story.farEnd([{ reset: true }]);
  await story.send();
  await story.journaled();
  expect(farEnd.connections).toHaveLength(1);
  await story.sender.set('redialCount', 3);
  await story.sender.set('redialInterval', 0);
  const before = story.now;
  await story.sender.press('START');
  await story.journaled(2);
  expect(farEnd.connections).toHaveLength(5);
  expect(story.now - before).toBeLessThan(1_000);
});

test('with 905 Incomplete File Save Off nothing is kept of a file that failed', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 1, incompleteFileSave: 'Off' } });
  const farEnd = story.farEnd([{ reset: true }]);
  await story.send();
  expect(await story.journaled()).toMatchObject({ result: '717' });
  expect(farEnd.connections).toHaveLength(2);
  expect(story.memoryInUse).toBe(0);
  expect(await story.stored()).toEqual([]);
  expect(story.sender.lcd[0]).toBe('XMT FILE 001                 DELETED 717');
});

test('the second attempt succeeds under the Message-ID of the first', async () => {
  story = await Story.begin({ recipient: 'absent' });
  const farEnd = story.farEnd(until('final-dot', [{ reset: true }]), takingAll());
  await story.send();
  const entry = await story.journaled();
  expect(entry).toMatchObject({ result: 'OK', pages: 1 });
  expect(farEnd.messageIds).toEqual([entry.messageId, entry.messageId]);
  expect(story.sender.journal).toHaveLength(1);
  expect(story.memoryInUse).toBe(0);
});

test('each attempt passes the guard: No. 22 set to Enabled in between refuses the second with 901', async () => {
  story = await Story.begin({ recipient: 'absent' });
  const farEnd = story.farEnd([{ reset: true }]);
  await story.send();
  await story.delivering('redialWaiting');
  await story.sender.set('dhcp', 'Enabled');
  const entry = await story.journaled();
  expect(entry).toMatchObject({ result: '901' });
  expect(farEnd.connections).toHaveLength(1);
  expect(story.port25.filter(({ at }) => at > (instants('setting.changed').at(-1) ?? 0))).toEqual([]);
  expect(story.sender.lcd.slice(0, 3)).toEqual([
    'XMT FILE 001              INCOMPLETE 901',
    'SET NO.22 DHCP TO DISABLED',
    'FOR DIRECT INTERNET FAX XMT',
  ]);

  await story.sender.set('dhcp', 'Disabled');
  await story.sender.press('START');
  expect(await story.journaled(2)).toMatchObject({ result: '717' });
});

test('resent by the operator: a communication of its own under the same Message-ID', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  const farEnd = story.farEnd(until('final-dot', [{ reset: true }]), takingAll());
  await story.send();
  await story.journaled();
  await story.rig.advance(60 * MINUTE_MS);
  // Auto reset has taken the result from the display.
  await story.sender.press('CLEAR', 'START');
  const entry = await story.journaled(2);
  expect(entry).toMatchObject({ result: 'OK' });
  expect(farEnd.messageIds).toEqual([entry.messageId, entry.messageId]);
  expect(entry.durationMs).toBeLessThan(10_000);
  expect(story.memoryInUse).toBe(0);
});
