import { afterEach, describe, expect, test } from 'vitest';
import { takingAll, until } from '../support/far-end-script.ts';
import { MINUTE_MS, Story, storyLab } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

async function backOn(machine = story.sender): Promise<void> {
  await machine.powerOn();
  await story.rig.until(() => machine.ready, `${machine.name} is ready again`);
}

test('power-on: self-test with its screen, then lamps, standby screen and LAN', async () => {
  story = await Story.of(storyLab({}), []);
  const { sender, rig } = story;
  const { panel, network } = sender.board;
  expect([panel.lamp('power'), sender.lcd[0]]).toEqual(['off', '']);
  await sender.powerOn();
  expect(sender.lcd.slice(0, 2)).toEqual(['PLEASE WAIT', 'SELF-TEST']);
  expect([panel.lamp('power'), panel.lamp('link')]).toEqual(['on', 'off']);
  expect(network.configuration).toBeUndefined();
  await rig.until(() => sender.ready, 'ifax1 is ready');
  expect(sender.lcd[0]).toMatch(/^READY +MEMORY 100% FREE$/);
  expect(panel.lamps).toEqual({ power: 'on', receiveData: 'off', alarm: 'off', onLine: 'off', link: 'on' });
  expect(network.configuration?.address).toBe('192.168.10.21');
  expect(sender.firmware?.receiver.listening).toBe(true);
});

describe('the plug of the sender is pulled', () => {
  test('between the final dot and the 250: the document is sent again under its Message-ID', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd(until('final-dot', []), takingAll());
    await story.send(2);
    await story.delivering('confirming');
    await story.rig.advance(1_000);
    await story.sender.cutPower();
    await story.rig.advance(10_000);
    expect(farEnd.last.left).toBeUndefined();
    expect(story.sender.lcd).toEqual(['', '', '', '']);
    const cut = story.rig.log.lines.findIndex(({ event }) => event === 'power.cut');
    const afterwards = story.rig.log.lines.slice(cut + 1).map(({ event }) => event);
    expect(afterwards.filter((event) => event !== 'lcd.changed' && event !== 'lamp.changed')).toEqual([]);
    await backOn();
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: 'OK', pages: 2 });
    expect(farEnd.messageIds).toEqual([entry.messageId, entry.messageId]);
    expect(farEnd.mismatch).toBeUndefined();
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test.each(['a cut', 'the switch'])(
    'while redial is waiting, by %s: the next attempt comes at the planned time',
    async (how) => {
      story = await Story.begin({ recipient: 'absent' });
      const farEnd = story.farEnd(until('ehlo', [{ reset: true }]), takingAll());
      await story.send();
      await story.delivering('redialWaiting');
      const [failedAt = 0] = story.events('ifax1', 'attempt.failed').map(({ at }) => at);
      await story.rig.advance(MINUTE_MS);
      if (how === 'a cut') await story.sender.cutPower();
      else await story.sender.powerOff();
      await backOn();
      expect(await story.journaled()).toMatchObject({ result: 'OK' });
      const begun = story.events('ifax1', 'delivery.entered').filter(({ data }) => data['state'] === 'preflight');
      expect(begun.map(({ at }) => at)[1]).toBe(failedAt + 3 * MINUTE_MS);
      expect(farEnd.connections).toHaveLength(2);
    },
  );

  test('while redial is waiting and longer: the next attempt comes at power-on', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd(until('ehlo', [{ reset: true }]), takingAll());
    await story.send();
    await story.delivering('redialWaiting');
    await story.sender.cutPower();
    await story.rig.advance(60 * MINUTE_MS);
    await backOn();
    const on = story.now;
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(story.now - on).toBeLessThan(5_000);
  });

  test('the redial count goes on from where it was', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { redialCount: 2 } });
    const farEnd = story.farEnd([{ reset: true }]);
    await story.send();
    await story.delivering('redialWaiting');
    await story.sender.cutPower();
    await backOn();
    expect(await story.journaled()).toMatchObject({ result: '717' });
    expect(farEnd.connections).toHaveLength(3);
  });

  const STATES = [
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
    'recording',
    'releasing',
  ];
  test.each([...STATES.flatMap((state) => [0, 3, 7].map((ms) => [state, ms] as const)), ['committing', 7] as const])(
    'in %s + %i ms: delivered in the end, told once, nothing left behind',
    async (state, ms) => {
      story = await Story.begin({ seed: `cut in ${state} ${ms}` });
      await story.send();
      await story.delivering(state);
      await story.rig.advance(ms);
      await story.sender.cutPower();
      await story.rig.advance(2_000);
      await backOn();
      const entry = await story.journaled();
      expect(entry).toMatchObject({ result: 'OK', pages: 1 });
      await story.rig.advance(30_000);
      expect(story.sender.journal).toHaveLength(1);
      expect(story.recipient.printed.length).toBeGreaterThanOrEqual(1);
      expect(new Set(story.recipient.journal.map(({ messageId }) => messageId))).toEqual(new Set([entry.messageId]));
      expect(story.memoryInUse).toBe(0);
      expect(await story.stored()).toEqual([]);
      expect(await story.stored(story.recipient)).toEqual([]);
    },
  );
});

