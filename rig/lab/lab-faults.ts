import { isContiguousMask, parseIpv4, sameSubnet } from '../../device-model/index.ts';
import type { LabSketch } from './lab-sketch.ts';

/** A mistake and the part of the description that has it. */
export interface LabFault {
  readonly path: readonly (string | number)[];
  readonly sentence: string;
}

/** Most addresses of one pool (*own design*): as many as machines in a lab. */
const POOL_ADDRESSES = 10_000;

/** What no part of a description can know by itself: names, segments, clock, pools. */
export function labFaults(lab: LabSketch): LabFault[] {
  return [...segmentFaults(lab), ...repeatedNames(lab), ...virtualReality(lab), ...poolFaults(lab), ...maskFaults(lab)];
}

function segmentFaults(lab: LabSketch): LabFault[] {
  const { segments } = lab;
  if (segments === undefined) return [];
  const known = [...new Set(segments.filter((one) => one !== undefined))];
  const unknown = ({ place, path, segment }: Plug): LabFault[] =>
    segment === undefined || known.includes(segment)
      ? []
      : [{ path, sentence: `${place}: segment ${segment} is not among ${known.join(', ')}` }];
  const twice = segments.flatMap((one, index) =>
    one === undefined || segments.indexOf(one) === index
      ? []
      : [{ path: ['segments', index], sentence: `the segment ${one} is named twice: expected each once` }],
  );
  return [...twice, ...plugs(lab).flatMap(unknown)];
}

interface Plug {
  readonly place: string;
  readonly path: readonly (string | number)[];
  readonly segment: string | undefined;
}

function plugs(lab: LabSketch): Plug[] {
  const hosts = (['machines', 'dnsServers', 'dhcpServers'] as const).flatMap((list) =>
    (lab[list] ?? []).map(({ name, segment }, index) => ({
      place: `${list} ${name ?? index}`,
      path: [list, index, 'segment'],
      segment,
    })),
  );
  const sides = (lab.routers ?? []).flatMap(({ name, interfaces = [] }, index) =>
    interfaces.map(({ segment }, side) => ({
      place: `routers ${name ?? index}`,
      path: ['routers', index, 'interfaces', side, 'segment'],
      segment,
    })),
  );
  return [...hosts, ...sides];
}

function repeatedNames(lab: LabSketch): LabFault[] {
  const seen = new Set<string>();
  const faults: LabFault[] = [];
  for (const list of ['machines', 'routers', 'dnsServers', 'dhcpServers'] as const) {
    for (const [index, { name }] of (lab[list] ?? []).entries()) {
      if (name === undefined) continue;
      if (seen.has(name)) {
        const sentence = `the name ${name} is used twice: expected one of its own for each machine, router and server`;
        faults.push({ path: [list, index, 'name'], sentence });
      }
      seen.add(name);
    }
  }
  return faults;
}

/** Real sockets and real haste know no virtual time. */
function virtualReality(lab: LabSketch): LabFault[] {
  if (lab.clock === 'wall') return [];
  const faults: LabFault[] =
    lab.pace === 'hurried' ? [{ path: ['pace'], sentence: 'pace: hurried needs clock wall' }] : [];
  for (const [index, { name, uplink }] of (lab.routers ?? []).entries()) {
    if (uplink === undefined) continue;
    faults.push({ path: ['routers', index, 'uplink'], sentence: `routers ${name ?? index}: uplink needs clock wall` });
  }
  for (const [index, { name, lan, publishedPorts = [] }] of (lab.machines ?? []).entries()) {
    const place = `machines ${name ?? index}`;
    if (lan === 'host')
      faults.push({ path: ['machines', index, 'lan'], sentence: `${place}: lan host needs clock wall` });
    if (publishedPorts.length === 0) continue;
    faults.push({ path: ['machines', index, 'publishedPorts'], sentence: `${place}: publishedPorts needs clock wall` });
  }
  return faults;
}

/** A pool is a stretch of the server's own subnet, of a size that a list can hold. */
function poolFaults(lab: LabSketch): LabFault[] {
  return (lab.dhcpServers ?? []).flatMap(({ name, address, mask, pool, registersIn }, index) => {
    const faults: LabFault[] = [];
    const place = `dhcpServers ${name ?? index}`;
    const [first, last] = [parseIpv4(pool?.first ?? ''), parseIpv4(pool?.last ?? '')];
    if (pool?.first !== undefined && pool.last !== undefined && first !== undefined && last !== undefined) {
      const path = ['dhcpServers', index, 'pool'];
      const told = `${place}: pool ${pool.first} to ${pool.last}`;
      const subnet = [address ?? '', mask ?? ''] as const;
      const known = subnet.every((one) => parseIpv4(one) !== undefined);
      if (known && ![pool.first, pool.last].every((end) => sameSubnet(end, ...subnet)))
        faults.push({ path, sentence: `${told} is not of the subnet of ${subnet.join(' ')}` });
      const size = last - first + 1;
      if (size < 1 || size > POOL_ADDRESSES)
        faults.push({ path, sentence: `${told}: expected 1 to ${POOL_ADDRESSES} addresses` });
    }
    if (registersIn !== undefined && lab.dnsServers?.some((one) => one.name === registersIn) !== true) {
      const sentence = `${place}: registersIn names no name server of the lab: ${registersIn}`;
      faults.push({ path: ['dhcpServers', index, 'registersIn'], sentence });
    }
    return faults;
  });
}

function maskFaults(lab: LabSketch): LabFault[] {
  const servers = (['dnsServers', 'dhcpServers'] as const).flatMap((list) =>
    (lab[list] ?? []).map(({ name, mask }, index) => ({
      place: `${list} ${name ?? index}`,
      path: [list, index, 'mask'],
      mask,
    })),
  );
  const sides = (lab.routers ?? []).flatMap(({ name, interfaces = [] }, index) =>
    interfaces.map(({ mask }, side) => ({
      place: `routers ${name ?? index}`,
      path: ['routers', index, 'interfaces', side, 'mask'],
      mask,
    })),
  );
  return [...servers, ...sides].flatMap(({ place, path, mask }) =>
    mask === undefined || parseIpv4(mask) === undefined || isContiguousMask(mask)
      ? []
      : [
          {
            path,
            sentence: `${place}: ${mask} is no subnet mask: expected ones followed by zeros such as 255.255.255.0`,
          },
        ],
  );
}
