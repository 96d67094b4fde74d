import type { RigClock } from '../device-model/index.ts';

/** Starts something between two alarms and lets time pass until it has ended; rejects with what it rejects with. */
export async function passTime<T>(clock: RigClock, who: string, start: (clock: RigClock) => Promise<T>): Promise<T> {
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
  if (ended === undefined) throw new Error(`${who} never ended what it was asked to do`);
  if ('error' in ended) throw ended.error;
  return ended.value;
}
