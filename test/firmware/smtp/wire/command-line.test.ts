import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from '../../../../firmware/smtp/wire/command-line.ts';

test('the commands of RFC 5321 4.1.1 and the parameter of RFC 4141', () => {
  const line = (command: Parameters<typeof commandLine>[0]) => {
    const built = commandLine(command);
    return built.ok ? built.line : built.sentence;
  };
  expect(line({ verb: 'EHLO', name: 'fax.example' })).toBe('EHLO fax.example');
  expect(line({ verb: 'HELO', name: '[10.0.0.1]' })).toBe('HELO [10.0.0.1]');
  expect(line({ verb: 'MAIL', reversePath: 'pcc@panasonic.com' })).toBe('MAIL FROM:<pcc@panasonic.com>');
  expect(line({ verb: 'MAIL', reversePath: '' })).toBe('MAIL FROM:<>');
  expect(line({ verb: 'RCPT', forwardPath: 'june@panasonic.com', conneg: true })).toBe(
    'RCPT TO:<june@panasonic.com> CONNEG',
  );
  expect(line({ verb: 'RCPT', forwardPath: 'june@panasonic.com', conneg: false })).toBe('RCPT TO:<june@panasonic.com>');
  expect(line({ verb: 'DATA' })).toBe('DATA');
  expect(line({ verb: 'RSET' })).toBe('RSET');
  expect(line({ verb: 'QUIT' })).toBe('QUIT');
});

test.each([
  [{ verb: 'EHLO', name: 'fax\r\nMAIL' }, 'not one word of printable ASCII'],
  [{ verb: 'EHLO', name: 'fax example' }, 'not one word of printable ASCII'],
  [{ verb: 'EHLO', name: '' }, 'not one word of printable ASCII'],
  [{ verb: 'EHLO', name: 'a'.repeat(256) }, 'expected at most 255'],
  [{ verb: 'MAIL', reversePath: 'pcc@panasonic.com> SIZE=1' }, 'the label'],
  [{ verb: 'RCPT', forwardPath: '', conneg: true }, 'has no @'],
  [{ verb: 'RCPT', forwardPath: 'june@x.example\r\nDATA', conneg: false }, 'control character'],
] as const)('%j is refused', (command, part) => {
  const built = commandLine(command);
  expect(built.ok ? '' : built.sentence).toContain(part);
});

test('nothing that is built holds a line end or runs past 512 octets', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), fc.constantFrom('EHLO', 'HELO', 'MAIL', 'RCPT'), (text, verb) => {
      const built =
        verb === 'MAIL'
          ? commandLine({ verb, reversePath: text })
          : verb === 'RCPT'
            ? commandLine({ verb, forwardPath: text, conneg: true })
            : commandLine({ verb: verb === 'EHLO' ? 'EHLO' : 'HELO', name: text });
      if (built.ok) expect(built.line).toMatch(/^[ -~]{4,510}$/);
      else expect(built.sentence).toMatch(/\.$/);
    }),
  );
});
