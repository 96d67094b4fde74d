import { useEffect, useRef, useState } from 'preact/hooks';
import type { LogEvent, RigState } from '../../../rig/api/contract.ts';
import { read } from '../link/call.ts';
import { useLiveStream } from '../link/live-stream.ts';
import { eventsPath, useGathered } from '../link/rig-link.ts';

/** Lines of the log read back when the page is opened, and lines kept in sight. */
const BACK = 3_000;
const KEPT = 400;

/** The newest lines of the event log, oldest first, as they are written. */
export function useLogLines(machine: string | null): readonly LogEvent[] {
  const [path, setPath] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly LogEvent[]>([]);
  const heard = useRef<LogEvent[]>([]);
  useEffect(() => {
    let current = true;
    heard.current = [];
    setLines([]);
    setPath(null);
    read<RigState>('/api/rig').then(
      ({ event }) => {
        if (current) setPath(eventsPath(machine, Math.max(0, event - BACK)));
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [machine]);
  const show = useGathered(() => setLines([...heard.current]));
  useLiveStream(
    path,
    {
      log: (data) => {
        // The stream's events are what the contract says of this path.
        const line = data as LogEvent;
        const last = heard.current.at(-1)?.seq ?? 0;
        if (line.seq > last) heard.current = [...heard.current.slice(1 - KEPT), line];
        show();
      },
    },
    show,
  );
  return lines;
}
