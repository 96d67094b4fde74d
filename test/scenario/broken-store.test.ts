import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mailing, mailOf } from '../support/caller-script.ts';
import { takingAll, until } from '../support/far-end-script.ts';
import { MINUTE_MS, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => {
  vi.restoreAllMocks();
  story.close();
});

const REFUSAL = new Error('the store is out of order');

/** The machine's store refuses to write once, after so many records that it takes. */
function refusesToWrite(machine = story.sender, taken = 0): void {
  const { storage } = machine.board;
  const write = storage.replace.bind(storage);
  const refusal = vi.spyOn(storage, 'replace');
  for (let record = 0; record < taken; record += 1) refusal.mockImplementationOnce(write);
  refusal.mockRejectedValueOnce(REFUSAL);
}

/** From now on the machine's store refuses to remove anything. */
function refusesToRemove(machine = story.sender): void {
  vi.spyOn(machine.board.storage, 'remove').mockRejectedValue(REFUSAL);
}

const vector = (name: string) => readFileSync(new URL(`../vectors/${name}`, import.meta.url));
const results = () => story.sender.journal.map(({ result }) => result);

describe('the store of the sender refuses', () => {
  test('to write the first page: told with 999, nothing of it stays in the scan buffer', async () => {
    story = await Story.begin({ recipient: 'absent' });
    await story.send();
    await story.delivering('scanning');
    refusesToWrite();
    expect(await story.journaled()).toMatchObject({ result: '999', pages: 0 });
    expect(story.memoryInUse).toBe(0);
    expect(story.sender.lcd[0]).toBe('XMT FILE 001                NOT SENT 999');
  });

  test('to make the job durable: told with 999 and never sent', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd(takingAll());
    await story.send();
    await story.delivering('storing');
    // The record that counts the page comes before the one that ends the scan.
    refusesToWrite(story.sender, 1);
    expect(await story.journaled()).toMatchObject({ result: '999' });
    expect(farEnd.connections).toEqual([]);
    expect(story.memoryInUse).toBe(0);
  });

  test('to record the final 250: journaled as delivered all the same, and not sent again', async () => {
    story = await Story.begin({ recipient: 'absent' });
    const farEnd = story.farEnd(takingAll());
    await story.send();
    await story.delivering('confirming');
    refusesToWrite();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.rig.advance(600_000);
    expect(results()).toEqual(['OK']);
    expect(farEnd.connections).toHaveLength(1);
    expect(story.memoryInUse).toBe(0);
  });

  test('to record a failed attempt: incomplete under its own code, and it can be sent again', async () => {
    story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
    const farEnd = story.farEnd([{ reset: true }], takingAll());
    await story.send();
    await story.delivering('greeting');
    refusesToWrite();
    expect(await story.journaled()).toMatchObject({ result: '717' });
    expect(story.sender.lcd[0]).toBe('XMT FILE 001              INCOMPLETE 717');
    await story.sender.press('START');
    expect(await story.journaled(2)).toMatchObject({ result: 'OK' });
    expect(farEnd.connections).toHaveLength(2);
    expect(story.memoryInUse).toBe(0);
  });

  test('to record that redial waits: the redial comes as planned', async () => {
    story = await Story.begin({ recipient: 'absent' });
    story.farEnd([{ reset: true }], takingAll());
    await story.send();
    await story.delivering('greeting');
    refusesToWrite();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(story.events('ifax1', 'record.refused')).toHaveLength(1);
    const begun = story.events('ifax1', 'delivery.entered').filter(({ data }) => data['state'] === 'preflight');
    const [failed] = story.events('ifax1', 'attempt.failed');
    expect(begun[1]?.at).toBe((failed?.at ?? 0) + 3 * MINUTE_MS);
  });

  test.each([
    ['delivered', 'OK'],
    ['cancelled', '910'],
    ['discarded', '717'],
  ])('to remove the pages of a file that is %s: the scan buffer is free again', async (how, result) => {
    story = await Story.begin({ recipient: 'absent', settings: { redialCount: 0 } });
    story.farEnd(how === 'delivered' ? takingAll() : until('greeting', how === 'cancelled' ? [] : [{ reset: true }]));
    await story.send();
    await story.delivering('greeting');
    refusesToRemove();
    if (how === 'cancelled') await story.sender.press('STOP');
    expect(await story.journaled()).toMatchObject({ result });
    if (how === 'discarded') await story.sender.press('CLEAR');
    await story.rig.advance(1_000);
    expect(story.sender.firmware?.transmitter.statuses).toEqual([]);
    expect(story.memoryInUse).toBe(0);
  });
});

describe('the store of the recipient refuses', () => {
  test('to count the printed sheets: the message is printed, told as OK, and leaves the spool', async () => {
    story = await Story.begin();
    await story.send(2);
    await story.journaled();
    vi.spyOn(story.recipient.board.storage, 'replace').mockImplementation((name) =>
      name.endsWith('/printed') ? Promise.reject(REFUSAL) : Promise.resolve(),
    );
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: 'OK', pages: 2 });
    expect(story.events('ifax2', 'sheet.uncounted').map(({ data }) => data['pagesPrinted'])).toEqual([1, 2]);
    expect(story.recipient.board.tray.sheets).toBe(2);
    expect(await story.stored(story.recipient)).toEqual([]);
  });

  const receive = async (message: string): Promise<void> => {
    story = await Story.begin({ recipientSettings: { unprintableMessage: 'Keep' } });
    story.call(mailing(message));
    await story.rig.until(() => story.events('ifax2', 'message.spooled').length === 1, 'the message is spooled');
  };
  const text = mailOf('kept', { type: 'text/plain', octets: Buffer.from('hello') });

  test('to mark a message as kept: journaled and shown by the lamp all the same', async () => {
    await receive(text);
    refusesToWrite(story.recipient);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: '940' });
    expect(story.recipient.board.panel.lamp('alarm')).toBe('on');
  });

  test('to remove a message that is printed: printed and told once, its memory free again', async () => {
    await receive(mailOf('printed', { type: 'image/tiff', octets: vector('tiff-s-1page.tif') }));
    refusesToRemove(story.recipient);
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: 'OK', pages: 1 });
    await story.rig.advance(60_000);
    expect(story.recipient.journal).toHaveLength(1);
    expect(story.recipient.board.tray.sheets).toBe(1);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(story.recipient.board.panel.lamp('receiveData')).toBe('off');
  });
});
