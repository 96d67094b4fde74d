import { describe, expect, test } from 'vitest';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, hostLab } from '../../../rig/lab/host-lab.ts';
import { checkLab } from '../../../rig/lab/lab-description.ts';
import { Rig } from '../../../rig/rig.ts';
import { HOST_LAB_OPTIONS } from '../../support/host-machine.ts';

const described = (options: Partial<Parameters<typeof hostLab>[0]> = {}) =>
  checkLab(hostLab({ ...HOST_LAB_OPTIONS, ...options }));

describe('the lab of one machine on the network of this host', () => {
  test('a segment, and a router with the uplink where the machine has its gateway', () => {
    const { clock, pace, segments, routers, machines } = described();
    expect({ clock, pace, segments }).toEqual({ clock: 'wall', pace: 'hurried', segments: ['lan'] });
    expect(routers).toEqual([
      {
        name: 'router',
        interfaces: [{ segment: 'lan', address: HOST_LAB_ADDRESS.gateway, mask: HOST_LAB_ADDRESS.mask }],
        uplink: { allow: [], redirects: [] },
      },
    ]);
    expect(machines.map(({ name }) => name)).toEqual([HOST_LAB_MACHINE]);
  });

  test('the address of the machine gives host and domain name; the destination is station 001', () => {
    const [machine] = described({ from: 'fax@a.b.example', to: 'june@[127.0.0.1]' }).machines;
    expect(machine?.settings).toMatchObject({
      hostName: 'a',
      domainName: 'b.example',
      machineAddress: 'fax@a.b.example',
    });
    expect(machine?.stations).toMatchObject([{ number: '001', address: 'june@[127.0.0.1]' }]);
  });

  test('ports that a machine cannot set are the uplink’s affair, and name servers may be asked wherever they are', () => {
    const [router] = described({
      smtpPort: 2_525,
      allow: ['203.0.113.9'],
      dnsServers: [
        { address: '192.0.2.53', port: 5_353 },
        { address: '127.0.0.1', port: 53 },
        { address: '192.0.2.54', port: 53 },
      ],
    }).routers;
    expect(router?.uplink).toEqual({
      // No. 26 and No. 27: two name servers, no third.
      allow: ['203.0.113.9', '192.0.2.53', '127.0.0.1'],
      redirects: [
        { from: { port: 25 }, to: { port: 2_525 } },
        { from: { address: '192.0.2.53', port: 53 }, to: { port: 5_353 } },
      ],
    });
  });

  test('a gateway that can be none leaves the router where it belongs', () => {
    const [router] = described({ gateway: 'nonsense' }).routers;
    expect(router?.interfaces[0]?.address).toBe(HOST_LAB_ADDRESS.gateway);
  });

  test('only a wall clock knows real sockets', async () => {
    const lab = { ...hostLab(HOST_LAB_OPTIONS), clock: 'virtual' as const };
    await expect(Rig.create(lab)).rejects.toThrow('routers router: uplink needs clock wall');
  });
});
