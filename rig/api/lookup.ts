import type { Machine } from '../machine.ts';
import type { ApiRig } from './api-rig.ts';
import { CallError } from './problem.ts';

/** Throws CallError 404 with the names there are. */
export function machineNamed(api: ApiRig, name: string): Machine {
  const machine = api.machine(name);
  if (machine !== undefined) return machine;
  const names = api.rig.machines.slice(0, 20).map((one) => one.name);
  throw new CallError(
    404,
    `There is no machine ${JSON.stringify(name)} in this rig; expected one of ${names.join(', ')}.`,
  );
}

export function modelOf({ rig }: ApiRig, { name }: Machine): string {
  return rig.description.machines.find((one) => one.name === name)?.model ?? '';
}

/** Throws CallError 404. */
export function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new CallError(404, `There is no ${what}.`);
  return thing;
}
