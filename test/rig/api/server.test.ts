import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiRig } from '../../../rig/api/api-rig.ts';
import type { MachineState, ReceivedFax, RigState, Waited } from '../../../rig/api/contract.ts';
import { STREAMS_LIMIT } from '../../../rig/api/event-streams.ts';
import { type ApiServer, openServer, TokenMissing } from '../../../rig/api/server.ts';
import { servedMachines } from '../../../rig/lab/served-machines.ts';
import { testOriginal } from '../../../rig/lab/test-original.ts';
import { StreamReader } from '../../support/stream-reader.ts';

/** Real sockets, real time; the machines take no longer than their work does. */
let api: ApiRig;
let server: ApiServer;
let base: string;
const faults: unknown[] = [];

beforeAll(async () => {
  const lab = servedMachines({ address: '127.0.0.1', smtpPort: 0, farEndPort: 25 });
  api = await ApiRig.create({ ...lab, pace: 'hurried' });
  await api.furnish(await testOriginal());
  server = await openServer(api, {
    address: '127.0.0.1',
    port: 0,
    token: undefined,
    panel: new Map(),
    version: '0.0.0',
    onFault: (error) => faults.push(error),
  });
  base = `http://127.0.0.1:${server.port}`;
  await api.powerOn();
  await api.rig.until(() => api.rig.machines.every(({ name }) => api.ports.of(name).length > 0), 'ports are open');
});
afterAll(async () => {
  await server.close();
  for (const machine of api.rig.machines) await machine.powerOff();
  api.close();
  expect(faults).toEqual([]);
});

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const answer = await fetch(`${base}${path}`, { method, ...init });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

const wait = (machine: string, fact: object, more: object = {}): Promise<Waited> =>
  json('POST', `/api/rig/machines/${machine}/wait`, { for: fact, ...more });

