import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** A state with everything in it, in the order of the chart. */
export function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap((child) => nodesOf(child))];
}

/** The state in which a compound state begins. */
export function initialOf(node: AnyStateNode): AnyStateNode | undefined {
  const first = node.config.initial;
  return typeof first === 'string' ? node.states[first] : undefined;
}

/** Ways out of a state. Forbidden events, which do nothing at all, are left out. */
export function transitionsOf(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  const found = [...node.transitions.values()].flat();
  const always = node.always ?? [];
  return [...always, ...found].filter((transition) => transition.target !== undefined || transition.actions.length > 0);
}

/** The event in words, with its guard: `preflight done [succeeded]`. */
export function labelOf(node: AnyStateNode, transition: AnyTransitionDefinition): string {
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
