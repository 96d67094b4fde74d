import { describe, expect, test } from 'vitest';
import { checkLab, type LabDescription, LabError } from '../../../rig/lab/lab-description.ts';
import { twoMachines } from '../../../rig/lab/two-machines.ts';
import { Rig } from '../../../rig/rig.ts';

const MACHINE = { name: 'fax', model: 'dp-4530', segment: 'office' } as const;
const LAB: LabDescription = { segments: ['office'], machines: [MACHINE] };

const DHCP = {
  name: 'dhcp',
  segment: 'office',
  address: '10.0.0.67',
  mask: '255.255.255.0',
  pool: { first: '10.0.0.100', last: '10.0.0.199' },
} as const;

/** What a caller without the compiler's help may hand in: a parsed file. */
function told(lab: unknown): string {
  try {
    // A file form is a value of any shape until it is checked.
    checkLab(lab as LabDescription);
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a lab description', () => {
  test('is a plain value: it goes through JSON unchanged', () => {
    const lab = twoMachines();
    expect(checkLab(JSON.parse(JSON.stringify(lab)))).toEqual(checkLab(lab));
  });

  test('may leave out what has a default', () => {
    expect(checkLab(LAB)).toMatchObject({ clock: 'virtual', latencyMs: 1, routers: [], dnsServers: [] });
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'the lab: '],
    ['no machines', { ...LAB, machines: [] }, 'machines: '],
    ['no segments', { ...LAB, segments: [] }, 'segments: '],
    ['a field of nobody', { ...LAB, gateway: '10.0.0.1' }, 'gateway'],
    [
      'an unknown model',
      { ...LAB, machines: [{ ...MACHINE, model: 'dp-9999' }] },
      'machines.0.model: expected one of dp-',
    ],
    [
      'a name with a blank',
      { ...LAB, machines: [{ ...MACHINE, name: 'the fax' }] },
      'machines.0.name: expected a name of',
    ],
    [
      'an unknown segment',
      { ...LAB, machines: [{ ...MACHINE, segment: 'attic' }] },
      'machines fax: segment attic is not among office',
    ],
    ['a name used twice', { ...LAB, machines: [MACHINE, MACHINE] }, 'the name fax is used twice'],
    [
      'an address that is none',
      { ...LAB, routers: [{ name: 'r', interfaces: [{ segment: 'office', address: '10.0.0', mask: '255.0.0.0' }] }] },
      'routers.0.interfaces.0.address: expected an IPv4 address',
    ],
    ['time that runs backwards', { ...LAB, latencyMs: -1 }, 'latencyMs: '],
    ['a date that is none', { ...LAB, startsAt: 'yesterday' }, 'startsAt: '],
    ['an unknown clock', { ...LAB, clock: 'sun' }, 'clock: '],
    [
      'no memory at all',
      { ...LAB, machines: [{ ...MACHINE, imageMemoryOctets: 0 }] },
      'machines.0.imageMemoryOctets: ',
    ],
    [
      'a pool of another subnet',
      { ...LAB, dhcpServers: [{ ...DHCP, pool: { first: '10.0.0.9', last: '10.0.1.9' } }] },
      'dhcpServers dhcp: pool 10.0.0.9 to 10.0.1.9 is not of the subnet of 10.0.0.67 255.255.255.0',
    ],
    [
      'a pool that runs backwards',
      { ...LAB, dhcpServers: [{ ...DHCP, pool: { first: '10.0.0.9', last: '10.0.0.8' } }] },
      'dhcpServers dhcp: pool 10.0.0.9 to 10.0.0.8: expected 1 to 10000 addresses',
    ],
    ['a lease of no time', { ...LAB, dhcpServers: [{ ...DHCP, leaseSeconds: 0 }] }, 'dhcpServers.0.leaseSeconds: '],
    [
      'names registered with nobody',
      { ...LAB, dhcpServers: [{ ...DHCP, registersIn: 'dns' }] },
      'dhcpServers dhcp: registersIn names no name server of the lab: dns',
    ],
    [
      'a DHCP server named as a machine',
      { ...LAB, dhcpServers: [{ ...DHCP, name: 'fax' }] },
      'the name fax is used twice',
    ],
    [
      'a DHCP server on no segment',
      { ...LAB, dhcpServers: [{ ...DHCP, segment: 'attic' }] },
      'dhcpServers dhcp: segment attic is not among office',
    ],
    [
      'the host’s network under virtual time',
      { ...LAB, machines: [{ ...MACHINE, lan: 'host' }] },
      'machines fax: lan host needs clock wall',
    ],
  ])('%s is refused with its place', (_, lab, sentence) => {
    expect(told(lab)).toContain(sentence);
  });

  test('every mistake is named, not the first alone', () => {
    const sentence = told({ ...LAB, latencyMs: -1, machines: [{ ...MACHINE, model: 'dp-1', name: '' }] });
    for (const place of ['latencyMs', 'machines.0.model', 'machines.0.name']) expect(sentence).toContain(place);
  });
});

describe('settings and stations of a lab are checked as an administrator’s are', () => {
  test.each<[string, Partial<LabDescription['machines'][number]>, RegExp]>([
    ['a setting of nobody', { settings: { colour: 'Blue' } }, /there is no setting colour/],
    ['one that has no such choice', { settings: { dhcp: 'Perhaps' } }, /DHCP.*Enabled.*Disabled/],
    ['a count out of range', { settings: { redialCount: 16 } }, /0 to 15/],
    ['an address with a fourth part too many', { settings: { ipAddress: '10.0.0.1.2' } }, /10\.0\.0\.1\.2/],
    ['a machine address without @', { settings: { machineAddress: 'fax' } }, /@/],
    ['a station without @', { stations: [{ number: '001', name: 'JUNE', address: 'june' }] }, /@/],
    [
      'a station with a control character',
      { stations: [{ number: '001', name: 'J', address: 'j@a.b\r\nRSET' }] },
      /control|@/,
    ],
    [
      'a station over length',
      { stations: [{ number: '001', name: 'J', address: `${'j'.repeat(65)}@a.example` }] },
      /64/,
    ],
    [
      'a station number out of range',
      { stations: [{ number: '000', name: 'J', address: 'j@a.example' }] },
      /001 to 999/,
    ],
  ])('%s', async (_, wrong, sentence) => {
    const refused = Rig.create({ ...LAB, machines: [{ ...MACHINE, ...wrong }] });
    await expect(refused).rejects.toThrow(LabError);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toThrow(/^machines fax: /);
  });
});
