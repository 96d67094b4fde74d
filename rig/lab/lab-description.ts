import { z } from 'zod';
import { MODEL_NAMES } from '../../firmware/index.ts';
import { DHCP_BEHAVIOURS } from './dhcp-server.ts';
import { DNS_BEHAVIOURS } from './dns-server.ts';
import { labFaults } from './lab-faults.ts';

/**
 * A rig as a value: machines, LAN, names. Everything that builds a rig (TypeScript, the demo, a file form) makes one of
 * these and has it checked here.
 */
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'expected a name of 1 to 31 lower-case letters, digits and hyphens');

const ipv4 = z.ipv4('expected an IPv4 address such as 192.168.10.21');

const port = z.number().int().min(1).max(65_535);

const segment = name.describe('The segment it is plugged into, one of `segments`.');

const station = z.strictObject({
  number: z.string().describe('`001` to `999`, in quotes in a YAML file.'),
  name: z.string().describe('Shown on display and journal.'),
  address: z.string().describe('Mailbox, local-part@domain.'),
  direct: z
    .boolean()
    .default(true)
    .describe('Sent to directly; the default, since a machine without a mail server has nothing else.'),
});

const publishedPort = z.strictObject({
  port: port.describe('Port of the machine; 25 is SMTP.'),
  host: z
    .strictObject({
      address: ipv4.describe('An address of this host.'),
      port: z.number().int().min(0).max(65_535).describe('0 takes a free one.'),
    })
    .describe('Where the host listens for it.'),
});

const machine = z.strictObject({
  name: name.describe('Name of the machine, unique in the rig; on the virtual LAN the host of that name.'),
  model: z
    .enum(MODEL_NAMES, `expected one of ${MODEL_NAMES.join(', ')}`)
    .describe('What it is built as and what it advertises.'),
  segment,
  lan: z
    .enum(['virtual', 'host'])
    .default('virtual')
    .describe(
      '`host`: the machine’s socket is the host’s network instead of the segment, and its address must be one of the host’s; wall clock only.',
    ),
  addresses: z
    .array(ipv4)
    .max(16)
    .exactOptional()
    .describe(
      'The addresses that the machine’s socket can have on the virtual LAN; any when left out. Another one is info code 962.',
    ),
  settings: z
    .record(z.string(), z.union([z.string(), z.number()], 'expected a text or a number'))
    .default({})
    .describe('Settings by key (`dhcp`, `ipAddress` …); each is checked by its own row.'),
  stations: z.array(station).max(999).default([]).describe('The address book.'),
  mailboxes: z
    .array(z.string())
    .max(100)
    .default([])
    .describe('Local parts the machine receives for, besides that of its own address.'),
  publishedPorts: z
    .array(publishedPort)
    .max(16)
    .default([])
    .describe('Ports of the machine that the host’s network can reach; wall clock only.'),
  imageMemoryOctets: z
    .number()
    .int()
    .min(1)
    .max(1_073_741_824)
    .optional()
    .describe('Scan buffer and receive spool together; the model’s own size when left out.'),
});

const redirect = z.strictObject({
  from: z
    .strictObject({ address: ipv4.exactOptional().describe('Any when left out.'), port: port.describe('Port called.') })
    .describe('What a machine calls.'),
  to: z
    .strictObject({
      address: ipv4.exactOptional().describe('The address called when left out.'),
      port: port.describe('Port reached.'),
    })
    .describe('What is called instead.'),
});

const router = z.strictObject({
  name: name.describe('Name of the router, unique in the rig.'),
  interfaces: z
    .array(
      z.strictObject({
        segment,
        address: ipv4.describe('Its address there: the gateway of that segment’s machines.'),
        mask: ipv4.describe('Subnet mask.'),
      }),
    )
    .min(1)
    .describe('One for each segment it connects.'),
  uplink: z
    .strictObject({
      allow: z
        .array(ipv4)
        .max(1_000)
        .default([])
        .describe('Addresses beyond loopback, private and link-local ones that may be reached.'),
      redirects: z
        .array(redirect)
        .max(100)
        .default([])
        .describe('Where a port of the outside really is; machines call port 25 only.'),
    })
    .optional()
    .describe('Leads to the host’s network; wall clock only.'),
});

const recordName = z.string().describe('`@` is the domain itself; a name without it is completed with it.');

const zoneRecord = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('A'), name: recordName, address: ipv4.describe('The address.') }),
    z.strictObject({
      type: z.literal('MX'),
      name: recordName,
      preference: z.number().int().min(0).max(65535).describe('The lowest is tried first.'),
      exchange: z.string().describe('Host that takes the mail; `.` is the null MX.'),
    }),
    z.strictObject({ type: z.literal('CNAME'), name: recordName, target: z.string().describe('What it leads to.') }),
    z.strictObject({ type: z.literal('PTR'), name: recordName, target: z.string().describe('What it leads to.') }),
  ],
  'expected a record of type A, MX, CNAME or PTR',
);

