import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OctetKey, typedOctets, wholeAddressFault } from '../../../firmware/screens/entries/typed-octets.ts';

const OFFICE = { ipAddress: '192.168.10.21', subnetMask: '255.255.255.0' };
const BARE = { ipAddress: '', subnetMask: '' };

const type = (key: OctetKey, keys: string, subnet = OFFICE) => typedOctets(key, '', keys, subnet);

describe('an address octet by octet', () => {
  test.each([
    ['192168010021', '192.168.0', 'AN OCTET HAS NO LEADING 0'],
    ['19216810*21', '192.168.10.21', ''],
    ['192.168.10.21', '192.168.10.21', ''],
    ['10*0*0*1', '10.0.0.1', ''],
    ['25', '25', ''],
    ['256', '25', 'AN OCTET IS AT MOST 255'],
    ['300', '30', 'AN OCTET IS AT MOST 255'],
    ['0*', '0', 'NO HOST HAS AN ADDRESS IN 0.0.0.0/8'],
    ['127', '12', '127 IS THE MACHINE ITSELF'],
    ['224', '22', '224 IS FOR MULTICAST'],
    ['240', '24', '240 IS RESERVED'],
    ['1921681011', '192.168.101.1', ''],
    ['192168101123*', '192.168.101.123', ''],
    ['1921681011234', '192.168.101.123', 'ALL FOUR OCTETS ARE THERE'],
    ['192a', '192.', 'DIGITS ONLY'],
    ['**', '', ''],
  ])('%s', (keys, entered, hint) => {
    expect(type('ipAddress', keys)).toEqual({ entered, hint });
  });
});

describe('a mask', () => {
  test.each([
    ['255255255*0', '255.255.255.0', ''],
    ['255255240*0', '255.255.240.0', ''],
    ['254*0*0*0', '254.0.0.0', ''],
    ['253', '25', '253 IS NOT ONES AND THEN ZEROS'],
    ['255*0*255', '255.0.25', '255.0.255 IS NOT ONES AND THEN ZEROS'],
    ['255240*128', '255.240.12', '255.240.128 IS NOT ONES AND THEN ZEROS'],
    ['0*', '0', 'A MASK BEGINS WITH ONES'],
  ])('%s', (keys, entered, hint) => {
    expect(type('subnetMask', keys)).toEqual({ entered, hint });
  });
});

describe('a gateway is of the subnet, as far as its mask goes', () => {
  test.each([
    ['192168*10*1', '192.168.10.1', '', OFFICE],
    ['10*', '10', 'NOT IN THE SUBNET OF NO. 23 AND NO. 24', OFFICE],
    ['192168*11*', '192.168.11', 'NOT IN THE SUBNET OF NO. 23 AND NO. 24', OFFICE],
    ['10*1*1*1', '10.1.1.1', '', BARE],
    ['172*31*0*1', '172.31.0.1', '', { ipAddress: '172.16.0.9', subnetMask: '255.240.0.0' }],
    [
      '172*32*',
      '172.32',
      'NOT IN THE SUBNET OF NO. 23 AND NO. 24',
      { ipAddress: '172.16.0.9', subnetMask: '255.240.0.0' },
    ],
  ])('%s', (keys, entered, hint, subnet) => {
    expect(type('defaultGateway', keys, subnet)).toEqual({ entered, hint });
  });
});

describe('four octets that cannot serve', () => {
  test.each<[OctetKey, string, typeof OFFICE, RegExp | undefined]>([
    ['ipAddress', '192.168.10.21', OFFICE, undefined],
    ['ipAddress', '192.168.10', OFFICE, /FOUR OCTETS/],
    ['ipAddress', '192.168.10.255', OFFICE, /broadcast address/],
    ['ipAddress', '192.168.10.0', OFFICE, /network address/],
    ['ipAddress', '192.168.10.0', BARE, undefined],
    ['subnetMask', '255.255.255.254', OFFICE, /leaves no room/],
    ['subnetMask', '255.255.255.252', OFFICE, undefined],
    ['defaultGateway', '192.168.10.21', OFFICE, /machine itself/],
    ['defaultGateway', '192.168.10.255', OFFICE, /broadcast/],
    ['defaultGateway', '192.168.11.1', OFFICE, /outside the subnet/],
    ['defaultGateway', '192.168.11.1', BARE, undefined],
    ['dnsServer1', '10.20.30.53', OFFICE, undefined],
    ['dnsServer2', '127.0.0.1', OFFICE, /loopback/],
  ])('%s %s', (key, text, subnet, fault) => {
    const told = wholeAddressFault(key, text, subnet);
    if (fault === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(fault);
  });
});

/** Octets, dots and whether the mask is one: said here once more, in strings of bits. */
const bitsOf = (text: string): string =>
  text
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
const octets = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));

test('every mask of ones and then zeros can be typed, and no other one', () => {
  fc.assert(
    fc.property(fc.oneof(octets, fc.constantFrom(...MASKS)), (parts) => {
      const text = parts.join('.');
      const { entered, hint } = typedOctets('subnetMask', '', parts.join('.'), OFFICE);
      const served = hint === '' && entered === text && wholeAddressFault('subnetMask', entered, OFFICE) === undefined;
      expect(served, text).toBe(/^1{1,30}0+$/.test(bitsOf(text)) && !/^1{31}/.test(bitsOf(text)));
    }),
    { numRuns: 500 },
  );
});

const MASKS = Array.from({ length: 32 }, (_, ones) => {
  const bits = '1'.repeat(ones + 1).padEnd(32, '0');
  const part = (from: number): number => Number.parseInt(bits.slice(from, from + 8), 2);
  return [part(0), part(8), part(16), part(24)] as [number, number, number, number];
});

test('whatever keys are pressed, what is entered is the beginning of an address', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<OctetKey>('ipAddress', 'subnetMask', 'defaultGateway', 'dnsServer1'),
      fc.array(fc.constantFrom(...Array.from('0123456789*#.a'))),
      (key, keys) => {
        let entered = '';
        for (const one of keys) entered = typedOctets(key, entered, one, OFFICE).entered;
        expect(entered).toMatch(/^(?:(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){0,3}\.?)?$/);
        expect(entered.split('.').length).toBeLessThanOrEqual(4);
        expect(entered.split('.').every((octet) => Number(octet) <= 255)).toBe(true);
      },
    ),
  );
});
