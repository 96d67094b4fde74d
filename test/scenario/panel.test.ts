import { afterEach, describe, expect, test } from 'vitest';
import type { PanelKey } from '../../device-model/panel/front-panel.ts';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { takingAll, until } from '../support/far-end-script.ts';
import { JUNE, RECIPIENT, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

describe('STOP ends a transmission in', () => {
  const ON_LINE = [
    'waiting',
    'preflight',
    'resolving',
    'connecting',
    'greeting',
    'hello',
    'originating',
    'addressing',
    'negotiating',
    'coding',
    'requesting',
    'sending',
    'confirming',
  ];
  test.each(['preflight', 'scanning', 'storing', 'committing', ...ON_LINE])('%s', async (state) => {
    // A message longer than the window of a connection, so that sending it takes time.
    story = await Story.begin({ settings: { resolution: '200x200' } });
    await story.sender.load(...(await testOriginal()));
    await story.sender.press('0', '0', '1', 'START');
    await story.delivering(state);
    await story.sender.press('STOP');
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: '910' });
    await story.rig.advance(10_000);
    expect(story.sender.journal).toHaveLength(1);
    expect(story.sender.lcd[0]).toBe('XMT FILE 001                     STOPPED');
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
    expect(story.sender.board.panel.lamp('onLine')).toBe('off');
    expect(story.sender.firmware?.transmitter.statuses).toEqual([]);
    // At the final dot the recipient may have it all.
    if (state !== 'confirming') expect(story.recipient.board.tray.sheets).toBe(0);

    await story.sender.press('RESET');
    await story.load();
    await story.sender.press('0', '0', '1', 'START');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK' });
  });

  test('recording comes too late: the document is delivered', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('recording');
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.rig.advance(1_000);
    expect(story.sender.journal).toHaveLength(1);
    expect(story.sender.lcd[0]).toBe('XMT FILE 001                          OK');
    expect(story.memoryInUse).toBe(0);
  });

  test('failing: no redial', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd([{ reset: true }]);
    await story.send();
    await story.delivering('failing');
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910' });
    await story.rig.advance(600_000);
    expect(farEnd.connections).toHaveLength(1);
    expect(story.sender.journal).toHaveLength(1);
    expect(story.memoryInUse).toBe(0);
  });

  test('redialWaiting', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd([{ reset: true }]);
    await story.send();
    await story.delivering('redialWaiting');
    await story.rig.advance(60_000);
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910' });
    await story.rig.advance(600_000);
    expect(farEnd.connections).toHaveLength(1);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('a STOP after another changes nothing', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('hello');
    await story.sender.press('STOP', 'STOP', 'STOP');
    await story.journaled();
    await story.rig.advance(1_000);
    expect(story.sender.journal).toHaveLength(1);
  });
});

