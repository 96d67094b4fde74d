import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGE_LIMITS, type ReceivedFaxMessage, readFaxMessage } from '../../../firmware/mail/read-fax-message.ts';

async function read(lines: readonly string[]): Promise<ReceivedFaxMessage> {
  const message = await readFaxMessage(Buffer.from(lines.join('\r\n'), 'latin1'));
  if (!message.ok) throw new Error(message.sentence);
  return message;
}

async function refusal(octets: Uint8Array): Promise<string> {
  const message = await readFaxMessage(octets);
  return message.ok ? 'accepted' : message.sentence;
}

const TIFF = Buffer.from('II*\0 not looked into');

function part(headers: readonly string[], body = TIFF.toString('base64')): string[] {
  return ['--b', ...headers, 'Content-Transfer-Encoding: base64', '', body];
}

const HEAD = ['From: A <a@b.example>', 'Content-Type: multipart/mixed; boundary=b', ''];

describe('what counts as a TIFF', () => {
  test.each([
    ['Content-Type: image/tiff', 'image/tiff'],
    ['Content-Type: image/tiff; application=faxbw', 'image/tiff'],
    ['Content-Type: IMAGE/TIFF-FX', 'image/tiff-fx'],
    ['Content-Type: application/octet-stream; name="scan.TIF"', 'application/octet-stream'],
    ['Content-Type: application/octet-stream; name=scan.tiff', 'application/octet-stream'],
  ])('%s', async (header, mediaType) => {
    const message = await read([...HEAD, ...part([header]), '--b--']);
    expect(message.tiffs.map((tiff) => tiff.mediaType)).toEqual([mediaType]);
    expect(TIFF.equals(message.tiffs[0]?.octets ?? new Uint8Array())).toBe(true);
  });

  test('a TIFF without multipart', async () => {
    const message = await read(['From: a@b.example', ...part(['Content-Type: image/tiff']).slice(1)]);
    expect(message.tiffs).toHaveLength(1);
  });

  test.each([
    'application/octet-stream; name=scan.exe',
    'application/pdf',
    'text/html; name=a.htm\r\nContent-Disposition: attachment',
  ])('not %s, which is told instead of lost', async (type) => {
    const message = await read([...HEAD, ...part([`Content-Type: ${type}`]), '--b--']);
    expect(message.tiffs).toEqual([]);
    expect(message.others).toHaveLength(1);
  });

  test('a message in HTML only is told as such', async () => {
    const message = await read(['From: a@b.example', 'Content-Type: text/html', '', '<p>hello</p>']);
    expect(message.others).toEqual([{ mediaType: 'text/html', filename: undefined }]);
    expect(message.text).toBeUndefined();
  });
});

describe('the fields', () => {
  test('are read decoded, mailboxes bare', async () => {
    const message = await read([
      'From: "Fax, 2nd floor" <fax@a.example>',
      'To: june@b.example, Group: one@c.example, two@c.example;',
      'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
      'Date: Wed, 6 Feb 2002 15:42:03 +0900 (JST)',
      'Message-ID: <x@y>',
      'Disposition-Notification-To: Fax <fax@a.example>',
      '',
      'hello',
    ]);
    expect(message).toEqual({
      ok: true,
      from: 'fax@a.example',
      to: ['june@b.example', 'one@c.example', 'two@c.example'],
      subject: 'Grüße',
      date: new Date(Date.UTC(2002, 1, 6, 6, 42, 3)),
      messageId: '<x@y>',
      dispositionNotificationTo: ['fax@a.example'],
      tiffs: [],
      others: [],
      text: 'hello\n',
    });
  });

  test('may all be missing; a date without zone is no date', async () => {
    const message = await read(['Date: 6 Feb 2002 15:42:03', '', 'hello']);
    expect(message).toMatchObject({ from: undefined, date: undefined, messageId: undefined, to: [] });
  });

  test('a control character in a subject is shown, not obeyed', async () => {
    expect((await read(['Subject: a\x1b[2Jb', '', 'x'])).subject).toBe('a\\x1b[2Jb');
  });

  test('a report is told as such', async () => {
    const message = await read([
      'From: mailer@b.example',
      'Content-Type: multipart/report; report-type="delivery-status"; boundary=b',
      '',
      '--b',
      '',
      'It bounced.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Action: failed',
      '--b--',
    ]);
    expect(message.reportType).toBe('delivery-status');
    expect(message.text).toBe('It bounced.\n');
  });
});

describe('hostile messages end in a sentence', () => {
  test('nested too deep', async () => {
    const lines = ['From: a@b.example'];
    for (let depth = 0; depth <= MESSAGE_LIMITS.nesting + 1; depth += 1) {
      lines.push(`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`);
    }
    expect(await refusal(Buffer.from(lines.join('\r\n')))).toMatch(/nesting depth of 8/);
  });

  test('too many parts, short lines, header lines, octets', async () => {
    const parts = Array.from({ length: MESSAGE_LIMITS.parts + 1 }, () => part(['Content-Type: image/tiff'])).flat();
    expect(await refusal(Buffer.from([...HEAD, ...parts].join('\n')))).toMatch(/501 parts; expected at most 500/);
    expect(await refusal(Buffer.from('--b\n'.repeat(5_000)))).toMatch(/5000 lines beginning with "--"/);
    expect(await refusal(Buffer.from('\n'.repeat(40_000)))).toMatch(/40000 lines of text/);
    expect(await refusal(Buffer.from(`To: ${'a@b,'.repeat(20_000)}\n\nx`))).toMatch(/header size of 65536/);
    expect(await refusal(new Uint8Array(MESSAGE_LIMITS.octets + 1))).toMatch(/expected at most 33554432/);
  });

  test('forwarded in forwarded is not opened', async () => {
    const inner = ['Content-Type: message/rfc822', '', 'Content-Type: message/rfc822', '', 'Subject: in', '', 'x'];
    const message = await read(['From: a@b.example', ...inner]);
    expect(message.others.map((other) => other.mediaType)).toEqual(['message/rfc822']);
  });

  test('empty', async () => {
    expect(await refusal(new Uint8Array())).toMatch(/neither a TIFF nor text/);
    expect(await refusal(Buffer.from('From: a@b.example\r\n\r\n'))).toMatch(/neither a TIFF nor text/);
  });

  test('any octets, and any mutilated message', async () => {
    const whole = Buffer.from(
      [...HEAD, ...part(['Content-Type: image/tiff']), ...part(['Content-Type: text/plain']), '--b--'].join('\r\n'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }).map((changes) => {
            const bad = Uint8Array.from(whole);
            for (const [at, octet] of changes) bad[at] = octet;
            return bad;
          }),
          fc.nat(whole.length).map((length) => whole.subarray(0, length)),
        ),
        async (octets) => {
          const message = await readFaxMessage(octets);
          if (!message.ok) expect(message.sentence).toMatch(/^The message .*\.$/s);
          else expect(message.tiffs.length + message.others.length + (message.text ?? '').length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
