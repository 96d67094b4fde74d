import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LogEvent } from '../../../rig/api/contract.ts';
import { read } from './call.ts';
import { type StreamState, useLiveStream } from './live-stream.ts';

/** What changes many times in a moment is read once after it. */
const GATHER_MS = 150;

/** Something of the rig that is read anew after every event of its log that concerns it. */
export function useReading<T>(
  path: string,
  concerns: (event: LogEvent) => boolean,
): { readonly value: T | null; readonly stream: StreamState } {
  const [value, setValue] = useState<T | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wanted = useRef(path);
  wanted.current = path;
  const refresh = useCallback(() => {
    read<T>(path).then(
      (found) => {
        if (wanted.current === path) setValue(found);
      },
      // The stream's state tells that the rig is gone; what was read last stays in sight.
      () => undefined,
    );
  }, [path]);
  const soon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, GATHER_MS);
  }, [refresh]);
  useEffect(() => {
    setValue(null);
    refresh();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [refresh]);
  const stream = useLiveStream(
    '/api/rig/events',
    {
      log: (data) => {
        // The stream's events are what the contract says of this path.
        if (concerns(data as LogEvent)) soon();
      },
      resync: soon,
    },
    soon,
  );
  return { value, stream };
}
