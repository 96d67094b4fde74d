import type { Failure } from './failure.ts';

/** Never recorded unless an actor breaks its word. */
export const UNKNOWN_FAILURE: Failure = {
  infoCode: '999',
  sentence: 'The attempt failed without a reason.',
  retryable: false,
};

/** Of an actor's result that is not `ok`. */
export function failureOf(result: { readonly ok: true } | { readonly ok: false; readonly failure: Failure }): Failure {
  return result.ok ? UNKNOWN_FAILURE : result.failure;
}

/** An actor broke down: a fault of ours, told as such. */
export function failureFrom(error: unknown): Failure {
  const told = error instanceof Error ? error.message : String(error);
  return { ...UNKNOWN_FAILURE, sentence: `The machine could not go on: ${told}` };
}
