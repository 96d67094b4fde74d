import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildFaxMessage, type FaxMessageParts } from '../../../firmware/mail/fax-message.ts';
import { readFaxMessage } from '../../../firmware/mail/read-fax-message.ts';

const PARTS: FaxMessageParts = {
  from: 'fax@huge.com',
  to: ['june@panasonic.com'],
  date: new Date(Date.UTC(2002, 1, 6, 6, 42, 3)),
  zoneOffsetMinutes: 540,
  messageId: '<20020206154203470001.BE948.fax@huge.com>',
  tiff: Uint8Array.from([0x49, 0x49, 42, 0]),
  pageCount: 1,
  mediaType: 'image/tiff',
};

async function octetsOf(message: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function textOf(parts: Partial<FaxMessageParts> = {}): Promise<string> {
  return (await octetsOf(buildFaxMessage({ ...PARTS, ...parts }))).toString('latin1');
}

describe('the DP-series message', () => {
  test('has the fields of the sibling sample, one part, and nothing else', async () => {
    expect((await textOf({ dispositionNotificationTo: 'fax@huge.com' })).split('\r\n')).toEqual([
      'Mime-Version: 1.0',
      'X-Mailer: Internet FAX, Panasonic',
      'Content-Transfer-Encoding: 7bit',
      'Date: Wed, 06 Feb 2002 15:42:03 +0900',
      'Message-Id: <20020206154203470001.BE948.fax@huge.com>',
      'From: Panasonic Internet FAX <fax@huge.com>',
      'Subject: IMAGE from Internet FAX',
      'To: june@panasonic.com',
      'Disposition-Notification-To: <fax@huge.com>',
      'Content-Type: multipart/mixed; boundary=+-+-+-Panasonic-+-+-+',
      '',
      '--+-+-+-Panasonic-+-+-+',
      'Content-Type: image/tiff; name=image.tif',
      'Content-Transfer-Encoding: base64',
      'Content-Description: Internet fax, 1 page',
      'Content-Disposition: attachment; filename=image.tif',
      '',
      'SUkqAA==',
      '--+-+-+-Panasonic-+-+-+--',
      '',
    ]);
  });

  test('says image/tiff-fx for the other profiles', async () => {
    expect(await textOf({ mediaType: 'image/tiff-fx' })).toContain('Content-Type: image/tiff-fx; name=image.tif\r\n');
  });

  test('names every recipient', async () => {
    const to = ['FAX=+12025550123@ramp.example', 'fax@[10.20.30.5]'];
    expect(await textOf({ to })).toContain('To: FAX=+12025550123@ramp.example, <fax@[10.20.30.5]>\r\n');
  });

  test('a subject cannot smuggle in a field', async () => {
    const text = await textOf({ subject: 'one\r\nBcc: eve@example.com' });
    expect(text).not.toMatch(/^Bcc:/m);
  });

  test('is the same octets at every reading and knows their number', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 9_000 }), { maxLength: 4 }),
        fc.constantFrom<Partial<FaxMessageParts>>(
          {},
          { subject: 'Grüße an alle, heute' },
          { to: ['a@b.example', 'c@d.example'] },
        ),
        async (tiff, varied) => {
          const message = buildFaxMessage({ ...PARTS, ...varied, tiff });
          const [first, second] = [await octetsOf(message), await octetsOf(message)];
          expect(first.equals(second)).toBe(true);
          expect(first.length).toBe(message.octets);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('gives the TIFF back octet for octet, however it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 9_000 }), { minLength: 1, maxLength: 4 }), async (tiff) => {
        const read = await readFaxMessage(await octetsOf(buildFaxMessage({ ...PARTS, tiff })));
        expect(read).toMatchObject({
          ok: true,
          messageId: PARTS.messageId,
          from: 'fax@huge.com',
          to: ['june@panasonic.com'],
          subject: 'IMAGE from Internet FAX',
          date: PARTS.date,
          others: [],
        });
        const found = read.ok ? read.tiffs.map((one) => Buffer.from(one.octets).equals(Buffer.concat(tiff))) : [];
        expect(found).toEqual([true]);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [{ from: 'nobody' }, 'has no @'],
    [{ to: [] }, 'at least one recipient'],
    [{ to: ['a@b.example', 'a b@c.example'] }, 'not a dot-separated row of atoms'],
    [{ dispositionNotificationTo: 'x@y>' }, 'label'],
    [{ messageId: 'no at' }, 'is not a Message-Id'],
  ])('refuses %j', (wrong, sentence) => {
    expect(() => buildFaxMessage({ ...PARTS, ...wrong })).toThrow(sentence);
  });
});
