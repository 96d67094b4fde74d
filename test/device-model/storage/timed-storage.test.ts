import { beforeEach, expect, test } from 'vitest';
import { BoardClock } from '../../../device-model/clock/board-clock.ts';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { Random } from '../../../device-model/random.ts';
import { MemoryStorage } from '../../../device-model/storage/memory-storage.ts';
import { TimedStorage } from '../../../device-model/storage/timed-storage.ts';

const TIMING = { operationMs: 2, octetsPerMs: 10, syncMs: 8 };
let rig: VirtualClock;
let board: BoardClock;
let backend: MemoryStorage;
let storage: TimedStorage;
let seen: string[];

beforeEach(() => {
  rig = new VirtualClock();
  board = new BoardClock(rig);
  backend = new MemoryStorage(new Random(1));
  storage = new TimedStorage(board, backend, TIMING);
  seen = [];
});

function note(what: string): () => void {
  return () => {
    seen.push(`${what} at ${rig.now()}`);
  };
}

test('operations last by kind and size, one after the other', async () => {
  void storage.replace('r', new Uint8Array(100)).then(note('replaced'));
  void storage.append('r', new Uint8Array(11)).then(note('appended'));
  void storage.sync('r').then(note('synced'));
  void storage.read('r').then(note('read'));
  void storage.list('').then(note('listed'));
  void storage.remove('r').then(note('removed'));
  await rig.advanceBy(1000);
  expect(seen).toEqual([
    'replaced at 20',
    'appended at 24',
    'synced at 34',
    'read at 36',
    'listed at 38',
    'removed at 48',
  ]);
  void storage.read('r').then(note('read again'));
  await rig.advanceBy(1000);
  expect(seen.at(-1)).toBe('read again at 1002');
});

test.each([
  { cutAt: 4, found: 'old' },
  { cutAt: 7, found: 'new' },
])(
  'a power cut $cutAt ms into a write of 11 ms finds the $found record, and nobody is told',
  async ({ cutAt, found }) => {
    await backend.replace('r', Buffer.from('old'));
    void storage.replace('r', Buffer.from('new')).finally(note('settled'));
    await rig.advanceBy(cutAt);
    await rig.enter(() => {
      board.powerLost();
      backend.cutPower();
    });
    await rig.advanceBy(100);
    await rig.enter(() => board.powerRestored());
    const read = storage.read('r');
    await rig.advanceBy(100);
    expect(Buffer.from((await read) ?? []).toString()).toBe(found);
    expect(seen).toEqual([]);
  },
);

test('a refusal arrives after its time like a success', async () => {
  storage = new TimedStorage(board, new MemoryStorage(new Random(1), { capacityOctets: 5 }), TIMING);
  storage.replace('r', new Uint8Array(6)).catch((error: { code: string }) => note(error.code)());
  await rig.advanceBy(100);
  expect(seen).toEqual(['ENOSPC at 11']);
});
