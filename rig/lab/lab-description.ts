import { z } from 'zod';
import { parseIpv4, sameSubnet } from '../../device-model/index.ts';
import { MODEL_NAMES } from '../../firmware/index.ts';
import { DNS_BEHAVIOURS } from './dns-server.ts';

/**
 * A rig as a value: machines, LAN, names. Everything that builds a rig (TypeScript, the demo, a file form) makes one of
 * these and has it checked here.
 */
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'expected a name of 1 to 31 lower-case letters, digits and hyphens');

const ipv4 = z.ipv4('expected an IPv4 address such as 192.168.10.21');

const port = z.number().int().min(1).max(65_535);

const station = z.strictObject({
  /** `001` to `999`. */
  number: z.string(),
  name: z.string(),
  address: z.string(),
  /** Sent to directly; the default, since a machine without a mail server has nothing else. */
  direct: z.boolean().default(true),
});

const machine = z.strictObject({
  name,
  model: z.string().refine((text) => MODEL_NAMES.includes(text), `expected one of ${MODEL_NAMES.join(', ')}`),
  segment: name,
  /**
   * `host`: the machine's socket is the host's network instead of the segment, and its address must be one of the
   * host's; wall clock only.
   */
  lan: z.enum(['virtual', 'host']).default('virtual'),
  /** The addresses that the machine's socket can have on the virtual LAN; any when left out. Another one is info code 962. */
  addresses: z.array(ipv4).max(16).exactOptional(),
  /** Settings by key (`dhcp`, `ipAddress` …); each is checked by its own row when the machine is built. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  stations: z.array(station).max(999).default([]),
  /** Local parts the machine receives for, besides that of its own address. */
  mailboxes: z.array(z.string()).max(100).default([]),
  /** Ports of the machine that the host's network can reach; port 0 of the host takes a free one. */
  publishedPorts: z
    .array(z.strictObject({ port, host: z.strictObject({ address: ipv4, port: z.number().int().min(0).max(65_535) }) }))
    .max(16)
    .default([]),
  /** Scan buffer and receive spool together; the model's own size when left out. */
  imageMemoryOctets: z.number().int().min(1).max(1_073_741_824).optional(),
});

const router = z.strictObject({
  name,
  interfaces: z.array(z.strictObject({ segment: name, address: ipv4, mask: ipv4 })).min(1),
  /** Leads to the host's network; wall clock only. */
  uplink: z
    .strictObject({
      /** Addresses beyond loopback, private and link-local ones that may be reached. */
      allow: z.array(ipv4).max(1_000).default([]),
      redirects: z
        .array(
          z.strictObject({
            from: z.strictObject({ address: ipv4.exactOptional(), port }),
            to: z.strictObject({ address: ipv4.exactOptional(), port }),
          }),
        )
        .max(100)
        .default([]),
    })
    .optional(),
});

const zoneRecord = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('A'), name: z.string(), address: ipv4 }),
  z.strictObject({
    type: z.literal('MX'),
    name: z.string(),
    preference: z.number().int().min(0).max(65535),
    exchange: z.string(),
  }),
  z.strictObject({ type: z.literal('CNAME'), name: z.string(), target: z.string() }),
  z.strictObject({ type: z.literal('PTR'), name: z.string(), target: z.string() }),
]);

const dnsServer = z.strictObject({
  name,
  segment: name,
  address: ipv4,
  mask: ipv4,
  gateway: ipv4.optional(),
  /** Domains this server answers for; everything else is refused. */
  zones: z.array(z.strictObject({ domain: z.string().min(1), records: z.array(zoneRecord) })),
  behaviour: z.enum(DNS_BEHAVIOURS).default('answer'),
});

const dhcpServer = z.strictObject({
  name,
  segment: name,
  address: ipv4,
  mask: ipv4,
  /** Addresses it gives, of its own subnet. */
  pool: z.strictObject({ first: ipv4, last: ipv4 }),
  leaseSeconds: z.number().int().min(1).max(0xffffffff).default(3_600),
  routers: z.array(ipv4).max(8).default([]),
  nameServers: z.array(ipv4).max(8).default([]),
  domainName: z.string().exactOptional(),
  /** Another address at each power-on. */
  readdress: z.boolean().default(false),
  /** The name server in whose zones it writes the names of its clients (dynamic DNS). */
  registersIn: name.exactOptional(),
});

