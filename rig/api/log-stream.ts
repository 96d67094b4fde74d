import type { EventLog } from '../../device-model/index.ts';
import type { LogEvent, Resync } from './contract.ts';
import { eventText, type StreamSource } from './event-streams.ts';

/** Lines a reader who comes back is told after the fact; who missed more reads the state anew. *Own design.* */
export const BACKLOG_LINES = 10_000;
/** Lines told at a time. */
const BATCH_LINES = 200;

/** The event log from the line after `after` on, of one machine or all. */
export function logSource(log: EventLog, after: number, machine: string | undefined): StreamSource {
  /** The last line looked at. */
  let told = Math.min(after, log.count);
  /** A line that there is not yet is of another rig, before this one was started: whoever names it knows another state. */
  let stranger = after > log.count;
  return {
    next: () => {
      if (stranger) {
        stranger = false;
        return resyncText({ lost: 0, next: told + 1 });
      }
      while (told < log.count) {
        const said = gap(log, told) ?? batch(log, told, machine);
        told = said.last;
        if (said.text !== '') return said.text;
      }
      return undefined;
    },
    // Of lines that are not wanted as well: they are passed, not missed.
    onNews: (wake) => log.subscribe(() => wake()),
  };
}

/** Lines of the log after `after`, at most `limit`; what is gone is gone. */
export function logLines(log: EventLog, after: number, limit: number, machine: string | undefined): LogEvent[] {
  const first = log.lines[0]?.seq ?? 1;
  const lines: LogEvent[] = [];
  for (let at = Math.max(0, after + 1 - first); at < log.lines.length && lines.length < limit; at += 1) {
    const line = log.lines[at];
    if (line !== undefined && (machine === undefined || line.machine === machine)) lines.push({ ...line });
  }
  return lines;
}

interface Said {
  readonly text: string;
  readonly last: number;
}

function gap(log: EventLog, told: number): Said | undefined {
  const oldest = Math.max(log.lines[0]?.seq ?? 1, log.count - BACKLOG_LINES + 1);
  if (told + 1 >= oldest) return undefined;
  return { text: resyncText({ lost: oldest - told - 1, next: oldest }), last: oldest - 1 };
}

/** Its id is that of the line before the next, so that a reader who comes back goes on there. */
function resyncText(resync: Resync): string {
  return eventText('resync', resync.next - 1, resync);
}

function batch(log: EventLog, told: number, machine: string | undefined): Said {
  const first = log.lines[0]?.seq ?? 1;
  const lines = log.lines.slice(told + 1 - first, told + 1 - first + BATCH_LINES);
  const wanted = lines.filter((line) => machine === undefined || line.machine === machine);
  return { text: wanted.map((line) => eventText('log', line.seq, line)).join(''), last: lines.at(-1)?.seq ?? told };
}
