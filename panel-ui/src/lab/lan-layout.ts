import type { RigMachine, RigState } from '../../../rig/api/contract.ts';

/** Pixels of the drawing. */
export const HOST_WIDTH = 150;
export const HOST_HEIGHT = 92;
const LEFT = 190;
const TOP = 24;
const STEM = 26;
const GAP = 26;
/** Hosts beside each other; more stand in further rows of the same segment. */
const COLUMNS = 6;

export interface DrawnHost {
  readonly name: string;
  readonly kind: 'machine' | 'DNS' | 'DHCP';
  readonly address: string | null;
  readonly machine: RigMachine | null;
  readonly x: number;
  readonly y: number;
  /** Where its cable meets the segment's. */
  readonly busY: number;
}

export interface DrawnSegment {
  readonly name: string;
  /** One line a row of hosts. */
  readonly buses: readonly number[];
  readonly hosts: readonly DrawnHost[];
}

export interface DrawnRouter {
  readonly name: string;
  readonly uplink: boolean;
  readonly x: number;
  readonly y: number;
  readonly ports: readonly { readonly address: string; readonly busY: number }[];
}

export interface DrawnLan {
  readonly width: number;
  readonly height: number;
  readonly busFrom: number;
  readonly segments: readonly DrawnSegment[];
  readonly routers: readonly DrawnRouter[];
}

/** Places of everything on the drawing: segments below each other, routers at the left between those they join. */
export function lanLayout({ machines, lan }: RigState): DrawnLan {
  let y = TOP;
  let columns = 1;
  const segments = lan.segments.map((name): DrawnSegment => {
    const found = [
      ...machines.filter(({ segment }) => segment === name).map(hostOfMachine),
      ...lan.servers.filter(({ segment }) => segment === name).map((one) => ({ ...one, machine: null })),
    ];
    const buses: number[] = [];
    const hosts = found.map((host, i) => {
      const row = Math.floor(i / COLUMNS);
      const busY = y + row * (STEM + HOST_HEIGHT + GAP);
      if (!buses.includes(busY)) buses.push(busY);
      const x = LEFT + (i % COLUMNS) * (HOST_WIDTH + GAP);
      return {
        name: host.name,
        kind: host.kind,
        address: host.address,
        machine: host.machine,
        x,
        y: busY + STEM,
        busY,
      };
    });
    if (buses.length === 0) buses.push(y);
    columns = Math.max(columns, Math.min(COLUMNS, found.length));
    y += Math.max(1, buses.length) * (STEM + HOST_HEIGHT + GAP) + GAP / 2;
    return { name, buses, hosts };
  });
  const busOf = new Map(segments.map(({ name, buses }) => [name, buses[0] ?? TOP]));
  const routers = lan.routers.map(({ name, interfaces, uplink }, i): DrawnRouter => {
    const ports = interfaces.map(({ address, segment }) => ({ address, busY: busOf.get(segment) ?? TOP }));
    const middle = ports.reduce((sum, { busY }) => sum + busY, 0) / Math.max(1, ports.length);
    return { name, uplink, x: 16 + i * 16, y: middle, ports };
  });
  return { width: LEFT + columns * (HOST_WIDTH + GAP), height: y, busFrom: 90, segments, routers };
}

function hostOfMachine(machine: RigMachine) {
  return { name: machine.name, kind: 'machine' as const, address: machine.address, machine };
}
