import { BoardClock } from '../../device-model/clock/board-clock.ts';
import type { RigClockOptions } from '../../device-model/clock/rig-clock.ts';
import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { WallClock } from '../../device-model/clock/wall-clock.ts';
import { type ClockUnderTest, clockContract } from './clock.contract.ts';

function virtual(options?: RigClockOptions): ClockUnderTest {
  const rig = new VirtualClock(options);
  return { clock: rig, rig, errors: [] };
}

function wall(options?: RigClockOptions): ClockUnderTest {
  const errors: Error[] = [];
  const rig = new WallClock({ ...options, onError: (error) => errors.push(error) });
  return { clock: rig, rig, errors };
}

function boardOf(make: (options?: RigClockOptions) => ClockUnderTest) {
  return (options?: RigClockOptions): ClockUnderTest => {
    const rig = make(options);
    return { ...rig, clock: new BoardClock(rig.clock, { calendarOffsetMs: 90_000 }) };
  };
}

clockContract('VirtualClock', virtual);
clockContract('WallClock', wall);
clockContract('BoardClock under virtual time', boardOf(virtual));
clockContract('BoardClock under real time', boardOf(wall));
