import { checkStation, isSettingKey, parameterOf, SETTING_KEYS } from '../../firmware/index.ts';
import type { LabFault } from './lab-faults.ts';
import type { LabSketch, MachineSketch } from './lab-sketch.ts';
import { nearest } from './nearest-word.ts';

/** Beyond as many nobody reads on, and a hostile file shall not cost a search for each of its words; *own design*. */
export const FAULTS_LIMIT = 1_000;

/**
 * What an administrator would be told at the machine, and addresses that two hosts of one segment would fight for. A
 * program may describe such a lab to see what comes of it; in a file it is a slip.
 */
export function machineFaults(lab: LabSketch): LabFault[] {
  const faults: LabFault[] = repeatedAddresses(lab);
  for (const [index, machine] of (lab.machines ?? []).entries()) {
    if (faults.length >= FAULTS_LIMIT) break;
    faults.push(...settingFaults(machine, index), ...stationFaults(machine, index));
  }
  return faults;
}

function settingFaults({ name, settings = {} }: MachineSketch, index: number): LabFault[] {
  const entries = Object.entries(settings).slice(0, FAULTS_LIMIT + 1);
  return entries.flatMap(([key, value]) => {
    const path = ['machines', index, 'settings', key];
    const place = `machines ${name ?? index}`;
    if (!isSettingKey(key)) {
      const sentence = `${place}: there is no setting ${JSON.stringify(key)}: expected ${nearest(key, SETTING_KEYS)}`;
      return [{ path, sentence }];
    }
    // Another form is no setting's, and the schema says so.
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    const checked = parameterOf(key).check(value);
    return checked.ok ? [] : [{ path, sentence: `${place}: ${bare(checked.sentence)}` }];
  });
}

function stationFaults({ name, stations = [] }: MachineSketch, index: number): LabFault[] {
  const seen = new Set<string>();
  return stations.flatMap((station, row) => {
    const { number, name: label, address, direct = true } = station;
    const path = ['machines', index, 'stations', row];
    const place = `machines ${name ?? index}`;
    const faults: LabFault[] = [];
    if (number !== undefined && label !== undefined && address !== undefined) {
      const checked = checkStation({ number, name: label, address, direct });
      if (!checked.ok) faults.push({ path, sentence: `${place}: ${bare(checked.sentence)}` });
    }
    if (number !== undefined && seen.has(number)) {
      const sentence = `${place}: the station number ${number} is used twice: expected each once`;
      faults.push({ path: [...path, 'number'], sentence });
    }
    if (number !== undefined) seen.add(number);
    return faults;
  });
}

interface Holder {
  readonly name: string;
  readonly segment: string | undefined;
  readonly address: string | undefined;
  readonly path: readonly (string | number)[];
}

function repeatedAddresses(lab: LabSketch): LabFault[] {
  const holders = new Map<string, string>();
  return holdersOf(lab).flatMap(({ name, segment, address, path }) => {
    if (segment === undefined || address === undefined || address === '') return [];
    const place = `${segment} ${address}`;
    const other = holders.get(place);
    if (other === undefined) {
      holders.set(place, name);
      return [];
    }
    const sentence = `${name}: ${other} has the address ${address} on segment ${segment} already: expected another`;
    return [{ path, sentence }];
  });
}

function holdersOf(lab: LabSketch): Holder[] {
  const routers = (lab.routers ?? []).flatMap(({ name, interfaces = [] }, index) =>
    interfaces.map(({ segment, address }, side) => ({
      name: `routers ${name ?? index}`,
      segment,
      address,
      path: ['routers', index, 'interfaces', side, 'address'],
    })),
  );
  const servers = (['dnsServers', 'dhcpServers'] as const).flatMap((list) =>
    (lab[list] ?? []).map(({ name, segment, address }, index) => ({
      name: `${list} ${name ?? index}`,
      segment,
      address,
      path: [list, index, 'address'],
    })),
  );
  const machines = (lab.machines ?? []).flatMap(({ name, segment, lan, settings = {} }, index) => {
    const { dhcp, ipAddress } = settings;
    // With DHCP, the factory's default, the fixed address rests.
    if (lan === 'host' || dhcp !== 'Disabled' || typeof ipAddress !== 'string') return [];
    const path = ['machines', index, 'settings', 'ipAddress'];
    return [{ name: `machines ${name ?? index}`, segment, address: ipAddress.trim(), path }];
  });
  return [...routers, ...servers, ...machines];
}

function bare(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
