import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { mailing, mailOf } from '../support/caller-script.ts';
import { MINUTE_MS, type Settings, Story } from '../support/scenario.ts';
import type { FarEndStep, ScriptedConnection } from '../support/scripted-far-end.ts';

let story: Story;
afterEach(() => story.close());

const vector = (name: string) => readFileSync(new URL(`../vectors/${name}`, import.meta.url));
const PAGE = { type: 'image/tiff', octets: vector('tiff-s-1page.tif') };
const TEXT = { type: 'text/plain', octets: Buffer.from('hello') };
const PDF = { type: 'application/pdf', octets: Buffer.from('%PDF-1.4') };

async function over(call: ScriptedConnection): Promise<string> {
  await story.rig.until(() => call.left !== undefined || call.mismatch !== undefined, 'the call is over');
  return call.received;
}

const begin = (recipientSettings: Settings = {}) => Story.begin({ recipientSettings });
const send = (message: string, answer?: string) =>
  over(story.call(mailing(message, answer === undefined ? {} : { answer })));

async function backOn(): Promise<void> {
  await story.rig.advance(10_000);
  await story.recipient.powerOn();
  await story.rig.until(() => story.recipient.ready, 'the recipient is ready again');
}

describe('a message without printable content', () => {
  test.each([
    ['text only', mailOf('x', TEXT), '940'],
    ['a PDF', mailOf('x', PDF), '719'],
    ['a TIFF cut off', mailOf('x', { ...PAGE, octets: PAGE.octets.subarray(0, 40) }), '941'],
    ['nothing', '', '941'],
  ])('%s: 554 5.6.1, journaled, nothing kept', async (_, message, result) => {
    story = await begin();
    expect(await send(message, '554 5.6.1 ')).toContain('554 5.6.1 no printable content: ');
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result, pages: 0 });
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.board.imageMemory.usedOctets).toBe(0);
    expect(story.recipient.board.panel.lamp('alarm')).toBe('off');
  });

  test('by setting: taken, and a page printed that says what was wrong', async () => {
    story = await begin({ unprintableMessage: 'Error Page' });
    await send(mailOf('x', PDF));
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: '719', pages: 1 });
    expect(story.recipient.printed.map(({ label }) => label)).toEqual(['file 001 error page 1']);
    expect(story.recipient.printed[0]?.raster.octets.some((octet) => octet !== 0)).toBe(true);
    expect(await story.stored(story.recipient)).toEqual([]);
    expect(story.recipient.board.panel.lamp('alarm')).toBe('off');
  });

  test('a report is taken all the same', async () => {
    story = await begin();
    const report = [
      'From: MAILER-DAEMON@mail.example',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'It bounced.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Action: failed',
      '--b--',
    ].join('\r\n');
    expect(await send(report)).toContain('250 message accepted as file 001');
  });
});

describe('a repetition', () => {
  const repeated = mailOf('again', PAGE);

  test('is told as a duplicate and not printed again', async () => {
    story = await begin();
    await send(repeated);
    await story.journaled(1, story.recipient);
    expect(await send(repeated)).toContain('250 duplicate of file 001, not printed again');
    expect(await story.journaled(2, story.recipient)).toMatchObject({
      direction: 'RCV',
      result: '944',
      pages: 0,
      messageId: '<again@mail.example>',
      detail: expect.stringContaining('it was file 001'),
    });
    expect(story.recipient.board.tray.sheets).toBe(1);
  });

  test('over two connections at once, too', async () => {
    story = await begin();
    const calls = [1, 2, 3].map(() => story.call(mailing(repeated)));
    for (const call of calls) await over(call);
    await story.journaled(3, story.recipient);
    expect(story.recipient.journal.map(({ result }) => result).sort()).toEqual(['944', '944', 'OK']);
    expect(story.recipient.board.tray.sheets).toBe(1);
  });

  test.each(['while the first waits for paper', 'when the first is printed'])('after a power cut %s', async (when) => {
    story = await begin();
    await send(repeated);
    if (when === 'when the first is printed') {
      await story.journaled(1, story.recipient);
      await story.rig.advance(10_000);
    }
    await story.recipient.cutPower();
    await backOn();
    expect(await send(repeated)).toContain('250 duplicate of file 001');
    await story.rig.advance(5 * MINUTE_MS);
    expect(story.recipient.board.tray.sheets).toBe(1);
    expect(story.recipient.journal.map(({ result }) => result).sort()).toEqual(['944', 'OK']);
  });

  const unnamed = repeated.replace(/Message-ID: .*\r\n/, '');
  test.each<[string, Settings, string, string]>([
    ['with No. 71 Off', { duplicateCheck: 'Off' }, repeated, repeated],
    ['with another Message-ID', {}, repeated, mailOf('another', PAGE)],
    ['without a Message-ID', {}, unnamed, unnamed],
  ])('%s: printed', async (_, settings, first, second) => {
    story = await begin(settings);
    await send(first);
    await send(second);
    await story.journaled(2, story.recipient);
    expect(story.recipient.journal.map(({ result }) => result)).toEqual(['OK', 'OK']);
    expect(story.recipient.board.tray.sheets).toBe(2);
  });

  test('of another originator: printed', async () => {
    story = await begin();
    await send(repeated);
    const other = mailing(repeated).map(
      (step): FarEndStep => ('say' in step ? { say: step.say.replace('MAIL FROM:<eve@', 'MAIL FROM:<bob@') } : step),
    );
    await over(story.call(other));
    await story.journaled(2, story.recipient);
    expect(story.recipient.board.tray.sheets).toBe(2);
  });

  test('older than No. 72: printed', async () => {
    story = await begin({ duplicateAge: 1 });
    await send(repeated);
    await story.journaled(1, story.recipient);
    await story.rig.advance(25 * 60 * MINUTE_MS);
    await send(repeated);
    expect(await story.journaled(2, story.recipient)).toMatchObject({ result: 'OK' });
  });
});

