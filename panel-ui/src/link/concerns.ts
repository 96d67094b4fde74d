import type { LogEvent } from '../../../rig/api/contract.ts';

/** Events that change what a drawer's page or the overview shows; everything else would only cost readings. */
export function of(machine: string): (event: LogEvent) => boolean {
  return (event) => event.machine === machine;
}

export function anything(): boolean {
  return true;
}
