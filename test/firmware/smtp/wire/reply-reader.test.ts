import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../../firmware/smtp/wire/reply.ts';
import { REPLY_LIMITS, ReplyReader } from '../../../../firmware/smtp/wire/reply-reader.ts';
import { MANY_CASES_TIMEOUT_MS, manyCases } from '../../../support/many-cases.ts';

/** Feeds the octets cut at the given places; what came out of all pieces together. */
function readIn(octets: Uint8Array, cuts: readonly number[], reader = new ReplyReader()) {
  const replies: Reply[] = [];
  const lines: string[] = [];
  let error: string | undefined;
  const places = [...cuts].sort((a, b) => a - b);
  for (const [index, start] of [0, ...places].entries()) {
    const result = reader.read(octets.subarray(start, places[index] ?? octets.length));
    replies.push(...result.replies);
    lines.push(...result.lines);
    error = result.error;
  }
  return { replies, lines, error, pending: reader.pending };
}

const read = (text: string) => readIn(Buffer.from(text, 'latin1'), []);

describe('replies of RFC 5321 4.2', () => {
  test('one line', () => {
    expect(read('220 far.example ESMTP\r\n').replies).toEqual([{ code: 220, lines: ['far.example ESMTP'] }]);
  });

  test('several lines, blanks after the separator kept', () => {
    expect(
      read('250-<june@panasonic.com> recipient ok\r\n250-  (MRC-mode=0)\r\n250  (ua-media=stationery) )\r\n').replies,
    ).toEqual([
      { code: 250, lines: ['<june@panasonic.com> recipient ok', '  (MRC-mode=0)', ' (ua-media=stationery) )'] },
    ]);
  });

  test('a bare code ends a reply, alone or after others', () => {
    expect(read('250\r\n').replies).toEqual([{ code: 250, lines: [''] }]);
    expect(read('250-a\r\n250\r\n').replies).toEqual([{ code: 250, lines: ['a', ''] }]);
  });

  test('a bare LF is tolerated, a bare CR is text', () => {
    expect(read('250-a\n250 b\n').replies).toEqual([{ code: 250, lines: ['a', 'b'] }]);
    expect(read('250 a\rb\r\n').replies).toEqual([{ code: 250, lines: ['a\\x0db'] }]);
  });

  test('an enhanced status code of the same class is named and stays in the text (RFC 2034)', () => {
    expect(read('550 5.1.1 unknown\r\n').replies).toEqual([{ code: 550, enhanced: '5.1.1', lines: ['5.1.1 unknown'] }]);
    expect(read('550 2.1.1 unknown\r\n').replies).toEqual([{ code: 550, lines: ['2.1.1 unknown'] }]);
  });

  test('octets outside ASCII stay readable, control characters are written out', () => {
    expect(read('250 caf\xe9 \x1b[2J\x00\r\n').replies).toEqual([{ code: 250, lines: ['caf\xe9 \\x1b[2J\\x00'] }]);
  });

  test('an unfinished reply is pending, not given', () => {
    expect(read('250-a\r\n')).toMatchObject({ replies: [], lines: ['250-a'], pending: true });
    expect(read('25')).toMatchObject({ replies: [], pending: true });
    expect(read('250 a\r\n').pending).toBe(false);
  });
});

describe('what is not a reply ends the reading with one sentence', () => {
  test.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'The far end sent "HTTP/1.1 400 Bad Request"; expected an SMTP reply'],
    ['\r\n', 'The far end sent ""; expected'],
    ['25 no\r\n', 'expected an SMTP reply'],
    ['2500 no\r\n', 'expected an SMTP reply'],
    ['150 no\r\n', 'expected an SMTP reply'],
    ['600 no\r\n', 'expected an SMTP reply'],
    ['\x00\x01\x02\n', 'The far end sent "\\x00\\x01\\x02"'],
    ['250-a\r\n251 b\r\n', 'The reply code changed inside a reply: "251 b" after 250-'],
  ])('%j', (text, sentence) => {
    const { error, replies } = read(text);
    expect(error).toContain(sentence);
    expect(error?.split('\n')).toHaveLength(1);
    expect(replies).toEqual([]);
  });

  test('replies before the fault are given', () => {
    expect(read('220 a\r\nrubbish\r\n250 b\r\n')).toMatchObject({
      replies: [{ code: 220 }],
      lines: ['220 a', 'rubbish'],
    });
  });
});

describe('limits', () => {
  test('a line at the limit is read, one octet more is not', () => {
    const text = 'x'.repeat(REPLY_LIMITS.lineOctets - 6);
    expect(read(`250 ${text}\r\n`).replies).toEqual([{ code: 250, lines: [text] }]);
    expect(read(`250 ${text}x\r\n`).error).toBe('A reply line ran past 2048 octets; RFC 5321 expects 512 at most.');
  });

  test('8 MB without a line end are given up at the limit', () => {
    const reader = new ReplyReader();
    const piece = new Uint8Array(65_536).fill(0x41);
    for (let count = 0; count < 128; count++) expect(reader.read(piece).error).toContain('2048 octets');
  });

  test('lines and octets of one reply', () => {
    expect(read('250-a\r\n'.repeat(511).concat('250 b\r\n')).replies[0]?.lines).toHaveLength(512);
    expect(read('250-a\r\n'.repeat(513)).error).toContain('ran past 512 lines');
    expect(read(`250-${'x'.repeat(1_000)}\r\n`.repeat(70)).error).toContain('ran past 65536 octets');
  });
});

describe('properties', () => {
  const anyLine = fc.oneof(
    fc.constantFrom('250-a', '250 b', '250', '354 go', '451-x', '421 bye', 'rubbish', '', `250 ${'y'.repeat(2_043)}`),
    fc.string({ maxLength: 20 }),
  );
  const wire = fc
    .array(fc.tuple(anyLine, fc.constantFrom('\r\n', '\n', '')), { maxLength: 12 })
    .map((parts) => Buffer.from(parts.map(([line, end]) => line + end).join(''), 'latin1'));

  test('any split gives the same replies, lines and error', { timeout: MANY_CASES_TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(wire, fc.array(fc.nat(3_000), { maxLength: 12 }), (octets, places) => {
        const cuts = places.map((place) => Math.min(place, octets.length));
        // Compared as text: the assertion library's own comparison takes ten times as long as the reading.
        if (JSON.stringify(readIn(octets, cuts)) !== JSON.stringify(readIn(octets, []))) {
          expect(readIn(octets, cuts)).toEqual(readIn(octets, []));
        }
      }),
      manyCases('reply reader, splits'),
    );
  });

  test('octet by octet too', () => {
    fc.assert(
      fc.property(wire, (octets) => {
        expect(readIn(octets, Array.from(octets.keys()))).toEqual(readIn(octets, []));
      }),
      { numRuns: 30 },
    );
  });

  test('a reply comes back as it was written', () => {
    const text = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.array(text, { minLength: 1, maxLength: 20 }),
        (code, lines) => {
          const octets = lines
            .map((line, index) => `${code}${index < lines.length - 1 ? '-' : ' '}${line}\r\n`)
            .join('');
          expect(read(octets).replies).toMatchObject([{ code, lines }]);
        },
      ),
    );
  });

  test('no octets whatever make it throw', { timeout: MANY_CASES_TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const { error } = readIn(octets, []);
        return error === undefined || error.length > 0;
      }),
      manyCases('reply reader, any octets'),
    );
  });
});
