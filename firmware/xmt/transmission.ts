import { createActor, fromCallback, fromPromise } from 'xstate';
import type { Clock } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import { type Delivery, type DeliveryListener, stageOf } from './delivery.ts';
import type { DeliveryOutcome } from './delivery-language.ts';
import type { Failure } from './failure.ts';
import {
  type DeliverCommand,
  type DeliveriesResult,
  type GuardResult,
  type JobContext,
  type JobEvent,
  type JobInput,
  type JobOutcome,
  jobChart,
  type ScanResult,
  type StoreResult,
} from './job-chart.ts';

/** What the panel and the log are told of a job. */
export interface JobStatus {
  readonly fileNumber: number;
  /** The innermost state of the job chart. */
  readonly state: string;
  /** That state or, while delivering, of the delivery chart. */
  readonly stage: string;
  readonly pages: number;
  readonly failure: Failure | undefined;
  readonly outcome: JobOutcome | undefined;
}

/** What one job needs of its machine. */
export interface TransmissionServices {
  readonly clock: Clock;
  readonly preflight: () => Promise<GuardResult>;
  readonly scan: () => Promise<ScanResult>;
  readonly store: () => Promise<StoreResult>;
  readonly commit: () => Promise<void>;
  /** Starts a delivery for every destination that has not ended. */
  readonly deliver: (listenerOf: () => DeliveryListener) => readonly Delivery[];
  readonly keep: (failure: Failure | undefined) => Promise<void>;
  readonly release: (outcome: JobOutcome, job: JobContext) => Promise<void>;
  /** The job chart has entered a state; of nested ones the innermost. */
  readonly onEntered: (state: string) => void;
  readonly onStatus: (status: JobStatus) => void;
  readonly onEnded: (outcome: JobOutcome) => void;
}

/** One job under way. */
export interface Transmission {
  readonly status: JobStatus;
  start(): void;
  send(command: JobEvent): void;
  stop(): void;
}

/** The job chart on the machine's clock, its deliveries under it; it runs once it is started. */
export function openTransmission(input: JobInput, services: TransmissionServices): Transmission {
  const { clock } = services;
  let online: Delivery | undefined;
  const machine = jobChart.provide({
    actors: {
      preflight: fromPromise(() => services.preflight()),
      scan: fromPromise(() => services.scan()),
      store: fromPromise(() => services.store()),
      commit: fromPromise(() => services.commit()),
      keep: fromPromise<void, JobContext>(({ input: job }) => services.keep(job.failure)),
      release: fromPromise<void, { readonly job: JobContext; readonly outcome: JobOutcome }>(({ input: ending }) =>
        services.release(ending.outcome, ending.job),
      ),
      deliver: fromCallback<DeliverCommand, JobInput>(({ sendBack, receive }) => {
        const ended: { outcome: DeliveryOutcome; failure: Failure | undefined }[] = [];
        let expected = Number.POSITIVE_INFINITY;
        const finishWhenAll = (): void => {
          if (ended.length >= expected) sendBack({ type: 'deliveries.ended', result: resultOf(ended) });
        };
        const deliveries = services.deliver(() => ({
          onStage: (delivery) => {
            online = delivery;
            tell();
          },
          onProgress: () => tell(),
          onEnded: (outcome, failure) => {
            ended.push({ outcome, failure });
            finishWhenAll();
          },
        }));
        expected = deliveries.length;
        finishWhenAll();
        receive(() => {
          for (const delivery of deliveries) delivery.cancel();
        });
        return () => {
          online = undefined;
          for (const delivery of deliveries) delivery.stop();
        };
      }),
    },
  });
  const actor = createActor(machine, { input, clock: chartClock(clock) });
  const statusNow = (): JobStatus => {
    const { context, value } = actor.getSnapshot();
    const state = stageOf(value);
    return {
      fileNumber: input.fileNumber,
      state,
      stage: state === 'running' && online !== undefined ? online.stage : state,
      pages: context.pagesStored,
      failure: context.failure,
      outcome: context.outcome,
    };
  };
  const tell = (): void => services.onStatus(statusNow());
  let entered = '';
  actor.subscribe({
    next: (snapshot) => {
      const state = stageOf(snapshot.value);
      if (state !== entered) {
        entered = state;
        services.onEntered(state);
      }
      tell();
      if (snapshot.status === 'done') services.onEnded(snapshot.output.outcome);
    },
    // The actors turn every failure into a result; what arrives here is a fault of the program and must be seen.
    error: (error) => {
      throw error;
    },
  });
  return {
    start: () => {
      actor.start();
    },
    get status() {
      return statusNow();
    },
    send: (command) => actor.send(command),
    stop: () => {
      actor.stop();
    },
  };
}

function resultOf(
  ended: readonly { readonly outcome: DeliveryOutcome; readonly failure: Failure | undefined }[],
): DeliveriesResult {
  const incomplete = ended.find((one) => one.outcome === 'incomplete');
  if (incomplete?.failure !== undefined) return { kind: 'incomplete', failure: incomplete.failure };
  return { kind: ended.some((one) => one.outcome === 'cancelled') ? 'cancelled' : 'delivered' };
}
