import type { TraceValue } from '../../device-model/index.ts';

/** A value of the event log for people: text as it is, everything else as JSON. */
export function traceText(value: TraceValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