describe('the sender is switched off', () => {
  test.each([
    'waiting',
    'preflight',
    'connecting',
    'addressing',
    'coding',
    'sending',
    'confirming',
    'recording',
    'releasing',
  ])('in %s: delivered in the end, told once', async (state) => {
    story = await Story.begin();
    await story.send();
    await story.delivering(state);
    await story.sender.powerOff();
    expect(story.sender.lcd).toEqual(['', '', '', '']);
    expect(story.sender.board.panel.lamps).toEqual({
      power: 'off',
      receiveData: 'off',
      alarm: 'off',
      onLine: 'off',
      link: 'off',
    });
    await backOn();
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: 'OK', pages: 1 });
    await story.rig.advance(30_000);
    expect(story.sender.journal).toHaveLength(1);
    // Once the 250 was here it is known after power-on, too.
    const sentOnce = state === 'recording' || state === 'releasing';
    if (sentOnce) {
      expect(story.recipient.board.tray.sheets).toBe(1);
      expect(entry.detail).toContain('best form both ends handle');
    }
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('while printing, the recipient: printed after power-on', async () => {
    story = await Story.begin();
    await story.send(2);
    await story.journaled();
    await story.recipient.powerOff();
    expect(story.recipient.board.panel.lamps).toEqual({
      power: 'off',
      receiveData: 'off',
      alarm: 'off',
      onLine: 'off',
      link: 'off',
    });
    await backOn(story.recipient);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 2 });
    expect(story.recipient.board.tray.sheets).toBe(2);
  });
});

describe('the plug is pulled while the recipient prints', () => {
  const PAGES = ['file 001 page 1', 'file 001 page 2', 'file 001 page 3'];
  const labels = (): readonly string[] => story.recipient.printed.map(({ label }) => label);

  async function cutWith(sheets: number, afterMs: number): Promise<void> {
    story = await Story.begin();
    await story.send(PAGES.length);
    await story.journaled();
    await story.rig.until(() => story.recipient.board.tray.sheets === sheets, `${sheets} sheets are out`);
    await story.rig.advance(afterMs);
    await story.recipient.cutPower();
    expect(labels()).toEqual(PAGES.slice(0, sheets));
    await backOn(story.recipient);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: PAGES.length });
    await story.rig.advance(MINUTE_MS);
    expect(await story.stored(story.recipient)).toEqual([]);
  }

  test.each([0, 1, 2])('%i sheets in the tray: only the one in the paper path is printed again', async (sheets) => {
    await cutWith(sheets, 500);
    expect(labels()).toEqual(PAGES);
  });

  test.each([1, 2])('in the instant in which sheet %i falls into the tray: nothing but that one', async (sheets) => {
    await cutWith(sheets, 0);
    const again = labels().length > PAGES.length ? sheets - 1 : sheets;
    expect(labels()).toEqual([...PAGES.slice(0, sheets), ...PAGES.slice(again)]);
  });
});

describe('the plug is pulled while scanning', () => {
  async function cutAtSecondPage(): Promise<void> {
    story = await Story.begin();
    await story.send(3);
    await story.rig.until(() => story.events('ifax1', 'page.scanned').length === 1, 'the first page is scanned');
    await story.rig.advance(500);
    await story.sender.cutPower();
    await story.rig.advance(5_000);
    await backOn();
    await story.rig.advance(1_000);
  }

  test('what is stored waits for the operator, however long', async () => {
    await cutAtSecondPage();
    await story.rig.advance(60 * MINUTE_MS);
    expect(story.sender.lcd).toEqual([
      expect.stringMatching(/^XMT FILE 001/),
      'POWER FAILED DURING THE COMMUNICATION',
      '1 PAGE(S) STORED',
      'START=SEND STORED  STOP=CANCEL',
    ]);
    expect(story.port25).toEqual([]);
    expect(story.memoryInUse).toBeGreaterThan(0);
  });

  test('START sends it', async () => {
    await cutAtSecondPage();
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
    expect(story.memoryInUse).toBe(0);
  });

  test('STOP cancels it', async () => {
    await cutAtSecondPage();
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910', pages: 1 });
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
    expect(story.port25).toEqual([]);
  });

  test('a second cut changes nothing', async () => {
    await cutAtSecondPage();
    await story.sender.cutPower();
    await backOn();
    await story.rig.advance(1_000);
    expect(story.sender.lcd[3]).toBe('START=SEND STORED  STOP=CANCEL');
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
  });
});

