import { describe, expect, test } from 'vitest';
import { Uplink } from '../../../device-model/network/uplink.ts';

describe('who may be reached', () => {
  test.each([
    // RFC 1122 3.2.1.3 (g), RFC 1918 section 3, RFC 3927 2.1: the first and the last of each block.
    ['127.0.0.0', true],
    ['127.255.255.255', true],
    ['10.0.0.0', true],
    ['10.255.255.255', true],
    ['172.16.0.0', true],
    ['172.31.255.255', true],
    ['192.168.0.0', true],
    ['192.168.255.255', true],
    ['169.254.0.0', true],
    ['169.254.255.255', true],
    // Their neighbours, and blocks for documentation (RFC 5737) and shared address space (RFC 6598).
    ['126.255.255.255', false],
    ['128.0.0.0', false],
    ['9.255.255.255', false],
    ['11.0.0.0', false],
    ['172.15.255.255', false],
    ['172.32.0.0', false],
    ['192.167.255.255', false],
    ['192.169.0.0', false],
    ['169.253.255.255', false],
    ['169.255.0.0', false],
    ['192.0.2.1', false],
    ['203.0.113.9', false],
    ['100.64.0.1', false],
    ['not an address', false],
  ])('%s: %s', (address, permitted) => {
    expect(new Uplink().permits(address)).toBe(permitted);
  });

  test('whoever is allowed, from the start or later, and no neighbour', () => {
    const uplink = new Uplink({ allow: ['203.0.113.9'] });
    expect(uplink.permits('203.0.113.9')).toBe(true);
    expect(uplink.permits('203.0.113.10')).toBe(false);
    uplink.allow('203.0.113.10');
    expect(uplink.permits('203.0.113.10')).toBe(true);
  });
});

describe('redirects', () => {
  const uplink = new Uplink({
    redirects: [
      { from: { address: '192.0.2.53', port: 53 }, to: { port: 5_353 } },
      { from: { address: '192.0.2.54', port: 53 }, to: { address: '127.0.0.1', port: 5_354 } },
      { from: { port: 25 }, to: { port: 2_525 } },
      { from: { port: 25 }, to: { port: 9_999 } },
    ],
  });
  test.each([
    [
      { address: '192.0.2.53', port: 53 },
      { address: '192.0.2.53', port: 5_353 },
    ],
    [
      { address: '192.0.2.54', port: 53 },
      { address: '127.0.0.1', port: 5_354 },
    ],
    [
      { address: '192.0.2.55', port: 53 },
      { address: '192.0.2.55', port: 53 },
    ],
    [
      { address: '10.0.0.5', port: 25 },
      { address: '10.0.0.5', port: 2_525 },
    ],
    [
      { address: '10.0.0.5', port: 2_525 },
      { address: '10.0.0.5', port: 2_525 },
    ],
  ])('%o goes to %o', (from, to) => {
    expect(uplink.target(from)).toEqual(to);
  });
});
