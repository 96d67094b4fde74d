import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type ChartArrow, chartArrows } from '../../rig/export/chart-mermaid.ts';

/** `from -> to : label`, the name of a transition in the tables of a test. */
export function arrowName({ from, to, label }: ChartArrow): string {
  return `${from} -> ${to}${label === '' ? '' : ` : ${label}`}`;
}

/** What a search keeps of the context, so that it takes no way that a guard forbids. */
export interface Feasibility<Memory> {
  readonly start: Memory;
  /** The memory after the arrow; undefined when the arrow cannot be taken. */
  /** Arrows that are proven by themselves and lead to nothing further. */
  readonly endsWith: (arrow: ChartArrow) => boolean;
  readonly take: (memory: Memory, arrow: ChartArrow) => Memory | undefined;
}

interface Place<Memory> {
  readonly state: string;
  readonly memory: Memory;
  readonly path: readonly ChartArrow[];
}

/**
 * For every transition a shortest path from the initial state that ends with it; breadth first over (state, memory). Arrows
 * that only an actor's breakdown takes are ends, never ways.
 */
export function shortestPaths<Memory>(
  machine: AnyStateMachine,
  feasibility: Feasibility<Memory>,
): ReadonlyMap<string, readonly ChartArrow[]> {
  const arrows = chartArrows(machine);
  const paths = new Map<string, readonly ChartArrow[]>();
  const seen = new Set<string>();
  const waiting: Place<Memory>[] = [{ state: leafOf(machine, ''), memory: feasibility.start, path: [] }];
  for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
    const key = `${place.state} ${JSON.stringify(place.memory)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { state, memory, path } = place;
    for (const arrow of arrows) {
      if (arrow.from !== state && !state.startsWith(`${arrow.from}.`) && arrow.from !== '') continue;
      const next = feasibility.take(memory, { ...arrow, from: state });
      if (next === undefined) continue;
      const taken = [...path, arrow];
      if (!paths.has(arrowName(arrow))) paths.set(arrowName(arrow), taken);
      if (!isBreakdown(arrow) && !feasibility.endsWith(arrow))
        waiting.push({ state: leafOf(machine, arrow.to), memory: next, path: taken });
    }
  }
  return paths;
}

export function isBreakdown({ label }: ChartArrow): boolean {
  return label.endsWith('broke down');
}

/** Names of all transitions. */
export function arrowNames(machine: AnyStateMachine): readonly string[] {
  return chartArrows(machine).map(arrowName);
}

/** The state that is entered when a compound one is; the initial one for the root, whose path is empty. */
export function leafOf(machine: AnyStateMachine, path: string): string {
  let node = machine.root;
  for (const key of path.split('.')) node = node.states[key] ?? node;
  while (typeof node.config.initial === 'string') node = node.states[node.config.initial] ?? node;
  return node.path.join('.');
}

/** Paths of the states that a machine can be found in: innermost ones, but for those that are left without an event. */
export function standingStates(machine: AnyStateMachine): readonly string[] {
  const states: string[] = [];
  const waiting: AnyStateNode[] = [machine.root];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    const inner = Object.values(node.states);
    waiting.push(...inner);
    const passes = node.always?.some(({ guard }) => guard === undefined) === true;
    if (inner.length === 0 && !passes) states.push(node.path.join('.'));
  }
  return states;
}
