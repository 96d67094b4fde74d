import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import sharp from 'sharp';
import { SMTPServer } from 'smtp-server';
import type { TraceValue } from '../device-model/index.ts';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, hostLab } from '../rig/lab/host-lab.ts';
import type { LabDescription } from '../rig/lab/lab-description.ts';
import { Rig } from '../rig/rig.ts';
import { medianMs, pairedMediansMs, ROUNDS, type Way } from './stopwatch.ts';
import { textPage } from './text-page.ts';

/**
 * One A4 page of text from its PNG to the peer that has stored it, over loopback: by our machine, and as one would do without.
 * Both ways code MMR, the machine by its setting: sharp has no JBIG, and a comparison of ways is none of codings. What the machine
 * takes by itself, JBIG, has a row of its own.
 */
const LOOPBACK = '127.0.0.1';
const PEER = 'peer.dpsim.example';
const MAILBOX = `june@${PEER}`;
/** On the sender's own LAN. */
const NAME_SERVER = '198.18.0.53';
/** T.4: 1728 pels a row; A4 at 196 rows an inch. */
const FINE_A4 = { width: 1728, height: 2292 } as const;

const png = textPage(1);
/** As sharp comes on this host, before a machine scans in this process. */
const SHARP_THREADS = sharp.concurrency();

function lab(
  from: string,
  smtpPort: number,
  options: { to?: string; published?: { address: string; port: number }; transferCoding?: 'MMR' | 'Best' },
): LabDescription {
  const { transferCoding = 'Best', ...rest } = options;
  const description = hostLab({
    model: 'dp-4530',
    ...HOST_LAB_ADDRESS,
    dhcp: 'Disabled',
    dnsServers: [{ address: NAME_SERVER, port: 53 }],
    from,
    smtpPort,
    allow: [],
    settings: { resolution: '204x196', redialCount: 0, transferCoding },
    startsAt: new Date(0),
    seed: 'bench',
    ...rest,
  });
  const records = [{ type: 'A' as const, name: '@', address: LOOPBACK }];
  const zones = [{ domain: PEER, records }];
  const dns = { name: 'dns', segment: 'lan', address: NAME_SERVER, mask: HOST_LAB_ADDRESS.mask, zones };
  return { ...description, dnsServers: [dns] };
}

interface ClosableWay extends Way {
  readonly close: () => unknown;
}

/** `prepare` waits until the job before is quite done. */
async function ours(
  port: number,
  transferCoding: 'MMR' | 'Best',
  settledPeer: () => Promise<unknown>,
): Promise<ClosableWay> {
  const rig = await Rig.create(lab('fax@machine.dpsim.example', port, { to: MAILBOX, transferCoding }));
  const machine = rig.machine(HOST_LAB_MACHINE);
  await rig.powerOn();
  let jobs = 0;
  return {
    prepare: async () => {
      await rig.until(() => machine.journal.length === jobs, 'the job is journaled');
      const failed = machine.journal.find(({ result }) => result !== 'OK');
      if (failed !== undefined) throw new Error(`the bench's fax came to ${failed.result}: ${failed.detail}`);
      await settledPeer();
      await machine.press('RESET');
    },
    work: async () => {
      jobs += 1;
      // The final 250, which is when nodemailer calls back too; printing in this same process comes after it.
      const confirmed = nextEvent(rig, (event, state) => event === 'delivery.entered' && state === 'recording');
      await machine.load({ label: 'text.png', octets: png });
      await machine.press('0', '0', '1', 'START');
      await confirmed;
    },
    close: () => rig.close(),
  };
}

function nextEvent(rig: Rig, wanted: (event: string, state: TraceValue | undefined) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = rig.log.subscribe(({ event, data }) => {
      if (!wanted(event, data['state'])) return;
      stop();
      resolve();
    });
  });
}

/** A second machine of ours, its port 25 on a free port of loopback. */
async function ourPeer(): Promise<{ readonly port: number; readonly printed: () => Promise<void>; close(): void }> {
  const rig = await Rig.create(lab(MAILBOX, 25, { published: { address: LOOPBACK, port: 0 } }));
  const machine = rig.machine(HOST_LAB_MACHINE);
  await rig.powerOn();
  const published = () => rig.log.lines.find(({ event }) => event === 'port.published');
  await rig.until(() => published() !== undefined, 'the port is published');
  return {
    port: Number(published()?.data['port']),
    printed: () => rig.until(() => machine.journal.length === machine.board.tray.sheets, 'what came is printed'),
    close: () => rig.close(),
  };
}

/** The smtp-server package as it comes; the mail is kept in memory. */
async function stockPeer(): Promise<{ readonly port: number; readonly stored: () => number; close(): void }> {
  let stored = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      buffer(stream).then(() => {
        stored += 1;
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, LOOPBACK);
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    stored: () => stored,
    close: () => server.close(() => undefined),
  };
}

/** What a user would write: sharp makes a Group 4 TIFF, nodemailer sends it. */
function asOneWouldWrite(port: number): ClosableWay {
  const transport = createTransport({ host: LOOPBACK, port, secure: false, ignoreTLS: true });
  return {
    prepare: () => {
      sharp.concurrency(SHARP_THREADS);
      return Promise.resolve();
    },
    work: async () => {
      const tiff = await sharp(png)
        .resize({ ...FINE_A4, fit: 'fill' })
        .greyscale()
        .threshold(128)
        .toColourspace('b-w')
        .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 204 / 25.4, yres: 196 / 25.4 })
        .toBuffer();
      await transport.sendMail({
        from: 'fax@machine.dpsim.example',
        to: MAILBOX,
        subject: 'IMAGE from Internet FAX',
        attachments: [{ filename: 'image.tif', contentType: 'image/tiff', content: tiff }],
      });
    },
    close: () => transport.close(),
  };
}

const peer = await ourPeer();
const stock = await stockPeer();
const ways = [
  await ours(peer.port, 'MMR', peer.printed),
  await ours(stock.port, 'MMR', () => Promise.resolve()),
  asOneWouldWrite(stock.port),
  await ours(peer.port, 'Best', peer.printed),
];
const [toOurs = Number.NaN, toStock = Number.NaN, byHand = Number.NaN, inJbig = Number.NaN] =
  await pairedMediansMs(ways);
for (const way of ways) await way.close();
peer.close();
stock.close();

const command = fileURLToPath(new URL('../rig/cli/dpsim.js', import.meta.url));
const help = await medianMs(() => spawnSync(process.execPath, [command, '--help']));
const bare = await medianMs(() => spawnSync(process.execPath, ['-e', '0']));

const row = (name: string, ms: number, beside = ''): string =>
  `${name.padEnd(64)}${ms.toFixed(1).padStart(8)}  ${beside}`;
process.stdout.write(
  [
    `One A4 page of text, 204 × 196: PNG to stored at the peer, over loopback; ms, median of ${ROUNDS} after warm-up, taking turns`,
    row(
      'dpsim to a dpsim machine (MMR by CONNEG and setting)',
      toOurs,
      `${(byHand / toOurs).toFixed(2)} × as fast as by hand`,
    ),
    row('dpsim to the stock smtp-server (Profile S)', toStock, `${(byHand / toStock).toFixed(2)} × as fast as by hand`),
    row('by hand: sharp ccittfax4, nodemailer, stock smtp-server', byHand),
    row('dpsim to a dpsim machine (JBIG by CONNEG)', inJbig),
    row('dpsim --help', help, `${(help / bare).toFixed(2)} × bare node`),
    row('node -e 0', bare),
    '',
  ].join('\n'),
);
