import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { blankRaster } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { encodeMh } from '../../../firmware/coding/encode-mh.ts';
import { writeTiffFx } from '../../../firmware/tiff/write-tiff-fx.ts';
import { testOriginal } from '../../../rig/lab/test-original.ts';
import { dpsim } from '../../support/run-program.ts';
import { RunningDpsim } from '../../support/running-program.ts';

let folder = '';
let original = '';
const running: RunningDpsim[] = [];
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpsim-listen-'));
  await chmod(folder, 0o755);
  const [page] = await testOriginal();
  original = join(folder, 'original.png');
  await writeFile(original, page?.octets ?? '');
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listen(...args: string[]): Promise<{ program: RunningDpsim; port: number; out: string }> {
  count += 1;
  const out = join(folder, `out-${count}`);
  const program = new RunningDpsim(['listen', '--port', '0', '--out', out, ...args]);
  running.push(program);
  const [, port] = await program.line(/listening on 127\.0\.0\.1:(\d+), faxes go to/);
  return { program, port: Number(port), out };
}

async function faxesIn(out: string): Promise<string[]> {
  return (await readdir(out)).filter((name) => /^\d{4}-\d{2}-\d{2}-\d{6}-file\d{3}$/.test(name)).sort();
}

/** Speaks SMTP by hand: one command, one whole reply. */
class HandClient {
  readonly #socket: Socket;
  #text = '';
  #changed = (): void => undefined;
  #ended = false;

