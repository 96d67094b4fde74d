import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import type { VirtualHost } from '../../../device-model/network/virtual-host.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';

const MASK = '255.255.255.0';

function offices(arp: 'known' | 'asked') {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined }, arp });
  const sides = [
    { segment: 'here', address: '192.168.10.1', mask: MASK },
    { segment: 'there', address: '192.168.20.1', mask: MASK },
  ];
  lan.router({ name: 'router', interfaces: sides });
  const near = lan.host({ name: 'near', segment: 'here' });
  const far = lan.host({ name: 'far', segment: 'there' });
  near.configure({ address: '192.168.10.21', mask: MASK, gateway: '192.168.10.1' });
  far.configure({ address: '192.168.20.5', mask: MASK, gateway: '192.168.20.1' });
  far.listen(25, (connection) => connection.on('error', () => undefined));
  const connectMs = async (from: VirtualHost = near) => {
    const began = clock.now();
    let ms = -1;
    const connection = from.connect({ address: '192.168.20.5', port: 25 });
    connection.on('error', () => undefined);
    connection.once('connect', () => {
      ms = clock.now() - began;
      connection.destroy();
    });
    await clock.advanceBy(1_000);
    return ms;
  };
  return { clock, lan, near, far, connectMs };
}

describe('the time that ARP takes (RFC 826)', () => {
  test('known neighbours: two segments there and two back', async () => {
    expect(await offices('known').connectMs()).toBe(4);
  });

  test('asked: an exchange more on each segment, there only, since a question tells who asks; then none', async () => {
    const { connectMs } = offices('asked');
    expect(await connectMs()).toBe(8);
    expect(await connectMs()).toBe(4);
  });

  test('forgotten after a minute without need', async () => {
    const { clock, connectMs } = offices('asked');
    await connectMs();
    await clock.advanceBy(58_000);
    expect(await connectMs()).toBe(4);
    await clock.advanceBy(61_000);
    expect(await connectMs()).toBe(8);
  });

  test('another host at the address is asked for anew', async () => {
    const { lan, far, connectMs } = offices('asked');
    await connectMs();
    far.unconfigure();
    const other = lan.host({ name: 'other', segment: 'there' });
    other.configure({ address: '192.168.20.5', mask: MASK, gateway: '192.168.20.1' });
    other.listen(25, (connection) => connection.on('error', () => undefined));
    expect(await connectMs()).toBe(6);
  });

  test('datagrams that wait for the same answer keep their order', async () => {
    const { clock, near, far } = offices('asked');
    const heard: [string, number][] = [];
    far.datagram(9).onMessage((octets) => heard.push([Buffer.from(octets).toString(), clock.now()]));
    const port = near.datagram();
    port.send(Buffer.from('one'), { address: '192.168.20.5', port: 9 });
    clock.alarm(1, () => port.send(Buffer.from('two'), { address: '192.168.20.5', port: 9 }));
    await clock.advanceBy(100);
    expect(heard.map(([text]) => text)).toEqual(['one', 'two']);
  });
});
