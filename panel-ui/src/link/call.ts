import type { Problem } from '../../../rig/api/contract.ts';

/** What the rig would not do; the message is its own sentence. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** Reads JSON. Rejects with CallError. */
export async function read<T>(path: string): Promise<T> {
  return await answer<T>(await reach(path, {}));
}

/** Sends JSON, reads JSON. Rejects with CallError. */
export async function send<T>(path: string, body: object = {}, method = 'POST'): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return await answer<T>(await reach(path, { method, headers, body: JSON.stringify(body) }));
}

/** Sends a file as it is, reads JSON. Rejects with CallError. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return await answer<T>(await reach(path, { method: 'POST', headers, body: file }));
}

/** The rig hears one hand at a time: keys arrive in the order in which they were pressed. */
export function inOrder(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const next = last.then(act, act);
    last = next.catch(() => undefined);
    return next;
  };
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch {
    throw new CallError('The rig does not answer.');
  }
}

async function answer<T>(response: Response): Promise<T> {
  // The contract says what each path answers; `T` is that type.
  if (response.ok) return (await response.json()) as T;
  throw new CallError(await sentenceOf(response));
}

async function sentenceOf(response: Response): Promise<string> {
  const unknown = `The rig answered ${response.status} ${response.statusText}.`;
  try {
    const { detail }: Partial<Problem> = await response.json();
    return detail ?? unknown;
  } catch {
    return unknown;
  }
}
