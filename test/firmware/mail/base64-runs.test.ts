import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { outlineOf } from '../../../firmware/mail/base64-runs.ts';
import { readFaxMessage } from '../../../firmware/mail/read-fax-message.ts';

const octets = (length: number, seed = 7) => Uint8Array.from({ length }, (_, i) => (i * seed + (i >> 5)) & 0xff);
const lined = (content: Uint8Array, columns: number, end: string) =>
  Buffer.from(content)
    .toString('base64')
    .replace(new RegExp(`.{${columns}}`, 'g'), `$&${end}`);

function message(
  parts: readonly { readonly type: string; readonly encoding: string; readonly body: string }[],
): Buffer {
  const bodies = parts.flatMap(({ type, encoding, body }) => [
    '--b',
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
  ]);
  return Buffer.from(['Content-Type: multipart/mixed; boundary=b', '', ...bodies, '--b--', ''].join('\r\n'), 'latin1');
}

/** What postal-mime makes of the message itself. */
async function meant(mail: Uint8Array) {
  const { attachments } = await PostalMime.parse(mail);
  return attachments
    .filter(({ mimeType }) => mimeType === 'image/tiff')
    .map(({ content }) => (typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))));
}

async function found(mail: Uint8Array) {
  const read = await readFaxMessage(mail);
  return read.ok ? read.tiffs.map((tiff) => Buffer.from(tiff.octets)) : [];
}

test('a page of base64 leaves one line', () => {
  const mail = message([{ type: 'image/tiff', encoding: 'base64', body: lined(octets(30_000), 76, '\r\n') }]);
  expect(outlineOf(mail)?.octets.length).toBeLessThan(300);
});

test('no run, no outline', () => {
  expect(outlineOf(Buffer.from('Subject: x\r\n\r\nhello\r\n'))).toBeUndefined();
  expect(outlineOf(new Uint8Array())).toBeUndefined();
});

test('lines that look like a run and are none are looked at once', () => {
  expect(outlineOf(Buffer.from(`${'A'.repeat(75)}!\r\n`.repeat(200_000)))).toBeUndefined();
});

const MARK_LINE = Buffer.from('dpsim-run-of000000').toString('base64');
test.each([
  [
    'quoted-printable that looks like base64',
    [{ type: 'image/tiff', encoding: 'quoted-printable', body: `${'A'.repeat(76)}\r\n`.repeat(9) }],
  ],
  [
    'plain text that looks like base64',
    [{ type: 'text/plain', encoding: '7bit', body: `${'A'.repeat(76)}\r\n`.repeat(9) }],
  ],
  [
    'a run after a short line',
    [{ type: 'image/tiff', encoding: 'base64', body: `QUJD\r\n${lined(octets(900), 76, '\r\n')}` }],
  ],
  ['a run out of step', [{ type: 'image/tiff', encoding: 'base64', body: `QUJ\r\n${lined(octets(900), 76, '\r\n')}` }]],
  [
    'two runs in one part',
    [
      {
        type: 'image/tiff',
        encoding: 'base64',
        body: `${lined(octets(1_140), 76, '\r\n')}QUJD\r\n${lined(octets(1_140), 60, '\r\n')}`,
      },
    ],
  ],
  ['letters of base64url', [{ type: 'image/tiff', encoding: 'base64', body: `${'A-_A'.repeat(19)}\r\n`.repeat(9) }]],
  [
    'a padded line in the run',
    [
      {
        type: 'image/tiff',
        encoding: 'base64',
        body: `${'A'.repeat(76)}\r\n`.repeat(9) + `${'A'.repeat(75)}=\r\n`.repeat(9),
      },
    ],
  ],
  [
    'a blank in the run',
    [{ type: 'image/tiff', encoding: 'base64', body: `${'A'.repeat(40)} ${'A'.repeat(35)}\r\n`.repeat(12) }],
  ],
  [
    'a line end in the run',
    [{ type: 'image/tiff', encoding: 'base64', body: `${'A'.repeat(38)}\n${'A'.repeat(37)}\r\n`.repeat(12) }],
  ],
  [
    'a forged mark',
    [
      { type: 'image/tiff', encoding: 'base64', body: MARK_LINE },
      { type: 'image/tiff', encoding: 'base64', body: lined(octets(900), 76, '\r\n') },
    ],
  ],
  [
    'two forged marks and a run of text',
    [
      { type: 'image/tiff', encoding: 'base64', body: MARK_LINE },
      { type: 'image/tiff', encoding: 'base64', body: MARK_LINE },
      { type: 'text/plain', encoding: '7bit', body: `${'A'.repeat(76)}\r\n`.repeat(9) },
    ],
  ],
])('%s is read as the MIME parser reads it', async (_, parts) => {
  const mail = message(parts);
  expect(await found(mail)).toEqual(await meant(mail));
});

test('any contents in any lines come back whole', async () => {
  const part = fc.record({
    content: fc.integer({ min: 0, max: 3_000 }).map((length) => octets(length, 13)),
    columns: fc.constantFrom(4, 56, 60, 61, 64, 70, 72, 76, 80),
    end: fc.constantFrom('\r\n', '\n', ' \r\n'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      const mail = message(
        parts.map(({ content, columns, end }) => ({
          type: 'image/tiff',
          encoding: 'base64',
          body: lined(content, columns, end),
        })),
      );
      const whole = parts.map(({ content }) => Buffer.from(content));
      expect(await found(mail)).toEqual(whole);
    }),
    { numRuns: 200 },
  );
});
