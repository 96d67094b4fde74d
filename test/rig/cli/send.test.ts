import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { INFO_CODES } from '../../../firmware/journal/info-codes.ts';
import { readTiff } from '../../../firmware/tiff/read-tiff.ts';
import { refusing, say, takingAll, until } from '../../support/far-end-script.ts';
import { type HostFarEnd, hostFarEnd } from '../../support/host-far-end.ts';
import { a, aaaa, type HostNameServer, hostNameServer, mx } from '../../support/host-name-server.ts';
import { dpsim } from '../../support/run-program.ts';
import { plainSheet } from '../../support/scenario.ts';
import type { FarEndStep } from '../../support/scripted-far-end.ts';
import { type StockServer, stockServer, tiffIn } from '../../support/stock-server.ts';

let folder = '';
let page = '';
let stock: StockServer;
let names: HostNameServer;
/** A port nobody listens on. */
let deadPort = 0;
const farEnds: HostFarEnd[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-send-'));
  page = join(folder, 'page.png');
  await writeFile(page, plainSheet('page').octets);
  stock = await stockServer();
  names = await hostNameServer({
    'fax.example': { MX: [mx('fax.example', 'second.fax.example', 20), mx('fax.example', 'first.fax.example', 10)] },
    'first.fax.example': { A: [a('first.fax.example', '127.0.0.1')] },
    'second.fax.example': { A: [a('second.fax.example', '127.0.0.2')] },
    'host.example': { A: [a('host.example', '127.0.0.1')] },
    'six.example': { AAAA: [aaaa('six.example', '2001:db8::25')] },
    'public.example': { A: [a('public.example', '203.0.113.25')] },
    'ill.example': 'servfail',
    'mute.example': 'silent',
  });
  deadPort = await unusedPort();
});
afterAll(async () => {
  await stock.close();
  names.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  for (const farEnd of farEnds.splice(0)) farEnd.close();
});

async function farEnd(...scripts: readonly (readonly FarEndStep[])[]): Promise<HostFarEnd> {
  const opened = await hostFarEnd(...scripts);
  farEnds.push(opened);
  return opened;
}

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });
}

const send = (to: string, port: number, ...args: string[]) =>
  dpsim('send', '--to', to, '--port', String(port), '--dns', names.endpoint, ...args);

function expectOneSentence(err: string): void {
  expect(err).toMatch(/^dpsim: .+\n$/);
  expect(err).not.toContain('    at ');
}

/** What the report's JSON holds as far as these tests look at it. */
interface Told {
  readonly delivered: boolean;
  readonly result: string;
  readonly detail: string;
  readonly failures: readonly { readonly infoCode: string; readonly sentence: string }[];
  readonly dialogue: readonly string[];
  readonly codedPages: readonly unknown[];
}
const toldBy = (out: string): Told => JSON.parse(out);

