import { cpus } from 'node:os';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { WallClock } from '../device-model/clock/wall-clock.ts';
import { HostNetwork } from '../device-model/network/host-network.ts';
import { runSession } from '../firmware/smtp/client/session.ts';
import { SmtpSink } from './smtp-sink.ts';
import { median } from './stopwatch.ts';

/**
 * 40 kB messages into Postfix's smtp-sink, a new connection for each, to the final 250: our session beside nodemailer's
 * SMTPConnection, ways taking turns.
 */
const LOOPBACK = '127.0.0.1';
const MESSAGE_OCTETS = 40_000;
const MESSAGES = 200;
const CONCURRENCIES = [1, 10, 50] as const;
/** Both ways are compiled by then. */
const WARM_UPS = 8;
const ROUNDS = 9;
/** What ours must be to nodemailer's. */
const GOAL = 2;
const ENVELOPE = { from: 'pcc@ifax1.panasonic.example', to: 'june@ifax2.panasonic.example' } as const;
const CLIENT_NAME = 'ifax1.panasonic.example';

type SendOne = () => Promise<void>;

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
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

/** Milliseconds a message, so many on their way at a time: by the clock, and of this process's own work. */
async function costOf(sendOne: SendOne, concurrency: number): Promise<Cost> {
  let left = MESSAGES;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await sendOne();
    }
  };
  const begun = performance.now();
  const cpuBegun = process.cpuUsage();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(cpuBegun);
  return { ms: (performance.now() - begun) / MESSAGES, cpuMs: (user + system) / 1_000 / MESSAGES };
}

const sink = await SmtpSink.start();
if (typeof sink === 'string') {
  process.stdout.write(`sending: ${sink}\n`);
} else {
  const octets = message();
  const ways = [ours(sink.port, octets), nodemailers(sink.port, octets)] as const;
  process.stdout.write(
    [
      `${MESSAGES} messages of ${octets.length} octets into smtp-sink, a connection each, to the final 250; ms a message,`,
      `median of ${ROUNDS} rounds after warm-up, ways taking turns; cpu: of the sending process, the sink's left out.`,
      `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}. Goal: ${GOAL} times as fast.`,
      row('at a time', ['dpsim', 'nodemailer', 'ratio', 'dpsim cpu', 'their cpu', 'ratio']),
      '',
    ].join('\n'),
  );
  for (const concurrency of CONCURRENCIES) {
    const costs: readonly Cost[][] = ways.map(() => []);
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      for (const [i, way] of ways.entries()) {
        const cost = await costOf(way, concurrency);
        if (round >= 0) costs[i]?.push(cost);
      }
    }
    const [mine = Number.NaN, theirs = Number.NaN] = costs.map((one) => median(one.map(({ ms }) => ms)));
    const [myCpu = Number.NaN, theirCpu = Number.NaN] = costs.map((one) => median(one.map(({ cpuMs }) => cpuMs)));
    const cells = [mine, theirs, theirs / mine, myCpu, theirCpu, theirCpu / myCpu];
    process.stdout.write(
      `${row(
        String(concurrency),
        cells.map((cell) => cell.toFixed(2)),
      )}\n`,
    );
  }
  sink.stop();
  process.exit();
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(12)).join('');
}
