import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
const SBIN = '/usr/sbin';
/** Connections that wait to be accepted. */
const BACKLOG = '128';
const START_LIMIT_MS = 20_000;

/** Postfix's smtp-sink(1): takes every message and throws it away, in a process of its own. */
export class SmtpSink {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, process: ChildProcess) {
    this.port = port;
    this.#process = process;
  }

  /** One sentence instead when the program is not there. */
  static async start(): Promise<SmtpSink | string> {
    const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:${SBIN}` };
    if (spawnSync('which', ['smtp-sink'], { env }).status !== 0) {
      return 'no smtp-sink here: install the Debian package postfix';
    }
    const port = await freePort();
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const sink = spawn('smtp-sink', [...user, `${LOOPBACK}:${port}`, BACKLOG], { stdio: 'ignore', env });
    const limit = performance.now() + START_LIMIT_MS;
    while (!(await accepts(port))) {
      if (sink.exitCode !== null || performance.now() > limit) return 'smtp-sink would not start';
    }
    return new SmtpSink(port, sink);
  }

  /** What it has worked so far, from Linux's schedstat; NaN where there is none. */
  cpuMs(): number {
    try {
      return Number(readFileSync(`/proc/${this.#process.pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
    } catch {
      return Number.NaN;
    }
  }

  stop(): void {
    this.#process.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
