import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { initialOf, labelOf, nodesOf, transitionsOf } from './chart-walk.ts';

/** A state chart as a Mermaid `stateDiagram-v2`, nothing but what the machine itself says. */
export function chartMermaid(machine: AnyStateMachine): string {
  const lines = ['stateDiagram-v2', ...statesOf(machine.root, '  ')];
  for (const node of nodesOf(machine.root)) for (const arrow of arrowsOf(node)) lines.push(`  ${arrow}`);
  return `${lines.join('\n')}\n`;
}

/** A way out of a state, as the printed chart and the chart's tests name it. */
export interface ChartArrow {
  readonly from: string;
  /** The event in words, with its guard: `preflight done [succeeded]`. */
  readonly label: string;
  /** The state itself when the transition only acts. */
  readonly to: string;
}

/** Every transition of the machine, in the order of its states. */
export function chartArrows(machine: AnyStateMachine): readonly ChartArrow[] {
  return nodesOf(machine.root).flatMap((node) =>
    transitionsOf(node).map((transition) => ({
      from: pathOf(node),
      label: labelOf(node, transition),
      to: pathOf(transition.target?.[0] ?? node),
    })),
  );
}

function statesOf(node: AnyStateNode, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const child of Object.values(node.states)) {
    const inner = statesOf(child, `${indent}  `);
    if (inner.length === 0) lines.push(`${indent}state "${child.key}" as ${idOf(child)}`);
    else lines.push(`${indent}state "${child.key}" as ${idOf(child)} {`, ...inner, `${indent}}`);
    if (child.type === 'final') lines.push(`${indent}${idOf(child)} --> [*]`);
  }
  const initial = initialOf(node);
  if (initial !== undefined) lines.unshift(`${indent}[*] --> ${idOf(initial)}`);
  return lines;
}

function arrowsOf(node: AnyStateNode): readonly string[] {
  return transitionsOf(node).flatMap((transition) => {
    const label = labelOf(node, transition);
    // The root has no box of its own: what holds everywhere is an arrow from every state in it.
    const from = node.parent === undefined ? Object.values(node.states).filter(isOpen).map(idOf) : [idOf(node)];
    const to = transition.target?.[0];
    return from.map((id) => `${id} --> ${to === undefined ? id : idOf(to)}${label === '' ? '' : ` : ${label}`}`);
  });
}

function isOpen(node: AnyStateNode): boolean {
  return node.type !== 'final';
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function idOf(node: AnyStateNode): string {
  return node.path.join('_');
}
