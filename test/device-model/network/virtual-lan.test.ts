import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import type { Ipv4Configuration, LanConnection } from '../../../device-model/network/network-interface.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';
import type { TraceData } from '../../../device-model/trace/trace.ts';

/**
 * Two segments and a router between them: 192.168.10.0/24 with the originator .21, 10.20.30.0/24 with the recipient .5.
 */
function twoOffices() {
  const clock = new VirtualClock();
  const log: { at: number; event: string; data: TraceData }[] = [];
  const lan = new VirtualLan({
    clock,
    trace: { write: (event, data = {}) => log.push({ at: clock.now(), event, data }) },
  });
  const router = lan.router({
    name: 'router',
    interfaces: [
      { segment: 'here', address: '192.168.10.1', mask: '255.255.255.0' },
      { segment: 'there', address: '10.20.30.1', mask: '255.255.255.0' },
    ],
  });
  const originator = lan.host({ name: 'originator', segment: 'here' });
  const recipient = lan.host({ name: 'recipient', segment: 'there' });
  const configuredOriginator = { address: '192.168.10.21', mask: '255.255.255.0', gateway: '192.168.10.1' };
  const configuredRecipient = { address: '10.20.30.5', mask: '255.255.255.0', gateway: '10.20.30.1' };
  originator.configure(configuredOriginator);
  recipient.configure(configuredRecipient);
  return { clock, log, lan, router, originator, recipient, configuredOriginator, configuredRecipient };
}

interface Attempt {
  outcome: string;
  at: number;
}

function attempt(clock: VirtualClock, connection: LanConnection): Attempt {
  const result: Attempt = { outcome: 'silence', at: -1 };
  const note = (outcome: string) => {
    result.outcome = outcome;
    result.at = clock.now();
  };
  connection.on('connect', () => note('connected'));
  connection.on('error', (error: Error & { code?: string }) => note(error.code ?? 'error'));
  return result;
}

/** No gateway: the key is absent. */
const noGateway = ({ address, mask }: Ipv4Configuration): Ipv4Configuration => ({ address, mask });