describe('keys', () => {
  test('what cannot be sent is told in one line and nothing moves', async () => {
    story = await Story.begin();
    const hint = async (...act: (() => Promise<void>)[]): Promise<string> => {
      for (const one of act) await one();
      const told = story.sender.lcd[2] ?? '';
      await story.sender.press('RESET');
      return told;
    };
    const press =
      (...keys: readonly PanelKey[]) =>
      () =>
        story.sender.press(...keys);
    const type = (text: string) => () => story.sender.type(text);
    expect(await hint(press('START'))).toBe('ENTER A STATION OR ADDRESS FIRST');
    expect(await hint(press('0', '0', '1', 'START'))).toBe('PLACE THE ORIGINAL');
    await story.load();
    expect(await hint(press('7', '7', '7', 'START'))).toBe('NO SUCH STATION');
    expect(await hint(press('0', '0', '0', 'START'))).toBe('NO SUCH STATION');
    for (const address of [
      'june',
      '@ifax2.example',
      'june@',
      'june@[10.20.30]',
      'june@10.20.30.5',
      'june doe@x.example',
      'jün@x.example',
      'a@b@c..d',
      `${'j'.repeat(65)}@ifax2.example`,
      'june@x.example>\\r\\nRCPT TO:<eve@x.example',
    ]) {
      expect(await hint(type(address), press('START'))).toBe('CHECK THE ADDRESS');
    }
    const half = `j@${'a.'.repeat(120)}`;
    expect(await hint(type(half), type(half), press('START'))).toBe('CHECK THE ADDRESS');
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
    expect(story.sender.journal).toEqual([]);
    expect(story.events('ifax1', 'job.ordered')).toEqual([]);
  });

  test('control characters and texts of more than 256 characters are not taken', async () => {
    story = await Story.begin();
    await expect(story.sender.type('june@x\r\nRSET')).rejects.toThrow('control character');
    await expect(story.sender.type('j'.repeat(257))).rejects.toThrow('257 characters');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
  });

  test('CLEAR takes back one character, and the last one leads back', async () => {
    story = await Story.begin();
    await story.sender.press('0', '1', 'CLEAR');
    expect(story.sender.lcd[0]).toMatch(/^STATION 0__/);
    await story.sender.press('CLEAR');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
    await story.sender.press('CLEAR', 'STOP', 'RESET');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
    await story.sender.press('0', '0', '1');
    expect(story.sender.lcd.slice(1, 3)).toEqual(['JUNE', JUNE]);
    await story.sender.press('RESET');
    await story.sender.type('june@');
    await story.sender.press('1', 'CLEAR');
    await story.sender.type('ifax2.panasonic.example');
    expect(story.sender.lcd[1]).toBe(JUNE);
    await story.load();
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', station: 'JUNE' });
  });

  test('RESET leaves a transmission to itself; its end does not take the panel', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('hello');
    await story.sender.press('RESET', '0', '0');
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(story.sender.lcd[0]).toMatch(/^STATION 00_/);
  });

  test('a station that is not for direct XMT is not sent to', async () => {
    story = await Story.begin({
      sender: { stations: [{ number: '001', name: 'BY SERVER', address: JUNE, direct: false }] },
    });
    await story.send();
    expect(story.sender.lcd[2]).toBe('STATION IS NOT FOR DIRECT XMT');
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  });

  test('no key does anything during the self-test or without power', async () => {
    story = await Story.begin();
    await story.load();
    await story.sender.cutPower();
    await story.sender.press('0', '0', '1', 'START');
    await story.sender.powerOn();
    await story.sender.press('0', '0', '1', 'START');
    expect(story.sender.lcd.slice(0, 2)).toEqual(['PLEASE WAIT', 'SELF-TEST']);
    await story.rig.until(() => story.sender.ready, 'the machine is ready');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
    expect(story.sender.board.feeder.sheetsWaiting).toBe(1);
  });

  test('files incomplete from earlier are shown one after another', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
    story.farEnd([{ reset: true }]);
    for (const count of [1, 2, 3]) {
      await story.send();
      await story.journaled(count);
      await story.sender.press('RESET');
    }
    expect(story.sender.lcd[3]).toBe('3 INCOMPLETE FILES            CLEAR=SHOW');
    for (const file of ['001', '002', '003', '001']) {
      await story.sender.press('CLEAR');
      expect(story.sender.lcd[0]).toBe(`XMT FILE ${file}              INCOMPLETE 717`);
      await story.sender.press('RESET');
    }
    await story.sender.press('CLEAR', 'CLEAR');
    await story.rig.advance(100);
    expect(story.sender.lcd[0]).toBe('XMT FILE 002                 DELETED 717');
    await story.sender.press('RESET');
    expect(story.sender.lcd[3]).toBe('2 INCOMPLETE FILES            CLEAR=SHOW');
    expect(await story.stored()).toEqual(['jobs/001', 'jobs/003', 'xmt/001/page-001', 'xmt/003/page-001']);
  });
});

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