describe('memory', () => {
  const tooBig = (size: string): FarEndStep[] => [
    { takeUntil: '220 ' },
    { takeUntil: '\r\n' },
    { say: 'EHLO mail.example\r\n' },
    { takeUntil: '250 CONNEG\r\n' },
    { say: `MAIL FROM:<eve@mail.example>${size}\r\n` },
    { takeUntil: '\r\n' },
    { say: 'QUIT\r\n' },
    { takeUntil: '221 ' },
    { end: true },
  ];

  test('short for what SIZE tells: 452 at MAIL; without SIZE, after DATA', async () => {
    story = await Story.begin({ recipient: { imageMemoryOctets: 300 } });
    expect(await over(story.call(tooBig(' SIZE=301')))).toContain('452 insufficient memory for this message');
    expect(await over(story.call(tooBig('')))).toContain('250 Accepted');
    expect(await send(mailOf('big', PAGE), '452 ')).toContain('452 insufficient memory for this message');
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: '718', pages: 0 });
  });
});

describe('settings of the receiving side', () => {
  const ehlo = async (): Promise<string> =>
    await over(
      story.call([
        { takeUntil: '\r\n' },
        { say: 'EHLO mail.example\r\n' },
        { takeUntil: '250 ' },
        { takeUntil: '\r\n' },
        { say: 'MAIL FROM:<eve@mail.example>\r\n' },
        { takeUntil: '\r\n' },
        { say: 'RCPT TO:<june@ifax2.panasonic.example> CONNEG\r\n' },
        { takeUntil: '\r\n' },
        { say: 'QUIT\r\n' },
        { end: true },
      ]),
    );

  test.each([
    ['Off 504', '504 RCPT TO parameter not recognized: CONNEG'],
    ['Off 555', '555 RCPT TO parameter not recognized: CONNEG'],
  ])('No. 69 %s', async (connegReply, reply) => {
    story = await begin({ connegReply });
    const heard = await ehlo();
    expect(heard).toContain(reply);
    expect(heard).not.toMatch(/^250[- ]CONNEG/m);
  });

  test('a change takes effect at the next call', async () => {
    story = await begin();
    expect(await ehlo()).toContain('250-SIZE 33554432');
    await story.recipient.set('rcvMessageSize', 64);
    await story.recipient.set('connegReply', 'Off 555');
    const heard = await ehlo();
    expect(heard).toContain('250 SIZE 65536');
    expect(heard).toContain('555 ');
  });

  test('several mailboxes, and FAX= with the own number: one sheet for all', async () => {
    story = await Story.begin({
      recipient: { mailboxes: ['office', 'sales@fax.example'] },
      recipientSettings: { faxNumber: '+1-202-555-0123' },
    });
    const to = [
      'june@ifax2.panasonic.example',
      'Office@[10.20.30.5]',
      'sales@fax.example',
      'FAX=+12025550123@ifax2.panasonic.example',
    ];
    const script = mailing(mailOf('several', PAGE)).flatMap((step): FarEndStep[] => {
      if (!('say' in step) || !step.say.startsWith('RCPT')) return [step];
      return to.flatMap((one, index): FarEndStep[] => [
        { say: `RCPT TO:<${one}>\r\n` },
        ...(index < to.length - 1 ? [{ takeUntil: '250 ' }, { takeUntil: '\r\n' }] : []),
      ]);
    });
    await over(story.call(script));
    expect(await story.journaled(1, story.recipient)).toMatchObject({ result: 'OK', pages: 1 });
    expect(story.recipient.board.tray.sheets).toBe(1);
  });
});
