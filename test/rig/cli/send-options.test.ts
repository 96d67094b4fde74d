import { describe, expect, test } from 'vitest';
import { parseSendOptions } from '../../../rig/cli/send-options.ts';
import { UsageError } from '../../../rig/cli/usage-error.ts';

const TO = ['--to', 'june@[127.0.0.1]', '--from', 'fax@a.example'];

describe('dpsim send: its command line', () => {
  test('an address, a file and nothing else', () => {
    const options = parseSendOptions([...TO, 'page.png']);
    expect(options).toMatchObject({
      files: ['page.png'],
      json: false,
      lab: {
        to: 'june@[127.0.0.1]',
        smtpPort: 25,
        allow: [],
        settings: { resolution: '204x196', density: 3, transferCoding: 'Best', redialCount: 0, redialInterval: 180 },
      },
    });
  });

  test('one wait for every timer of the client', () => {
    const { settings = {} } = parseSendOptions([...TO, '--timeout', '7', 'page.png'])?.lab ?? {};
    const timers = Object.entries(settings).filter(([key]) => key.startsWith('timer'));
    expect(timers.map(([, value]) => value)).toEqual(Array.from({ length: 8 }, () => 7));
  });

  test('allowed addresses are the uplink’s, allowed names are looked at when they are found', () => {
    const options = parseSendOptions([...TO, '--allow', '203.0.113.9', '--allow', 'Fax.Example', 'page.png']);
    expect(options?.lab.allow).toEqual(['203.0.113.9']);
    expect(options?.allowedDomains).toEqual(['fax.example']);
  });

  test.each([
    ['standard', '204x98'],
    ['Fine', '204x196'],
    ['superfine', '204x391'],
    ['400x400', '400x400'],
  ])('--resolution %s is %s', (word, resolution) => {
    expect(parseSendOptions([...TO, '--resolution', word, 'p.png'])?.lab.settings?.['resolution']).toBe(resolution);
  });

  test('help comes before everything else', () => {
    expect(parseSendOptions(['--help', '--port', 'none'])).toBeUndefined();
  });
});

describe('dpsim send: what cannot be used is told in one sentence', () => {
  test.each<[string[], RegExp]>([
    [['p.png'], /^--to is missing: expected an address such as june@fax\.example\.com$/],
    [TO, /^no originals: name at least one file/],
    [['--to', 'june', 'p.png'], /^--to: /],
    [[...TO, '--to', 'bob', 'p.png'], /^--to: /],
    [[...TO, '--at', '24:00', 'p.png'], /^--at 24:00: expected a time of day from 00:00 to 23:59$/],
    [[...TO, '--via-server', 'a b', 'p.png'], /^--via-server a b: expected a host/],
    [[...TO, '--via-server', 'mail.example:0', 'p.png'], /^--via-server 0: expected/],
    [[...TO, '--to', 'bob@b.example', '--save-message', 'm', 'p.png'], /^--save-message keeps one message/],
    [['--to', 'june@', 'p.png'], /^--to: /],
    [['--to', 'june@[127.0.0.1', 'p.png'], /^--to: /],
    [[...TO, '--from', 'nobody', 'p.png'], /^--from: /],
    [[...TO, '--port', '99999', 'p.png'], /^--port 99999: expected a whole number from 1 to 65535$/],
    [[...TO, '--port', '0', 'p.png'], /^--port 0: expected/],
    [[...TO, '--port', '2.5e1', 'p.png'], /^--port 2\.5e1: expected/],
    [[...TO, '--dns', 'ns.example', 'p.png'], /^--dns ns\.example: expected an IPv4 address such as/],
    [[...TO, '--dns', '127.0.0.1:0', 'p.png'], /^--dns 0: expected a whole number from 1 to 65535$/],
    [[...TO, '--dns', '127.0.0.1:53:53', 'p.png'], /^--dns 127\.0\.0\.1:53:53: expected/],
    [[...TO, '--resolution', 'best', 'p.png'], /^--resolution best: expected one of standard, fine, superfine, /],
    [[...TO, '--density', '6', 'p.png'], /^--density 6: expected a whole number from 1 to 5$/],
    [[...TO, '--paper', 'A0', 'p.png'], /^--paper A0: expected one of .*A4/],
    [[...TO, '--coding', 'JPEG', 'p.png'], /^--coding JPEG: expected one of MH, MR, MMR, JBIG$/],
    [[...TO, '--redial', '16', 'p.png'], /^--redial 16: expected a whole number from 0 to 15$/],
    [[...TO, '--interval', '-1', 'p.png'], /interval/],
    [[...TO, '--timeout', '0', 'p.png'], /^--timeout 0: expected a whole number from 1 to 7200$/],
    [[...TO, '--model', 'dp-1', 'p.png'], /^--model dp-1: expected one of dp-3510, dp-4530, dp-6030$/],
    [[...TO, '--dhcp', 'maybe', 'p.png'], /^--dhcp maybe: expected enabled or disabled$/],
    [[...TO, '--header', 'maybe', 'p.png'], /^--header maybe: expected one of On, Off$/],
    [[...TO, '--nonsense', 'p.png'], /nonsense.*\(dpsim send --help\)$/],
  ])('%j', (args, sentence) => {
    let told: unknown;
    try {
      parseSendOptions(args);
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(UsageError);
    const { message } = told as UsageError;
    expect(message).toMatch(sentence);
    expect(message).not.toContain('\n');
  });
});
