import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DhcpMessage, encodeDhcp, readDhcp } from '../../../firmware/lan/dhcp-message.ts';
import { readLease } from '../../../firmware/lan/lease.ts';

const ACK: DhcpMessage = {
  type: 'ack',
  transactionId: 0x3903f326,
  seconds: 0,
  broadcast: true,
  clientAddress: '0.0.0.0',
  yourAddress: '192.168.10.100',
  hardwareAddress: '02:00:00:00:00:01',
  options: {
    mask: '255.255.255.0',
    routers: ['192.168.10.1'],
    nameServers: ['192.168.10.53', '192.168.10.54'],
    domainName: 'office.example',
    leaseSeconds: 3_600,
    serverIdentifier: '192.168.10.67',
  },
};

/** The fixed part by hand from RFC 2131, figure 1: op htype hlen hops, xid, secs flags, four addresses, chaddr, sname, file. */
function byHand(...options: readonly number[]): Uint8Array {
  const zeros = (count: number) => Array.from({ length: count }, () => 0);
  const head = [2, 1, 6, 0, 0x39, 0x03, 0xf3, 0x26, 0, 0, 0x80, 0];
  const addresses = [0, 0, 0, 0, 192, 168, 10, 100, 0, 0, 0, 0, 0, 0, 0, 0];
  const names = [2, 0, 0, 0, 0, 1, ...zeros(10), ...zeros(64), ...zeros(128)];
  return Uint8Array.from([...head, ...addresses, ...names, 99, 130, 83, 99, ...options]);
}

describe('a DHCP message', () => {
  test('is written as figure 1 of RFC 2131 and the options of RFC 2132 say', () => {
    const octets = encodeDhcp(ACK);
    const network = [53, 1, 5, 1, 4, 255, 255, 255, 0, 3, 4, 192, 168, 10, 1];
    const names = [6, 8, 192, 168, 10, 53, 192, 168, 10, 54, 15, 14, ...Buffer.from('office.example')];
    const hand = byHand(...network, ...names, 51, 4, 0, 0, 0x0e, 0x10, 54, 4, 192, 168, 10, 67, 255);
    expect([...octets.subarray(0, hand.length)]).toEqual([...hand]);
    // RFC 951: padded to the BOOTP length.
    expect(octets.length).toBeGreaterThanOrEqual(300);
    expect(octets.subarray(hand.length).every((octet) => octet === 0)).toBe(true);
  });

  test('is read back', () => {
    expect(readDhcp(encodeDhcp(ACK))).toEqual(ACK);
    const request: DhcpMessage = {
      ...ACK,
      type: 'request',
      seconds: 7,
      options: {
        hostName: 'ifax2',
        requestedAddress: '192.168.10.100',
        parameterRequest: [1, 3, 6, 15],
        maximumMessageOctets: 576,
        clientIdentifier: Uint8Array.of(1, 2, 0, 0, 0, 0, 1),
      },
    };
    expect(readDhcp(encodeDhcp(request))).toEqual(request);
  });

  test('with pads, unknown options, parts of one option (RFC 3396) and a NUL at the end of a text', () => {
    const octets = byHand(0, 0, 53, 1, 5, 12, 2, 105, 102, 224, 1, 9, 12, 3, 97, 120, 0, 255, 1, 4);
    expect(readDhcp(octets)?.options).toEqual({ hostName: 'ifax' });
  });

  test('whose options go on in the fields of file and server name (option 52)', () => {
    const octets = byHand(53, 1, 5, 52, 1, 3, 255);
    octets.set([1, 4, 255, 255, 0, 0, 255], 108);
    octets.set([3, 4, 10, 0, 0, 1, 255], 44);
    expect(readDhcp(octets)?.options).toEqual({ mask: '255.255.0.0', routers: ['10.0.0.1'] });
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['no magic cookie', byHand(53, 1, 5, 255).map((octet, at) => (at === 236 ? 0 : octet))],
    ['no message type (plain BOOTP)', byHand(1, 4, 255, 255, 255, 0, 255)],
    ['a type of nobody', byHand(53, 1, 9, 255)],
    ['an acknowledgement that is a request', byHand(53, 1, 5, 255).map((octet, at) => (at === 0 ? 1 : octet))],
    ['an option that runs over the end', byHand(53, 1, 5, 3, 200, 1)],
    ['other hardware than Ethernet', byHand(53, 1, 5, 255).map((octet, at) => (at === 1 ? 6 : octet))],
    ['more octets than a frame', Uint8Array.from([...byHand(53, 1, 5, 255), ...new Uint8Array(1_500)])],
  ])('%s is none', (_, octets) => {
    expect(readDhcp(octets)).toBeUndefined();
  });

  test('an option of the wrong length counts as absent', () => {
    expect(readDhcp(byHand(53, 1, 5, 1, 3, 255, 255, 255, 3, 5, 1, 2, 3, 4, 5, 51, 2, 0, 1, 255))?.options).toEqual({});
  });

  test('any octets whatever are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        const message = readDhcp(byHand(53, 1, 5, ...tail));
        if (message !== undefined) readLease(message);
      }),
    );
  });
});

describe('a lease', () => {
  const lease = (options: object, yourAddress = ACK.yourAddress) =>
    readLease({ ...ACK, yourAddress, options: { ...ACK.options, ...options } });

  test('has T1 at a half and T2 at seven eighths of its time (RFC 2131, 4.4.5)', () => {
    expect(lease({})).toMatchObject({
      ok: true,
      lease: { gateway: '192.168.10.1', leaseMs: 3_600_000, renewalMs: 1_800_000, rebindingMs: 3_150_000 },
    });
  });

  test('has those of the server when they are in order, else not', () => {
    const told = { renewalSeconds: 600, rebindingSeconds: 1_200 };
    expect(lease(told)).toMatchObject({ lease: { renewalMs: 600_000, rebindingMs: 1_200_000 } });
    expect(lease({ ...told, renewalSeconds: 1_300 })).toMatchObject({
      lease: { renewalMs: 1_800_000, rebindingMs: 3_150_000 },
    });
  });

  test('has the first router of its own subnet, or none', () => {
    expect(lease({ routers: ['10.0.0.1', '192.168.10.2'] })).toMatchObject({ lease: { gateway: '192.168.10.2' } });
    expect(lease({ routers: ['10.0.0.1'] })).toMatchObject({ lease: { gateway: '' } });
  });

  test.each<[string, object, string?]>([
    ['no mask', { mask: undefined }],
    ['a mask with a hole', { mask: '255.0.255.0' }],
    ['no server', { serverIdentifier: undefined }],
    ['no time', { leaseSeconds: undefined }],
    ['none at all', { leaseSeconds: 0 }],
    ['the broadcast address', {}, '192.168.10.255'],
    ['no address', {}, '0.0.0.0'],
    ['a loopback address', {}, '127.0.0.1'],
    ['a multicast address', {}, '224.0.0.9'],
  ])('with %s is refused with a sentence', (_, options, address) => {
    const reading = lease(options, address);
    expect(reading).toMatchObject({ ok: false, sentence: expect.stringMatching(/^[A-Z0-9].*\.$/) });
  });
});