const dnsServer = z.strictObject({
  name: name.describe('Name of the server, unique in the rig.'),
  segment,
  address: ipv4.describe('Its address.'),
  mask: ipv4.describe('Subnet mask.'),
  gateway: ipv4.optional().describe('The router by which it answers other segments.'),
  zones: z
    .array(
      z.strictObject({
        domain: z.string().min(1).describe('Domain it has authority for.'),
        records: z.array(zoneRecord).describe('Records of the domain.'),
      }),
    )
    .describe('Domains this server answers for; everything else is refused.'),
  behaviour: z
    .enum(DNS_BEHAVIOURS)
    .default('answer')
    .describe('`answer` as a good server, or one of its faults from the start.'),
});

const dhcpServer = z.strictObject({
  name: name.describe('Name of the server, unique in the rig.'),
  segment,
  address: ipv4.describe('Its address.'),
  mask: ipv4.describe('Subnet mask, which it gives to its clients too.'),
  pool: z
    .strictObject({ first: ipv4.describe('First address.'), last: ipv4.describe('Last address.') })
    .describe('Addresses it gives, of its own subnet.'),
  leaseSeconds: z.number().int().min(1).max(0xffffffff).default(3_600).describe('How long a lease lasts.'),
  routers: z.array(ipv4).max(8).default([]).describe('Gateways it tells its clients.'),
  nameServers: z.array(ipv4).max(8).default([]).describe('Name servers it tells its clients.'),
  domainName: z.string().exactOptional().describe('Domain name it tells its clients.'),
  readdress: z.boolean().default(false).describe('Another address at each power-on.'),
  registersIn: name
    .exactOptional()
    .describe('The name server in whose zones it writes the names of its clients (dynamic DNS).'),
  behaviour: z
    .enum(DHCP_BEHAVIOURS)
    .default('answer')
    .describe('`answer` as a good server; `silent` to everybody; `refusing` says no to every request (DHCPNAK).'),
});

export const labDescriptionSchema = z.strictObject({
  seed: z
    .union([z.string(), z.number()], 'expected a text or a number')
    .default('dpsim')
    .describe('One seed, one event log.'),
  clock: z
    .enum(['virtual', 'wall'])
    .default('virtual')
    .describe('`virtual`: time passes as fast as it can be computed; `wall`: as on the wall, with real sockets.'),
  pace: z
    .enum(['modelled', 'hurried'])
    .default('modelled')
    .describe(
      '`hurried`: scanning, coding, storing and printing take only the time they really need; wall clock only.',
    ),
  startsAt: z.iso
    .datetime({ offset: true, error: 'expected a date and time of ISO 8601 such as 2006-01-16T09:00:00Z' })
    .default('2006-01-16T09:00:00Z')
    .describe('Date and time of day at the rig’s start, ISO 8601.'),
  latencyMs: z
    .number()
    .min(0)
    .max(60_000)
    .default(1)
    .describe('One way, every hop between two hosts, in milliseconds.'),
  arp: z
    .enum(['known', 'asked'])
    .default('known')
    .describe(
      '`asked`: the first packet to a neighbour takes an ARP exchange longer; `known`: everybody knows everybody.',
    ),
  segments: z.array(name).min(1).describe('Names of the LAN’s segments (Ethernets).'),
  routers: z.array(router).default([]).describe('Routers between the segments, or to the host’s network.'),
  dnsServers: z.array(dnsServer).default([]).describe('Name servers.'),
  dhcpServers: z.array(dhcpServer).default([]).describe('DHCP servers, each for its own segment.'),
  machines: z.array(machine).min(1).max(10_000).describe('The machines.'),
});

/** As a user writes it; defaults may be left out. */
export type LabDescription = z.input<typeof labDescriptionSchema>;
/** Checked, defaults filled in. */
export type CheckedLab = z.output<typeof labDescriptionSchema>;
export type MachineDescription = CheckedLab['machines'][number];

/** Something in a lab description that can't be built; the message is one sentence with the place. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** Checks the whole description; throws LabError naming every mistake with its place. */
export function checkLab(description: LabDescription): CheckedLab {
  const parsed = labDescriptionSchema.safeParse(description);
  if (!parsed.success) throw new LabError(parsed.error.issues.map(sentenceOf).join('; '));
  const lab = parsed.data;
  const faults = labFaults(lab);
  if (faults.length > 0) throw new LabError(faults.map(({ sentence }) => sentence).join('; '));
  return lab;
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.length === 0 ? 'the lab' : issue.path.join('.');
  return `${place}: ${issue.message}`;
}
