import type { RigState } from '../../../rig/api/contract.ts';
import {
  type DrawnHost,
  type DrawnRouter,
  type DrawnSegment,
  HOST_HEIGHT,
  HOST_WIDTH,
  lanLayout,
} from './lan-layout.ts';

/** The LAN as it is wired: segments, routers, servers, machines; a machine leads to its panel. */
export function LanDrawing({ rig }: { readonly rig: RigState }) {
  const { width, height, busFrom, segments, routers } = lanLayout(rig);
  return (
    <svg class="lan" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-labelledby="lan-title">
      <title id="lan-title">The LAN with its segments, routers, servers and machines</title>
      {segments.map((segment) => (
        <SegmentShape key={segment.name} segment={segment} from={busFrom} to={width - 20} />
      ))}
      {routers.map((router) => (
        <RouterShape key={router.name} router={router} busFrom={busFrom} />
      ))}
    </svg>
  );
}

function SegmentShape({
  segment,
  from,
  to,
}: {
  readonly segment: DrawnSegment;
  readonly from: number;
  readonly to: number;
}) {
  const { name, buses, hosts } = segment;
  return (
    <g>
      {buses.map((y) => (
        <path key={y} class="bus" d={`M${from} ${y}H${to}`} />
      ))}
      <path class="bus" d={`M${from} ${buses[0]}V${buses.at(-1)}`} />
      <text class="segment-name" x={to} y={(buses[0] ?? 0) - 7} text-anchor="end">
        {name}
      </text>
      {hosts.map((host) => (
        <HostShape key={host.name} host={host} />
      ))}
    </g>
  );
}

function HostShape({ host }: { readonly host: DrawnHost }) {
  const { name, kind, address, machine, x, y, busY } = host;
  const middle = x + HOST_WIDTH / 2;
  const state = machine === null ? 'server' : !machine.powered ? 'off' : machine.alarm !== 'off' ? 'alarm' : 'on';
  const unplugged = machine !== null && machine.link === 'down';
  const box = (
    <g class="host" data-state={state}>
      <rect x={x} y={y} width={HOST_WIDTH} height={HOST_HEIGHT} rx="7" />
      {machine === null ? <ServerSign x={x + 12} y={y + 14} /> : <MachineSign x={x + 10} y={y + 12} />}
      <text class="host-name" x={x + 58} y={y + 30}>
        {name}
      </text>
      <text x={x + 58} y={y + 47}>
        {machine === null ? kind : machine.model}
      </text>
      <text x={x + 12} y={y + 66}>
        {address ?? 'no address'}
      </text>
      <text x={x + 12} y={y + 83}>
        {machine === null
          ? ''
          : !machine.powered
            ? 'power off'
            : machine.ready
              ? state === 'alarm'
                ? 'alarm'
                : 'ready'
              : 'starting'}
      </text>
    </g>
  );
  return (
    <g>
      <path class={unplugged ? 'cable out' : 'cable'} d={`M${middle} ${busY}V${y}`} />
      {machine === null ? box : <a href={machine.panel}>{box}</a>}
    </g>
  );
}

function RouterShape({ router, busFrom }: { readonly router: DrawnRouter; readonly busFrom: number }) {
  const { name, uplink, x, y, ports } = router;
  return (
    <g class="router">
      {ports.map(({ address, busY }) => (
        <g key={address}>
          <path class="cable" d={`M${x + 34} ${y}V${busY}H${busFrom}`} />
          <text x={x + 40} y={busY - 7}>
            {address}
          </text>
        </g>
      ))}
      <circle cx={x + 34} cy={y} r="27" />
      <path class="sign" d={`M${x + 20} ${y - 6}h28m-6 -5l6 5l-6 5M${x + 48} ${y + 6}h-28m6 -5l-6 5l6 5`} />
      <text x={x + 68} y={y + 5}>
        {uplink ? `${name}, uplink` : name}
      </text>
    </g>
  );
}

/** A multifunction machine: body, feeder with a sheet, display. */
function MachineSign({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g class="sign" transform={`translate(${x} ${y})`}>
      <path d="M10 10V0h18v10M2 10h36v24h-36zM8 34v4h24v-4" />
      <path class="screen" d="M7 15h16v8h-16z" />
    </g>
  );
}

function ServerSign({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g class="sign" transform={`translate(${x} ${y})`}>
      <path d="M0 0h34v10h-34zM0 13h34v10h-34zM0 26h34v10h-34zM5 5h4M5 18h4M5 31h4" />
    </g>
  );
}
