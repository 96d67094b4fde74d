import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  broadcastAddress,
  isContiguousMask,
  isLinkLocal,
  isLoopback,
  isMulticast,
  isReserved,
  isSubnetBoundary,
  isThisNetwork,
  isZero,
  networkAddress,
  parseIpv4,
  prefixLength,
  printIpv4,
  sameSubnet,
} from '../../../device-model/network/ipv4.ts';

const address = fc.integer({ min: 0, max: 0xffffffff });
const quad = fc.ipV4();
const maskOf = (bits: number) => printIpv4(bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0);

describe('IPv4 addresses', () => {
  test('what is printed is read back', () => {
    fc.assert(fc.property(address, (value) => parseIpv4(printIpv4(value)) === value));
  });

  test('agrees with node on what is a dotted quad', () => {
    fc.assert(
      fc.property(fc.oneof(quad, fc.string(), fc.stringMatching(/^[0-9.]{0,16}$/)), (text) => {
        expect(parseIpv4(text) !== undefined).toBe(isIPv4(text));
      }),
    );
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.04',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '0x7f.0.0.1',
    '-1.2.3.4',
    '::1',
  ])('%j is no address', (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  });

  test('agrees with node on what lies in a subnet', () => {
    const pair = fc.tuple(quad, quad, fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(pair, ([a, b, bits]) => {
        const list = new BlockList();
        list.addSubnet(a, bits, 'ipv4');
        expect(sameSubnet(a, b, maskOf(bits))).toBe(list.check(b, 'ipv4'));
      }),
    );
  });

  test('masks are ones and then zeros', () => {
    for (let bits = 0; bits <= 32; bits += 1) {
      const mask = maskOf(bits);
      expect(isContiguousMask(mask)).toBe(true);
      expect(prefixLength(parseIpv4(mask) ?? -1)).toBe(bits);
    }
    for (const mask of ['255.0.255.0', '0.0.0.255', '255.255.255.1', '254.255.0.0', '255.255.255', 'mask']) {
      expect(isContiguousMask(mask)).toBe(false);
    }
  });

  test('the ends of a subnet', () => {
    expect(networkAddress('192.168.10.21', '255.255.255.0')).toBe('192.168.10.0');
    expect(broadcastAddress('192.168.10.21', '255.255.255.0')).toBe('192.168.10.255');
    expect(broadcastAddress('10.20.30.5', '255.0.0.0')).toBe('10.255.255.255');
    expect(broadcastAddress('10.20.30.5', 'no mask')).toBeUndefined();
    expect(isSubnetBoundary('192.168.10.0', '255.255.255.0')).toBe(true);
    expect(isSubnetBoundary('192.168.10.255', '255.255.255.0')).toBe(true);
    expect(isSubnetBoundary('192.168.10.255', '255.255.0.0')).toBe(false);
    // RFC 3021: both addresses of a /31 are hosts.
    expect(isSubnetBoundary('192.168.10.0', '255.255.255.254')).toBe(false);
  });

  test('classes, with their borders (RFC 1122, 3927, 5771)', () => {
    expect(['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'].map(isLoopback)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['223.255.255.255', '224.0.0.0', '239.255.255.255', '240.0.0.0'].map(isMulticast)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'].map(isLinkLocal)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['0.0.0.0', '0.1.2.3', '1.0.0.0'].map(isThisNetwork)).toEqual([true, true, false]);
    expect(['239.255.255.255', '240.0.0.0', '255.255.255.255'].map(isReserved)).toEqual([false, true, true]);
    expect([isZero('0.0.0.0'), isZero('0.0.0.1'), isZero('zero')]).toEqual([true, false, false]);
  });
});
