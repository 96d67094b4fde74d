import { useEffect, useRef, useState } from 'preact/hooks';

/** Between two attempts when the server refused the stream outright; after mere silence the browser tries by itself. */
const RETRY_MS = 2_000;

export type StreamState = 'connecting' | 'live' | 'lost';
export type StreamHandlers = Readonly<Record<string, (data: unknown) => void>>;

/**
 * Server-sent events by name for as long as the page can be seen: browsers allow six connections to a host, and hidden
 * pages leave theirs to others. `onOpen` is called after every connecting, so that what was missed can be read anew.
 */
export function useLiveStream(path: string | null, handlers: StreamHandlers, onOpen: () => void): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const latest = useRef({ handlers, onOpen });
  latest.current = { handlers, onOpen };
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    if (path === null) return undefined;
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const close = (): void => {
      clearTimeout(retry);
      source?.close();
      source = undefined;
    };
    const open = (): void => {
      close();
      const opened = new EventSource(path);
      source = opened;
      opened.onopen = () => {
        setState('live');
        latest.current.onOpen();
      };
      opened.onerror = () => {
        setState('lost');
        if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
      };
      for (const name of names.split(' ')) {
        opened.addEventListener(name, (event) => latest.current.handlers[name]?.(JSON.parse(event.data)));
      }
    };
    const see = (): void => (document.hidden ? close() : open());
    see();
    document.addEventListener('visibilitychange', see);
    return () => {
      document.removeEventListener('visibilitychange', see);
      close();
    };
  }, [path, names]);
  return state;
}
