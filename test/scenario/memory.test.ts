import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { takingAll } from '../support/far-end-script.ts';
import { MINUTE_MS, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

/** What one plain sheet takes in the scan buffer: sizes here are told in pages. */
let pageOctets = 0;
beforeAll(async () => {
  story = await Story.begin({ recipient: 'absent' });
  story.farEnd([]);
  await story.send();
  await story.delivering('greeting');
  pageOctets = story.memoryInUse;
});

async function scanFive(roomForPages: number, settings: Settings = {}): Promise<void> {
  story = await Story.begin({
    recipient: 'absent',
    settings,
    sender: { imageMemoryOctets: Math.floor(roomForPages * pageOctets) },
  });
  story.farEnd(takingAll());
  await story.send(5);
}

describe('the scan buffer is full', () => {
  async function asked(): Promise<void> {
    await story.delivering('memoryFull');
    expect(story.sender.lcd).toEqual([
      expect.stringMatching(/^XMT FILE 001 {2,}MEMORY \d+% FREE$/),
      'MEMORY OVERFLOW',
      '2 PAGE(S) STORED',
      'START=SEND STORED  STOP=CANCEL',
    ]);
    expect(story.sender.board.feeder.sheetsWaiting).toBe(2);
    expect(story.port25).toEqual([]);
  }

  test('START sends what is stored', async () => {
    await scanFive(2.5);
    await asked();
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('STOP cancels', async () => {
    await scanFive(2.5);
    await asked();
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910', pages: 2 });
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
    expect(story.port25).toEqual([]);
  });

  test('nobody answers: after ten seconds what is stored is sent', async () => {
    await scanFive(2.5);
    await asked();
    const askedAt = story.now;
    await story.delivering('committing');
    expect(story.now).toBe(askedAt + 10_000);
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 2 });
  });

  test('nobody answers with 903 Cancel: after the time of 904 it is given up with 870', async () => {
    await scanFive(2.5, { memoryFull: 'Cancel', memoryFullWait: 30 });
    await asked();
    const askedAt = story.now;
    await story.delivering('refusing');
    expect(story.now).toBe(askedAt + 30_000);
    expect(await story.journaled()).toMatchObject({ result: '870', pages: 2 });
    expect(story.sender.lcd.slice(0, 2)).toEqual(['XMT FILE 001                NOT SENT 870', 'MEMORY OVERFLOW']);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
    expect(story.port25).toEqual([]);
  });

  test('not even the first page: refused with 870, nothing kept', async () => {
    await scanFive(0.5);
    expect(await story.journaled()).toMatchObject({ result: '870', pages: 0 });
    expect(story.sender.board.feeder.sheetsWaiting).toBe(4);
    expect(story.memoryInUse).toBe(0);
    expect(await story.stored()).toEqual([]);
  });

  test('RESET while scanning leaves the panel, and the question comes back to it', async () => {
    await scanFive(2.5);
    await story.rig.until(() => story.events('ifax1', 'page.scanned').length === 1, 'the first page is scanned');
    await story.sender.press('RESET');
    expect(story.sender.lcd[0]).toMatch(/^READY/);
    await asked();
    await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result: '910' });
  });

  test('the rest of the sheets can be sent once the memory is free again', async () => {
    await scanFive(2.5);
    await asked();
    await story.sender.press('START');
    await story.journaled();
    await story.sender.press('RESET', '0', '0', '1', 'START');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK', pages: 2 });
    expect(story.sender.board.feeder.sheetsWaiting).toBe(0);
  });
});

describe('the memory of the recipient is full', () => {
  /** Documents of so many pages, each sent as soon as the one before is. */
  async function sendDocuments(pages: readonly number[]): Promise<void> {
    for (const [index, count] of pages.entries()) {
      await story.sender.press('RESET');
      await story.send(count);
      await story.journaled(index + 1);
    }
    await story.rig.advance(60_000);
  }

  async function messageOctets(pages: readonly number[]): Promise<number> {
    story = await Story.begin();
    await sendDocuments(pages);
    return story.events('ifax2', 'message.spooled').reduce((sum, { data }) => sum + Number(data['octets']), 0);
  }

  test('452 and 718 there, 717 and redial here; it works when there is room again', async () => {
    story = await Story.begin({ recipient: { imageMemoryOctets: 1_000 } });
    await story.send();
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: '718', pages: 0, direction: 'RCV' });
    await story.rig.advance(1_000);
    expect(story.sender.lcd[2]).toMatch(/^REDIAL AT /);
    expect(story.events('ifax1', 'attempt.failed')[0]?.data).toMatchObject({
      infoCode: '717',
      redial: true,
      sentence: 'The far end answered 452 insufficient memory for this message in phase mail.',
    });
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.printed).toEqual([]);
    expect(await story.journaled()).toMatchObject({ result: '717' });
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(Array(6).fill('718'));
    expect(story.now).toBeGreaterThan(15 * MINUTE_MS);
  });

  test('what waits to be printed is room again once it is printed', async () => {
    const both = await messageOctets([3, 1]);
    story = await Story.begin({ recipient: { imageMemoryOctets: both - 1 }, settings: { redialInterval: 60 } });
    await sendDocuments([3, 1]);
    expect(story.sender.journal.map(({ result }) => result)).toEqual(['OK', 'OK']);
    expect(story.events('ifax1', 'attempt.failed')).toHaveLength(1);
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(['718', 'OK', 'OK']);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
  });
});
