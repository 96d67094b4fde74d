import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPathCommand } from '../../../../firmware/smtp/wire/path-command.ts';
import { told } from '../../../support/case-count.ts';

describe('MAIL and RCPT with their paths (RFC 5321 4.1.2)', () => {
  test.each([
    ['MAIL FROM', 'MAIL FROM:<>', '', []],
    ['MAIL FROM', 'mail from:<pcc@panasonic.com>', 'pcc@panasonic.com', []],
    ['MAIL FROM', 'MAIL FROM: <pcc@panasonic.com> ', 'pcc@panasonic.com', []],
    ['MAIL FROM', 'MAIL FROM:<u@[IPv6:2001:db8::1]>', 'u@[IPv6:2001:db8::1]', []],
    [
      'MAIL FROM',
      'MAIL FROM:<a@b.example> size=1000 BODY=8BITMIME',
      'a@b.example',
      [
        { keyword: 'SIZE', value: '1000' },
        { keyword: 'BODY', value: '8BITMIME' },
      ],
    ],
    ['RCPT TO', 'RCPT TO:<june@x.example> CONNEG', 'june@x.example', [{ keyword: 'CONNEG', value: undefined }]],
    ['RCPT TO', 'RCPT TO:<Postmaster>', 'Postmaster', []],
    ['RCPT TO', 'RCPT TO:<@one.example,@two.example:june@x.example>', 'june@x.example', []],
    ['RCPT TO', 'RCPT TO:<"a > b\\"@c"@x.example>', '"a > b\\"@c"@x.example', []],
    ['RCPT TO', 'RCPT TO:<FAX=+12025550123/T33S=1387@x.example>', 'FAX=+12025550123/T33S=1387@x.example', []],
  ] as const)('%s: %s', (verb, line, path, parameters) => {
    expect(readPathCommand(verb, line)).toMatchObject({ ok: true, path, parameters });
  });

  test.each([
    ['RCPT TO', 'RCPT TO:<>', 'has no @'],
    ['MAIL FROM', 'MAIL FROM:<postmaster>', 'has no @'],
    ['MAIL FROM', 'MAIL FROM:a@b.example', 'is not closed'],
    ['MAIL FROM', 'MAIL FROM:<a@b.example', 'is not closed'],
    ['MAIL FROM', 'MAIL FROM <a@b.example>', 'expected MAIL FROM:<path>'],
    ['MAIL FROM', 'RCPT TO:<a@b.example>', 'expected MAIL FROM:<path>'],
    ['RCPT TO', 'RCPT TO:<a@b.example>CONNEG', 'expected a blank after the path'],
    ['RCPT TO', 'RCPT TO:<a@b.example> CONNEG=', 'is not a parameter'],
    ['RCPT TO', 'RCPT TO:<a@b.example> =5', 'is not a parameter'],
    ['RCPT TO', 'RCPT TO:<a@b.example> X\u0000', 'is not a parameter'],
    ['RCPT TO', 'RCPT TO:<j\u00fcne@b.example>', 'outside ASCII'],
    ['RCPT TO', 'RCPT TO:<a\u0007@b.example>', 'control character'],
  ] as const)('%s: %j is refused', (verb, line, part) => {
    const read = readPathCommand(verb, line);
    expect(read.ok ? 'taken' : read.sentence).toContain(part);
  });
});

describe('whatever comes', () => {
  const atom = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/);
  const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/);
  const localPart = fc.oneof(
    fc.array(atom, { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join('.')),
    fc.stringMatching(/^[ !#-[\]-~]{0,20}$/).map((text) => `"${text}"`),
  );
  const domain = fc.oneof(
    fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
    fc.ipV4().map((address) => `[${address}]`),
    fc.ipV6().map((address) => `[IPv6:${address}]`),
  );
  const dottedQuad = (text: string) => /^\d+(\.\d+){3}$/.test(text);
  const mailbox = fc
    .tuple(localPart, domain)
    .filter(([local, at]) => local.length <= 64 && !dottedQuad(at))
    .map(([local, at]) => `${local}@${at}`);
  const parameter = fc.tuple(
    fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,8}$/),
    fc.option(fc.stringMatching(/^[!-<>-~]{1,12}$/), { nil: undefined }),
  );

  test('every command of the grammar is read as it was meant', () => {
    const command = fc.tuple(fc.constantFrom('MAIL FROM', 'RCPT TO'), mailbox, fc.array(parameter, { maxLength: 3 }));
    fc.assert(
      fc.property(command, ([verb, path, parameters]) => {
        const words = parameters.map(([keyword, value]) => (value === undefined ? keyword : `${keyword}=${value}`));
        const line = [`${verb}:<${path}>`, ...words].join(' ');
        expect(readPathCommand(verb === 'MAIL FROM' ? verb : 'RCPT TO', line)).toMatchObject({
          ok: true,
          path,
          parameters: parameters.map(([keyword, value]) => ({ keyword, value })),
        });
      }),
      told('address reader, commands of the grammar'),
    );
  });

  test('any other line is read or refused with a sentence; nothing read could end a line or a path', () => {
    const piece = fc.constantFrom(
      'MAIL FROM:',
      'RCPT TO:',
      '<',
      '>',
      '"',
      '\\',
      '@',
      ':',
      ' ',
      '=',
      '[',
      ']',
      '\r',
      '\n',
    );
    const spoilt = fc.array(fc.oneof(piece, mailbox, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 10 });
    fc.assert(
      fc.property(spoilt, fc.boolean(), (pieces, mail) => {
        const verb = mail ? 'MAIL FROM' : 'RCPT TO';
        const read = readPathCommand(verb, `${verb}:<${pieces.join('')}`);
        if (!read.ok) expect(read.sentence).toMatch(/\.$/);
        else expect(read.path).toMatch(/^[ -~]*$/);
      }),
      told('address reader, spoilt lines'),
    );
  });
});
