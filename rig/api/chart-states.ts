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
  Object.entries(CHARTS).map(([name, { root }]) => [
    name,
    new Map(innermost(root).map((node) => [name === 'panel' ? screenOf(node.key) : node.key, node])),
  ]),
);

/** What tells of a state, and which field of it. */
const TELLING: Readonly<Record<string, { readonly chart: ChartName; readonly field: string }>> = {
  'screen.entered': { chart: 'panel', field: 'screen' },
  'job.entered': { chart: 'job', field: 'state' },
  'delivery.entered': { chart: 'delivery', field: 'state' },
  'reception.entered': { chart: 'reception', field: 'state' },
  'dhcp.entered': { chart: 'dhcp', field: 'state' },
};

/** The state that every chart of every machine is in, read from the event log. */
export class ChartStates {
  readonly #now = new Map<string, Map<string, ChartState>>();
  /** Ends of jobs, for those who ask late: as many as there are file numbers. */
  readonly #ended = new Map<string, Map<number, ChartState>>();

  /** By file and state: the event that told last of its entry. A state may be over before anybody looks. */
  readonly #entered = new Map<string, Map<string, number>>();

  constructor(log: EventLog) {
    log.subscribe((line) => this.#hear(line));
  }

  /** The panel first, then the others in the order in which they began. */
  of(machine: string): readonly ChartState[] {
    return [...(this.#now.get(machine)?.values() ?? [])];
  }

  /** The event that told last that a chart of this file entered the state, in this run of the rig; 0: none. */
  entered(machine: string, fileNumber: number, state: string): number {
    return this.#entered.get(`${machine} ${fileNumber}`)?.get(state) ?? 0;
  }

  /** The states that the charts of a file are in, or that in which its job ended last. */
  ofFile(machine: string, fileNumber: number): readonly string[] {
    const now = [...(this.#now.get(machine)?.values() ?? [])].filter((one) => one.fileNumber === fileNumber);
    const ended = this.#ended.get(machine)?.get(fileNumber);
    const places = now.length > 0 || ended === undefined ? now : [ended];
    return places.map(({ state }) => state);
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
    const places = this.#now.get(machine) ?? new Map<string, ChartState>();
    this.#now.set(machine, places);
    const { chart, fileNumber, destination } = place;
    const key = [chart, fileNumber, destination].join(' ');
    // How a delivery ended is told when its job has ended so: then the entry is durable and the pages are released.
    if (fileNumber !== null && !(chart === 'delivery' && isFinal(chart, state)))
      this.#noteEntry(`${machine} ${fileNumber}`, state, line.seq);
    if (!isFinal(telling.chart, state)) {
      places.set(key, place);
      return;
    }
    places.delete(key);
    if (chart !== 'job' || fileNumber === null) return;
    const ended = this.#ended.get(machine) ?? new Map<number, ChartState>();
    this.#ended.set(machine, ended.set(fileNumber, place));
  }

  #noteEntry(file: string, state: string, event: number): void {
    const states = this.#entered.get(file) ?? new Map<string, number>();
    this.#entered.set(file, states.set(state, event));
  }
}

function placeOf(chart: ChartName, state: string, { at, data }: TraceEvent): ChartState {
  const { fileNumber, forwardPath } = data;
  const node = NODES.get(chart)?.get(state);
  return {
    chart,
    fileNumber: typeof fileNumber === 'number' ? fileNumber : null,
    destination: typeof forwardPath === 'string' ? forwardPath : null,
    state: node?.key ?? state,
    ids: node === undefined ? [] : idsOf(node),
    since: at,
  };
}

function isFinal(chart: ChartName, state: string): boolean {
  return NODES.get(chart)?.get(state)?.type === 'final';
}

/** A screen has the name of its state, spelt with hyphens. */
function screenOf(state: string): string {
  return state.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function innermost(node: AnyStateNode): readonly AnyStateNode[] {
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(innermost);
}

/** Its own and those it is nested in, the outermost first. */
function idsOf(node: AnyStateNode): string[] {
  return [...(node.parent === undefined || node.parent.parent === undefined ? [] : idsOf(node.parent)), node.id];
}
