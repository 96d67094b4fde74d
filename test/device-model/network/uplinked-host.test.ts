import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import type { LanConnection } from '../../../device-model/network/network-interface.ts';
import { Uplink, type UplinkOptions } from '../../../device-model/network/uplink.ts';
import { type PublishedPort, UplinkedHost } from '../../../device-model/network/uplinked-host.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';
import type { TraceData } from '../../../device-model/trace/trace.ts';
import { watchAsync } from '../../support/async-watch.ts';
import { inRealTime } from '../../support/real-time.ts';

/** The block of RFC 2544. */
const MACHINE = { address: '198.18.0.21', mask: '255.255.255.0', gateway: '198.18.0.1' } as const;
const STRANGER = '203.0.113.9';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function office(options: UplinkOptions = {}, published: readonly PublishedPort[] = []) {
  const clock = new VirtualClock();
  const told: { event: string; data: TraceData }[] = [];
  const trace = { write: (event: string, data: TraceData = {}) => told.push({ event, data }) };
  const lan = new VirtualLan({ clock, trace: { write: () => undefined }, latencyMs: 0 });
  const router = lan.router({
    name: 'router',
    interfaces: [{ segment: 'lan', address: MACHINE.gateway, mask: MACHINE.mask }],
  });
  router.uplink = new Uplink(options);
  const inside = lan.host({ name: 'machine', segment: 'lan' });
  const machine = new UplinkedHost({ inside, clock, trace, published });
  machine.configure(MACHINE);
  closing.push(() => {
    machine.unconfigure();
    clock.close();
  });
  return { clock, told, lan, router, inside, machine };
}

/** A real server on a free port of loopback that says what it was sent. */
async function echoServer(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

function outcomeOf(connection: LanConnection): Promise<string> {
  return new Promise((resolve) => {
    connection.on('connect', () => resolve('connected'));
    connection.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.name));
  });
}

describe('the way out', () => {
  test('by the gateway, to loopback and, redirected, to another port of another address', async () => {
    const { port } = await echoServer();
    const { clock, machine } = office({
      redirects: [{ from: { address: '10.99.0.5', port: 25 }, to: { address: '127.0.0.1', port } }],
    });
    for (const to of [
      { address: '127.0.0.1', port },
      { address: '10.99.0.5', port: 25 },
    ]) {
      const connection = machine.connect(to);
      expect(await inRealTime(clock, outcomeOf(connection))).toBe('connected');
      const answer = once(connection, 'data');
      connection.write('fax');
      expect(String((await inRealTime(clock, answer))[0])).toBe('fax');
      connection.destroy();
    }
  });

  test('what the LAN knows stays on it', async () => {
    const { clock, lan, machine, inside } = office();
    const neighbour = lan.host({ name: 'neighbour', segment: 'lan' });
    neighbour.configure({ ...MACHINE, address: '198.18.0.22' });
    const arrived: (string | undefined)[] = [];
    neighbour.listen(25, (connection) => arrived.push(connection.remoteAddress));
    const connection = machine.connect({ address: '198.18.0.22', port: 25 });
    expect(await inRealTime(clock, outcomeOf(connection))).toBe('connected');
    await clock.advanceBy(1);
    expect(arrived).toEqual([inside.configuration?.address]);
  });

  test('a router with an uplink answers for addresses of the own subnet that nobody there has, and only such a one', async () => {
    const { port } = await echoServer();
    const to = { address: '10.99.0.5', port: 25 };
    const { clock, lan, machine, router } = office({
      redirects: [{ from: to, to: { address: '127.0.0.1', port } }],
    });
    lan.host({ name: 'bystander', segment: 'lan' });
    machine.configure({ address: '10.0.0.21', mask: '255.0.0.0' });
    const connection = machine.connect(to);
    expect(await inRealTime(clock, outcomeOf(connection))).toBe('connected');
    connection.destroy();
    router.powered = false;
    const failed = outcomeOf(machine.connect(to));
    await clock.advanceBy(60_000);
    expect(await failed).toBe('EHOSTUNREACH');
  });

  const wrong: readonly [string, { address: string; mask: string; gateway?: string }][] = [
    ['no gateway', { address: MACHINE.address, mask: MACHINE.mask }],
    ['a gateway outside the subnet', { ...MACHINE, gateway: '198.18.1.1' }],
    ['itself as the gateway', { ...MACHINE, gateway: MACHINE.address }],
    ['a gateway that does not exist', { ...MACHINE, gateway: '198.18.0.2' }],
    ['a mask that leaves the gateway outside', { ...MACHINE, mask: '255.255.255.252' }],
  ];
  test.each(wrong)('%s fails as on the LAN', async (_, configuration) => {
    const { clock, machine, inside } = office();
    machine.configure(configuration);
    const to = { address: '10.99.0.5', port: 25 };
    const outcomes = [outcomeOf(machine.connect(to)), outcomeOf(inside.connect(to))];
    await clock.advanceBy(60_000);
    const [uplinked, plain] = await Promise.all(outcomes);
    expect(uplinked).toMatch(/^E(HOST|NET)UNREACH$/);
    expect(uplinked).toBe(plain);
  });

  test('a pulled cable leads nowhere', async () => {
    const { clock, machine, inside } = office();
    inside.unplug();
    const failed = outcomeOf(machine.connect({ address: '10.99.0.5', port: 25 }));
    await clock.advanceBy(60_000);
    expect(await failed).toBe('EHOSTUNREACH');
  });

  test('a machine without an address reaches no loopback', async () => {
    const { port } = await echoServer();
    const { machine } = office();
    machine.unconfigure();
    expect(await outcomeOf(machine.connect({ address: '127.0.0.1', port }))).toBe('ENETUNREACH');
  });
});

