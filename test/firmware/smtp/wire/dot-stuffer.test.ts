import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DotStuffer } from '../../../../firmware/smtp/wire/dot-stuffer.ts';

function stuffed(message: string | Uint8Array, cuts: readonly number[] = []): string {
  const octets = Buffer.from(message);
  const stuffer = new DotStuffer();
  const places = [0, ...[...cuts].sort((a, b) => a - b), octets.length];
  const pieces = places.slice(1).map((end, index) => stuffer.stuff(octets.subarray(places[index], end)));
  return Buffer.concat([...pieces, stuffer.end()]).toString('latin1');
}

/** The receiver's half of RFC 5321 4.5.2, written from its text: lines by CRLF, the final dot, one leading dot removed. */
function receive(data: string): string[] {
  const lines = data.split('\r\n');
  const end = lines.indexOf('.');
  expect(end, 'one final dot, and it is the last line').toBe(lines.length - 2);
  expect(lines.at(-1)).toBe('');
  return lines.slice(0, end).map((line) => (line.startsWith('.') ? line.slice(1) : line));
}

describe('RFC 5321 4.5.2', () => {
  test.each([
    ['a message in order', 'a\r\nb\r\n', 'a\r\nb\r\n.\r\n'],
    ['no line end at the end', 'a', 'a\r\n.\r\n'],
    ['no octet at all', '', '.\r\n'],
    ['a dot first', '.a\r\n', '..a\r\n.\r\n'],
    ['a line of one dot', 'a\r\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n'],
    ['dots inside a line stay', 'a.b..c\r\n', 'a.b..c\r\n.\r\n'],
    ['a bare LF', 'a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a bare CR', 'a\r.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a bare CR at the end', 'a\r', 'a\r\n.\r\n'],
    ['two CR and LF', 'a\r\r\n.', 'a\r\n\r\n..\r\n.\r\n'],
  ])('%s', (_name, message, data) => {
    expect(stuffed(message)).toBe(data);
  });

  test('a piece without need of change is not copied', () => {
    const piece = Buffer.from('line\r\nline\r\n');
    expect(new DotStuffer().stuff(piece)).toBe(piece);
  });
});

describe('properties', () => {
  const message = fc
    .array(fc.constantFrom('.', '\r\n', '\r', '\n', 'a', '..', '\r\n.\r\n'), { maxLength: 40 })
    .map((parts) => parts.join(''));

  test('the receiver gets the lines back, and no final dot but the last', () => {
    fc.assert(
      fc.property(message, (text) => {
        const lines = text.split(/\r\n|\r|\n/);
        if (lines.at(-1) === '') lines.pop();
        expect(receive(stuffed(text))).toEqual(lines);
      }),
    );
  });

  test('any split gives the same octets', () => {
    fc.assert(
      fc.property(message, fc.array(fc.nat(80), { maxLength: 10 }), (text, places) => {
        expect(
          stuffed(
            text,
            places.map((place) => Math.min(place, text.length)),
          ),
        ).toBe(stuffed(text));
      }),
    );
  });

  test('no bare CR or LF leaves', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        expect(stuffed(octets).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
