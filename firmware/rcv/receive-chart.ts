import { assign, fromPromise, setup } from 'xstate';
import type { Failure } from '../xmt/failure.ts';

/**
 * One received message from the spool to the tray (chart of *own design*). It starts when the message is durable and the
 * 250 is given; whatever happens then, the message is printed, kept, or deleted by the operator. While the printer cannot
 * print, it waits in memory (substitute reception).
 */
export interface ReceiveInput {
  readonly fileNumber: number;
  /** Sheets of it that reached the tray before a power cut; printing goes on after them. */
  readonly pagesPrinted: number;
}

export interface ReceiveContext extends ReceiveInput {
  readonly pages: number;
  readonly failure: Failure | undefined;
  /** What the printer lacked when a page had to wait last. */
  readonly waitedFor: Failure | undefined;
  readonly discarded: boolean;
}

export type ReceiveEvent = { readonly type: 'rcv.discard' };

export type ReadResult =
  | { readonly ok: true; readonly pages: number }
  | { readonly ok: false; readonly failure: Failure };

export type PrintResult =
  | { readonly ok: true }
  /** `waits`: the page can be printed once the printer is mended or has paper. */
  | { readonly ok: false; readonly waits: boolean; readonly failure: Failure };

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

const printerWaits = ({ event }: { readonly event: { readonly output: PrintResult } }): boolean =>
  !event.output.ok && event.output.waits;

export const receiveChart = setup({
  types: {} as {
    input: ReceiveInput;
    context: ReceiveContext;
    events: ReceiveEvent;
    output: { readonly outcome: 'printed' | 'kept' | 'discarded'; readonly failure: Failure | undefined };
  },
  actors: {
    read: fromPromise<ReadResult, ReceiveContext>(absent('read')),
    print: fromPromise<PrintResult, ReceiveContext>(absent('print')),
    untilPrintable: fromPromise<void, ReceiveContext>(absent('untilPrintable')),
    discard: fromPromise<void, ReceiveContext>(absent('discard')),
    finish: fromPromise<void, ReceiveContext>(absent('finish')),
    keep: fromPromise<void, ReceiveContext>(absent('keep')),
  },
  guards: {
    allPrinted: ({ context }) => context.pagesPrinted >= context.pages,
  },
  actions: {
    keepFailure: assign({ failure: (_, failure: Failure) => failure }),
    noteWaiting: assign({ waitedFor: (_, failure: Failure) => failure }),
    noteDiscarded: assign({ discarded: true }),
    countPrinted: assign({ pagesPrinted: ({ context }) => context.pagesPrinted + 1 }),
  },
}).createMachine({
  id: 'reception',
  context: ({ input }) => ({
    ...input,
    pages: 0,
    failure: undefined,
    waitedFor: undefined,
    discarded: false,
  }),
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
          {
            guard: printerWaits,
            target: 'waiting',
            actions: { type: 'noteWaiting', params: ({ event }) => failureOf(event.output) },
          },
          { target: 'keeping', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'keeping',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    waiting: {
      description:
        'Paper out, a jam or an open cover: the rest of the message stays in memory and prints later, in order.',
      on: { 'rcv.discard': 'discarding' },
      invoke: {
        src: 'untilPrintable',
        input: ({ context }) => context,
        onDone: 'printing',
        onError: {
          target: 'keeping',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    discarding: {
      entry: 'noteDiscarded',
      invoke: { src: 'discard', input: ({ context }) => context, onDone: 'discarded', onError: 'discarded' },
    },
    finishing: {
      invoke: { src: 'finish', input: ({ context }) => context, onDone: 'printed', onError: 'printed' },
    },
    keeping: {
      invoke: { src: 'keep', input: ({ context }) => context, onDone: 'kept', onError: 'kept' },
    },
    printed: { type: 'final' },
    kept: { type: 'final' },
    discarded: { type: 'final' },
  },
  output: ({ context }) => ({
    outcome: outcomeOf(context),
    failure: context.failure,
  }),
});

function outcomeOf({ failure, discarded }: ReceiveContext): 'printed' | 'kept' | 'discarded' {
  if (discarded) return 'discarded';
  return failure === undefined ? 'printed' : 'kept';
}
