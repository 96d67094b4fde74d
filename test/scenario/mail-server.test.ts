import { afterEach, describe, expect, test } from 'vitest';
import { parseFilter } from '../../firmware/capability/parse-filter.ts';
import { mailing } from '../support/caller-script.ts';
import { refusing, say } from '../support/far-end-script.ts';
import { JUNE, RECIPIENT, type Settings, Story } from '../support/scenario.ts';
import { type FarEndStep, scriptedCaller } from '../support/scripted-far-end.ts';

let story: Story;
afterEach(() => story.close());

const PCC = 'pcc@ifax1.panasonic.example';
const STATION = { number: '001', name: 'JUNE', address: JUNE, direct: false };
const END: readonly FarEndStep[] = [
  { takeUntil: '\r\n.\r\n' },
  say('250 queued'),
  { expect: 'QUIT\r\n' },
  say('221 bye'),
  { end: true },
];
/** RFC 5321 3.3 with the siblings' HELO; every octet before the message. */
const BY_HELO: readonly FarEndStep[] = [
  say('220 mail.example'),
  { expect: 'HELO ifax1.panasonic.example\r\n' },
  say('250 mail.example'),
  { expect: `MAIL FROM:<${PCC}>\r\n` },
  say('250 ok'),
  { expect: `RCPT TO:<${JUNE}>\r\n` },
  say('250 ok'),
  { expect: 'DATA\r\n' },
  say('354 go'),
  ...END,
];

async function begin(settings: Settings = {}, script: readonly FarEndStep[] = BY_HELO) {
  const sender = { stations: [STATION] };
  story = await Story.begin({
    recipient: 'absent',
    sender,
    settings: { mailServer: RECIPIENT.address, redialCount: 0, ...settings },
  });
  return story.farEnd(script);
}

