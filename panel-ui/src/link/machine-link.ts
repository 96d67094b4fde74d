import { useCallback, useMemo, useState } from 'preact/hooks';
import type { MachineState } from '../../../rig/api/contract.ts';
import { inOrder, read, send } from './call.ts';
import { type StreamState, useLiveStream } from './live-stream.ts';

/** One machine as its page sees it: the newest state, and the two ways to do something. */
export interface MachineLink {
  readonly name: string;
  readonly state: MachineState | null;
  readonly stream: StreamState;
  /** Why the last act was not done; one sentence. */
  readonly problem: string;
  readonly forgetProblem: () => void;
  /** What a person at the machine does; answered with the machine's state. */
  readonly act: (path: string, body?: object) => void;
  /** What only the rig can do; what comes of it is told by the stream. */
  readonly arrange: (path: string, body?: object, method?: string) => void;
  /** Anything else, in order with those. */
  readonly attempt: (doing: () => Promise<unknown>) => void;
}

export function useMachine(name: string): MachineLink {
  const [state, setState] = useState<MachineState | null>(null);
  const [problem, setProblem] = useState('');
  const panel = `/api/panel/${name}`;
  // An answer may be overtaken by the stream: the older of two states is dropped.
  const see = useCallback((seen: MachineState) => {
    setState((shown) => (shown !== null && shown.event > seen.event ? shown : seen));
  }, []);
  const queue = useMemo(inOrder, [name]);
  const attempt = useCallback(
    (doing: () => Promise<unknown>) => {
      queue(doing).then(
        () => setProblem(''),
        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      );
    },
    [queue],
  );
  const resync = useCallback(() => {
    attempt(async () => setState(await read<MachineState>(panel)));
  }, [panel, attempt]);
  // The stream's events are what the contract says of this path.
  const stream = useLiveStream(`${panel}/events`, { state: (data) => see(data as MachineState), resync }, resync);
  return {
    name,
    state,
    stream,
    problem,
    forgetProblem: () => setProblem(''),
    act: (path, body) => attempt(async () => see(await send<MachineState>(`${panel}/${path}`, body))),
    arrange: (path, body, method) => attempt(() => send(`/api/rig/machines/${name}/${path}`, body, method)),
    attempt,
  };
}
