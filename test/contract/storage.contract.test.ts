import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { Random } from '../../device-model/random.ts';
import { FolderStorage } from '../../device-model/storage/folder-storage.ts';
import { MemoryStorage } from '../../device-model/storage/memory-storage.ts';
import type { Storage } from '../../device-model/storage/storage.ts';
import { TimedStorage } from '../../device-model/storage/timed-storage.ts';
import { type StorageUnderTest, storageContract } from './storage.contract.ts';

async function inMemory(): Promise<StorageUnderTest> {
  return { storage: new MemoryStorage(new Random(1)), ends: (promise) => promise, close: async () => {} };
}

async function inFolder(): Promise<StorageUnderTest & { storage: FolderStorage }> {
  const folder = await mkdtemp(join(tmpdir(), 'dpsim-storage-'));
  const storage = await FolderStorage.open(join(folder, 'store'));
  const close = async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  };
  return { storage, ends: (promise) => promise, close };
}

function timed(open: () => Promise<{ storage: Storage; close(): Promise<void> }>) {
  return async (): Promise<StorageUnderTest> => {
    const clock = new VirtualClock();
    const backend = await open();
    const ends = async <T>(promise: Promise<T>): Promise<T> => {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      promise.then(end, end);
      await clock.runUntil(() => ended);
      return promise;
    };
    return { storage: new TimedStorage(clock, backend.storage), ends, close: () => backend.close() };
  };
}

storageContract('MemoryStorage', inMemory);
storageContract('FolderStorage', inFolder);
storageContract('TimedStorage over memory', timed(inMemory));
storageContract('TimedStorage over a folder', timed(inFolder));