/** RFC 8098 as the recipient's machine would send it, by the caller's own route. */
async function notify(messageId: string, disposition: string, recipient = JUNE): Promise<void> {
  await report(recipient, 'disposition-notification', [
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Message-ID: ${messageId}`,
    `Disposition: automatic-action/MDN-sent-automatically; ${disposition}`,
    '',
  ]);
}

/** RFC 3464 as a mail server returns a message it could not deliver. */
async function returnMessage(messageId: string, action: string, recipient = JUNE): Promise<void> {
  await report('MAILER-DAEMON@mail.example', 'delivery-status', [
    'Reporting-MTA: dns; mail.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    'Status: 5.1.1 (no such user)',
    '',
    '--B',
    'Content-Type: text/rfc822-headers',
    '',
    `From: <${PCC}>`,
    `Message-ID: ${messageId}`,
    '',
  ]);
}

async function report(from: string, type: string, fields: readonly string[]): Promise<void> {
  const message = [
    `From: ${from}`,
    `To: ${PCC}`,
    'Message-ID: <report@ifax2.panasonic.example>',
    'Date: Mon, 16 Jan 2006 12:00:00 +0000',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${type}; boundary=B`,
    '',
    '--B',
    '',
    'What became of the message.',
    '--B',
    `Content-Type: message/${type}`,
    '',
    ...fields,
    '--B--',
    '',
  ].join('\r\n');
  const host = story.rig.lan.host({ name: `notifier-${story.now}`, segment: 'works' });
  const received = () => story.sender.journal.filter(({ direction }) => direction === 'RCV').length;
  const before = received();
  host.configure({ ...RECIPIENT, address: `10.20.30.${7 + before}` });
  const to = { address: '192.168.10.21', port: 25 };
  const caller = scriptedCaller(story.rig.clock, host, to, mailing(message, { to: PCC }));
  await story.rig.until(() => caller.done, 'the notification is taken');
  await story.rig.until(() => received() > before, 'it is journaled');
  await story.rig.advance(100);
}

/** A report is news for the journal: no paper, no alarm, nothing kept. */
function expectTaken(detail: string): void {
  const { journal, printed, conditions, board } = story.sender;
  expect(journal.at(-1)).toMatchObject({ direction: 'RCV', result: 'OK', pages: 0, detail });
  expect(printed).toEqual([]);
  expect(conditions).toEqual([]);
  expect(board.panel.lamps).toMatchObject({ alarm: 'off', receiveData: 'off' });
  expect(board.imageMemory.percentFree).toBe(100);
}

describe('a station by the mail server', () => {
  test('HELO, no CONNEG, Profile S, and a disposition notification is asked for', async () => {
    const server = await begin();
    await story.send();
    const entry = await story.journaled();
    expect(server.mismatch).toBeUndefined();
    expect(entry).toMatchObject({ result: 'OK', address: JUNE, notice: 'awaited' });
    expect(entry.detail).toContain('The mail server tells nothing of the far end.');
    expect(server.messages[0]).toContain(`\r\nDisposition-Notification-To: <${PCC}>\r\n`);
    const [negotiated] = story.events('ifax1', 'format.negotiated');
    // RFC 3949 3: Profile S.
    expect(negotiated?.data['format']).toMatch(/MH/);
    const [route] = story.events('ifax1', 'route.found');
    expect(route?.data['via']).toBe('By the mail server 10.20.30.5 (No. 31).');
  });

  test('No. 80 EHLO: SIZE is told, CONNEG is not asked for though it is offered', async () => {
    const server = await begin({ mailServerGreeting: 'EHLO' }, [
      say('220 mail.example'),
      { expect: 'EHLO ifax1.panasonic.example\r\n' },
      say('250-mail.example', '250-SIZE 10000000', '250 CONNEG'),
      { expect: `MAIL FROM:<${PCC}> SIZE=` },
      { takeUntil: '\r\n' },
      ...BY_HELO.slice(4),
    ]);
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    expect(server.mismatch).toBeUndefined();
  });

  test('what was learned of the far end is used, by CONNEG as by notification', async () => {
    await begin();
    const parsed = parseFilter(
      '(& (image-file-structure=TIFF-minimal) (dpi=204) (dpi-xyratio=204/98) (image-coding=MMR))',
      {
        reader: 'strict',
      },
    );
    if (!parsed.ok) throw new Error(parsed.error.sentence);
    const at = story.sender.board.clock.calendar();
    await story.rig.clock.enter(() => {
      void story.sender.firmware?.learned.learn({ address: JUNE, filter: parsed.filter, from: 'CONNEG', at });
    });
    await story.send();
    const entry = await story.journaled();
    expect(entry.detail).toContain('its capability was learned by CONNEG');
    expect(story.events('ifax1', 'format.negotiated')[0]?.data['format']).toMatch(/MMR/);
  });

  test('a notification completes the entry of its message, over a power cut too', async () => {
    await begin();
    await story.send();
    const { messageId = '' } = await story.journaled();
    await notify(messageId, 'dispatched');
    const notice = { disposition: 'dispatched', date: '2006-01-16' };
    expect(story.sender.journal[0]).toMatchObject({ messageId, notice });
    expectTaken('Disposition notification about file 001: dispatched.');
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.rig.until(() => story.sender.ready, 'it is ready again');
    expect(story.sender.journal[0]).toMatchObject({ messageId, result: 'OK', notice });
  });

  test.each([
    ['about another message', '<other@ifax1.panasonic.example>', JUNE],
    ['from another recipient', undefined, 'eve@mail.example'],
  ])('a notification %s completes nothing', async (_, otherId, recipient) => {
    await begin();
    await story.send();
    const { messageId = '' } = await story.journaled();
    await notify(otherId ?? messageId, 'dispatched', recipient);
    expect(story.sender.journal[0]).toMatchObject({ notice: 'awaited' });
    expectTaken('A disposition notification about no message that awaits one.');
  });

  test('a returned message completes the entry as failed; later notices change nothing', async () => {
    await begin();
    await story.send();
    const { messageId = '' } = await story.journaled();
    await returnMessage(messageId, 'failed');
    expect(story.sender.journal[0]).toMatchObject({ messageId, notice: { disposition: 'failed 5.1.1' } });
    expectTaken('Delivery status notification about file 001: failed 5.1.1.');
    await notify(messageId, 'dispatched');
    expect(story.sender.journal[0]).toMatchObject({ notice: { disposition: 'failed 5.1.1' } });
  });

  test('a delayed message is told of and awaited still', async () => {
    await begin();
    await story.send();
    const { messageId = '' } = await story.journaled();
    await returnMessage(messageId, 'delayed');
    expect(story.sender.journal[0]).toMatchObject({ notice: 'awaited' });
    expectTaken('Delivery status notification about file 001: delayed 5.1.1.');
  });

  test.each([
    ['to nobody we sent it to', undefined, 'eve@mail.example'],
    ['that is not ours', '<other@ifax1.panasonic.example>', JUNE],
  ])('a returned message %s completes nothing', async (_, otherId, recipient) => {
    await begin();
    await story.send();
    const { messageId = '' } = await story.journaled();
    await returnMessage(otherId ?? messageId, 'failed', recipient);
    expect(story.sender.journal[0]).toMatchObject({ notice: 'awaited' });
    expectTaken('A delivery status notification about no message of this machine.');
  });

  test('940 Off asks for none, and none is awaited', async () => {
    const server = await begin({ deliveryNoticeByServer: 'Off' });
    await story.send();
    expect((await story.journaled()).notice).toBeUndefined();
    expect(server.messages[0]).not.toContain('Disposition-Notification-To');
  });

  test('a refusal by the server is an info code like any other', async () => {
    await begin({}, refusing('rcpt', '550 no relaying'));
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: '923' });
  });

  test('without No. 31 the panel refuses', async () => {
    await begin({ mailServer: '' });
    await story.send();
    expect(story.sender.lcd[2]).toBe('STATION IS NOT FOR DIRECT XMT');
  });

  test('No. 22 and fax parameter 172 bind Direct XMT alone', async () => {
    await begin({ directIfaxXmt: 'Invalid' });
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
  });
});
