import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import type { RigMachine, RigState, RigTime } from './contract.ts';
import { modelOf } from './lookup.ts';

export function rigTime({ rig }: ApiRig): RigTime {
  const { clock } = rig;
  return { mode: clock.kind, now: clock.now(), calendar: clock.calendar().toISOString() };
}

/** The machines and the LAN, at one instant. */
export function rigState(api: ApiRig): RigState {
  const { rig } = api;
  const { segments, routers, dnsServers, dhcpServers } = rig.description;
  return {
    event: rig.log.count,
    time: rigTime(api),
    machines: rig.machines.map((machine) => machineOf(api, machine)),
    lan: {
      segments: [...segments],
      routers: routers.map(({ name, interfaces, uplink }) => ({
        name,
        interfaces: interfaces.map(({ segment, address, mask }) => ({ segment, address, mask })),
        uplink: uplink !== undefined,
      })),
      servers: [
        ...dnsServers.map(({ name, segment, address, mask }) => ({
          name,
          kind: 'DNS' as const,
          segment,
          address,
          mask,
        })),
        ...dhcpServers.map(({ name, segment, address, mask }) => ({
          name,
          kind: 'DHCP' as const,
          segment,
          address,
          mask,
        })),
      ],
    },
  };
}

function machineOf(api: ApiRig, machine: Machine): RigMachine {
  const { board, firmware, name } = machine;
  const description = api.rig.description.machines.find((one) => one.name === name);
  const mailbox = firmware?.settings.get('machineAddress') ?? '';
  return {
    name,
    model: modelOf(api, machine),
    segment: description?.segment ?? '',
    powered: board.powered,
    ready: machine.ready,
    address: board.network.configuration?.address ?? null,
    mailbox: mailbox === '' ? null : mailbox,
    link: board.network.link,
    alarm: board.panel.lamp('alarm'),
    panel: `/machines/${name}`,
    smtpPorts: api.ports.of(name),
  };
}