describe('strangers', () => {
  test('are refused before a socket of the host is opened, and it is told', async () => {
    const { clock, told, machine } = office();
    const datagrams = machine.datagram();
    const watch = watchAsync(clock);
    const connection = machine.connect({ address: STRANGER, port: 25 });
    datagrams.send(Buffer.from('who'), { address: STRANGER, port: 53 });
    watch.stop();
    expect(await outcomeOf(connection)).toBe('EACCES');
    expect(watch.reports.map(({ type }) => type)).toEqual([]);
    expect(told).toEqual([{ event: 'uplink.refused', data: { address: STRANGER } }]);
    datagrams.close();
  });

  test('whoever is allowed is called', async () => {
    const { port } = await echoServer();
    const { clock, machine } = office({
      allow: [STRANGER],
      redirects: [{ from: { port: 25 }, to: { address: '127.0.0.1', port } }],
    });
    const connection = machine.connect({ address: STRANGER, port: 25 });
    expect(await inRealTime(clock, outcomeOf(connection))).toBe('connected');
    connection.destroy();
  });
});

describe('datagrams', () => {
  test('are answered under the address that was asked, and strangers are not heard', async () => {
    const server = createSocket('udp4');
    const stranger = createSocket('udp4');
    closing.push(
      () => server.close(),
      () => stranger.close(),
    );
    for (const socket of [server, stranger]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    // The stranger speaks first, and the answer leaves only once its octets are on their way.
    server.on('message', (octets, from) => {
      stranger.send('forged', from.port, '127.0.0.1', () =>
        server.send(`${octets.toString()}!`, from.port, from.address),
      );
    });
    const { clock, machine } = office({
      allow: ['192.0.2.53'],
      redirects: [{ from: { port: 53 }, to: { address: '127.0.0.1', port: server.address().port } }],
    });
    const datagrams = machine.datagram();
    const heard: string[] = [];
    const answered = new Promise<void>((resolve) => {
      datagrams.onMessage((octets, from) => {
        heard.push(`${Buffer.from(octets).toString()} from ${from.address}:${from.port}`);
        resolve();
      });
    });
    datagrams.send(Buffer.from('who'), { address: '192.0.2.53', port: 53 });
    await inRealTime(clock, answered);
    expect(heard).toEqual(['who! from 192.0.2.53:53']);
    datagrams.close();
  });
});

describe('published ports', () => {
  const HOST = { address: '127.0.0.1', port: 0 };

  test('are reached from the host as from the LAN, until they are closed', async () => {
    const { clock, told, lan, machine } = office({}, [{ port: 25, host: HOST }]);
    const seen: (string | undefined)[] = [];
    const listener = machine.listen(25, (connection) => {
      connection.on('error', () => undefined);
      seen.push(connection.remoteAddress);
      connection.end('220 here');
    });
    await listener.bound;
    expect(told).toMatchObject([{ event: 'port.published', data: { address: '127.0.0.1' } }]);
    const port = Number(told[0]?.data['port']);

    const outside = connect(port, '127.0.0.1');
    expect(String((await once(outside, 'data'))[0])).toBe('220 here');
    outside.end();
    const neighbour = lan.host({ name: 'neighbour', segment: 'lan' });
    neighbour.configure({ ...MACHINE, address: '198.18.0.22' });
    const near = neighbour.connect({ address: MACHINE.address, port: 25 });
    expect(String((await inRealTime(clock, once(near, 'data')))[0])).toBe('220 here');
    expect(seen).toEqual(['127.0.0.1', '198.18.0.22']);

    listener.close();
    const [error] = await once(connect(port, '127.0.0.1'), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('another port is not published', async () => {
    const { told, machine } = office({}, [{ port: 25, host: HOST }]);
    expect(machine.listen(110, () => undefined).bound).toBeUndefined();
    expect(told).toEqual([]);
  });

  test('a port that the host has given away is told and rejects', async () => {
    const { port } = await echoServer();
    const { told, machine } = office({}, [{ port: 25, host: { address: '127.0.0.1', port } }]);
    await expect(machine.listen(25, () => undefined).bound).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(told).toEqual([
      { event: 'port.unpublished', data: { host: 'machine', address: '127.0.0.1', port, code: 'EADDRINUSE' } },
    ]);
  });

  test('lost power resets the calls and gives the port back', async () => {
    const { told, machine } = office({}, [{ port: 25, host: HOST }]);
    const failures: Promise<string>[] = [];
    await machine.listen(25, (connection) => {
      failures.push(outcomeOf(connection));
      connection.write('220 here');
    }).bound;
    const port = Number(told[0]?.data['port']);
    const outside = connect(port, '127.0.0.1');
    await once(outside, 'data');
    const reset = once(outside, 'error');
    machine.powerLost();
    expect((await reset)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(await Promise.all(failures)).toEqual(['ENETDOWN']);
    const [refused] = await once(connect(port, '127.0.0.1'), 'error');
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
  });
});
