import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMailbox } from '../../../../firmware/smtp/wire/mailbox.ts';

describe('Mailbox of RFC 5321 4.1.2', () => {
  test.each([
    ['june@panasonic.com', 'june', 'panasonic.com'],
    ['june@localhost', 'june', 'localhost'],
    ['first.last@a-b.example', 'first.last', 'a-b.example'],
    ['FAX=+12027653000/T33S=1387@gw.example', 'FAX=+12027653000/T33S=1387', 'gw.example'],
    ['/FAX=+33-1-88335215/@faxworld.org', '/FAX=+33-1-88335215/', 'faxworld.org'],
    ['"a b@c"@x.example', '"a b@c"', 'x.example'],
    [`${'a'.repeat(64)}@x.example`, 'a'.repeat(64), 'x.example'],
  ])('%s', (text, localPart, domain) => {
    expect(parseMailbox(text)).toEqual({ ok: true, mailbox: { localPart, domain } });
  });

  test('an address literal names its address', () => {
    const mailbox = { localPart: 'june', domain: '[10.20.30.5]', literal: '10.20.30.5' };
    expect(parseMailbox('june@[10.20.30.5]')).toEqual({ ok: true, mailbox });
  });
});

describe('one clear sentence for what is wrong', () => {
  test.each([
    ['june', 'has no @'],
    ['', 'has no @'],
    ['@x.example', 'nothing before the @'],
    ['june@', 'nothing after the @'],
    ['june\r\nRCPT TO:<eve@x>@x.example', 'control character at position 5'],
    ['june\u0000@x.example', 'control character'],
    ['jüne@x.example', 'outside ASCII at position 2'],
    [`${'a'.repeat(65)}@x.example`, 'local part has 65 octets; expected at most 64'],
    [`${'a'.repeat(60)}@${'b.'.repeat(100)}example`, 'expected at most 254'],
    ['a b@x.example', 'not a dot-separated row of atoms'],
    ['june>@x.example', 'not a dot-separated row of atoms'],
    ['.june@x.example', 'not a dot-separated row of atoms'],
    ['ju..ne@x.example', 'not a dot-separated row of atoms'],
    ['"june@x.example', 'not a whole quoted string'],
    ['june@-x.example', 'the label "-x"'],
    ['june@x..example', 'the label ""'],
    ['june@x_y.example', 'the label "x_y"'],
    [`june@${'a'.repeat(64)}.example`, 'expected 1-63 letters'],
    ['june@10.20.30.5', 'expected it in brackets: [10.20.30.5]'],
    ['june@[10.020.30.5]', 'not an IPv4 address in brackets'],
    ['june@[10.20.30.256]', 'not an IPv4 address in brackets'],
    ['june@[IPv6:::1]', 'not an IPv4 address in brackets'],
    ['june@[10.20.30.5', 'not an IPv4 address in brackets'],
  ])('%j', (text, part) => {
    const parsed = parseMailbox(text);
    expect(parsed.ok ? '' : parsed.sentence).toContain(part);
  });
});

test('what is accepted can stand in a command: no control character, no angle bracket outside quotes, 254 octets', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.emailAddress()), (text) => {
      const parsed = parseMailbox(text);
      expect(parsed.ok || parsed.sentence.endsWith('.')).toBe(true);
      if (!parsed.ok) return;
      expect(text).toMatch(/^[ -~]{3,254}$/);
      if (!text.startsWith('"')) expect(text).not.toMatch(/[<> ]/);
    }),
  );
});
