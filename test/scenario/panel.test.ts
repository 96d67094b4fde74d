import { afterEach, describe, expect, test } from 'vitest';
import type { PanelKey } from '../../device-model/panel/front-panel.ts';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { JUNE, Story } from '../support/scenario.ts';

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
    // A message longer than the window of a connection, so that sending it takes time: in MH, for JBIG's is shorter.
    story = await Story.begin({ settings: { resolution: '200x200', transferCoding: 'MH' } });
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
