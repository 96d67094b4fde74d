import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { capabilityOf } from '../../firmware/capability/capability-of.ts';
import { readAcceptedFeatures } from '../../firmware/mail/accepted-features.ts';
import { buildNotification, type NotificationParts } from '../../firmware/mail/disposition-notification.ts';
import { readFaxMessage } from '../../firmware/mail/read-fax-message.ts';
import { notificationDue, sameMailbox } from '../../firmware/rcv/notification-due.ts';
import { told } from '../support/case-count.ts';

const CAPABILITY = capabilityOf({
  resolutions: Object.values(RESOLUTIONS),
  papers: ['letter', 'A4', 'B4'],
  codings: ['MH', 'MR', 'MMR', 'JBIG'],
});
const PARTS: NotificationParts = {
  from: 'june@ifax2.panasonic.example',
  to: 'pcc@ifax1.panasonic.example',
  date: new Date('2002-02-06T06:42:03Z'),
  zoneOffsetMinutes: 540,
  messageId: '<20020206154203470001.BE948.june@ifax2.panasonic.example>',
  finalRecipient: 'june@ifax2.panasonic.example',
  original: {
    messageId: '<20020206153000000001.AAAAA.pcc@ifax1.panasonic.example>',
    subject: 'IMAGE from Internet FAX',
  },
  printedAt: new Date('2002-02-06T06:42:01Z'),
  capability: CAPABILITY,
};
const built = async (parts: Partial<NotificationParts> = {}) =>
  Buffer.from(await buildNotification({ ...PARTS, ...parts }));

/** `field-name: value` lines, unfolded, in order. */
function fieldsOf(text: string): readonly (readonly [string, string])[] {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ').trim();
  return unfolded.split(/\r?\n/).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
}