test('an incomplete file survives a cut and can still be resent from the panel', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  const farEnd = story.farEnd([{ reset: true }], takingAll());
  await story.send();
  const entry = await story.journaled();
  await story.sender.cutPower();
  await backOn();
  await story.rig.advance(1_000);
  expect(story.memoryInUse).toBeGreaterThan(0);
  expect(story.sender.lcd[3]).toBe('1 INCOMPLETE FILE             CLEAR=SHOW');
  await story.sender.press('CLEAR');
  expect(story.sender.lcd[3]).toBe('START=RESEND CLEAR=DELETE RESET=STANDBY');
  await story.sender.press('START');
  expect(await story.journaled(2)).toMatchObject({ result: 'OK', messageId: entry.messageId });
  expect(farEnd.messageIds).toEqual([entry.messageId]);
  expect(story.memoryInUse).toBe(0);
});

test('a call and a key at the first possible instant find the file numbers in use taken', async () => {
  story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
  story.farEnd([{ reset: true }], takingAll());
  await story.send();
  await story.journaled();
  await story.load();
  await story.sender.cutPower();
  await story.sender.powerOn();
  await story.rig.until(() => story.sender.lcd[0]?.startsWith('READY') === true, 'the panel takes keys');
  await story.sender.press('0', '0', '1', 'START');
  expect(await story.journaled(2)).toMatchObject({ result: 'OK', fileNumber: 2 });
  expect(await story.stored()).toEqual(['jobs/001', 'xmt/001/page-001']);
});

test('pages of which the store has lost one: told with 914, nothing left behind', async () => {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd([{ reset: true }]);
  await story.send(2);
  await story.delivering('redialWaiting');
  await story.rig.clock.enter(() => {
    void story.sender.board.storage.remove('xmt/001/page-002');
  });
  await story.rig.advance(100);
  await story.sender.cutPower();
  await backOn();
  expect(await story.journaled()).toMatchObject({
    result: '914',
    detail: "page 2 of file 1 is not in the machine's store",
  });
  expect(story.memoryInUse).toBe(0);
  expect(await story.stored()).toEqual([]);
});

test('the journal and its order survive', async () => {
  story = await Story.begin();
  await story.send();
  await story.journaled();
  const before = story.sender.journal;
  await story.sender.cutPower();
  expect(story.sender.journal).toEqual([]);
  await backOn();
  expect(story.sender.journal).toEqual(before);
});

describe('the plug of the recipient is pulled', () => {
  test('between the 250 and the print: printed after power-on', async () => {
    story = await Story.begin();
    await story.send(2);
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.rig.advance(500);
    expect(story.recipient.printed).toHaveLength(0);
    await story.recipient.cutPower();
    await story.rig.advance(10_000);
    await backOn(story.recipient);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 2, direction: 'RCV' });
    expect(story.recipient.printed.map(({ label }) => label)).toEqual(['file 001 page 1', 'file 001 page 2']);
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(story.recipient.board.panel.lamp('receiveData')).toBe('off');
  });

  test('before the 250: not printed, and the sender sends again', async () => {
    story = await Story.begin();
    await story.send();
    await story.delivering('confirming');
    await story.rig.advance(4);
    expect(story.events('ifax2', 'message.spooled')).toEqual([]);
    await story.recipient.cutPower();
    await story.rig.advance(10_000);
    await backOn(story.recipient);
    await story.rig.advance(30_000);
    expect(story.recipient.printed).toEqual([]);
    expect(await story.stored(story.recipient)).toEqual([]);
    const entry = await story.journaled();
    expect(entry).toMatchObject({ result: 'OK' });
    expect(entry.durationMs).toBeGreaterThan(13 * MINUTE_MS);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', messageId: entry.messageId });
    expect(story.recipient.printed).toHaveLength(1);
  });
});
