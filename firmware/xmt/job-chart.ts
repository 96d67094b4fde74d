import { assign, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import type { Failure } from './failure.ts';

/**
 * One transmission from the guard to the release of its pages (chart of *own design*). Scanning goes sheet by sheet into
 * the scan buffer; when it is full, or a sheet can't be read, the operator decides; when it is full and nobody answers,
 * fax parameter 903. The deliveries run side by side in
 * the `deliver` actor, one on line at a time. Pages leave the memory only after the final 250 of every destination,
 * cancel, or the operator's word.
 */
export interface JobInput {
  readonly fileNumber: number;
  /** A job found in memory at power-on starts here instead of at the guard. */
  readonly resumed: 'scanning' | 'stored' | 'incomplete' | undefined;
  readonly pagesStored: number;
  readonly failure: Failure | undefined;
  /** Where the originals are. On the glass lies one at a time: the operator is asked for the next. */
  readonly source: 'feeder' | 'platen';
  /** How long the question of the next original waits before what is stored is sent (fax parameter 963). */
  readonly nextOriginalWaitMs: number;
  /** How long the question of the full memory waits, and what happens then (fax parameters 904 and 903). */
  readonly memoryFullWaitMs: number;
  readonly whenMemoryFull: 'Send Stored' | 'Cancel';
  /** Whether an incomplete file stays in memory for the operator. */
  readonly saveIncomplete: boolean;
}

export interface JobContext extends JobInput {
  readonly outcome: JobOutcome | undefined;
}

export type JobOutcome = 'delivered' | 'refused' | 'cancelled' | 'discarded';

export type GuardResult = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

export type ScanResult =
  | { readonly kind: 'page' }
  | { readonly kind: 'feeder-empty' }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

export type StoreResult = { readonly kind: 'stored' } | { readonly kind: 'full'; readonly failure: Failure };

/** How the deliveries of a job ended, all of them. */
export type DeliveriesResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'incomplete'; readonly failure: Failure };

/** What the chart says to the deliveries. */
export interface DeliverCommand {
  readonly type: 'xmt.cancel';
}

export type JobEvent =
  | { readonly type: 'xmt.cancel' }
  | { readonly type: 'xmt.send-stored' }
  | { readonly type: 'xmt.scan-on' }
  | { readonly type: 'xmt.revise' }
  | { readonly type: 'xmt.resend' }
  | { readonly type: 'xmt.discard' }
  | { readonly type: 'deliveries.ended'; readonly result: DeliveriesResult };

const absent = (name: string) => () => Promise.reject(new Error(`the actor ${name} is not provided`));

const STORAGE_FAILED: Failure = {
  infoCode: '999',
  sentence: 'The machine could not keep its records.',
  retryable: false,
};

function failureOf(result: object): Failure {
  return 'failure' in result ? (result as { failure: Failure }).failure : STORAGE_FAILED;
}

function failureFrom(error: unknown): Failure {
  const told = error instanceof Error ? error.message : String(error);
  return { ...STORAGE_FAILED, sentence: `The machine could not go on: ${told}` };
}

// Guards over an actor's output have names of their own: the printed chart shows them.
const succeeded = ({ event }: { readonly event: { readonly output: GuardResult } }): boolean => event.output.ok;
const pageScanned = ({ event }: { readonly event: { readonly output: ScanResult } }): boolean =>
  event.output.kind === 'page';
const feederEmpty = ({ event }: { readonly event: { readonly output: ScanResult } }): boolean =>
  event.output.kind === 'feeder-empty';
const pageStored = ({ event }: { readonly event: { readonly output: StoreResult } }): boolean =>
  event.output.kind === 'stored';
const lastOnGlass = ({
  context,
  event,
}: {
  readonly context: JobContext;
  readonly event: { readonly output: StoreResult };
}): boolean => context.source === 'platen' && event.output.kind === 'stored';
const allDelivered = ({ event }: { readonly event: { readonly result: DeliveriesResult } }): boolean =>
  event.result.kind === 'delivered';
const allCancelled = ({ event }: { readonly event: { readonly result: DeliveriesResult } }): boolean =>
  event.result.kind === 'cancelled';

