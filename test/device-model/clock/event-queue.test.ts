import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue, type QueuedAlarm } from '../../../device-model/clock/event-queue.ts';

function ignore(): void {}

function drain(queue: EventQueue): QueuedAlarm[] {
  const taken = [];
  for (let first = queue.first(); first !== undefined; first = queue.first()) {
    taken.push(first);
    queue.remove(first);
  }
  return taken;
}

test('any mixture of setting and cancelling leaves the rest in order of instant, then of setting', () => {
  const steps = fc.array(fc.record({ at: fc.integer({ min: 0, max: 20 }), cancel: fc.option(fc.nat()) }));
  fc.assert(
    fc.property(steps, (plan) => {
      const queue = new EventQueue();
      let expected: QueuedAlarm[] = [];
      for (const { at, cancel } of plan) {
        expected.push(queue.set(at, ignore, 'alarm'));
        const victim = cancel === null ? undefined : expected[cancel % expected.length];
        victim?.cancel();
        expected = expected.filter((alarm) => alarm !== victim);
      }
      expect(queue.size).toBe(expected.length);
      expect(drain(queue)).toEqual(expected.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence));
    }),
  );
});

test('a reserved place comes before what was set after it', () => {
  const queue = new EventQueue();
  const place = queue.reserve();
  queue.set(5, ignore, 'set later');
  queue.set(5, ignore, 'reserved first', place);
  expect(drain(queue).map((alarm) => alarm.label)).toEqual(['reserved first', 'set later']);
});
