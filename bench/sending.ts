import { cpus } from 'node:os';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { WallClock } from '../device-model/clock/wall-clock.ts';
import { HostNetwork } from '../device-model/network/host-network.ts';
import { runSession } from '../firmware/smtp/client/session.ts';
import { sendByRote } from './bare-socket.ts';
import { SmtpSink } from './smtp-sink.ts';
import { median } from './stopwatch.ts';

/**
 * 40 kB messages into Postfix's smtp-sink, a new connection for each, to the final 250: our session beside nodemailer's
 * SMTPConnection, ways taking turns. Beside both what is beyond a client: the same octets by rote, and the sink's own work.
 */
const LOOPBACK = '127.0.0.1';
const MESSAGE_OCTETS = 40_000;
const MESSAGES = 100;
const CONCURRENCIES = [1, 10, 50] as const;
/** Every way is compiled by then. */
const WARM_UPS = 16;
/** At another concurrency they are compiled already. */
const NEXT_WARM_UPS = 2;
const ROUNDS = 11;
/** What ours must be to nodemailer's. */
const GOAL = 2;
const ENVELOPE = { from: 'pcc@ifax1.panasonic.example', to: 'june@ifax2.panasonic.example' } as const;
const CLIENT_NAME = 'ifax1.panasonic.example';

type SendOne = () => Promise<void>;

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
  /** NaN where the host does not tell. */
  readonly sinkMs: number;
}

/** Header lines and lines of 76 characters, as base64 makes them. */
function message(): Buffer {
  const line = `${'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/0123456789ab'}\r\n`;
  const head = `From: <${ENVELOPE.from}>\r\nTo: <${ENVELOPE.to}>\r\nSubject: bench\r\n\r\n`;
  const lines = Math.ceil((MESSAGE_OCTETS - head.length) / line.length);
  return Buffer.from(head + line.repeat(lines), 'latin1');
}

function ours(port: number, octets: Buffer): SendOne {
  const clock = new WallClock();
  const network = new HostNetwork({ clock });
  network.configure({ address: LOOPBACK, mask: '255.0.0.0' });
  return () =>
    new Promise((resolve, reject) => {
      const session = runSession(
        {
          clock,
          network,
          to: { address: LOOPBACK, port },
          clientName: CLIENT_NAME,
          reversePath: ENVELOPE.from,
          forwardPaths: [ENVELOPE.to],
        },
        {
          onCapability: () => session.sendBody(once(octets)),
          onFinished: (outcome) => {
            if (outcome.kind === 'delivered') resolve();
            else reject(new Error(`our session ended ${JSON.stringify(outcome)}`));
          },
        },
      );
    });
}

async function* once(octets: Buffer): AsyncGenerator<Uint8Array> {
  yield octets;
}

function nodemailers(port: number, octets: Buffer): SendOne {
  return () =>
    new Promise((resolve, reject) => {
      const connection = new SMTPConnection({
        host: LOOPBACK,
        port,
        name: CLIENT_NAME,
        ignoreTLS: true,
        logger: false,
      });
      connection.once('error', reject);
      connection.connect(() => {
        connection.send({ from: ENVELOPE.from, to: [ENVELOPE.to] }, octets, (error) => {
          connection.quit();
          if (error) reject(error);
          else resolve();
        });
      });
    });
}

function byRote(port: number, octets: Buffer): SendOne {
  const { from, to } = ENVELOPE;
  const commands = [`EHLO ${CLIENT_NAME}`, `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA'];
  return () => sendByRote(port, commands, octets);
}

/** Milliseconds a message, so many on their way at a time: by the clock, and of this process's own work. */
async function costOf(sendOne: SendOne, concurrency: number, peer: SmtpSink): Promise<Cost> {
  let left = MESSAGES;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await sendOne();
    }
  };
  const sinkBegun = peer.cpuMs();
  const begun = performance.now();
  const cpuBegun = process.cpuUsage();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(cpuBegun);
  return {
    ms: (performance.now() - begun) / MESSAGES,
    cpuMs: (user + system) / 1_000 / MESSAGES,
    sinkMs: (peer.cpuMs() - sinkBegun) / MESSAGES,
  };
}

const sink = await SmtpSink.start();
if (typeof sink === 'string') {
  process.stdout.write(`sending: ${sink}\n`);
} else {
  const octets = message();
  const ways = [ours(sink.port, octets), nodemailers(sink.port, octets), byRote(sink.port, octets)] as const;
  process.stdout.write(
    [
      `${MESSAGES} messages of ${octets.length} octets into smtp-sink, a connection each, to the final 250; ms a message,`,
      `median of ${ROUNDS} rounds after warm-up, ways taking turns; cpu: of the sending process; sink: of smtp-sink, as we send.`,
      `rote: the same octets over node's socket, replies unread: what no client can be quicker than, and its ratio.`,
      `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}. Goal: ${GOAL} times as fast as nodemailer.`,
      row('at a time', [
        'dpsim',
        'nodemailer',
        'ratio',
        'rote',
        'its ratio',
        'dpsim cpu',
        'their cpu',
        'ratio',
        'sink',
      ]),
      '',
    ].join('\n'),
  );
  let warmUps = WARM_UPS;
  for (const concurrency of CONCURRENCIES) {
    const costs: readonly Cost[][] = ways.map(() => []);
    for (let round = -warmUps; round < ROUNDS; round += 1) {
      for (const [i, way] of ways.entries()) {
        const cost = await costOf(way, concurrency, sink);
        if (round >= 0) costs[i]?.push(cost);
      }
    }
    warmUps = NEXT_WARM_UPS;
    const [mine, theirs, rote] = costs.map((one) => ({
      ms: median(one.map(({ ms }) => ms)),
      cpuMs: median(one.map(({ cpuMs }) => cpuMs)),
      sinkMs: median(one.map(({ sinkMs }) => sinkMs)),
    }));
    if (mine === undefined || theirs === undefined || rote === undefined) continue;
    const wall = [mine.ms, theirs.ms, theirs.ms / mine.ms, rote.ms, theirs.ms / rote.ms];
    const work = [mine.cpuMs, theirs.cpuMs, theirs.cpuMs / mine.cpuMs, mine.sinkMs];
    const cells = [...wall, ...work].map((cell) => cell.toFixed(2));
    process.stdout.write(`${row(String(concurrency), cells)}\n`);
  }
  sink.stop();
  process.exit();
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(11)).join('');
}
