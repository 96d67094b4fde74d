import type { Alarm, Clock } from '../device-model/index.ts';

/** The two calls that XState asks of a clock, kept by alarms of the machine's clock. */
export interface ChartClock {
  setTimeout(callback: (...args: unknown[]) => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** XState's own SimulatedClock loses chained delays; alarms keep their own instants. */
export function chartClock(clock: Clock): ChartClock {
  const alarms = new Map<number, Alarm>();
  let last = 0;
  return {
    setTimeout(callback, ms) {
      last += 1;
      const timer = last;
      alarms.set(
        timer,
        clock.alarm(
          clock.now() + ms,
          () => {
            alarms.delete(timer);
            callback();
          },
          'chart delay',
        ),
      );
      return timer;
    },
    clearTimeout(timer) {
      if (typeof timer !== 'number') return;
      alarms.get(timer)?.cancel();
      alarms.delete(timer);
    },
  };
}
