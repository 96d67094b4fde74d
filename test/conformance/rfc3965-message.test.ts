import { describe, expect, test } from 'vitest';
import { buildFaxMessage } from '../../firmware/mail/fax-message.ts';
import { readFaxMessage } from '../../firmware/mail/read-fax-message.ts';

/** What RFC 3965 (simple mode) and the standards it stands on ask of a message; the section is in each test's name. */
async function sent(): Promise<string> {
  const chunks: Uint8Array[] = [];
  const tiff = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919) & 0xff);
  const message = buildFaxMessage({
    from: 'fax@a.example',
    to: Array.from({ length: 30 }, (_, index) => `station-${index}@b.example`),
    date: new Date(Date.UTC(2006, 0, 31, 23, 59, 59)),
    zoneOffsetMinutes: -300,
    messageId: '<20060131185959000001.0A1B2.fax@a.example>',
    subject: 'Zeichnungen für die Fertigung, dritte Ausgabe, gültig bis auf Widerruf durch die Leitung',
    tiff,
    pageCount: 2,
    mediaType: 'image/tiff',
  });
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

describe('what is sent', () => {
  test('RFC 5322 2.1, 2.3: US-ASCII, CR and LF only together, no line over 78 characters', async () => {
    const text = await sent();
    expect(Buffer.from(text, 'latin1').every((octet) => octet > 0 && octet <= 0x7f)).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  test('RFC 3965 2.2.1: Date and From are there, Message-ID too; RFC 5322 3.6: each once', async () => {
    const header = unfolded((await sent()).split('\r\n\r\n')[0] ?? '');
    const names = header.map((line) => line.split(':')[0]?.toLowerCase());
    for (const name of ['date', 'from', 'message-id', 'to', 'subject', 'mime-version', 'content-type']) {
      expect(names.filter((one) => one === name)).toEqual([name]);
    }
  });

  test('RFC 5322 3.3: the date is a date-time with numeric zone', async () => {
    expect(await sent()).toMatch(
      /^Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}\r$/m,
    );
    expect(await sent()).toContain('Date: Tue, 31 Jan 2006 18:59:59 -0500\r\n');
  });

  test('RFC 5322 3.6.4: the Message-ID is one msg-id', async () => {
    const atoms = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
    expect(await sent()).toMatch(new RegExp(`^Message-Id: <${atoms}@${atoms}>\\r$`, 'm'));
  });

  test('RFC 2045 4: MIME-Version 1.0; RFC 2047: the subject decodes to what was asked', async () => {
    const text = await sent();
    expect(text).toMatch(/^mime-version: 1\.0\r$/im);
    const subject = unfolded(text.split('\r\n\r\n')[0] ?? '').find((line) => line.startsWith('Subject: ')) ?? '';
    const words = subject.slice(9).split(/\s+/);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    const octets = words.map((word) => {
      const [, charset, encoding, body = ''] = /^=\?([^?]+)\?([QB])\?([^? ]*)\?=$/.exec(word) ?? [];
      expect(charset?.toLowerCase()).toBe('utf-8');
      if (encoding === 'B') return Buffer.from(body, 'base64');
      const decoded = body
        .replaceAll('_', ' ')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(decoded, 'latin1');
    });
    expect(Buffer.concat(octets).toString()).toBe(
      'Zeichnungen für die Fertigung, dritte Ausgabe, gültig bis auf Widerruf durch die Leitung',
    );
  });

  test('RFC 3965 2.2.3, 2.2.4: one multi-page document is one image/tiff; RFC 2045 6.8: its base64 lines have at most 76', async () => {
    const parts = (await sent()).split(/\r\n--\+-\+-\+-Panasonic-\+-\+-\+(?:--)?\r\n/);
    expect(parts).toHaveLength(3);
    const [head = '', body = ''] = (parts[1] ?? '').split('\r\n\r\n');
    expect(head).toMatch(/^content-type: image\/tiff\b/im);
    expect(head).toMatch(/^content-transfer-encoding: base64\r?$/im);
    for (const line of body.split('\r\n')) expect(line).toMatch(/^[A-Za-z0-9+/]{1,76}={0,2}$/);
    expect(Buffer.from(body, 'base64').length).toBe(5_000);
  });
});

describe('what must be received', () => {
  const tiff = (name: string) => [
    '--outer',
    'Content-Type: image/tiff',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(name).toString('base64'),
  ];
  const head = ['Date: Tue, 31 Jan 2006 18:59:59 -0500', 'From: a@b.example', 'MIME-Version: 1.0'];

  async function received(lines: readonly string[]) {
    const message = await readFaxMessage(Buffer.from(lines.join('\r\n')));
    if (!message.ok) throw new Error(message.sentence);
    return message;
  }

  test('RFC 3965 2.2.4: multipart/mixed with several TIFFs, in their order', async () => {
    const message = await received([
      ...head,
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      'preamble to be ignored (RFC 2046 5.1.1)',
      ...tiff('first'),
      ...tiff('second'),
      ...tiff('third'),
      '--outer--',
      'epilogue to be ignored',
    ]);
    expect(message.tiffs.map((one) => Buffer.from(one.octets).toString())).toEqual(['first', 'second', 'third']);
    expect(message.text).toBeUndefined();
  });

  test('RFC 3965 2.2.4: a part that cannot be processed is told, because it fails the whole message', async () => {
    const zip = [
      '--outer',
      'Content-Type: application/zip; name=a.zip',
      'Content-Transfer-Encoding: base64',
      '',
      'UEs=',
    ];
    const message = await received([
      ...head,
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      ...tiff('one'),
      ...zip,
      '--outer--',
    ]);
    expect(message.others).toEqual([{ mediaType: 'application/zip', filename: 'a.zip' }]);
  });

  test('RFC 3965 App. A: text/plain is accepted, alone and beside a TIFF', async () => {
    expect((await received([...head, '', 'plain text'])).text).toContain('plain text');
    const cover = ['--outer', 'Content-Type: text/plain; charset=utf-8', '', 'cover page'];
    const both = await received([
      ...head,
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      ...cover,
      ...tiff('one'),
      '--outer--',
    ]);
    expect(both.text).toContain('cover page');
    expect(both.tiffs).toHaveLength(1);
  });

  test('RFC 2046 5.1.2: parts of a nested multipart count', async () => {
    const inner = [
      '--outer',
      'Content-Type: multipart/mixed; boundary=inner',
      '',
      ...tiff('deep').map((line) => line.replace('--outer', '--inner')),
      '--inner--',
    ];
    const message = await received([
      ...head,
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      ...inner,
      '--outer--',
    ]);
    expect(message.tiffs).toHaveLength(1);
  });
});

function unfolded(header: string): string[] {
  return header.replace(/\r\n(?=[ \t])/g, '').split('\r\n');
}