describe('reaching a recipient behind a router', () => {
  type Offices = ReturnType<typeof twoOffices>;
  const cases: [name: string, change: (o: Offices) => void, outcome: string, atMs: number][] = [
    // SYN over two segments, SYN-ACK back: four crossings of 1 ms.
    ['all settings right', () => undefined, 'connected', 4],
    [
      'nobody listens on the port',
      (o) => o.recipient.configure({ ...o.configuredRecipient, address: '10.20.30.6' }),
      'ECONNREFUSED',
      4,
    ],
    ['no gateway', (o) => o.originator.configure(noGateway(o.configuredOriginator)), 'ENETUNREACH', 0],
    [
      'gateway outside the own subnet',
      (o) => o.originator.configure({ ...o.configuredOriginator, gateway: '192.168.11.1' }),
      'ENETUNREACH',
      0,
    ],
    [
      'mask so narrow that the gateway is outside',
      (o) => o.originator.configure({ ...o.configuredOriginator, mask: '255.255.255.248' }),
      'ENETUNREACH',
      0,
    ],
    [
      'gateway is itself',
      // A Linux kernel then takes everybody to be on its own segment.
      (o) => o.originator.configure({ ...o.configuredOriginator, gateway: '192.168.10.21' }),
      'EHOSTUNREACH',
      3_000,
    ],
    [
      'gateway that does not exist',
      (o) => o.originator.configure({ ...o.configuredOriginator, gateway: '192.168.10.2' }),
      'EHOSTUNREACH',
      3_000,
    ],
    [
      'mask so wide that the recipient seems to be here',
      (o) => o.originator.configure({ ...o.configuredOriginator, mask: '0.0.0.0' }),
      'EHOSTUNREACH',
      3_000,
    ],
    ['own cable out', (o) => o.originator.unplug(), 'EHOSTUNREACH', 3_000],
    [
      'own switch without power',
      (o) => {
        o.lan.segment('here').powered = false;
      },
      'EHOSTUNREACH',
      3_000,
    ],
    [
      'router without power',
      (o) => {
        o.router.powered = false;
      },
      'EHOSTUNREACH',
      3_000,
    ],
    // The router asks for three seconds, then says so: one crossing there, one back.
    ['recipient without cable', (o) => o.recipient.unplug(), 'EHOSTUNREACH', 3_002],
    ['recipient without power', (o) => o.recipient.powerLost(), 'EHOSTUNREACH', 3_002],
    [
      'recipient in the wrong subnet',
      (o) => o.recipient.configure({ ...o.configuredRecipient, address: '10.20.31.5' }),
      'EHOSTUNREACH',
      3_002,
    ],
    [
      'originator in the wrong subnet',
      (o) => o.originator.configure({ ...o.configuredOriginator, address: '192.168.11.21' }),
      'ENETUNREACH',
      0,
    ],
    // From here on the SYN arrives and the answer does not.
    ['recipient without gateway', (o) => o.recipient.configure(noGateway(o.configuredRecipient)), 'silence', -1],
    [
      'recipient with a gateway that does not exist',
      (o) => o.recipient.configure({ ...o.configuredRecipient, gateway: '10.20.30.2' }),
      'silence',
      -1,
    ],
    [
      'recipient with a mask that swallows the originator',
      (o) => o.recipient.configure({ ...o.configuredRecipient, mask: '0.0.0.0' }),
      'silence',
      -1,
    ],
    // A mask too wide does no harm to peers that it does not swallow.
    [
      'recipient with mask /8',
      (o) => o.recipient.configure({ ...o.configuredRecipient, mask: '255.0.0.0' }),
      'connected',
      4,
    ],
    [
      'a gateway that is a host and forwards nothing',
      (o) => {
        o.lan
          .host({ name: 'neighbour', segment: 'here' })
          .configure({ address: '192.168.10.9', mask: '255.255.255.0' });
        o.originator.configure({ ...o.configuredOriginator, gateway: '192.168.10.9' });
      },
      'silence',
      -1,
    ],
  ];

  test.each(cases)('%s', async (_name, change, outcome, atMs) => {
    const offices = twoOffices();
    const { clock, originator, recipient } = offices;
    const listener = recipient.listen(25, () => undefined);
    change(offices);
    if (recipient.configuration?.address === '10.20.30.5' && recipient.powered) {
      listener.close();
      recipient.listen(25, () => undefined);
    }
    const to = outcome === 'ECONNREFUSED' ? '10.20.30.6' : '10.20.30.5';
    const result = attempt(clock, originator.connect({ address: to, port: 25 }));
    await clock.advanceBy(10 * 60_000);
    expect(result).toEqual({ outcome, at: atMs });
  });

  test('two routers that send packets to each other end in silence', async () => {
    const { clock, lan, originator, configuredOriginator } = twoOffices();
    lan.router({
      name: 'left',
      interfaces: [{ segment: 'here', address: '192.168.10.3', mask: '255.255.255.0', gateway: '192.168.10.4' }],
    });
    lan.router({
      name: 'right',
      interfaces: [{ segment: 'here', address: '192.168.10.4', mask: '255.255.255.0', gateway: '192.168.10.3' }],
    });
    originator.configure({ ...configuredOriginator, gateway: '192.168.10.3' });
    const result = attempt(clock, originator.connect({ address: '10.20.30.5', port: 25 }));
    await clock.advanceBy(60_000);
    expect(result.outcome).toBe('silence');
  });

  test('a router without a way onwards says so', async () => {
    const { clock, originator } = twoOffices();
    const result = attempt(clock, originator.connect({ address: '172.16.0.1', port: 25 }));
    await clock.advanceBy(60_000);
    expect(result).toEqual({ outcome: 'ENETUNREACH', at: 2 });
  });

  test.each(['255.255.255.255', '224.0.0.1', '0.0.0.0', 'no address'])(
    'no connection is made to %s',
    async (address) => {
      const { clock, originator } = twoOffices();
      const result = attempt(clock, originator.connect({ address, port: 25 }));
      await clock.advanceBy(1);
      expect(result).toEqual({ outcome: 'ENETUNREACH', at: 0 });
    },
  );

  test('a machine reaches itself by its own address', async () => {
    const { clock, recipient } = twoOffices();
    recipient.listen(25, () => undefined);
    const result = attempt(clock, recipient.connect({ address: '10.20.30.5', port: 25 }));
    await clock.advanceBy(1);
    expect(result).toEqual({ outcome: 'connected', at: 0 });
  });

  test('a cable put back while the SYN is repeated still connects; a destroyed attempt leaves no alarm behind', async () => {
    const { clock, originator, recipient, configuredRecipient } = twoOffices();
    recipient.configure(noGateway(configuredRecipient));
    recipient.listen(25, () => undefined);
    const result = attempt(clock, originator.connect({ address: '10.20.30.5', port: 25 }));
    await clock.advanceBy(5_000);
    recipient.configure(configuredRecipient);
    await clock.advanceBy(5_000);
    expect(result).toEqual({ outcome: 'connected', at: 7_004 });
    recipient.configure(noGateway(configuredRecipient));
    const second = originator.connect({ address: '10.20.30.5', port: 25 });
    await clock.advanceBy(5_000);
    second.destroy();
    await clock.advanceBy(10);
    expect(clock.pendingAlarms).toBe(0);
  });
});