export const jobChart = setup({
  types: {} as {
    input: JobInput;
    context: JobContext;
    events: JobEvent;
    output: { readonly outcome: JobOutcome; readonly failure: Failure | undefined };
  },
  actors: {
    preflight: fromPromise<GuardResult, JobInput>(absent('preflight')),
    scan: fromPromise<ScanResult, JobInput>(absent('scan')),
    store: fromPromise<StoreResult, JobInput>(absent('store')),
    commit: fromPromise<void, JobInput>(absent('commit')),
    deliver: fromCallback<DeliverCommand, JobInput>(() => undefined),
    keep: fromPromise<void, JobContext>(absent('keep')),
    release: fromPromise<void, { readonly job: JobContext; readonly outcome: JobOutcome }>(absent('release')),
  },
  guards: {
    resumedScanning: ({ context }) => context.resumed === 'scanning',
    resumedStored: ({ context }) => context.resumed === 'stored',
    resumedIncomplete: ({ context }) => context.resumed === 'incomplete',
    inOneGo: ({ context }) => context.resumed === undefined,
    nothingStored: ({ context }) => context.pagesStored === 0,
    savesIncomplete: ({ context }) => context.saveIncomplete,
    sendsStored: ({ context }) => context.whenMemoryFull === 'Send Stored',
  },
  delays: {
    memoryFullWait: ({ context }) => context.memoryFullWaitMs,
    nextOriginalWait: ({ context }) => context.nextOriginalWaitMs,
  },
  actions: {
    keepFailure: assign({ failure: (_, failure: Failure) => failure }),
    forgetFailure: assign({ failure: undefined }),
    countPage: assign({ pagesStored: ({ context }) => context.pagesStored + 1 }),
    conclude: assign({ outcome: (_, params: { readonly outcome: JobOutcome }) => params.outcome }),
  },
}).createMachine({
  id: 'job',
  context: ({ input }) => ({ ...input, outcome: undefined }),
  initial: 'starting',
  states: {
    starting: {
      always: [
        { guard: 'resumedScanning', target: 'interrupted' },
        { guard: 'resumedStored', target: 'delivering' },
        { guard: 'resumedIncomplete', target: 'incomplete' },
        { target: 'preflight' },
      ],
    },
    preflight: {
      on: { 'xmt.cancel': 'cancelling' },
      invoke: {
        src: 'preflight',
        input: ({ context }) => context,
        onDone: [
          { guard: succeeded, target: 'scanning' },
          { target: 'refusing', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'refusing',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    scanning: {
      on: { 'xmt.cancel': 'cancelling' },
      invoke: {
        src: 'scan',
        input: ({ context }) => context,
        onDone: [
          { guard: pageScanned, target: 'storing' },
          { guard: feederEmpty, target: 'committing' },
          { target: 'interrupted', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'interrupted',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    storing: {
      on: { 'xmt.cancel': 'cancelling' },
      invoke: {
        src: 'store',
        input: ({ context }) => context,
        onDone: [
          { guard: lastOnGlass, target: 'nextOriginal', actions: 'countPage' },
          { guard: pageStored, target: 'scanning', actions: 'countPage' },
          { target: 'memoryFull', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) } },
        ],
        onError: {
          target: 'interrupted',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    nextOriginal: {
      description: 'A page from the glass is stored: is there another original?',
      on: { 'xmt.cancel': 'cancelling', 'xmt.scan-on': 'scanning', 'xmt.send-stored': 'committing' },
      after: { nextOriginalWait: 'committing' },
    },
    memoryFull: {
      description:
        'The last page found no room: what is stored is sent or not, by the operator or, in the end, by 903.',
      always: { guard: 'nothingStored', target: 'refusing' },
      on: { 'xmt.cancel': 'cancelling', 'xmt.send-stored': { target: 'committing', actions: 'forgetFailure' } },
      after: {
        memoryFullWait: [
          { guard: 'sendsStored', target: 'committing', actions: 'forgetFailure' },
          { target: 'refusing' },
        ],
      },
    },
    interrupted: {
      description:
        'A sheet that cannot be read or is stuck, or a power cut while scanning: what is stored waits for the operator.',
      always: { guard: 'nothingStored', target: 'refusing' },
      on: {
        'xmt.cancel': 'cancelling',
        'xmt.send-stored': { target: 'committing', actions: 'forgetFailure' },
        'xmt.scan-on': {
          guard: 'inOneGo',
          target: 'scanning',
          actions: 'forgetFailure',
          description: 'Not after a power cut: the sheet that was in the paper path would be left out.',
        },
      },
    },
    committing: {
      description: 'All pages are in memory; the job is made durable before the first attempt.',
      always: { guard: 'nothingStored', target: 'refusing' },
      on: { 'xmt.cancel': 'cancelling' },
      invoke: {
        src: 'commit',
        input: ({ context }) => context,
        onDone: 'delivering',
        onError: {
          target: 'refusing',
          actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
        },
      },
    },
    delivering: {
      invoke: { src: 'deliver', id: 'deliver', input: ({ context }) => context },
      initial: 'running',
      states: {
        running: {
          on: { 'xmt.cancel': { target: 'stopping', actions: sendTo('deliver', { type: 'xmt.cancel' }) } },
        },
        stopping: { description: 'STOP was pressed; every delivery ends and says so.' },
      },
      on: {
        'xmt.revise': {
          target: 'delivering',
          reenter: true,
          description: 'The operator has changed a destination or its time while none is on line.',
        },
        'deliveries.ended': [
          { guard: allDelivered, target: 'releasing' },
          { guard: allCancelled, target: 'cancelling' },
          {
            guard: 'savesIncomplete',
            target: 'keeping',
            actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.result) },
          },
          { target: 'discarding', actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.result) } },
        ],
      },
    },
    keeping: {
      invoke: { src: 'keep', input: ({ context }) => context, onDone: 'incomplete', onError: 'incomplete' },
    },
    incomplete: {
      description: 'Not delivered everywhere; the pages stay until the operator speaks.',
      on: {
        'xmt.resend': { target: 'delivering', actions: 'forgetFailure' },
        'xmt.discard': 'discarding',
        'xmt.cancel': 'discarding',
      },
    },
    releasing: { invoke: releaseThen('delivered') },
    refusing: { invoke: releaseThen('refused') },
    cancelling: { invoke: releaseThen('cancelled') },
    discarding: { invoke: releaseThen('discarded') },
    delivered: { type: 'final', entry: { type: 'conclude', params: { outcome: 'delivered' } } },
    refused: { type: 'final', entry: { type: 'conclude', params: { outcome: 'refused' } } },
    cancelled: { type: 'final', entry: { type: 'conclude', params: { outcome: 'cancelled' } } },
    discarded: { type: 'final', entry: { type: 'conclude', params: { outcome: 'discarded' } } },
  },
  output: ({ context }) => ({ outcome: context.outcome ?? 'refused', failure: context.failure }),
});

function releaseThen<const Outcome extends JobOutcome>(outcome: Outcome) {
  return {
    src: 'release' as const,
    input: ({ context }: { readonly context: JobContext }) => ({ job: context, outcome }),
    onDone: outcome,
    onError: outcome,
  };
}
