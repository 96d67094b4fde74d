import { assign, fromPromise, setup } from 'xstate';
import type { Failure } from '../xmt/failure.ts';

/**
 * One received message from the spool to the tray (chart of *own design*). It starts when the message is durable and the
 * 250 is given; whatever happens then, the message is printed or kept.
 */
export interface ReceiveInput {
  readonly fileNumber: number;
}

export interface ReceiveContext extends ReceiveInput {
  readonly pages: number;
  readonly pagesPrinted: number;
  readonly failure: Failure | undefined;
}

export type ReadResult =
  | { readonly ok: true; readonly pages: number }
  | { readonly ok: false; readonly failure: Failure };

export type PrintResult = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

const absent = (name: string) => () => Promise.reject(new Error(`the actor ${name} is not provided`));

function failureFrom(error: unknown): Failure {
  const told = error instanceof Error ? error.message : String(error);
  return { infoCode: '999', sentence: `The machine could not go on: ${told}`, retryable: false };
}

function failureOf(result: ReadResult | PrintResult): Failure {
  return result.ok ? failureFrom('no reason given') : result.failure;
}

/** A guard over an actor's output has a name of its own: the printed chart shows it. */
const succeeded = ({ event }: { readonly event: { readonly output: { readonly ok: boolean } } }): boolean =>
  event.output.ok;

export const receiveChart = setup({
  types: {} as {
    input: ReceiveInput;
    context: ReceiveContext;
    output: { readonly outcome: 'printed' | 'kept'; readonly failure: Failure | undefined };
  },
  actors: {
    read: fromPromise<ReadResult, ReceiveContext>(absent('read')),
    print: fromPromise<PrintResult, ReceiveContext>(absent('print')),
    finish: fromPromise<void, ReceiveContext>(absent('finish')),
    keep: fromPromise<void, ReceiveContext>(absent('keep')),
  },
  guards: {
    allPrinted: ({ context }) => context.pagesPrinted >= context.pages,
  },
  actions: {
    keepFailure: assign({ failure: (_, failure: Failure) => failure }),
    countPrinted: assign({ pagesPrinted: ({ context }) => context.pagesPrinted + 1 }),
  },
}).createMachine({
  id: 'reception',
  context: ({ input }) => ({ ...input, pages: 0, pagesPrinted: 0, failure: undefined }),
  initial: 'reading',
  states: {
    reading: {
      invoke: {
        src: 'read',
        input: ({ context }) => context,
        onDone: [
          {
            guard: succeeded,
            target: 'printing',
            actions: assign({ pages: ({ event }) => (event.output.ok ? event.output.pages : 0) }),
          },
          { target: 'keeping', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'keeping',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    printing: {
      always: { guard: 'allPrinted', target: 'finishing' },
      invoke: {
        src: 'print',
        input: ({ context }) => context,
        onDone: [
          { guard: succeeded, target: 'printing', reenter: true, actions: 'countPrinted' },
          { target: 'keeping', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'keeping',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    finishing: {
      invoke: { src: 'finish', input: ({ context }) => context, onDone: 'printed', onError: 'printed' },
    },
    keeping: {
      invoke: { src: 'keep', input: ({ context }) => context, onDone: 'kept', onError: 'kept' },
    },
    printed: { type: 'final' },
    kept: { type: 'final' },
  },
  output: ({ context }) => ({
    outcome: context.failure === undefined ? ('printed' as const) : ('kept' as const),
    failure: context.failure,
  }),
});
