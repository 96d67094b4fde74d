import { afterEach, describe, expect, test } from 'vitest';
import { takingAll, until } from '../support/far-end-script.ts';
import { RECIPIENT, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

describe('several jobs', () => {
  const elsewhere = (n: number) => ({ ...RECIPIENT, address: `10.20.30.${n}` });

  test('one is on line at a time, in the order they were ordered', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const order: string[] = [];
    const farEnds = [11, 12, 13].map((n) => {
      const slow = [{ pauseMs: 20_000 }, ...takingAll()];
      return story.farEndAt(elsewhere(n), slow);
    });
    for (const n of [11, 12, 13]) {
      await story.load();
      await story.sender.type(`june@[10.20.30.${n}]`);
      await story.sender.press('START');
      await story.delivering('waiting');
      await story.sender.press('RESET');
    }
    expect(story.sender.firmware?.transmitter.statuses.map(({ stage }) => stage)).toEqual([
      'greeting',
      'waiting',
      'waiting',
    ]);
    await story.journaled(3);
    for (const { address, result } of story.sender.journal) order.push(`${address} ${result}`);
    expect(order).toEqual(['june@[10.20.30.11] OK', 'june@[10.20.30.12] OK', 'june@[10.20.30.13] OK']);
    expect(farEnds.map(({ messages }) => messages.length)).toEqual([1, 1, 1]);
    const opened = story.port25.filter(({ event }) => event === 'connection.opened');
    const closed = story.port25.filter(({ event }) => event === 'connection.closed');
    expect(opened).toHaveLength(3);
    for (const index of [1, 2]) {
      expect(opened[index]?.at).toBeGreaterThanOrEqual(story.journalInstants[index - 1] ?? Number.POSITIVE_INFINITY);
    }
    expect(closed).toHaveLength(3);
    expect(story.memoryInUse).toBe(0);
  });

  test('a job that waits for redial does not hold up the next', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEndAt(elsewhere(11), until('ehlo', [{ reset: true }]), takingAll());
    story.farEndAt(elsewhere(12), takingAll());
    for (const n of [11, 12]) {
      await story.load();
      await story.sender.type(`june@[10.20.30.${n}]`);
      await story.sender.press('START');
      await story.delivering(n === 11 ? 'redialWaiting' : 'delivered');
      await story.sender.press('RESET');
    }
    await story.journaled(2);
    expect(story.sender.journal.map(({ address, result }) => [address, result])).toEqual([
      ['june@[10.20.30.12]', 'OK'],
      ['june@[10.20.30.11]', 'OK'],
    ]);
  });

  test('the scanner is one: an order while it works is refused, in the panel and by the machine', async () => {
    story = await Story.begin();
    await story.send(2);
    await story.delivering('scanning');
    await story.sender.press('RESET', '0', '0', '1', 'START');
    expect(story.sender.lcd[2]).toBe('THE SCANNER IS IN USE');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('of two destinations one fails: the file stays for it alone', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
    const good = story.farEndAt(elsewhere(11), takingAll());
    const bad = story.farEndAt(elsewhere(12), [{ reset: true }], takingAll());
    await story.load();
    await story.rig.clock.enter(() => {
      story.sender.firmware?.transmitter.order({
        destinations: [{ forwardPath: 'june@[10.20.30.12]' }, { forwardPath: 'june@[10.20.30.11]' }],
        resolution: '204x98',
        density: 3,
      });
    });
    await story.journaled(2);
    expect(story.sender.journal.map(({ address, result }) => [address, result])).toEqual([
      ['june@[10.20.30.12]', '717'],
      ['june@[10.20.30.11]', 'OK'],
    ]);
    expect(story.memoryInUse).toBeGreaterThan(0);
    await story.sender.press('CLEAR', 'START');
    expect(await story.journaled(3)).toMatchObject({ address: 'june@[10.20.30.12]', result: 'OK' });
    expect(good.messages).toHaveLength(1);
    expect(bad.messages).toHaveLength(1);
    expect(good.messageIds).not.toEqual(bad.messageIds);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('waiting jobs survive a cut in their order', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnds = [11, 12, 13].map((n) => story.farEndAt(elsewhere(n), [{ pauseMs: 10_000 }, ...takingAll()]));
    for (const n of [11, 12, 13]) {
      await story.load();
      await story.sender.type(`june@[10.20.30.${n}]`);
      await story.sender.press('START');
      await story.delivering('waiting');
      await story.sender.press('RESET');
    }
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.journaled(3);
    expect(story.sender.journal.map(({ address, result }) => [address, result])).toEqual(
      [11, 12, 13].map((n) => [`june@[10.20.30.${n}]`, 'OK']),
    );
    expect(farEnds.map(({ messages }) => messages.length)).toEqual([1, 1, 1]);
    expect(story.memoryInUse).toBe(0);
  });
});
