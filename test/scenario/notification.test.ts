import { afterEach, describe, expect, test } from 'vitest';
import { takingAll } from '../support/far-end-script.ts';
import { MINUTE_MS, type Settings, Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

const PCC = 'pcc@ifax1.panasonic.example';
/** A mail server beside the recipient. */
const SERVER = { address: '10.20.30.6', mask: '255.255.255.0', gateway: '10.20.30.1' } as const;

/** One page from the sender, which asks for a notification; the recipient's first journal entry is the reception. */
async function received(recipientSettings: Settings = {}, settings: Settings = {}): Promise<void> {
  story = await Story.begin({ settings: { deliveryNotice: 'On', ...settings }, recipientSettings });
  await story.send();
  expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: 'OK', pages: 1 });
}

const notices = (direction: 'C' | 'S') =>
  story
    .events('ifax2', 'smtp.line')
    .filter(({ data }) => data['role'] === 'notification' && data['direction'] === direction)
    .map(({ data }) => data['text']);

const unfinished = async () => {
  const names: string[] = [];
  await story.rig.clock.enter(() => {
    void story.recipient.board.storage.list('notifications').then((found) => names.push(...found));
  });
  await story.rig.advance(1_000);
  return names;
};

describe('a sender that asks is answered', () => {
  test('after printing, by mail to its own domain, with the null reverse-path; the journal tells', async () => {
    await received();
    expect(story.recipient.board.tray.sheets).toBe(1);
    const entry = await story.journaled(2, story.recipient);
    const { messageId } = story.sender.journal[0] ?? {};
    expect(entry).toMatchObject({ direction: 'XMT', address: PCC, pages: 0, result: 'OK' });
    expect(entry.detail).toBe(`Disposition notification about file 001, ${messageId}.`);
    expect(notices('C')).toContain('MAIL FROM:<>');
    expect(notices('C')).toContainEqual(expect.stringMatching(/^RCPT TO:<pcc@ifax1\.panasonic\.example>/));
    expect(await unfinished()).toEqual([]);
    const printed = story.events('ifax2', 'notification.due')[0]?.at ?? 0;
    expect(printed).toBeGreaterThan(story.events('ifax2', 'message.spooled')[0]?.at ?? Number.POSITIVE_INFINITY);
  });

  test('through the mail server when No. 31 is set', async () => {
    story = await Story.begin({
      settings: { deliveryNotice: 'On' },
      recipientSettings: { mailServer: SERVER.address },
    });
    const server = story.farEndAt(SERVER, takingAll());
    await story.send();
    expect(await story.journaled(2, story.recipient)).toMatchObject({ direction: 'XMT', result: 'OK' });
    expect(server.messages).toHaveLength(1);
    const [message = ''] = server.messages;
    expect(message).toMatch(/^Content-Type: multipart\/report; report-type=disposition-notification;/m);
    expect(message).toContain(`\r\nOriginal-Message-ID: ${story.sender.journal[0]?.messageId}\r\n`);
    expect(message).toContain('\r\nDisposition: automatic-action/MDN-sent-automatically; dispatched\r\n');
    expect(message).toContain('\r\nMedia-Accept-Features:\r\n (&(type="image/tiff")');
    expect(message).toMatch(/^Subject: Read Receipt:IMAGE from Internet FAX\r$/m);
  });

  test('is taught by it: the sender learns the capability by MDN', async () => {
    await received();
    await story.journaled(2, story.recipient);
    await story.rig.advance(10_000);
    const known = story.sender.firmware?.learned.all ?? [];
    expect(known).toMatchObject([{ address: 'june@ifax2.panasonic.example', from: 'MDN' }]);
  });
});

