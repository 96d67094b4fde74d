import { FeederError, LanError, OriginalError, PanelInputError, StorageError } from '../../device-model/index.ts';
import { Refusal } from '../refusal.ts';
import type { Problem } from './contract.ts';

/** A call that cannot be answered as it was asked; `detail` is one sentence for whoever called. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An answer by RFC 9457. */
export function problemAnswer(status: number, detail: string, headers: Record<string, string> = {}): Response {
  const problem: Problem = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}

/** What is thrown on the way to an answer, as an answer. A fault of the program is told as such, without its insides. */
export function answerFor(error: unknown): Response {
  if (error instanceof CallError) return problemAnswer(error.status, error.message);
  if (error instanceof OriginalError) return problemAnswer(422, error.message);
  if (isRefusal(error)) return problemAnswer(409, error.message);
  return problemAnswer(500, 'The rig could not do this because of a fault of its own.');
}

/** The machine, or a part of it, will not: its sentence is for whoever asked. */
function isRefusal(error: unknown): error is Error {
  return [Refusal, FeederError, PanelInputError, LanError, StorageError, RangeError].some(
    (kind) => error instanceof kind,
  );
}
