import type { LabDescription } from './lab-description.ts';

/** The smallest lab that shows Direct Internet Fax XMT: sender, router, name server, recipient. */
export function twoMachines(
  options: { readonly seed?: string; readonly clock?: 'virtual' | 'wall' } = {},
): LabDescription {
  return {
    seed: options.seed ?? 'two machines',
    clock: options.clock ?? 'virtual',
    segments: ['sales', 'works'],
    routers: [
      {
        name: 'router',
        interfaces: [
          { segment: 'sales', address: '192.168.10.1', mask: '255.255.255.0' },
          { segment: 'works', address: '10.20.30.1', mask: '255.255.255.0' },
        ],
      },
    ],
    dnsServers: [
      {
        name: 'dns',
        segment: 'works',
        address: '10.20.30.53',
        mask: '255.255.255.0',
        gateway: '10.20.30.1',
        zones: [
          {
            // A records and no MX, as RFC 4142 appendix A asks of machines that receive directly.
            domain: 'panasonic.example',
            records: [
              { type: 'A', name: 'ifax1.panasonic.example', address: '192.168.10.21' },
              { type: 'A', name: 'ifax2.panasonic.example', address: '10.20.30.5' },
            ],
          },
        ],
      },
    ],
    machines: [
      {
        name: 'ifax1',
        model: 'dp-4530',
        segment: 'sales',
        settings: {
          dhcp: 'Disabled',
          ipAddress: '192.168.10.21',
          subnetMask: '255.255.255.0',
          defaultGateway: '192.168.10.1',
          dnsServer1: '10.20.30.53',
          hostName: 'ifax1',
          domainName: 'panasonic.example',
          machineAddress: 'pcc@ifax1.panasonic.example',
        },
        stations: [{ number: '001', name: 'JUNE', address: 'june@ifax2.panasonic.example' }],
      },
      {
        name: 'ifax2',
        model: 'dp-3510',
        segment: 'works',
        settings: {
          dhcp: 'Disabled',
          ipAddress: '10.20.30.5',
          subnetMask: '255.255.255.0',
          defaultGateway: '10.20.30.1',
          dnsServer1: '10.20.30.53',
          hostName: 'ifax2',
          domainName: 'panasonic.example',
          machineAddress: 'june@ifax2.panasonic.example',
        },
        stations: [{ number: '001', name: 'PCC', address: 'pcc@ifax1.panasonic.example' }],
      },
    ],
  };
}
