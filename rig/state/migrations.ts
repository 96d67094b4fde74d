import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderStorage, makeFolder, syncFolder } from '../../device-model/index.ts';
import { adoptPlainSpool } from '../../firmware/index.ts';
import { HOST_LAB_MACHINE } from '../lab/host-lab.ts';
import { MACHINES_FOLDER, UNMARKED_RECORDS } from './state-mark.ts';

/**
 * What turns a state folder of the version that is the index into one of the next version. Each can be run again after it was cut off
 * anywhere; the mark is written when all are through.
 */
export const MIGRATIONS: readonly ((folder: string) => Promise<void>)[] = [fromUnmarked];

/** Before there were versions a folder was that of the one machine of `dpsim listen`, and its spool told no checksums. */
async function fromUnmarked(folder: string): Promise<void> {
  const machine = join(folder, MACHINES_FOLDER, HOST_LAB_MACHINE);
  await makeFolder(machine);
  for (const name of UNMARKED_RECORDS) {
    try {
      await rename(join(folder, name), join(machine, name));
    } catch (error) {
      // None of the kind, or moved already.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  for (const changed of [machine, join(folder, MACHINES_FOLDER), folder]) await syncFolder(changed);
  const storage = await FolderStorage.open(machine);
  try {
    await adoptPlainSpool(storage);
  } finally {
    await storage.close();
  }
}