describe('an open connection', () => {
  async function open() {
    const offices = twoOffices();
    const accepted: LanConnection[] = [];
    offices.recipient.listen(25, (connection) => accepted.push(connection));
    const near = offices.originator.connect({ address: '10.20.30.5', port: 25 });
    await offices.clock.advanceBy(10);
    const [far] = accepted;
    if (far === undefined) throw new Error('nothing was accepted');
    const nearResult = attempt(offices.clock, near);
    const farResult = attempt(offices.clock, far);
    return { ...offices, near, far, nearResult, farResult };
  }

  test('waits while a cable is out, and goes on when it is back', async () => {
    const { clock, near, far, recipient } = await open();
    const heard: string[] = [];
    far.on('data', (octets) => heard.push(`${clock.now()} ${octets}`));
    recipient.unplug();
    near.write('one ');
    near.write('two');
    await clock.advanceBy(1_000);
    expect(heard).toEqual([]);
    recipient.plug();
    await clock.advanceBy(1_000);
    // Sent at 10, again after 200, 400 and 800 ms: 1410, and two crossings.
    expect(heard).toEqual(['1412 one ', '1412 two']);
  });

  test('keeps its order when a segment becomes faster', async () => {
    const { clock, lan, near, far } = await open();
    const heard: string[] = [];
    far.on('data', (octets) => heard.push(`${clock.now()} ${octets}`));
    lan.segment('there').latencyMs = 100;
    near.write('slow');
    await clock.advanceBy(1);
    lan.segment('there').latencyMs = 1;
    near.write('fast');
    await clock.advanceBy(1_000);
    expect(heard).toEqual(['111 slow', '111 fast']);
  });

  test('is given up after a quarter of an hour without a way', async () => {
    const { clock, near, nearResult, recipient } = await open();
    recipient.unplug();
    near.write('lost');
    await clock.advanceBy(3_600_000);
    // 924.6 s: what the kernel's ip-sysctl documentation gives for tcp_retries2 = 15.
    expect(nearResult).toEqual({ outcome: 'ETIMEDOUT', at: 10 + 924_600 });
  });

  test('vanishes with the power: neither side is told, until it asks the machine that came back', async () => {
    const { clock, near, far, nearResult, farResult, recipient, configuredRecipient } = await open();
    recipient.powerLost();
    await clock.advanceBy(60_000);
    expect([nearResult.outcome, farResult.outcome]).toEqual(['silence', 'silence']);
    expect([near.destroyed, far.destroyed, recipient.link, recipient.connectionCount]).toEqual([
      false,
      true,
      'down',
      0,
    ]);
    recipient.powerRestored();
    recipient.configure(configuredRecipient);
    near.write('are you there');
    await clock.advanceBy(10);
    expect(nearResult.outcome).toBe('ECONNRESET');
  });

  test('octets under way when the power fails count as not arrived', async () => {
    const { clock, near, nearResult, recipient, configuredRecipient } = await open();
    near.write('into the dark');
    await clock.advanceBy(1);
    recipient.powerLost();
    await clock.advanceBy(30_000);
    expect(nearResult.outcome).toBe('silence');
    recipient.powerRestored();
    recipient.configure(configuredRecipient);
    await clock.advanceBy(120_000);
    expect(nearResult.outcome).toBe('ECONNRESET');
  });

  test('the log tells what became of it, not each segment', async () => {
    const { clock, log, near, far } = await open();
    far.resume();
    near.resume();
    near.end('QUIT\r\n');
    await clock.advanceBy(100);
    expect(log).toEqual([
      { at: 4, event: 'connection.opened', data: { from: '192.168.10.21:49152', to: '10.20.30.5:25' } },
      { at: 14, event: 'connection.closed', data: { from: '192.168.10.21:49152', to: '10.20.30.5:25' } },
    ]);
    expect(clock.pendingAlarms).toBe(0);
  });

  test('a reset is logged where it arrives', async () => {
    const { clock, log, near } = await open();
    near.destroy();
    await clock.advanceBy(100);
    expect(log.at(-1)).toEqual({
      at: 12,
      event: 'connection.reset',
      data: { from: '10.20.30.5:25', to: '192.168.10.21:49152' },
    });
  });
});

