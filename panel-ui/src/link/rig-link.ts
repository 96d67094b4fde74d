import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { read } from './call.ts';
import { type StreamState, useLiveStream } from './live-stream.ts';

/** What changes many times in a moment is read once after it. */
const GATHER_MS = 150;

/** Calls back once after the last of many calls in a short time. */
export function useGathered(done: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(done);
  latest.current = done;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, GATHER_MS);
  }, []);
}

/** The log's event stream, of one machine or of the whole rig. */
export function eventsPath(machine: string | null, after?: number): string {
  const query = new URLSearchParams();
  if (machine !== null) query.set('machine', machine);
  if (after !== undefined) query.set('after', String(after));
  return `/api/rig/events?${query}`;
}

/** Something of the rig that is read anew after every line of the log, of one machine or of the whole rig. */
export function useReading<T>(
  path: string,
  machine: string | null,
): { readonly value: T | null; readonly stream: StreamState } {
  const [value, setValue] = useState<{ readonly path: string; readonly found: T } | null>(null);
  const wanted = useRef(path);
  wanted.current = path;
  const refresh = useCallback(() => {
    read<T>(path).then(
      (found) => {
        if (wanted.current === path) setValue({ path, found });
      },
      // The stream's state tells that the rig is gone; what was read last stays in sight.
      () => undefined,
    );
  }, [path]);
  const soon = useGathered(refresh);
  useEffect(refresh, [refresh]);
  const stream = useLiveStream(eventsPath(machine), { log: soon, resync: soon }, soon);
  return { value: value?.path === path ? value.found : null, stream };
}
