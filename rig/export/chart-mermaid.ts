import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

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

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap((child) => nodesOf(child))];
}

function statesOf(node: AnyStateNode, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const child of Object.values(node.states)) {
    const inner = statesOf(child, `${indent}  `);
    if (inner.length === 0) lines.push(`${indent}state "${child.key}" as ${idOf(child)}`);
    else lines.push(`${indent}state "${child.key}" as ${idOf(child)} {`, ...inner, `${indent}}`);
    if (child.type === 'final') lines.push(`${indent}${idOf(child)} --> [*]`);
  }
  const first = node.config.initial;
  const initial = typeof first === 'string' ? node.states[first] : undefined;
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

/** Forbidden events, which do nothing at all, are left out. */
function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  const found = [...node.transitions.values()].flat();
  const always = node.always ?? [];
  return [...always, ...found].filter((transition) => transition.target !== undefined || transition.actions.length > 0);
}

function labelOf(node: AnyStateNode, transition: AnyTransitionDefinition): string {
  const event = eventWords(node, transition.eventType);
  const guard = guardName(transition.guard);
  return [event, guard === '' ? '' : `[${guard}]`].filter((part) => part !== '').join(' ');
}

/** `xstate.done.actor.0.job.preflight` and its like in words; the actor by the name of its source. */
function eventWords(node: AnyStateNode, event: string): string {
  const outcome = /^xstate\.(done|error)\.actor\.(.*)$/.exec(event);
  if (outcome !== null) {
    const actor = node.invoke.find(({ id }) => id === outcome[2]);
    const name = typeof actor?.src === 'string' ? actor.src : (outcome[2] ?? '');
    return `${name} ${outcome[1] === 'done' ? 'done' : 'broke down'}`;
  }
  const delay = /^xstate\.after\.([^.]*)\./.exec(event);
  return delay === null ? event : `after ${delay[1]}`;
}

function guardName(guard: unknown): string {
  if (guard === undefined || guard === null) return '';
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') return guard.name === '' ? 'condition' : guard.name;
  if (typeof guard === 'object' && 'type' in guard && typeof guard.type === 'string') return guard.type;
  return 'condition';
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function idOf(node: AnyStateNode): string {
  return node.path.join('_');
}