  constructor(port: number) {
    this.#socket = connect({ host: '127.0.0.1', port });
    this.#socket.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#changed();
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#ended = true;
      this.#changed();
    });
  }

  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(this.#text);
      if (whole !== null) {
        this.#text = this.#text.slice(whole[0].length);
        return whole[0];
      }
      if (this.#ended) return '';
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  async command(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return await this.reply();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

describe('dpsim listen', () => {
  test('what dpsim send delivers becomes PDF, PNG, message, record and a journal line', async () => {
    const { program, port, out } = await listen('--once');
    const saved = join(folder, 'sent.eml');
    const sent = await dpsim(
      'send',
      '--to',
      'june@[127.0.0.1]',
      '--port',
      String(port),
      '--show-dialogue',
      '--save-message',
      saved,
      original,
    );
    expect(sent).toMatchObject({ code: 0, err: '' });
    expect(sent.out).toContain('C: RCPT TO:<june@[127.0.0.1]> CONNEG\nS: 250-<june@[127.0.0.1]> recipient ok\n');
    expect(sent.out).toMatch(/OK: 1 page\(s\) delivered .* as JBIG at 204x196 on A4/);
    expect(await program.ended()).toBe(0);
    const [fax = '', ...others] = await faxesIn(out);
    expect(others).toEqual([]);
    expect((await readFile(join(out, fax, 'message.eml'))).equals(await readFile(saved))).toBe(true);
    expect((await readFile(join(out, fax, 'fax.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
    const { width, height } = await sharp(join(out, fax, 'page-1.png')).metadata();
    expect(height / width).toBeCloseTo(2292 / 196 / (1728 / 204), 2);
    const record = JSON.parse(await readFile(join(out, fax, 'record.json'), 'utf8'));
    expect(record).toMatchObject({
      forwardPaths: ['june@[127.0.0.1]'],
      remoteAddress: '127.0.0.1',
      journal: { direction: 'RCV', pages: 1, result: 'OK' },
      pages: [{ image: 'page-1.png', width: 1728, height: 2292, resolution: '204x196', paper: 'A4' }],
    });
    expect(record.dialogue).toContain('C: RCPT TO:<june@[127.0.0.1]> CONNEG');
    expect(await readFile(join(out, 'journal.txt'), 'utf8')).toMatch(/ RCV FILE 001 fax@\S+ 1 page\(s\) OK\n$/);
  });

  test('a mail client’s TIFF is printed, a message without one is kept with the reason', async () => {
    const { program, port, out } = await listen();
    const mailer = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const page = blankRaster(1728, 100);
    page.octets.fill(0xff, 50 * page.rowOctets, 60 * page.rowOctets);
    const resolution = RESOLUTIONS['204x98'];
    const tiff = writeTiffFx([{ strip: encodeMh(page), width: 1728, height: 100, coding: 'MH', resolution }]);
    const mail = { from: 'me@mail.example', to: 'anybody@anywhere.example' };
    const attachment = { filename: 'fax.tif', content: Buffer.from(tiff), contentType: 'image/tiff' };
    await mailer.sendMail({ ...mail, text: 'see the fax', attachments: [attachment] });
    await program.line(/RCV FILE 001 me@mail\.example 1 page\(s\) OK -> /);
    await mailer.sendMail({ ...mail, text: 'no fax at all' });
    await program.line(/RCV FILE 002 me@mail\.example 0 page\(s\) 940 The message holds no TIFF to print\. -> /);
    mailer.close();
    program.signal('SIGINT');
    expect(await program.ended()).toBe(0);
    const [printed = '', kept = ''] = await faxesIn(out);
    expect(await readdir(join(out, printed))).toEqual(['fax.pdf', 'message.eml', 'page-1.png', 'record.json']);
    expect(await readdir(join(out, kept))).toEqual(['message.eml', 'record.json']);
    expect((await readdir(join(out, '.machine', 'machines', 'dpsim'))).includes('rcv')).toBe(false);
  });

  test('SIGINT says 421 to open sessions, and what was accepted before is there', async () => {
    const { program, port, out } = await listen();
    const client = new HandClient(port);
    expect(await client.reply()).toMatch(/^220 /);
    expect(await client.command('EHLO hand.example')).toContain('250 CONNEG');
    await dpsim('send', '--to', 'june@[127.0.0.1]', '--port', String(port), original);
    program.signal('SIGINT');
    expect(await client.reply()).toMatch(/^421 /);
    client.destroy();
    expect(await program.ended()).toBe(0);
    expect(await faxesIn(out)).toHaveLength(1);
  });

  test('--mailbox, --dialect and --max-size', async () => {
    const { port } = await listen('--mailbox', 'june', '--dialect', 'rfc4141', '--max-size', '5000');
    const client = new HandClient(port);
    await client.reply();
    expect(await client.command('EHLO hand.example')).toContain('SIZE 5000');
    expect(await client.command('MAIL FROM:<a@b.example> SIZE=5001')).toMatch(/^552 /);
    expect(await client.command('MAIL FROM:<a@b.example>')).toMatch(/^250 /);
    expect(await client.command('RCPT TO:<may@fax.example>')).toMatch(/^550 /);
    expect(await client.command('RCPT TO:<june@fax.example> CONNEG')).toMatch(/\n250[ -]CONNEG \(&/);
    client.destroy();
  });
});

describe('what cannot be used ends with 2 and one sentence', () => {
  const expectOneSentence = (err: string): void => expect(err).toMatch(/^dpsim: .+\n$/);

  test('a port in use, by another listen', async () => {
    const { port } = await listen();
    const second = await dpsim('listen', '--port', String(port), '--out', join(folder, 'second'));
    expect(second.code).toBe(2);
    expectOneSentence(second.err);
    expect(second.err).toContain(`port ${port} of 127.0.0.1 is in use by another program: choose another with --port`);
  });

  test('a folder in use, by another listen', async () => {
    const { out } = await listen();
    const second = await dpsim('listen', '--port', '0', '--out', out);
    expect(second.code).toBe(2);
    expectOneSentence(second.err);
    expect(second.err).toContain('is in use by another machine or process');
  });

  test('port 25 without the right', async () => {
    const nobody = 65_534;
    const out = join(folder, 'of-nobody');
    await mkdir(out);
    await chmod(out, 0o777);
    const asRoot = process.getuid?.() === 0;
    const program = new RunningDpsim(['listen', '--port', '25', '--out', out], asRoot ? { uid: nobody } : {});
    running.push(program);
    expect(await program.ended()).toBe(2);
    expectOneSentence(program.err);
    expect(program.err).toMatch(/port 25 of 127\.0\.0\.1 needs a right .*cap_net_bind_service/);
  });

  test.each([
    [['--port', '99999'], /--port 99999: expected a whole number from 0 to 65535/],
    [['--bind', 'localhost'], /--bind localhost: expected an IPv4 address/],
    [['--bind', '192.0.2.1'], /192\.0\.2\.1:\d+ cannot be listened on .*: expected an address of this host/],
    [['--dialect', 'klingon'], /--dialect klingon: expected one of manual, manual-verbatim, rfc4141/],
    [['--mailbox', 'a b'], /--mailbox a b: expected a local part/],
    [['--max-size', '12'], /--max-size 12: expected a whole number from 1024/],
    [['--frobnicate'], /--frobnicate/],
  ])('%j', async (args, sentence) => {
    const { code, err } = await dpsim('listen', '--out', join(folder, 'bad'), ...args);
    expectOneSentence(err);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });

  test('an out folder that is a file', async () => {
    const { code, err } = await dpsim('listen', '--port', '0', '--out', join(original, 'below'));
    expectOneSentence(err);
    expect(err).toMatch(/--out .*(ENOTDIR|cannot be used)/);
    expect(code).toBe(2);
  });
});
