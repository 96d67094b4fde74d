import { beforeEach, expect, test } from 'vitest';
import { BoardClock } from '../../../device-model/clock/board-clock.ts';
import { perform } from '../../../device-model/clock/clock.ts';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';

let rig: VirtualClock;
let board: BoardClock;
let seen: string[];

beforeEach(() => {
  rig = new VirtualClock({ epoch: new Date('2005-01-01T00:00:00Z') });
  board = new BoardClock(rig);
  seen = [];
});

test('an offset moves the calendar only', async () => {
  board.alarm(10, () => seen.push(`rang at ${board.now()}`));
  board.calendarOffsetMs = 3_600_000;
  await rig.advanceBy(10);
  expect(seen).toEqual(['rang at 10']);
  expect(board.calendar().toISOString()).toBe('2005-01-01T01:00:00.010Z');
  expect(rig.calendar().toISOString()).toBe('2005-01-01T00:00:00.010Z');
});

test('drift moves the calendar only, and changing it makes no jump', async () => {
  board.driftPpm = 100;
  await rig.advanceTo(1_000_000);
  expect(board.calendar().getTime() - rig.calendar().getTime()).toBe(100);
  board.driftPpm = -50;
  expect(board.calendar().getTime() - rig.calendar().getTime()).toBe(100);
  await rig.advanceTo(2_000_000);
  expect(board.calendar().getTime() - rig.calendar().getTime()).toBe(50);
  expect(board.now()).toBe(2_000_000);
});

test('a power cut takes the alarms of this board and of no other', async () => {
  const other = new BoardClock(rig);
  board.alarm(5, () => seen.push('this board'));
  other.alarm(5, () => seen.push('other board'));
  await rig.enter(() => board.powerLost());
  expect(rig.pendingAlarms).toBe(1);
  await rig.advanceBy(10);
  expect(seen).toEqual(['other board']);
});

test('outcomes of effects in flight at the cut are never delivered, not even once the power is back', async () => {
  board.effect(
    10,
    'scan',
    async () => 1,
    () => seen.push('delivered'),
  );
  void perform(board, 10, 'store', async () => 1).finally(() => seen.push('settled'));
  await rig.advanceBy(5);
  await rig.enter(() => board.powerLost());
  await rig.enter(() => board.powerRestored());
  await rig.advanceBy(100);
  expect(seen).toEqual([]);
});

test('without power nothing can be set or started', async () => {
  board.powerLost();
  board.powerLost();
  board.alarm(1, () => seen.push('alarm')).cancel();
  board.effect(
    1,
    'write',
    async () => seen.push('work'),
    () => seen.push('done'),
  );
  expect(rig.pendingAlarms).toBe(0);
  board.powerRestored();
  board.alarm(2, () => seen.push('new era'));
  await rig.advanceBy(5);
  expect(seen).toEqual(['new era']);
});

test('code that kept the clock of its era stays dead after the power is back', async () => {
  const stale = board.era;
  stale.alarm(1, () => seen.push('in time'));
  await rig.advanceBy(1);
  board.powerLost();
  board.powerRestored();
  stale.alarm(2, () => seen.push('stale alarm'));
  stale.effect(
    1,
    'stale',
    async () => seen.push('stale work'),
    () => seen.push('stale outcome'),
  );
  board.era.alarm(3, () => seen.push('new era'));
  await rig.advanceBy(10);
  expect(seen).toEqual(['in time', 'new era']);
  expect(stale.now()).toBe(rig.now());
});

test('power restored while on changes nothing', async () => {
  board.alarm(1, () => seen.push('kept'));
  board.powerRestored();
  await rig.advanceBy(1);
  expect(seen).toEqual(['kept']);
});
