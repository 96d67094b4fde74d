import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clock, perform } from '../../device-model/clock/clock.ts';
import type { RigClock, RigClockOptions } from '../../device-model/clock/rig-clock.ts';

export interface ClockUnderTest {
  /** The implementation that is asked. */
  readonly clock: Clock;
  /** What makes its time pass. */
  readonly rig: RigClock;
  /** Errors that alarms threw, where they do not reject the driver. */
  readonly errors: readonly Error[];
}

/** What every clock promises. Durations are tiny, so that it holds for real time too; nothing here measures it. */
export function clockContract(name: string, make: (options?: RigClockOptions) => ClockUnderTest): void {
  describe(`${name} keeps the contract of a clock`, () => {
    let it: ClockUnderTest;
    let clock: Clock;
    let rig: RigClock;
    const seen: string[] = [];

    beforeEach(() => {
      seen.length = 0;
      use(make());
    });
    afterEach(() => {
      rig.close();
    });

    function use(made: ClockUnderTest): void {
      it = made;
      ({ clock, rig } = it);
    }
    function note(what: string): () => void {
      return () => {
        seen.push(what);
      };
    }
    async function until(count: number): Promise<void> {
      expect(await rig.runUntil(() => seen.length >= count)).toBe(true);
    }

    test('alarms ring by instant, then in the order they were set', async () => {
      const at = clock.now() + 4;
      clock.alarm(at + 2, note('later'));
      clock.alarm(at, note('first'));
      clock.alarm(at, note('second'));
      clock.alarm(at + 1, note('middle'));
      await until(4);
      expect(seen).toEqual(['first', 'second', 'middle', 'later']);
    });

    test('an alarm for the past rings as soon as possible', async () => {
      clock.alarm(clock.now() + 5, note('future'));
      clock.alarm(-5, note('past'));
      await until(2);
      expect(seen).toEqual(['past', 'future']);
    });

    test('a cancelled alarm does not ring, and cancelling twice or too late is harmless', async () => {
      const cancelled = clock.alarm(clock.now() + 1, note('cancelled'));
      const rung = clock.alarm(clock.now() + 2, note('rung'));
      cancelled.cancel();
      cancelled.cancel();
      await until(1);
      rung.cancel();
      clock.alarm(clock.now() + 1, note('end'));
      await until(2);
      expect(seen).toEqual(['rung', 'end']);
    });

    test('an alarm can cancel another that is due at the same instant', async () => {
      const at = clock.now() + 2;
      clock.alarm(at, () => victim.cancel());
      const victim = clock.alarm(at, note('victim'));
      clock.alarm(at, note('end'));
      await until(1);
      expect(seen).toEqual(['end']);
    });

    test('an alarm set by an alarm keeps its own instant', async () => {
      const instants: number[] = [];
      const chain = (): void => {
        instants.push(clock.now());
        if (instants.length < 4) clock.alarm(clock.now() + 3, chain);
      };
      const first = clock.now() + 3;
      clock.alarm(first, chain);
      expect(await rig.runUntil(() => instants.length === 4)).toBe(true);
      expect(instants).toEqual([first, first + 3, first + 6, first + 9]);
    });

    test('all that an alarm causes ends before the next alarm of the same instant', async () => {
      const at = clock.now() + 2;
      clock.alarm(at, () => {
        void (async () => {
          for (let i = 0; i < 20; i += 1) {
            await new Promise<void>((resolve) => setImmediate(resolve));
            await new Promise<void>((resolve) => process.nextTick(resolve));
          }
          seen.push('caused');
        })();
      });
      clock.alarm(at, note('next'));
      await until(2);
      expect(seen).toEqual(['caused', 'next']);
    });

    test('now() never goes back and stands still while an alarm rings', async () => {
      const instants: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        clock.alarm(clock.now() + i, () => {
          instants.push(clock.now());
          void Promise.resolve().then(() => instants.push(clock.now()));
        });
      }
      expect(await rig.runUntil(() => instants.length === 10)).toBe(true);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      for (let i = 0; i < 10; i += 2) expect(instants[i]).toBe(instants[i + 1]);
    });

    test('the calendar advances with the instants', async () => {
      const before = clock.calendar().getTime() - clock.now();
      let after = Number.NaN;
      clock.alarm(clock.now() + 7, () => {
        after = clock.calendar().getTime() - clock.now();
      });
      await rig.runUntil(() => !Number.isNaN(after));
      expect(after).toBe(before);
    });

    test('an instant or duration that is no number is refused by name', () => {
      expect(() => clock.alarm(Number.NaN, note('never'), 'lease')).toThrow(/lease/);
      expect(() => clock.effect(Number.NaN, 'scan', async () => 1, note('never'))).toThrow(/scan/);
      expect(rig.effectsInFlight).toBe(0);
    });

    test('outcomes come in the order of their reserved instants, whichever work ends first', async () => {
      clock.effect(60, 'quick work, long model', async () => 1, note('late'));
      clock.effect(
        2,
        'slow work, short model',
        async () => {
          for (let i = 0; i < 5; i += 1) await new Promise<void>((resolve) => setImmediate(resolve));
        },
        note('early'),
      );
      await until(2);
      expect(seen).toEqual(['early', 'late']);
    });

    test('an outcome is not delivered before its reserved instant', async () => {
      const dueAt = clock.now() + 10;
      let deliveredAt = Number.NaN;
      clock.effect(
        10,
        'scan',
        async () => 1,
        () => {
          deliveredAt = clock.now();
        },
      );
      await rig.runUntil(() => !Number.isNaN(deliveredAt));
      expect(deliveredAt).toBeGreaterThanOrEqual(dueAt);
    });

    test('work that fails, at once or later, delivers an Error', async () => {
      const outcomes: unknown[] = [];
      const failing = [
        () => Promise.reject(new Error('rejected')),
        () => {
          throw new Error('thrown');
        },
        // A foreign library may reject with anything.
        () => new Promise<never>((_, reject: (reason: unknown) => void) => reject('a text')),
      ];
      for (const work of failing) clock.effect(1, 'failing', work, (outcome) => outcomes.push(outcome));
      await rig.runUntil(() => outcomes.length === 3);
      expect(outcomes).toEqual([
        { ok: false, error: new Error('rejected') },
        { ok: false, error: new Error('thrown') },
        { ok: false, error: new Error('a text') },
      ]);
    });

    test('perform is an effect as a promise', async () => {
      void perform(clock, 2, 'good', async () => 'value').then((value) => seen.push(value));
      perform(clock, 3, 'bad', () => Promise.reject(new Error('reason'))).catch((error: Error) =>
        seen.push(error.message),
      );
      await until(2);
      expect(seen).toEqual(['value', 'reason']);
    });

    test('effects are counted from start to real end, and settled() waits for them', async () => {
      let end = (): void => {};
      clock.effect(1, 'held', () => new Promise<void>((resolve) => (end = resolve)), note('held'));
      expect(rig.effectsInFlight).toBe(1);
      setImmediate(() => {
        seen.push('ending');
        end();
      });
      await clock.settled();
      expect(seen[0]).toBe('ending');
      expect(rig.effectsInFlight).toBe(0);
      await until(2);
    });

    test('an effect stuck in reality fails and names itself', async () => {
      use(make({ effectLimitMs: 5 }));
      let message = '';
      clock.effect(
        1,
        'binarize page 1',
        () => new Promise(() => {}),
        (outcome) => {
          message = outcome.ok ? 'ended' : outcome.error.message;
        },
      );
      await rig.runUntil(() => message !== '');
      expect(message).toBe("effect 'binarize page 1' did not end within 5 ms of real time");
      expect(rig.effectsInFlight).toBe(0);
    });

    test('a command from outside enters and brings back what it returned or threw', async () => {
      clock.alarm(clock.now(), () => setImmediate(note('caused')), 'busy');
      const running = rig.runUntil(() => seen.includes('pressed') && seen.includes('caused'), clock.now() + 1000);
      expect(await rig.enter(() => seen.push('pressed'))).toBeGreaterThan(0);
      await running;
      expect(await rig.enter(async () => 'promised')).toBe('promised');
      await expect(rig.enter(() => JSON.parse('{'))).rejects.toThrow(SyntaxError);
      expect(await rig.enter(() => 'still alive')).toBe('still alive');
    });

    test('a command may return a promise that needs time to pass', async () => {
      const result = rig.enter(() => perform(clock, 3, 'print', async () => 'printed'));
      void result.then((text) => seen.push(text));
      await until(1);
      expect(seen).toEqual(['printed']);
    });

    test('runUntil ends with false when its limit passes', async () => {
      clock.alarm(clock.now() + 100_000, note('never'));
      expect(await rig.runUntil(() => false, clock.now() + 5)).toBe(false);
      expect(seen).toEqual([]);
    });

    test('runUntil passes on what its predicate throws', async () => {
      const asking = rig.runUntil(() => {
        throw new Error('predicate');
      });
      await expect(asking).rejects.toThrow('predicate');
    });

    test('what an alarm throws comes out, and the alarms after it still ring', async () => {
      clock.alarm(clock.now() + 1, () => {
        throw new Error('broken part');
      });
      clock.alarm(clock.now() + 2, note('next'));
      const drive = () => rig.runUntil(() => seen.length === 1);
      const thrown = await drive().then(
        () => it.errors[0],
        (error: unknown) => error,
      );
      expect(thrown).toEqual(new Error('broken part'));
      expect(await drive()).toBe(true);
    });

    test('a livelock is reported with the last alarm', async () => {
      use(make({ roundCap: 200 }));
      let spinning = true;
      const spin = (): void => {
        if (spinning) setImmediate(spin);
      };
      clock.alarm(clock.now() + 1, spin, 'poll the sensor');
      const thrown = await rig
        .runUntil(() => it.errors.length > 0)
        .then(
          () => it.errors[0],
          (error: unknown) => error,
        );
      spinning = false;
      expect(String(thrown)).toMatch(
        /nothing settled within 200 rounds; the last alarm was 'poll the sensor' at \d+ ms/,
      );
    });

    test('pending alarms are counted and the next one is known', () => {
      const before = rig.pendingAlarms;
      const alarm = clock.alarm(50_000, note('never'));
      clock.alarm(60_000, note('never'));
      expect(rig.pendingAlarms).toBe(before + 2);
      expect(rig.nextAlarmAt()).toBe(50_000);
      alarm.cancel();
      expect(rig.nextAlarmAt()).toBe(60_000);
    });

    test('after close no alarm rings', async () => {
      clock.alarm(clock.now(), note('before'));
      rig.close();
      clock.alarm(clock.now(), note('after'));
      expect(await rig.runUntil(() => seen.length > 0, clock.now() + 2)).toBe(false);
    });
  });
}