describe('nobody is answered', () => {
  test.each<[string, Settings, Settings]>([
    ['who does not ask', {}, { deliveryNotice: 'Off' }],
    ['when No. 74 is Off', { notification: 'Off' }, {}],
  ])('%s', async (_, recipientSettings, settings) => {
    await received(recipientSettings, settings);
    await story.rig.advance(60 * MINUTE_MS);
    expect(story.recipient.journal).toHaveLength(1);
    expect(notices('C')).toEqual([]);
  });
});

describe('a far end that cannot be reached', () => {
  test('is tried again by No. 75 and 76, then the journal has its end', async () => {
    story = await Story.begin({
      settings: { deliveryNotice: 'On' },
      recipientSettings: { mailServer: SERVER.address, notificationRetries: 2, notificationInterval: 60 },
    });
    const server = story.farEndAt(SERVER, [{ say: '421 not now\r\n' }, { end: true }]);
    await story.send();
    const entry = await story.journaled(2, story.recipient);
    expect(entry).toMatchObject({ direction: 'XMT', address: PCC });
    expect(entry.result).not.toBe('OK');
    expect(server.connections).toHaveLength(3);
    const failed = story.events('ifax2', 'notification.failed').map(({ at }) => at);
    expect(failed.map((at, index) => Math.round((at - (failed[0] ?? 0) - index * MINUTE_MS) / 1_000))).toEqual([
      0, 0, 0,
    ]);
    expect(await unfinished()).toEqual([]);
  });

  test('for good (550): told at once', async () => {
    story = await Story.begin({
      settings: { deliveryNotice: 'On' },
      recipientSettings: { mailServer: SERVER.address },
    });
    const server = story.farEndAt(SERVER, [{ say: '554 no service\r\n' }, { takeUntil: 'QUIT\r\n' }, { end: true }]);
    await story.send();
    expect((await story.journaled(2, story.recipient)).result).not.toBe('OK');
    expect(server.connections).toHaveLength(1);
  });
});

describe('the plug of the recipient is pulled', () => {
  const cutAndOn = async (): Promise<void> => {
    await story.recipient.cutPower();
    await story.rig.advance(10_000);
    await story.recipient.powerOn();
    await story.rig.until(() => story.recipient.ready, 'the recipient is ready again');
  };

  test.each(['message.spooled', 'page.printed', 'notification.due', 'journal.entered'])(
    'at %s: the fax is printed and the notification sent, once',
    async (event) => {
      story = await Story.begin({
        settings: { deliveryNotice: 'On' },
        recipientSettings: { mailServer: SERVER.address },
      });
      const server = story.farEndAt(SERVER, takingAll());
      await story.send();
      await story.rig.until(
        () => story.events('ifax2', event).length > 0 || story.recipient.journal.length > 1,
        `${event} or the end`,
      );
      await cutAndOn();
      await story.rig.advance(60 * MINUTE_MS);
      expect(story.recipient.printed.length).toBeGreaterThanOrEqual(1);
      expect(server.messages).toHaveLength(1);
      expect(story.recipient.journal.filter(({ direction }) => direction === 'XMT')).toHaveLength(1);
      expect(await unfinished()).toEqual([]);
    },
  );

  test('while it waits for its next attempt: that comes at its time, and the count goes on', async () => {
    story = await Story.begin({
      settings: { deliveryNotice: 'On' },
      recipientSettings: { mailServer: SERVER.address, notificationRetries: 1 },
    });
    const server = story.farEndAt(SERVER, [{ say: '421 not now\r\n' }, { end: true }]);
    await story.send();
    await story.rig.until(() => story.events('ifax2', 'notification.failed').length === 1, 'the first attempt failed');
    await story.rig.advance(MINUTE_MS);
    await cutAndOn();
    const entry = await story.journaled(2, story.recipient);
    expect(entry.direction).toBe('XMT');
    const [first = 0, second = 0, ...more] = story.events('ifax2', 'notification.failed').map(({ at }) => at);
    expect(Math.round((second - first) / MINUTE_MS)).toBe(10);
    expect(more).toEqual([]);
    expect(server.connections).toHaveLength(2);
  });
});
