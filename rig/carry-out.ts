import type { RigClock } from '../device-model/index.ts';

/** A machine or the rig will not do what it was asked to; the message is one sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Starts something between two alarms and lets time pass until it has ended; `whose` is named if it never does. */
export async function carryOut<T>(clock: RigClock, whose: string, start: (clock: RigClock) => Promise<T>): Promise<T> {
  let ended: { readonly value: T } | { readonly error: unknown } | undefined;
  await clock.enter(() => {
    start(clock).then(
      (value) => {
        ended = { value };
      },
      (error: unknown) => {
        ended = { error };
      },
    );
  });
  await clock.runUntil(() => ended !== undefined);
  if (ended === undefined) throw new Error(`${whose} never ended what it was asked to do`);
  if ('error' in ended) throw ended.error;
  return ended.value;
}
