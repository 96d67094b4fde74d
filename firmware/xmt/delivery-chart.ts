import { assign, type EventObject, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import type { TransferFormat } from '../capability/transfer-format.ts';
import { failureFrom, failureOf, UNKNOWN_FAILURE } from './chart-failures.ts';
import type {
  DeliveryContext,
  DeliveryEvent,
  DeliveryInput,
  DeliveryOutcome,
  NegotiationResult,
  PeerCapability,
  PreflightResult,
  Recorded,
  RecordedOutcome,
  RouteResult,
  SessionCommand,
} from './delivery-language.ts';
import type { Failure } from './failure.ts';

const CAPABILITY_NOT_OFFERED: PeerCapability = { kind: 'not-offered', sentence: 'The far end did not offer CONNEG.' };

/** The first attempt and then as many as the redial count allows. */
function redialsLeft(context: DeliveryContext): boolean {
  return context.failure?.retryable === true && context.attempts <= context.redialCount;
}

/** Actors that a machine provides; the defaults here refuse, so that a chart without a machine does nothing. */
const absent = (name: string) => () => Promise.reject(new Error(`the actor ${name} is not provided`));

/**
 * One destination of a job, from its first attempt to its last (chart of *own design*; the order of the states on line
 * is that of manual page 472 and RFC 4141). The chart decides, the actors act: `line` waits for the one line of the
 * machine, `preflight` is the guard, `resolve` finds addresses, `session` speaks SMTP, `negotiate` and `code` make the
 * message, `record` makes what happened durable.
 */
/** Guards over an actor's output have names of their own: the printed chart shows them. */
const succeeded = ({ event }: { readonly event: { readonly output: { readonly ok: boolean } } }): boolean =>
  event.output.ok;

type RecordDone = { readonly context: DeliveryContext; readonly event: { readonly output: Recorded } };
/** The count allows it and the deadline too. */
const redialPlanned = ({ event }: RecordDone): boolean => event.output.waitMs !== undefined;
const cancelWanted = (told: RecordDone): boolean => told.context.cancelWanted && redialPlanned(told);

export const deliveryChart = setup({
  types: {} as {
    input: DeliveryInput;
    context: DeliveryContext;
    events: DeliveryEvent;
    output: { readonly outcome: DeliveryOutcome; readonly failure: Failure | undefined };
  },
  actors: {
    line: fromCallback<EventObject, DeliveryInput>(() => undefined),
    preflight: fromPromise<PreflightResult, DeliveryInput>(absent('preflight')),
    resolve: fromPromise<RouteResult, DeliveryInput>(absent('resolve')),
    session: fromCallback<SessionCommand, { readonly delivery: DeliveryInput; readonly address: string }>(
      () => undefined,
    ),
    negotiate: fromPromise<
      NegotiationResult,
      { readonly delivery: DeliveryInput; readonly capability: PeerCapability }
    >(absent('negotiate')),
    code: fromPromise<void, { readonly delivery: DeliveryInput; readonly format: TransferFormat | undefined }>(
      absent('code'),
    ),
    record: fromPromise<Recorded, { readonly delivery: DeliveryInput; readonly outcome: RecordedOutcome }>(
      absent('record'),
    ),
  },
  guards: {
    deferred: ({ context }) => context.waitMs > 0 && context.attempts === 0,
    stillWaiting: ({ context }) => context.waitMs > 0,
    anotherAddress: ({ context, event }) =>
      event.type === 'session.failed' && event.tryNextAddress && context.addressIndex + 1 < context.addresses.length,
  },
  delays: {
    redialInterval: ({ context }) => context.waitMs,
  },
  actions: {
    keepFailure: assign({ failure: (_, failure: Failure) => failure }),
    nextAddress: assign({ addressIndex: ({ context }) => context.addressIndex + 1 }),
    conclude: assign({ outcome: (_, params: { readonly outcome: DeliveryOutcome }) => params.outcome }),
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1, failure: undefined, waitMs: 0 }),
    planRedial: assign({ waitMs: (_, recorded: Recorded) => recorded.waitMs ?? 0 }),
    wantCancel: assign({ cancelWanted: true }),
    sendMessage: sendTo('session', { type: 'message.send' } satisfies SessionCommand),
  },
}).createMachine({
  id: 'delivery',
  context: ({ input }) => ({
    ...input,
    addresses: [],
    addressIndex: 0,
    capability: undefined,
    format: undefined,
    why: undefined,
    failure: undefined,
    outcome: undefined,
    cancelWanted: false,
  }),
  initial: 'starting',
  on: { 'xmt.cancel': '.cancelling' },
  states: {
    starting: {
      always: [
        { guard: 'deferred', target: 'deferred' },
        { guard: 'stillWaiting', target: 'redialWaiting' },
        { target: 'calling' },
      ],
    },
    deferred: {
      description: 'Waits for its time of day; other jobs use the line.',
      after: { redialInterval: 'calling' },
    },
    calling: {
      description: 'Holds, or waits for, the one line of the machine.',
      invoke: { src: 'line', id: 'line', input: ({ context }) => context },
      initial: 'waiting',
      states: {
        waiting: { on: { 'line.granted': 'preflight' } },
        preflight: {
          entry: 'countAttempt',
          invoke: {
            src: 'preflight',
            id: 'preflight',
            input: ({ context }) => context,
            onDone: [
              { guard: succeeded, target: 'resolving' },
              {
                target: 'failing',
                actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) },
              },
            ],
            onError: {
              target: 'failing',
              actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
            },
          },
        },
        resolving: {
          invoke: {
            src: 'resolve',
            id: 'resolve',
            input: ({ context }) => context,
            onDone: [
              {
                guard: succeeded,
                target: 'onLine',
                actions: assign({
                  addresses: ({ event }) => (event.output.ok ? event.output.addresses : []),
                  addressIndex: 0,
                }),
              },
              {
                target: 'failing',
                actions: { type: 'keepFailure', params: ({ event }) => failureOf(event.output) },
              },
            ],
            onError: {
              target: 'failing',
              actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
            },
          },
        },
        onLine: {
          invoke: {
            src: 'session',
            id: 'session',
            input: ({ context }) => ({ delivery: context, address: context.addresses[context.addressIndex] ?? '' }),
          },
          on: {
            'session.failed': [
              { guard: 'anotherAddress', target: 'onLine', reenter: true, actions: 'nextAddress' },
              { target: 'failing', actions: { type: 'keepFailure', params: ({ event }) => event.failure } },
            ],
          },
          initial: 'connecting',
          states: {
            connecting: { on: { 'connection.opened': 'greeting' } },
            greeting: { on: { 'greeting.received': 'hello' } },
            hello: { on: { 'ehlo.answered': 'originating' } },
            originating: { on: { 'originator.accepted': 'addressing' } },
            addressing: {
              on: {
                'capability.received': {
                  target: 'negotiating',
                  actions: assign({ capability: ({ event }) => event.capability }),
                },
              },
            },
            negotiating: {
              invoke: {
                src: 'negotiate',
                id: 'negotiate',
                input: ({ context }) => ({
                  delivery: context,
                  capability: context.capability ?? CAPABILITY_NOT_OFFERED,
                }),
                onDone: [
                  {
                    guard: succeeded,
                    target: 'coding',
                    actions: assign({
                      format: ({ event }) => (event.output.ok ? event.output.format : undefined),
                      why: ({ event }) => (event.output.ok ? event.output.why : undefined),
                    }),
                  },
                  {
                    target: '#delivery.calling.failing',
                    actions: {
                      type: 'keepFailure',
                      params: ({ event }) => failureOf(event.output),
                    },
                  },
                ],
                onError: {
                  target: '#delivery.calling.failing',
                  actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
                },
              },
            },
            coding: {
              invoke: {
                src: 'code',
                id: 'code',
                input: ({ context }) => ({ delivery: context, format: context.format }),
                onDone: { target: 'requesting', actions: 'sendMessage' },
                onError: {
                  target: '#delivery.calling.failing',
                  actions: { type: 'keepFailure', params: ({ event }) => failureFrom(event.error) },
                },
              },
            },
            requesting: { on: { 'data.invited': 'sending' } },
            sending: { on: { 'body.sent': 'confirming' } },
            confirming: { on: { 'delivery.confirmed': '#delivery.calling.recording' } },
          },
        },
        recording: {
          description: 'The final 250 is here; it is kept before anything else happens, and STOP comes too late.',
          on: { 'xmt.cancel': {} },
          invoke: {
            src: 'record',
            id: 'record',
            input: ({ context }) => ({ delivery: context, outcome: { kind: 'delivered' as const } }),
            onDone: '#delivery.delivered',
            onError: '#delivery.delivered',
          },
        },
        failing: {
          on: { 'xmt.cancel': { actions: 'wantCancel' } },
          invoke: {
            src: 'record',
            id: 'record',
            input: ({ context }) => ({
              delivery: context,
              outcome: {
                kind: 'failed' as const,
                failure: context.failure ?? UNKNOWN_FAILURE,
                redial: redialsLeft(context),
              },
            }),
            onDone: [
              { guard: cancelWanted, target: '#delivery.cancelling' },
              {
                guard: redialPlanned,
                target: '#delivery.redialWaiting',
                actions: { type: 'planRedial', params: ({ event }) => event.output },
              },
              { target: '#delivery.incomplete' },
            ],
            onError: '#delivery.incomplete',
          },
        },
      },
    },
    redialWaiting: {
      description: 'Off line until the next attempt; other jobs may use the line.',
      after: { redialInterval: 'calling' },
    },
    cancelling: {
      on: { 'xmt.cancel': {} },
      invoke: {
        src: 'record',
        id: 'record',
        input: ({ context }) => ({ delivery: context, outcome: { kind: 'cancelled' as const } }),
        onDone: 'cancelled',
        onError: 'cancelled',
      },
    },
    delivered: { type: 'final', entry: { type: 'conclude', params: { outcome: 'delivered' } } },
    incomplete: { type: 'final', entry: { type: 'conclude', params: { outcome: 'incomplete' } } },
    cancelled: { type: 'final', entry: { type: 'conclude', params: { outcome: 'cancelled' } } },
  },
  output: ({ context }) => ({ outcome: context.outcome ?? 'incomplete', failure: context.failure }),
});