describe('addresses and datagrams', () => {
  test('of two machines with one address the first attached is reached, and the log names both', async () => {
    const { clock, log, lan, recipient } = twoOffices();
    const impostor = lan.host({ name: 'impostor', segment: 'there' });
    const asked: string[] = [];
    recipient.datagram(9).onMessage(() => asked.push('recipient'));
    impostor.datagram(9).onMessage(() => asked.push('impostor'));
    impostor.configure({ address: '10.20.30.5', mask: '255.255.255.0' });
    expect(log.at(-1)).toEqual({
      at: 0,
      event: 'address.duplicated',
      data: { address: '10.20.30.5', host: 'impostor', holder: 'recipient' },
    });
    const third = lan.host({ name: 'third', segment: 'there' });
    third.configure({ address: '10.20.30.7', mask: '255.255.255.0' });
    const port = third.datagram();
    port.send(Buffer.from('?'), { address: '10.20.30.5', port: 9 });
    await clock.advanceBy(10);
    recipient.unplug();
    port.send(Buffer.from('?'), { address: '10.20.30.5', port: 9 });
    await clock.advanceBy(10);
    expect(asked).toEqual(['recipient', 'impostor']);
  });

  test('a machine without an address can shout, and is answered by a shout (RFC 2131)', async () => {
    const { clock, lan, recipient } = twoOffices();
    const newcomer = lan.host({ name: 'newcomer', segment: 'there' });
    const heard: string[] = [];
    const server = recipient.datagram(67);
    server.onMessage((octets, from) => {
      heard.push(`server: ${Buffer.from(octets).toString()} from ${from.address}:${from.port}`);
      server.send(Buffer.from('offer'), { address: '255.255.255.255', port: 68 });
    });
    const client = newcomer.datagram(68);
    client.onMessage((octets, from) =>
      heard.push(`client: ${Buffer.from(octets).toString()} from ${from.address}:${from.port}`),
    );
    client.send(Buffer.from('discover'), { address: '255.255.255.255', port: 67 });
    await clock.advanceBy(10);
    expect(heard).toEqual(['server: discover from 0.0.0.0:68', 'client: offer from 10.20.30.5:67']);
    expect(newcomer.hardwareAddress).toMatch(/^02(:[0-9a-f]{2}){5}$/);
  });

  test('a shout stays on its segment and away from machines without cable or power', async () => {
    const { clock, lan, originator, recipient } = twoOffices();
    const others = ['unplugged', 'dark', 'well'].map((name) => lan.host({ name, segment: 'there' }));
    const heard: string[] = [];
    for (const host of [originator, ...others]) host.datagram(5000).onMessage(() => heard.push(host.name));
    others[0]?.unplug();
    others[1]?.powerLost();
    recipient.datagram().send(Buffer.from('?'), { address: '10.20.30.255', port: 5000 });
    await clock.advanceBy(10);
    expect(heard).toEqual(['well']);
  });

  test('ports are given out in order from 49152, the same in every run', () => {
    const { recipient } = twoOffices();
    const ports = [recipient.datagram(), recipient.listen(0, () => undefined), recipient.datagram()];
    expect(ports.map((each) => each.port)).toEqual([49_152, 49_153, 49_154]);
    expect(() => recipient.datagram(49_152)).toThrow(expect.objectContaining({ code: 'EADDRINUSE' }));
    expect(() => recipient.listen(70_000, () => undefined)).toThrow(
      'port 70000: expected a whole number from 0 to 65535',
    );
  });

  test('a lost datagram is a line in the log', async () => {
    const { log, originator } = twoOffices();
    originator.datagram().send(Buffer.from('?'), { address: '172.16.0.1', port: 53 });
    originator.datagram().send(Buffer.alloc(70_000), { address: '10.20.30.5', port: 53 });
    expect(log.map(({ event, data }) => [event, data['why']])).toEqual([
      ['datagram.lost', 'router has no route to 172.16.0.1'],
      ['datagram.lost', '70000 octets, at most 65507 go into one'],
    ]);
  });

  test('names of machines are unique', () => {
    const { lan } = twoOffices();
    expect(() => lan.host({ name: 'router', segment: 'here' })).toThrow('a machine named router already');
  });
});