describe('dpsim send delivers', () => {
  test.each([
    ['by the best mail exchange', 'june@fax.example', 'mail exchange'],
    ['by the address of a domain without one', 'june@host.example', 'its own address is 127.0.0.1'],
    ['by an address literal', 'june@[127.0.0.1]', 'address literal'],
  ])('%s', async (_, to, via) => {
    const before = stock.mails.length;
    const { code, out, err } = await send(to, stock.port, '--from', 'fax@here.example', page);
    // Piped, nothing draws progress.
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain(via);
    expect(out).toContain(`OK: 1 page(s) delivered to ${to}`);
    expect(stock.mails.slice(before)).toMatchObject([{ from: 'fax@here.example', to: [to] }]);
  });

  test('resolution, density, paper and coding are those asked for, and the message is kept as it was sent', async () => {
    const saved = join(folder, 'saved.eml');
    const before = stock.mails.length;
    const asked = ['--resolution', 'standard', '--density', '5', '--paper', 'A4', '--coding', 'MH', '--header', 'off'];
    const { code, err } = await send('june@[127.0.0.1]', stock.port, ...asked, '--save-message', saved, page, page);
    expect(err).toBe('');
    expect(code).toBe(0);
    const octets = stock.mails[before]?.octets ?? Buffer.alloc(0);
    expect((await readFile(saved)).equals(octets)).toBe(true);
    const reading = readTiff(await tiffIn(octets));
    const pages = reading.ok ? reading.pages : [];
    // TIFF-S (RFC 3949, 3.4): MH, 1728 pels; standard is 204 × 98.
    expect(pages.map(({ coding, width, resolution }) => ({ coding, width, name: resolution?.name }))).toEqual([
      { coding: 'MH', width: 1728, name: '204x98' },
      { coding: 'MH', width: 1728, name: '204x98' },
    ]);
  });

  test('--json prints one object, --show-dialogue goes beside it', async () => {
    const { code, out, err } = await send('june@[127.0.0.1]', stock.port, '--json', '--show-dialogue', page);
    expect(code).toBe(0);
    const told = toldBy(out);
    expect(told).toMatchObject({ delivered: true, result: 'OK', pages: 1, failures: [] });
    expect(told.codedPages).toHaveLength(1);
    expect(told.dialogue.at(-2)).toBe('C: QUIT');
    expect(err.trimEnd().split('\n')).toEqual(told.dialogue);
  });

  test('--show-dialogue prints every line both ways', async () => {
    const { out } = await send('june@[127.0.0.1]', stock.port, '--show-dialogue', page);
    for (const line of ['S: 220 ', 'C: EHLO ', 'C: MAIL FROM:<', 'C: RCPT TO:<june@[127.0.0.1]>', 'C: DATA', 'S: 354 '])
      expect(out).toContain(line);
  });

  test('at the second attempt, when a redial is allowed', async () => {
    const busy = await farEnd(refusing('rcpt', '450 busy'), takingAll());
    const { code, out } = await send('june@[127.0.0.1]', busy.port, '--redial', '2', '--interval', '1', '--json', page);
    expect(code).toBe(0);
    expect(toldBy(out).failures).toMatchObject([{ infoCode: '924' }]);
    expect(busy.connections).toHaveLength(2);
    expect(busy.connections.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
  });
});

describe('dpsim send fails with exit code 1, an info code and a sentence', () => {
  test.each<[string, string, string[], keyof typeof INFO_CODES, RegExp]>([
    ['no such name', 'june@nowhere.example', [], 'dns-error', /knows no name nowhere\.example/],
    [
      'the name server fails',
      'june@ill.example',
      [],
      'dns-server-failed',
      /failed when asked for the MX record of ill\.example/,
    ],
    ['the name server is silent', 'june@mute.example', [], 'dns-timeout', /did not answer within 2 s/],
    [
      'IPv6 addresses only',
      'june@six.example',
      [],
      'dns-error',
      /six\.example has only IPv6 addresses \(2001:db8::25\); this machine reaches IPv4 addresses only\./,
    ],
    ['DHCP is on', 'june@[127.0.0.1]', ['--dhcp', 'enabled'], 'dhcp-enabled', /No\. 22 DHCP is Enabled/],
    ['a mask that is none', 'june@[127.0.0.1]', ['--mask', '255.0.255.0'], 'mask-unusable', /255\.0\.255\.0/],
    [
      'a gateway elsewhere',
      'june@[127.0.0.1]',
      ['--gateway', '192.0.2.1'],
      'gateway-unusable',
      /192\.0\.2\.1 is outside the subnet/,
    ],
    ['nobody listens', 'june@[127.0.0.1]', [], 'smtp-logon-refused', /ECONNREFUSED/],
  ])('%s', async (_, to, args, key, sentence) => {
    const { code, out, err } = await send(to, deadPort, ...args, page);
    expect(err).toBe('');
    const line = out.trimEnd().split('\n').at(-1) ?? '';
    expect(line).toMatch(/^NOT DELIVERED to .*, info code \d{3}: /);
    expect(line).toContain(`info code ${INFO_CODES[key].code}: `);
    expect(line).toMatch(sentence);
    expect(code).toBe(1);
  });

  test.each(['june@[203.0.113.9]', 'june@public.example'])(
    '%s is a stranger: refused before any socket, and told how to allow it',
    async (to) => {
      const { code, out, err } = await send(to, 25, '--redial', '3', '--interval', '0', '--json', page);
      expect(code).toBe(1);
      const told = toldBy(out);
      expect(told.failures).toHaveLength(1);
      expect(told.detail).toContain('EACCES');
      expect(told.dialogue).toEqual([]);
      expectOneSentence(err);
      expect(err).toMatch(/203\.0\.113\.(9|25) is no loopback or private address/);
      expect(err).toMatch(/--allow 203\.0\.113\.(9|25)\n$/);
    },
  );

  test('a job without a message leaves the file for it as it was', async () => {
    const older = join(folder, 'older.eml');
    await writeFile(older, 'an older message');
    for (const file of [older, join(folder, 'absent.eml')]) {
      expect((await send('june@[127.0.0.1]', deadPort, '--save-message', file, page)).code).toBe(1);
    }
    expect(await readFile(older, 'utf8')).toBe('an older message');
    await expect(readFile(join(folder, 'absent.eml'))).rejects.toThrow('ENOENT');
  });

  test('the far end resets in the middle of the message', async () => {
    const peer = await farEnd(until('data', [say('354 go ahead'), { takeUntil: 'Content-Type' }, { reset: true }]));
    const { code, out } = await send('june@[127.0.0.1]', peer.port, '--redial', '1', '--interval', '0', '--json', page);
    expect(code).toBe(1);
    expect(toldBy(out)).toMatchObject({ delivered: false, result: '717', failures: [{}, {}] });
    expect(peer.connections).toHaveLength(2);
  });

  test('the far end says nothing for longer than --timeout', async () => {
    const peer = await farEnd(until('mail', []));
    const { code, out } = await send('june@[127.0.0.1]', peer.port, '--timeout', '1', '--json', page);
    expect(code).toBe(1);
    expect(toldBy(out)).toMatchObject({ result: '717', detail: 'No answer in phase mail within 1 s.' });
  });
});

describe('dpsim send: what cannot be used is one sentence and exit code 2', () => {
  test.each<[string, () => string[], RegExp]>([
    ['a port', () => ['--to', 'june@[127.0.0.1]', '--port', '99999', page], /--port 99999: expected/],
    ['no destination', () => [page], /--to is missing/],
    [
      'a missing file',
      () => ['--to', 'june@[127.0.0.1]', join(folder, 'none.png')],
      /none\.png cannot be read \(ENOENT\)/,
    ],
    ['a folder', () => ['--to', 'june@[127.0.0.1]', folder], / is a folder: expected a PNG/],
    ['an address', () => ['--to', 'june at home', page], /--to: /],
    ['a name server', () => ['--to', 'june@fax.example', '--dns', 'ns', page], /--dns ns: expected an IPv4 address/],
    [
      'a file for the message, found before anything is sent',
      () => ['--to', 'june@[127.0.0.1]', '--port', String(stock.port), '--save-message', join(folder, 'no', 'm'), page],
      /--save-message .*no\/m cannot be written \(ENOENT\): expected a file that can be written/,
    ],
  ])('%s', async (_, args, sentence) => {
    const { code, out, err } = await dpsim('send', ...args());
    expect(code).toBe(2);
    expect(out).toBe('');
    expectOneSentence(err);
    expect(err).toMatch(sentence);
  });
});
