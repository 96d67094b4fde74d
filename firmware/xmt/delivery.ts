import { createActor } from 'xstate';
import type { Clock } from '../../device-model/index.ts';
import { chartClock } from '../chart-clock.ts';
import type { deliveryChart } from './delivery-chart.ts';
import type { DeliveryContext, DeliveryInput, DeliveryOutcome } from './delivery-language.ts';
import type { Failure } from './failure.ts';

/** One delivery under way. */
export interface Delivery {
  readonly stage: string;
  readonly context: DeliveryContext;
  cancel(): void;
  /** Without a last word: the power is gone or the job is over. */
  stop(): void;
}

export interface DeliveryListener {
  onStage(delivery: Delivery): void;
  /** More of the message is on its way. */
  onProgress(): void;
  onEnded(outcome: DeliveryOutcome, failure: Failure | undefined): void;
}

/** Runs the delivery chart of one destination on the machine's clock. */
export function startDelivery(
  machine: typeof deliveryChart,
  input: DeliveryInput,
  clock: Clock,
  listener: DeliveryListener,
): Delivery {
  const actor = createActor(machine, { input, clock: chartClock(clock) });
  const delivery: Delivery = {
    get stage() {
      return stageOf(actor.getSnapshot().value);
    },
    get context() {
      return actor.getSnapshot().context;
    },
    cancel: () => {
      // STOP is for those that have not ended.
      if (actor.getSnapshot().status === 'active') actor.send({ type: 'xmt.cancel' });
    },
    stop: () => {
      actor.stop();
    },
  };
  let stage = '';
  actor.subscribe({
    next: (snapshot) => {
      const next = stageOf(snapshot.value);
      if (next !== stage) {
        stage = next;
        listener.onStage(delivery);
      }
      if (snapshot.status === 'done') listener.onEnded(snapshot.output.outcome, snapshot.output.failure);
    },
    error: (error) => {
      const told = error instanceof Error ? error.message : String(error);
      listener.onEnded('incomplete', {
        infoCode: '999',
        sentence: `The machine could not go on: ${told}`,
        retryable: false,
      });
    },
  });
  actor.start();
  return delivery;
}

/** The innermost state: `onLine.sending` is `sending`. */
export function stageOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const [entry] = Object.values(value);
  return stageOf(entry);
}
