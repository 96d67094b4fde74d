import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { readTiff } from '../../firmware/tiff/read-tiff.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { textLike } from '../firmware/coding/sample-pages.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { dpsim, runProgram } from '../support/run-program.ts';
import { RunningDpsim } from '../support/running-program.ts';

const missing = missingPackages({
  swaks: ['swaks'],
  msmtp: ['msmtp'],
  tshark: ['tshark'],
  'libtiff-tools': ['tiffinfo'],
  'jbigkit-bin': ['jbgtopbm85'],
});
const reason = missing.join(', ');

testPrograms(missing);

/** tshark on the loopback interface: one line for each SMTP packet of a port, as it passes. */
class Shark {
  readonly #port: number;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  seen = '';
  #changed = (): void => undefined;

  constructor(port: number) {
    this.#port = port;
    const fields = ['smtp.req.command', 'smtp.req.parameter', 'smtp.response.code', 'smtp.rsp.parameter'];
    const output = fields.flatMap((name) => ['-e', name]);
    this.#child = spawn(
      'tshark',
      [
        '-i',
        'lo',
        '-l',
        '-f',
        `tcp port ${port}`,
        '-d',
        `tcp.port==${port},smtp`,
        '-Y',
        'smtp',
        '-T',
        'fields',
        ...output,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.seen += text;
      this.#changed();
    });
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /** A capture begins some time after the program says so: it is there when it has seen a session. */
  async seesProbes(): Promise<void> {
    while (this.seen === '') {
      await new Promise<void>((resolve, reject) => {
        const probe = connect({ host: '127.0.0.1', port: this.#port });
        probe.once('data', () => probe.end('QUIT\r\n'));
        probe.once('error', reject);
        probe.once('close', () => resolve());
        probe.resume();
      });
    }
    this.seen = '';
  }

  async until(predicate: (seen: string) => boolean): Promise<void> {
    while (!predicate(this.seen)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT');
    await this.#closed;
  }
}

describe.skipIf(missing.length > 0)(`dpsim listen and others${reason === '' ? '' : ` (skipped: no ${reason})`}`, () => {
  let folder = '';
  let listening: RunningDpsim;
  let port = 0;
  let out = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpsim-others-'));
    const raster = textLike(1728, 1100);
    const resolution = RESOLUTIONS['204x98'];
    const page = {
      strip: encodeMh(raster),
      width: raster.width,
      height: raster.height,
      coding: 'MH',
      resolution,
    } as const;
    await writeFile(join(folder, 'fax.tif'), writeTiffFx([page, page]));
    const [original] = await testOriginal();
    await writeFile(join(folder, 'original.png'), original?.octets ?? '');
    out = join(folder, 'out');
    listening = new RunningDpsim(['listen', '--port', '0', '--out', out]);
    const [, found] = await listening.line(/listening on 127\.0\.0\.1:(\d+)/);
    port = Number(found);
  });
  afterAll(async () => {
    listening.signal('SIGINT');
    await listening.ended();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    listening.out = '';
  });

  test('swaks with a TIFF of two pages', async () => {
    const { code, out: told } = await runProgram(
      'swaks',
      [
        '--server',
        `127.0.0.1:${port}`,
        '--from',
        'swaks@mail.example',
        '--to',
        'june@fax.example',
        '--attach-type',
        'image/tiff',
        '--attach',
        `@${join(folder, 'fax.tif')}`,
      ],
      folder,
    );
    expect({ code, told: told.slice(-400) }).toMatchObject({ code: 0 });
    await listening.line(/RCV FILE \d{3} swaks@mail\.example 2 page\(s\) OK -> /);
  });

  test('msmtp with a message made by hand', async () => {
    const tiff = await readFile(join(folder, 'fax.tif'));
    const message = [
      'From: msmtp@mail.example',
      'To: june@fax.example',
      'Subject: a fax',
      'MIME-Version: 1.0',
      'Content-Type: image/tiff; application=faxbw',
      'Content-Transfer-Encoding: base64',
      '',
      tiff.toString('base64').replace(/.{76}/g, '$&\n'),
      '',
    ].join('\n');
    const settings = join(folder, 'msmtprc');
    await writeFile(
      settings,
      `account default\nhost 127.0.0.1\nport ${port}\nfrom msmtp@mail.example\ntls off\nauth off\n`,
    );
    await chmod(settings, 0o600);
    const sent = spawnSync('msmtp', ['-C', settings, 'june@fax.example'], { input: message });
    expect({ status: sent.status, err: sent.stderr.toString() }).toEqual({ status: 0, err: '' });
    await listening.line(/RCV FILE \d{3} msmtp@mail\.example 2 page\(s\) OK -> /);
  });

  test('tshark sees EHLO, RCPT … CONNEG and the capability in one multi-line reply', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('a capture needs root');
    const shark = new Shark(port);
    try {
      await shark.seesProbes();
      const { code } = await dpsim(
        'send',
        '--to',
        'june@[127.0.0.1]',
        '--port',
        String(port),
        join(folder, 'original.png'),
      );
      expect(code).toBe(0);
      await listening.line(/RCV FILE \d{3} fax@\S+ 1 page\(s\) OK -> /);
      await shark.until((seen) => /^RCPT[\s\S]*^QUIT/m.test(seen));
    } finally {
      await shark.stop();
    }
    const lines = shark.seen.split('\n');
    expect(lines.some((line) => line.startsWith('EHLO\t'))).toBe(true);
    const asked = lines.findIndex((line) => line.startsWith('RCPT\tTO:<june@[127.0.0.1]> CONNEG'));
    expect(asked).toBeGreaterThan(0);
    expect(lines[asked + 1]).toMatch(/250.*recipient ok.*image-file-structure=TIFF-minimal.*ua-media=stationery/);
  });

  /** The TIFF of a page sent in a coding, as it was in the message received. */
  async function sentAs(coding: string): Promise<Buffer> {
    const to = ['--to', 'june@[127.0.0.1]', '--port', String(port)];
    const page = join(folder, 'original.png');
    const { code } = await dpsim('send', ...to, '--header', 'off', '--coding', coding, page);
    expect(code).toBe(0);
    const [, fax = ''] = await listening.line(/RCV FILE \d{3} fax@\S+ 1 page\(s\) OK -> (.+)/);
    listening.out = '';
    const message = await readFile(join(out, basename(fax), 'message.eml'), 'latin1');
    const [, base64 = ''] = /Content-Disposition: attachment[^\r]*\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(message) ?? [];
    return Buffer.from(base64, 'base64');
  }

  test.each([
    ['MMR', 'CCITT Group 4'],
    // RFC 3949's number of JBIG has no name in libtiff, which knows its own.
    ['JBIG', '9 \\(0x9\\)'],
  ])('the TIFF that dpsim send wrote in %s is read by tiffinfo', async (coding, scheme) => {
    const file = join(folder, 'sent.tif');
    await writeFile(file, await sentAs(coding));
    const { code, out: told } = await runProgram('tiffinfo', [file], folder);
    expect(code).toBe(0);
    expect(told).toMatch(/Image Width: 1728 Image Length: 2292/);
    expect(told).toMatch(new RegExp(`Compression Scheme: ${scheme}`));
  });

  test('the JBIG page that dpsim send wrote is decoded by jbgtopbm85 into the pels it sends in MMR', async () => {
    const jbig = readTiff(await sentAs('JBIG'));
    const mmr = readTiff(await sentAs('MMR'));
    if (!jbig.ok || !mmr.ok) throw new Error('what was sent is no TIFF file');
    await writeFile(join(folder, 'sent.jbg'), jbig.pages[0]?.strip(0) ?? '');
    const { code, err } = await runProgram('jbgtopbm85', ['sent.jbg', 'sent.pbm'], folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const pbm = await readFile(join(folder, 'sent.pbm'));
    expect(pbm.subarray(0, 3).toString('latin1')).toBe('P4\n');
    const { raster } = mmr.pages[0]?.decode('strict') ?? {};
    expect([raster?.width, raster?.height]).toEqual([1728, 2292]);
    expect(pbm.subarray(-(raster?.octets.length ?? 0)).equals(raster?.octets ?? new Uint8Array(0))).toBe(true);
  });
});
