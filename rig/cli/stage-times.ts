import type { TraceEvent } from '../../device-model/index.ts';

/** How long one machine spent in each stage of its transmission, in the order of the stages, in milliseconds. */
export function stageTimes(events: readonly TraceEvent[], machine: string): readonly { stage: string; ms: number }[] {
  const total = new Map<string, number>();
  let current: { stage: string; since: number } | undefined;
  for (const { at, event, data, machine: of } of events) {
    if (of !== machine) continue;
    const next = event === 'job.entered' || event === 'delivery.entered' ? data['state'] : undefined;
    if (typeof next !== 'string' || next === 'running') continue;
    if (current !== undefined) total.set(current.stage, (total.get(current.stage) ?? 0) + at - current.since);
    current = { stage: next, since: at };
  }
  return [...total].map(([stage, ms]) => ({ stage, ms }));
}