export const labDescriptionSchema = z.strictObject({
  /** One seed, one event log. */
  seed: z.union([z.string(), z.number()]).default('dpsim'),
  clock: z.enum(['virtual', 'wall']).default('virtual'),
  /** `hurried`: scanning, coding, storing and printing take only the time they really need; wall clock only. */
  pace: z.enum(['modelled', 'hurried']).default('modelled'),
  /** Date and time of day at the rig's start, ISO 8601. */
  startsAt: z.iso.datetime({ offset: true }).default('2006-01-16T09:00:00Z'),
  /** One way, every hop between two hosts. */
  latencyMs: z.number().min(0).max(60_000).default(1),
  /** `asked`: the first packet to a neighbour takes an ARP exchange longer; `known`: everybody knows everybody. */
  arp: z.enum(['known', 'asked']).default('known'),
  segments: z.array(name).min(1),
  routers: z.array(router).default([]),
  dnsServers: z.array(dnsServer).default([]),
  dhcpServers: z.array(dhcpServer).default([]),
  machines: z.array(machine).min(1).max(10_000),
});

/** Most addresses of one pool (own design): as many as machines in a lab. */
const POOL_ADDRESSES = 10_000;

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
  const faults = [...unknownSegments(lab), ...repeatedNames(lab), ...virtualReality(lab), ...poolFaults(lab)];
  if (faults.length > 0) throw new LabError(faults.join('; '));
  return lab;
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.length === 0 ? 'the lab' : issue.path.join('.');
  return `${place}: ${issue.message}`;
}

function unknownSegments(lab: CheckedLab): string[] {
  const known = new Set(lab.segments);
  const used = [
    ...lab.machines.map((one) => [`machines ${one.name}`, one.segment] as const),
    ...lab.dnsServers.map((one) => [`dnsServers ${one.name}`, one.segment] as const),
    ...lab.dhcpServers.map((one) => [`dhcpServers ${one.name}`, one.segment] as const),
    ...lab.routers.flatMap((one) => one.interfaces.map((side) => [`routers ${one.name}`, side.segment] as const)),
  ];
  return used
    .filter(([, segment]) => !known.has(segment))
    .map(([place, segment]) => `${place}: segment ${segment} is not among ${lab.segments.join(', ')}`);
}

/** Real sockets and real haste know no virtual time. */
function virtualReality(lab: CheckedLab): string[] {
  if (lab.clock === 'wall') return [];
  const faults = lab.pace === 'hurried' ? ['pace: hurried needs clock wall'] : [];
  for (const one of lab.routers)
    if (one.uplink !== undefined) faults.push(`routers ${one.name}: uplink needs clock wall`);
  for (const one of lab.machines) {
    if (one.lan === 'host') faults.push(`machines ${one.name}: lan host needs clock wall`);
    if (one.publishedPorts.length > 0) faults.push(`machines ${one.name}: publishedPorts needs clock wall`);
  }
  return faults;
}

/** A pool is a stretch of the server's own subnet, of a size that a list can hold. */
function poolFaults(lab: CheckedLab): string[] {
  return lab.dhcpServers.flatMap(({ name: server, address, mask, pool, registersIn }) => {
    const faults: string[] = [];
    const size = (parseIpv4(pool.last) ?? 0) - (parseIpv4(pool.first) ?? 0) + 1;
    if (![pool.first, pool.last].every((end) => sameSubnet(end, address, mask)))
      faults.push(
        `dhcpServers ${server}: pool ${pool.first} to ${pool.last} is not of the subnet of ${address} ${mask}`,
      );
    if (size < 1 || size > POOL_ADDRESSES)
      faults.push(
        `dhcpServers ${server}: pool ${pool.first} to ${pool.last}: expected 1 to ${POOL_ADDRESSES} addresses`,
      );
    if (registersIn !== undefined && !lab.dnsServers.some((one) => one.name === registersIn))
      faults.push(`dhcpServers ${server}: registersIn names no name server of the lab: ${registersIn}`);
    return faults;
  });
}

function repeatedNames(lab: CheckedLab): string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const { name: host } of [...lab.machines, ...lab.routers, ...lab.dnsServers, ...lab.dhcpServers]) {
    if (seen.has(host)) faults.push(`the name ${host} is used twice`);
    seen.add(host);
  }
  return faults;
}
