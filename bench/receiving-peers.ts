import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { FolderStorage } from '../device-model/storage/folder-storage.ts';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, hostLab } from '../rig/lab/host-lab.ts';
import { Rig } from '../rig/rig.ts';

const LOOPBACK = '127.0.0.1';
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const GIBIBYTE = 1_073_741_824;

/** Something that takes mail on a port of loopback. */
export interface Receiving {
  readonly port: number;
  /** What was taken is quite done with. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Whether Postfix's programs are here. */
export function haveProgram(name: string): boolean {
  return spawnSync('which', [name], { env: { ...process.env, PATH } }).status === 0;
}

/** Sends so many copies of the message, so many at a time, a connection each; resolves with the milliseconds. */
export async function drive(port: number, concurrency: number, messages: number, file: string): Promise<number> {
  const numbers = ['-s', String(concurrency), '-m', String(messages)];
  const people = ['-f', 'pcc@ifax1.panasonic.example', '-t', 'june@ifax2.panasonic.example'];
  const begun = performance.now();
  const child = spawn('smtp-source', [...numbers, '-F', file, ...people, `${LOOPBACK}:${port}`], {
    env: { ...process.env, PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`smtp-source ended with ${code}: ${said}`);
  return performance.now() - begun;
}

/** The smtp-server package as it comes; the mail is read to its end and let go. */
export async function stockServer(): Promise<Receiving> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      buffer(stream).then(() => done(null, 'stored'), done);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, LOOPBACK);
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    settled: () => Promise.resolve(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Postfix's smtp-sink: takes every mail and keeps none. */
export async function sink(): Promise<Receiving> {
  const probe = createServer().listen(0, LOOPBACK);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('smtp-sink', [...user, `${LOOPBACK}:${port}`, '256'], {
    stdio: 'ignore',
    env: { ...process.env, PATH },
  });
  while (!(await answers(port))) if (child.exitCode !== null) throw new Error('smtp-sink did not start');
  return {
    port,
    settled: () => Promise.resolve(),
    close: async () => {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, LOOPBACK);
  return await new Promise((resolve) => {
    socket.once('data', () => {
      socket.end('QUIT\r\n');
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A whole machine as `dpsim listen` runs it: store in a folder, every message printed. */
export async function wholeMachine(sessions: number): Promise<Receiving> {
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-bench-'));
  const storage = await FolderStorage.open(join(folder, 'store'));
  const lab = hostLab({
    model: 'dp-4530',
    ...HOST_LAB_ADDRESS,
    dhcp: 'Disabled',
    dnsServers: [],
    from: 'june@ifax2.panasonic.example',
    smtpPort: 25,
    allow: [],
    // One message comes many times.
    settings: { duplicateCheck: 'Off', rcvSessions: sessions, rcvSessionsPerPeer: sessions },
    published: { address: LOOPBACK, port: 0 },
    imageMemoryOctets: GIBIBYTE,
    startsAt: new Date(0),
    seed: 'bench',
  });
  const archive = (): Promise<void> => {
    machine.board.tray.empty();
    return Promise.resolve();
  };
  const rig = await Rig.create(lab, { machines: { [HOST_LAB_MACHINE]: { storage, firmware: { archive } } } });
  const machine = rig.machine(HOST_LAB_MACHINE);
  await rig.powerOn();
  const published = () => rig.log.lines.find(({ event }) => event === 'port.published');
  await rig.until(() => published() !== undefined, 'the port is published');
  return {
    port: Number(published()?.data['port']),
    settled: () => rig.until(() => machine.firmware?.receiver.idle ?? true, 'all is printed', Number.POSITIVE_INFINITY),
    close: async () => {
      await machine.powerOff();
      rig.close();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
