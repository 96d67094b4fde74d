import { describe, expect, test } from 'vitest';
import { INFO_CODES, type InfoKey } from '../../../firmware/journal/info-codes.ts';
import { type GuardedSettings, type PreflightQuestion, preflight } from '../../../firmware/xmt/preflight.ts';

const GOOD: GuardedSettings = {
  dhcp: 'Disabled',
  directIfaxXmt: 'Valid',
  ipAddress: '192.168.10.21',
  subnetMask: '255.255.255.0',
  defaultGateway: '192.168.10.1',
  dnsServer1: '192.168.10.53',
  dnsServer2: '',
  hostName: 'fax',
  mailServer: '',
  domainName: 'office.example',
};

function verdict(settings: Partial<GuardedSettings>, question: Partial<PreflightQuestion> = {}): string {
  const result = preflight({ settings: { ...GOOD, ...settings }, destination: { kind: 'name' }, ...question });
  return result.ok ? 'ok' : result.info.key;
}

/** In the order in which the guard must ask. Faults of different rows touch different settings, so they combine. */
const ROWS: readonly { readonly key: InfoKey; readonly faults: readonly Partial<GuardedSettings>[] }[] = [
  { key: 'dhcp-enabled', faults: [{ dhcp: 'Enabled' }] },
  { key: 'direct-xmt-invalid', faults: [{ directIfaxXmt: 'Invalid' }] },
  {
    key: 'address-unusable',
    faults: [
      '',
      '0.0.0.0',
      '0.1.2.3',
      '127.0.0.1',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      '192.168.10',
      'fax',
    ].map((ipAddress) => ({ ipAddress })),
  },
  {
    key: 'mask-unusable',
    faults: [
      '',
      '0.0.0.0',
      '255.255.0.255',
      '0.255.255.0',
      '255.255.255.255',
      '255.255.255.254',
      '24',
      '255.255.255',
    ].map((subnetMask) => ({ subnetMask })),
  },
  {
    key: 'gateway-unusable',
    faults: [
      '',
      '0.0.0.0',
      '10.0.0.1',
      '127.0.0.1',
      'router',
      // Outside the subnet, its network and broadcast address, the machine itself.
      '192.168.11.1',
      '192.168.10.0',
      '192.168.10.255',
      '192.168.10.21',
    ].map((defaultGateway) => ({ defaultGateway })),
  },
  { key: 'dns-missing', faults: [{ dnsServer1: '', dnsServer2: '' }] },
  { key: 'own-name-missing', faults: [{ hostName: '' }, { domainName: '' }, { hostName: '', domainName: '' }] },
];

test('a machine set up as page 472 asks may send', () => {
  expect(verdict({})).toBe('ok');
  expect(verdict({ dnsServer1: '', dnsServer2: '192.168.10.54' })).toBe('ok');
});

describe('each row alone', () => {
  for (const { key, faults } of ROWS) test.each(faults)(`${key}: %j`, (fault) => expect(verdict(fault)).toBe(key));
});

test('each row has a code, LCD lines, a sentence and a remedy of its own', () => {
  const rows = ROWS.map(({ key }) => INFO_CODES[key]);
  for (const part of ['code', 'lcd', 'sentence', 'remedy'] as const) {
    expect(new Set(rows.map((row) => JSON.stringify(row[part]))).size, part).toBe(ROWS.length);
  }
});

describe('of two rows the earlier one decides', () => {
  const pairs = ROWS.flatMap((first, at) => ROWS.slice(at + 1).map((second) => [first, second] as const));
  test.each(pairs.map(([first, second]) => [first.key, second.key, first, second] as const))(
    '%s before %s',
    (key, _, first, second) => {
      for (const one of first.faults)
        for (const other of second.faults) expect(verdict({ ...one, ...other })).toBe(key);
    },
  );

  test('all at once: mended from the top, each row comes up in its turn', () => {
    const left = ROWS.map((row) => row.faults[0] ?? {});
    const seen: string[] = [];
    while (left.length > 0) {
      seen.push(verdict(Object.assign({}, ...left)));
      left.shift();
    }
    expect(seen).toEqual(ROWS.map((row) => row.key));
  });
});

describe('the address in its subnet', () => {
  test.each([
    ['192.168.10.0', '255.255.255.0', '192.168.10.1', 'address-unusable'],
    ['192.168.10.255', '255.255.255.0', '192.168.10.1', 'address-unusable'],
    ['192.168.10.16', '255.255.255.240', '192.168.10.17', 'address-unusable'],
    ['192.168.10.31', '255.255.255.240', '192.168.10.17', 'address-unusable'],
    ['192.168.10.31', '255.255.255.0', '192.168.10.1', 'ok'],
    ['10.0.0.255', '255.0.0.0', '10.0.0.1', 'ok'],
    ['10.255.255.255', '255.0.0.0', '10.0.0.1', 'address-unusable'],
    ['192.168.10.21', '255.255.255.252', '192.168.10.22', 'ok'],
    ['128.0.0.1', '128.0.0.0', '200.1.1.1', 'ok'],
  ])('%s mask %s gateway %s: %s', (ipAddress, subnetMask, defaultGateway, expected) => {
    expect(verdict({ ipAddress, subnetMask, defaultGateway })).toBe(expected);
  });

  test('without a mask to judge by, an address ending in 0 or 255 is not blamed: the mask is', () => {
    for (const ipAddress of ['192.168.10.0', '192.168.10.255']) {
      for (const subnetMask of ['', '255.0.255.0', '255.255.255.255']) {
        expect(verdict({ ipAddress, subnetMask })).toBe('mask-unusable');
      }
    }
  });
});

describe('the gateway', () => {
  test.each([
    ['192.168.10.21', 'is the machine itself'],
    ['192.168.10.0', 'is the network address'],
    ['192.168.10.255', 'is the broadcast address'],
    ['192.168.11.1', 'is outside the subnet 192.168.10.0 mask 255.255.255.0'],
  ])('%s %s', (defaultGateway, sentence) => {
    const result = preflight({ settings: { ...GOOD, defaultGateway }, destination: { kind: 'name' } });
    expect(result).toMatchObject({ ok: false, info: { key: 'gateway-unusable' } });
    expect(result.ok ? '' : result.detail).toContain(sentence);
  });
});

test('an address literal needs no DNS server, but the own name still', () => {
  const destination = { kind: 'literal' } as const;
  expect(verdict({ dnsServer1: '' }, { destination })).toBe('ok');
  expect(verdict({ dnsServer1: '', hostName: '' }, { destination })).toBe('own-name-missing');
});

test('the interface is asked last', () => {
  expect(verdict({}, { interface: { configured: true, link: 'up' } })).toBe('ok');
  expect(verdict({}, { interface: { configured: true, link: 'down' } })).toBe('lan-down');
  expect(verdict({}, { interface: { configured: false, link: 'up' } })).toBe('lan-down');
  for (const { key, faults } of ROWS) {
    for (const fault of faults) expect(verdict(fault, { interface: { configured: false, link: 'down' } })).toBe(key);
  }
});