async function firstTiff(): Promise<Buffer> {
  const answer = await fetch(`${base}/api/rig/machines/ifax2/faxes/000001/fax.tif`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Octets as they are; what comes back until the far end closes. */
function raw(octets: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: server.port }, () => socket.write(octets));
    let text = '';
    socket.setEncoding('latin1').on('data', (more: string) => {
      text += more;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

const get = (target: string, fields: readonly string[]): Promise<string> =>
  raw([`GET ${target} HTTP/1.1`, ...fields, 'Connection: close', '', ''].join('\r\n'));

describe('over HTTP', () => {
  test('a fax by keys alone, from one machine to the other', async () => {
    const { originals } = await json<{ originals: { id: string }[] }>('GET', '/api/rig/originals');
    const stream = new StreamReader(await fetch(`${base}/api/panel/ifax1/events`));
    await json('POST', '/api/panel/ifax1/feeder/load', { originals: originals.map(({ id }) => id) });
    const { event } = await json<MachineState>('POST', '/api/panel/ifax1/press', { keys: ['0', '0', '1', 'START'] });
    const { fax } = await wait('ifax2', { fact: 'fax', from: 'pcc@ifax1.panasonic.example' });
    expect(fax).toMatchObject({ pages: 2, result: 'OK' });
    expect((await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'delivered' }, { after: event })).held).toBe(true);
    const { tray } = await json<MachineState>('GET', '/api/panel/ifax2');
    expect(tray.sheets).toBe(2);
    const screens = new Set<string>();
    while (!screens.has('result')) {
      const [told] = await stream.take(1);
      screens.add((told?.data as MachineState | undefined)?.display.screen ?? '');
    }
    expect(screens).toContain('progress');
    await stream.close();
  });

  test('a user’s own mail client hands a fax to a published port, and it is found by its Message-ID', async () => {
    const { machines } = await json<RigState>('GET', '/api/rig');
    const smtp = machines.find(({ name }) => name === 'ifax2')?.smtpPorts[0];
    const waiting = wait('ifax2', { fact: 'fax', messageId: 'own-client@mail.example' });
    const transport = createTransport({ host: smtp?.address ?? '', port: smtp?.port ?? 0, ignoreTLS: true });
    await transport.sendMail({
      from: 'user@mail.example',
      to: 'june@ifax2.panasonic.example',
      subject: 'from my own client',
      messageId: '<own-client@mail.example>',
      attachments: [{ filename: 'fax.tif', contentType: 'image/tiff', content: await firstTiff() }],
    });
    const { held, fax } = await waiting;
    expect(held).toBe(true);
    expect(fax).toMatchObject({ from: 'user@mail.example', subject: 'from my own client', result: 'OK' });
    const { faxes } = await json<{ faxes: ReceivedFax[] }>('GET', '/api/rig/machines/ifax2/faxes');
    expect(faxes.at(-1)?.id).toBe(fax?.id);
  });

  test('a client that keeps its connection open after the 250 does not keep the fax from being complete', async () => {
    const smtp = api.ports.of('ifax2')[0];
    const transport = createTransport({ host: smtp?.address, port: smtp?.port, ignoreTLS: true, pool: true });
    const waiting = wait('ifax2', { fact: 'fax', messageId: 'kept-open@mail.example' });
    await transport.sendMail({
      from: 'user@mail.example',
      to: 'june@ifax2.panasonic.example',
      messageId: '<kept-open@mail.example>',
      attachments: [{ filename: 'fax.tif', contentType: 'image/tiff', content: await firstTiff() }],
    });
    expect((await waiting).held).toBe(true);
    transport.close();
  });

  test('a limit is real time here, and time cannot be advanced', async () => {
    const { held, waitedMs } = await wait('ifax1', { fact: 'lcd', text: 'NO SUCH WORDS' }, { limitMs: 50 });
    expect(held).toBe(false);
    expect(waitedMs).toBeGreaterThanOrEqual(50);
    await expect(json('POST', '/api/rig/time/advance', { ms: 1 })).rejects.toThrow('409');
  });

  test('resumes the event log after Last-Event-ID on another connection', async () => {
    const first = new StreamReader(await fetch(`${base}/api/rig/events?after=0`));
    const [one, two] = await first.take(2);
    await first.close();
    const again = new StreamReader(
      await fetch(`${base}/api/rig/events`, { headers: { 'Last-Event-ID': one?.id ?? '' } }),
    );
    expect((await again.take(1))[0]).toEqual(two);
    await again.close();
  });
});

describe('attacks', () => {
  test('a request without Host, or with two, or with another in its target', async () => {
    expect(await get('/api/rig', [])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await get('/api/rig', ['Host: evil.example'])).toMatch(/^HTTP\/1\.1 421 /);
    expect(await get('http://evil.example/api/rig', [`Host: 127.0.0.1:${server.port}`])).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await get('/api/rig', [`Host: 127.0.0.1:${server.port}`])).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a foreign Origin', async () => {
    const answer = await get('/api/rig', [`Host: 127.0.0.1:${server.port}`, 'Origin: https://evil.example']);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toMatch(/Access-Control-Allow/i);
  });

  test.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/\\..\\package.json',
    '/./../etc/passwd',
  ])('the path %s as it is on the wire', async (path) => {
    const answer = await get(path, [`Host: 127.0.0.1:${server.port}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/"dependencies"|root:/);
  });

  test('a body longer than it may be, told and untold', async () => {
    const head = `POST /api/panel/ifax1/press HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nConnection: close\r\n`;
    expect(await raw(`${head}Content-Length: 99999999\r\n\r\n{}`)).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('1 000 open event streams: as many as the limit are served, the rest refused, and memory stays bounded', async () => {
    const before = process.memoryUsage().heapUsed;
    const sockets: Socket[] = [];
    const request = `GET /api/rig/events?after=0 HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;
    const statuses = await Promise.all(
      Array.from({ length: 1_000 }, () => {
        const socket = connect({ host: '127.0.0.1', port: server.port }, () => socket.write(request));
        sockets.push(socket);
        return new Promise<string>((resolve, reject) => {
          socket.once('error', reject);
          // Who reads no further than the status is a slow reader as well.
          socket.once('data', (octets) => {
            socket.pause();
            resolve(octets.toString('latin1').slice(9, 12));
          });
        });
      }),
    );
    expect(statuses.filter((status) => status === '200')).toHaveLength(STREAMS_LIMIT);
    expect(statuses.filter((status) => status === '503')).toHaveLength(1_000 - STREAMS_LIMIT);
    // Sockets of both ends and their buffers are in it: 100 kB for each of them would be 100 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
    for (const socket of sockets) socket.destroy();
    // A page that is closed gives its stream back.
    await api.rig.until(() => server.streams === 0, 'all streams are given back', 10_000);
    const stream = new StreamReader(await fetch(`${base}/api/rig/events?after=0`));
    await stream.take(1);
    await stream.close();
  });

  test('whoever hangs up waits no longer', async () => {
    const abort = new AbortController();
    const waiting = fetch(`${base}/api/rig/machines/ifax1/wait`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ for: { fact: 'lcd', text: 'NO SUCH WORDS' }, limitMs: 600_000 }),
      signal: abort.signal,
    });
    await api.rig.until(() => server.waiting === 1, 'the call waits', 10_000);
    abort.abort();
    await expect(waiting).rejects.toThrow();
    await api.rig.until(() => server.waiting === 0, 'the wait has ended', 10_000);
  });

  test('an address that others can reach is not served without a token', async () => {
    const options = { port: 0, token: undefined, panel: new Map(), version: '0.0.0' } as const;
    await expect(openServer(api, { ...options, address: '0.0.0.0' })).rejects.toThrow(TokenMissing);
    await expect(openServer(api, { ...options, address: '192.0.2.1' })).rejects.toThrow(TokenMissing);
    const open = await openServer(api, { ...options, address: '0.0.0.0', token: 'a-token-of-the-test' });
    try {
      expect((await fetch(`http://127.0.0.1:${open.port}/api/rig`)).status).toBe(401);
      const headers = { Authorization: 'Bearer a-token-of-the-test' };
      expect((await fetch(`http://127.0.0.1:${open.port}/api/rig`, { headers })).status).toBe(200);
    } finally {
      await open.close();
    }
  });

  test('a port that is taken is an error of its own', async () => {
    const options = { address: '127.0.0.1', port: server.port, token: undefined, panel: new Map(), version: '0.0.0' };
    await expect(openServer(api, options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
