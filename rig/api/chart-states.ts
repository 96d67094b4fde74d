import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { EventLog, TraceEvent } from '../../device-model/index.ts';
import { deliveryChart, dhcpChart, jobChart, panelChart, receiveChart } from '../../firmware/index.ts';
import type { ChartState } from './contract.ts';

type ChartName = ChartState['chart'];

const CHARTS: Readonly<Record<ChartName, AnyStateMachine>> = {
  panel: panelChart,
  job: jobChart,
  delivery: deliveryChart,
  reception: receiveChart,
  dhcp: dhcpChart,
};

/** Innermost states have names of their own within a chart. */
const NODES: ReadonlyMap<string, ReadonlyMap<string, AnyStateNode>> = new Map(
  Object.entries(CHARTS).map(([name, { root }]) => [name, new Map(innermost(root).map((node) => [node.key, node]))]),
);

/** What tells of a state, and which field of it. */
const TELLING: Readonly<Record<string, { readonly chart: ChartName; readonly field: string }>> = {
  'screen.entered': { chart: 'panel', field: 'screen' },
  'job.entered': { chart: 'job', field: 'state' },
  'delivery.entered': { chart: 'delivery', field: 'state' },
  'reception.entered': { chart: 'reception', field: 'state' },
  'dhcp.entered': { chart: 'dhcp', field: 'state' },
};

interface Place {
  readonly told: ChartState;
  readonly event: number;
}

/** The state that every chart of every machine is in, read from the event log. */
export class ChartStates {
  readonly #now = new Map<string, Map<string, Place>>();
  /** Ends of jobs, for those who ask late: as many as there are file numbers. */
  readonly #ended = new Map<string, Map<number, Place>>();

  constructor(log: EventLog) {
    log.subscribe((line) => this.#hear(line));
  }

  /** The panel first, then the others in the order in which they began. */
  of(machine: string): readonly ChartState[] {
    return [...(this.#now.get(machine)?.values() ?? [])].map(({ told }) => told);
  }

  /** Where the charts of a file are, or where its job ended last; each with the event that told of it. */
  ofFile(machine: string, fileNumber: number): readonly { readonly state: string; readonly event: number }[] {
    const now = [...(this.#now.get(machine)?.values() ?? [])].filter(({ told }) => told.fileNumber === fileNumber);
    const ended = this.#ended.get(machine)?.get(fileNumber);
    const places = now.length > 0 || ended === undefined ? now : [ended];
    return places.map(({ told, event }) => ({ state: told.state, event }));
  }

  #hear(line: TraceEvent): void {
    const { machine, event } = line;
    if (event === 'power.on' || event === 'power.off' || event === 'power.cut') {
      this.#now.delete(machine);
      return;
    }
    const telling = Object.hasOwn(TELLING, event) ? TELLING[event] : undefined;
    const state = telling === undefined ? undefined : line.data[telling.field];
    if (telling === undefined || typeof state !== 'string') return;
    const place = placeOf(telling.chart, state, line);
    const places = this.#now.get(machine) ?? new Map<string, Place>();
    this.#now.set(machine, places);
    const { chart, fileNumber, destination } = place.told;
    const key = [chart, fileNumber, destination].join(' ');
    if (!isFinal(telling.chart, state)) {
      places.set(key, place);
      return;
    }
    places.delete(key);
    if (chart !== 'job' || fileNumber === null) return;
    const ended = this.#ended.get(machine) ?? new Map<number, Place>();
    this.#ended.set(machine, ended.set(fileNumber, place));
  }
}

function placeOf(chart: ChartName, state: string, { at, seq, data }: TraceEvent): Place {
  const { fileNumber, forwardPath } = data;
  const node = NODES.get(chart)?.get(state);
  const told = {
    chart,
    fileNumber: typeof fileNumber === 'number' ? fileNumber : null,
    destination: typeof forwardPath === 'string' ? forwardPath : null,
    state,
    ids: node === undefined ? [] : idsOf(node),
    since: at,
  };
  return { told, event: seq };
}

function isFinal(chart: ChartName, state: string): boolean {
  return NODES.get(chart)?.get(state)?.type === 'final';
}

function innermost(node: AnyStateNode): readonly AnyStateNode[] {
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(innermost);
}

/** Its own and those it is nested in, the outermost first. */
function idsOf(node: AnyStateNode): string[] {
  return [...(node.parent === undefined || node.parent.parent === undefined ? [] : idsOf(node.parent)), node.id];
}
