import type { LabDescription } from '../../rig/lab/lab-description.ts';
import { type StoryOptions, storyLab } from './scenario.ts';

type DhcpServer = NonNullable<LabDescription['dhcpServers']>[number];

/** The recipient's first leased address, which its DNS record is made for. */
export const FIRST_LEASE = '10.20.30.100';
export const SECOND_LEASE = '10.20.30.101';

/** `twoMachines` whose recipient has No. 22 Enabled and no address of its own, and a DHCP server beside it. */
export function leasingLab(
  options: StoryOptions & { readonly dhcp?: Partial<DhcpServer>; readonly third?: boolean } = {},
): LabDescription {
  const { dhcp = {}, third = false } = options;
  const leased = { dhcp: 'Enabled', ipAddress: '', subnetMask: '', defaultGateway: '', dnsServer1: '' };
  const zones = [
    {
      domain: 'panasonic.example',
      records: [
        { type: 'A' as const, name: 'ifax1', address: '192.168.10.21' },
        { type: 'A' as const, name: 'ifax2', address: FIRST_LEASE },
      ],
    },
  ];
  const lab = storyLab({ zones, ...options, recipientSettings: { ...leased, ...options.recipientSettings } });
  const [, recipient] = lab.machines;
  if (recipient === undefined) throw new Error('storyLab has changed');
  return {
    ...lab,
    dhcpServers: [
      {
        name: 'dhcp',
        segment: 'works',
        address: '10.20.30.67',
        mask: '255.255.255.0',
        pool: { first: FIRST_LEASE, last: '10.20.30.101' },
        leaseSeconds: 3_600,
        routers: ['10.20.30.1'],
        nameServers: ['10.20.30.53'],
        domainName: 'panasonic.example',
        ...dhcp,
      },
    ],
    machines: third
      ? [
          ...lab.machines,
          {
            ...recipient,
            name: 'ifax3',
            // It takes whatever comes, as a machine behind a mail gateway does.
            mailboxes: ['*@*'],
            settings: { ...recipient.settings, hostName: 'ifax3', machineAddress: 'may@ifax3.panasonic.example' },
          },
        ]
      : lab.machines,
  };
}
