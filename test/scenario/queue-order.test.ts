import { afterEach, describe, expect, test } from 'vitest';
import { takingAll } from '../support/far-end-script.ts';
import { JUNE, MINUTE_MS, RECIPIENT, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const at = (n: number) => ({ ...RECIPIENT, address: `10.20.30.${n}` });
const mailbox = (n: number): string => `june@[10.20.30.${n}]`;
const to = (...hosts: number[]) => hosts.map((n) => ({ forwardPath: mailbox(n) }));

/** Far ends that greet after 20 s, so that a queue forms. */
async function slowFarEnds(...hosts: number[]): Promise<void> {
  story = await Story.begin({ recipient: 'absent' });
  for (const n of hosts) story.farEndAt(at(n), [{ pauseMs: 20_000 }, ...takingAll()]);
}

const told = () => story.sender.journal.map(({ address, result }) => `${address} ${result}`);

describe('several destinations of one job', () => {
  test('each has its own delivery, Message-ID, result and journal entry, in their order', async () => {
    await slowFarEnds(11, 12, 13);
    await story.load();
    await story.sender.order({ destinations: to(11, 12, 13) });
    await story.journaled(3);
    expect(told()).toEqual([11, 12, 13].map((n) => `${mailbox(n)} OK`));
    expect(new Set(story.messageIds).size).toBe(3);
    expect(story.memoryInUse).toBe(0);
  });

  test('typed at the panel with commas, addresses and station numbers', async () => {
    story = await Story.begin();
    story.farEndAt(at(11), takingAll());
    await story.load();
    await story.sender.type(`${mailbox(11)}, 1`);
    await story.sender.press('START');
    await story.journaled(2);
    expect(told()).toEqual([`${mailbox(11)} OK`, `${JUNE} OK`]);
  });

  test.each([
    ['nobody', 'CHECK THE ADDRESS'],
    ['june@[10.20.30.11],,', 'CHECK THE ADDRESS'],
    ['june@[10.20.30.11],7', 'NO SUCH STATION'],
  ])('%s is refused', async (typed, hint) => {
    story = await Story.begin();
    await story.load();
    await story.sender.type(typed);
    await story.sender.press('START');
    expect(story.sender.lcd[2]).toBe(hint);
  });
});

test('Priority XMT goes before what waits, not before what is on line', async () => {
  await slowFarEnds(11, 12, 13);
  for (const [n, priority] of [
    [11, false],
    [12, false],
    [13, true],
  ] as const) {
    await story.load();
    await story.sender.order({ destinations: to(n), priority });
    await story.delivering('waiting');
  }
  await story.journaled(3);
  expect(told()).toEqual([11, 13, 12].map((n) => `${mailbox(n)} OK`));
});

describe('Deferred XMT', () => {
  test('begins at its time of day; what is ordered meanwhile goes first', async () => {
    await slowFarEnds(11, 12);
    await story.load();
    // The rig starts at 09:00.
    await story.sender.order({ destinations: to(11), deferredTo: '09:30' });
    await story.delivering('deferred');
    await story.load();
    await story.sender.order({ destinations: to(12) });
    await story.journaled(2);
    expect(told()).toEqual([12, 11].map((n) => `${mailbox(n)} OK`));
    const called = story.port25.filter(
      ({ event, data }) => event === 'connection.opened' && data['to'] === '10.20.30.11:25',
    );
    expect(called[0]?.at).toBeGreaterThanOrEqual(30 * MINUTE_MS);
    expect(called[0]?.at).toBeLessThan(31 * MINUTE_MS);
  });

  test('keeps its time over a power cut', async () => {
    await slowFarEnds(11);
    await story.load();
    await story.sender.order({ destinations: to(11), deferredTo: '09:30' });
    await story.delivering('deferred');
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.journaled();
    const [called] = story.port25.filter(({ event }) => event === 'connection.opened');
    expect(called?.at).toBeGreaterThanOrEqual(30 * MINUTE_MS);
  });

  test('a time that has passed today is tomorrow’s; one that is none is refused', async () => {
    await slowFarEnds(11);
    await story.load();
    await expect(story.sender.order({ destinations: to(11), deferredTo: '24:00' })).rejects.toThrow(
      'CHECK THE TIME OF DAY',
    );
    await story.sender.order({ destinations: to(11), deferredTo: '08:59' });
    const [ordered] = story.events('ifax1', 'job.ordered');
    expect(ordered?.data['notBefore']).toBe('2006-01-17T08:59:00.000Z');
  });
});

test('943: no redial after the deadline, whatever the count', async () => {
  story = await Story.begin({
    recipient: 'absent',
    settings: { redialCount: 15, redialInterval: 120, redialDeadline: 5 },
  });
  const farEnd = story.farEnd([{ reset: true }]);
  await story.send();
  const entry = await story.journaled();
  // At 0, 2 and 4 minutes; the next one would be after 6.
  expect(farEnd.connections).toHaveLength(3);
  expect(entry).toMatchObject({ result: '717' });
  expect(entry.detail).toMatch(/ The redial deadline is over\.$/);
});
