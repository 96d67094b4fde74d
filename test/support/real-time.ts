import type { VirtualClock } from '../../device-model/clock/virtual-clock.ts';

/** Waits for real sockets while a clock stands still: what is due on it rings, time does not pass. */
export async function inRealTime<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  while (!settled) {
    await clock.runUntil(() => settled, clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
  return promise;
}