describe('RFC 8098 3, as two MIME parsers read it', () => {
  test('multipart/report of two parts: text for people, fields for machines', async () => {
    const raw = (await built()).toString('latin1');
    expect(raw).toMatch(/^[\r\n\t -~]*$/);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    expect(raw).toMatch(/^Content-Type: multipart\/report; report-type=disposition-notification;/m);
    const parts = raw.split(/\r\n--\+-\+-\+-Panasonic-\+-\+-\+(?:--)?\r\n/);
    expect(parts.slice(1, -1).map((part) => /^Content-Type: ([^;\r]+)/.exec(part)?.[1])).toEqual([
      'text/plain',
      'message/disposition-notification',
    ]);
  });

  test.each(['postal-mime', 'mailparser'])('%s finds subject, thread, text and fields', async (parser) => {
    const raw = await built();
    let text: string | undefined;
    let report = '';
    let head: readonly unknown[] = [];
    if (parser === 'postal-mime') {
      const email = await PostalMime.parse(raw);
      text = email.text;
      head = [
        email.subject,
        email.messageId,
        email.inReplyTo,
        email.references,
        email.from?.address,
        email.to?.[0]?.address,
      ];
      const part = email.attachments.find(({ mimeType }) => mimeType === 'message/disposition-notification');
      report = Buffer.from(part?.content as ArrayBuffer).toString('latin1');
    } else {
      const mail = await simpleParser(raw);
      text = mail.text;
      const [to] = [mail.to].flat();
      head = [
        mail.subject,
        mail.messageId,
        mail.inReplyTo,
        [mail.references].flat().join(' '),
        mail.from?.value[0]?.address,
        to?.value[0]?.address,
      ];
      const part = mail.attachments.find(({ contentType }) => contentType === 'message/disposition-notification');
      report = part?.content.toString('latin1') ?? '';
    }
    expect(head).toEqual([
      'Read Receipt:IMAGE from Internet FAX',
      PARTS.messageId,
      PARTS.original.messageId,
      PARTS.original.messageId,
      PARTS.from,
      PARTS.to,
    ]);
    expect(text?.trim()).toBe(
      'The message was opened by june@ifax2.panasonic.example\nat Wed, 06 Feb 2002 15:42:01 +0900.',
    );
    const fields = fieldsOf(report);
    expect(fields.map(([name]) => name)).toEqual([
      'Final-Recipient',
      'Original-Message-ID',
      'Disposition',
      'Media-Accept-Features',
    ]);
    const values = new Map(fields);
    // 3.2.4: address-type ";" generic-address; 3.2.6: the modes and types of the grammar.
    expect(values.get('Final-Recipient')).toBe('rfc822;june@ifax2.panasonic.example');
    expect(values.get('Original-Message-ID')).toBe(PARTS.original.messageId);
    expect(values.get('Disposition')).toBe('automatic-action/MDN-sent-automatically; dispatched');
    expect(values.get('Media-Accept-Features')).toMatch(/^\(&\(type="image\/tiff"\)/);
  });

  test('2.1: it asks for no notification itself', async () => {
    expect((await built()).toString('latin1')).not.toMatch(/^Disposition-Notification-/im);
  });

  test('RFC 2530 3: our own reader takes the features back, and so the sender learns', async () => {
    const message = await readFaxMessage(await built());
    if (!message.ok) throw new Error(message.sentence);
    expect(message.reportType).toBe('disposition-notification');
    const features = readAcceptedFeatures(message.notification ?? '');
    expect(features).toMatchObject({
      kind: 'capability',
      recipient: PARTS.finalRecipient,
      originalMessageId: PARTS.original.messageId,
    });
  });

  test.each([
    ['no Message-ID', { messageId: undefined, subject: 'x' }],
    ['a Message-ID that is none', { messageId: '<a b@c>\r\nBcc: eve@x', subject: 'x' }],
    ['one without end', { messageId: `<${'a'.repeat(2_000)}@b>`, subject: 'x' }],
  ])('3.2.5: of a message with %s there is no Original-Message-ID', async (_, original) => {
    const raw = (await built({ original })).toString('latin1');
    expect(raw).not.toMatch(/^(Original-Message-ID|In-Reply-To|References|Bcc):/m);
  });

  test('a subject of any kind stays one field', async () => {
    const subjects = ['', 'grüße', 'a\r\nBcc: eve@x.example', '\u0000\u001b[2J', 'x'.repeat(5_000)];
    for (const subject of subjects) {
      const raw = (await built({ original: { subject } })).toString('latin1');
      expect(raw).not.toMatch(/^Bcc:/m);
      const { subject: read } = await PostalMime.parse(raw);
      expect(read).toMatch(/^Read Receipt:/);
    }
  });
});

describe('RFC 8098 2.1: when one is sent', () => {
  const FAX = 'fax@a.example';
  const heading = { messageId: '<x@y>', from: FAX, subject: 's', date: undefined };
  const asking = (...to: readonly string[]) => ({ ...heading, dispositionNotificationTo: to });

  test.each([
    ['asked by the return path', asking(FAX), FAX, { kind: 'due', to: FAX }],
    ['the domain in another case', asking('fax@A.Example'), FAX, { kind: 'due', to: FAX }],
    ['the local part in quotes', asking('"fax"@a.example'), FAX, { kind: 'due', to: FAX }],
    ['not asked', asking(), FAX, { kind: 'not-asked' }],
    ['another return path', asking('eve@a.example'), FAX, { kind: 'withheld' }],
    ['the local part in another case', asking('Fax@a.example'), FAX, { kind: 'withheld' }],
    ['no return path', asking(FAX), '', { kind: 'withheld' }],
    ['two addresses', asking(FAX, 'eve@a.example'), FAX, { kind: 'withheld' }],
    ['a report', { ...asking(FAX), reportType: 'disposition-notification' }, FAX, { kind: 'withheld' }],
    [
      'a required option (2.2)',
      { ...asking(FAX), notificationOptionRequired: true } as const,
      FAX,
      { kind: 'withheld' },
    ],
  ] as const)('%s', (_, mail, reversePath, expected) => {
    expect(notificationDue(mail, reversePath)).toMatchObject(expected);
  });

  test('what is read of the header: every address once, options by their importance', async () => {
    const read = async (...fields: readonly string[]) => {
      const message = await readFaxMessage(Buffer.from([...fields, '', 'hello', ''].join('\r\n')));
      if (!message.ok) throw new Error(message.sentence);
      return [message.dispositionNotificationTo, message.notificationOptionRequired] as const;
    };
    expect(await read('Disposition-Notification-To: Fax <fax@a.example>, <fax@a.example>')).toEqual([[FAX], undefined]);
    const twice = ['Disposition-Notification-To: <fax@a.example>', 'Disposition-Notification-To: <eve@a.example>'];
    expect(await read(...twice)).toEqual([[FAX, 'eve@a.example'], undefined]);
    expect(await read('Disposition-Notification-Options: x=optional,1')).toEqual([[], undefined]);
    expect(await read('Disposition-Notification-Options: alternative-available=required , x')).toEqual([[], true]);
  });
});

describe('whatever asks or answers', () => {
  test('a notification of any text is read without harm', async () => {
    const raw = (await built()).toString('latin1');
    const spoilt = fc.array(fc.tuple(fc.nat(raw.length - 1), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 6,
    });
    const { seed, numRuns } = told('notification reader');
    await fc.assert(
      fc.asyncProperty(spoilt, async (changes) => {
        let text = raw;
        for (const [at, put] of changes) text = text.slice(0, at) + put + text.slice(at + put.length);
        const fields = text.slice(text.indexOf('Final-Recipient'));
        expect(['capability', 'none', 'unusable']).toContain(readAcceptedFeatures(fields).kind);
      }),
      { seed, numRuns },
    );
    await fc.assert(
      fc.asyncProperty(spoilt, async (changes) => {
        let text = raw;
        for (const [at, put] of changes) text = text.slice(0, at) + put + text.slice(at + put.length);
        const message = await readFaxMessage(Buffer.from(text, 'latin1'));
        // Whatever is left of a report: it never becomes a request to answer.
        if (message.ok) expect(notificationDue(message, PARTS.to).kind).not.toBe('due');
      }),
      { seed, numRuns: Math.ceil(numRuns / 50) },
    );
  });

  test('mailboxes are the same or not in both directions', () => {
    const mailbox = fc.constantFrom(
      'a@b.example',
      '"a"@B.example',
      'A@b.example',
      '"\\a"@b.example',
      'a@c.example',
      '@',
      '',
    );
    fc.assert(
      fc.property(mailbox, mailbox, (one, other) => {
        expect(sameMailbox(one, other)).toBe(sameMailbox(other, one));
      }),
    );
  });
});
