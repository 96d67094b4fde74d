import type { FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FolderStorage, lockFolder, makeFolder, StorageError } from '../../device-model/index.ts';
import { MIGRATIONS } from './migrations.ts';
import { RigMemory } from './rig-memory.ts';
import { MACHINES_FOLDER, STATE_VERSION, stateVersionOf, writeMark } from './state-mark.ts';

/**
 * A folder in which the machines of one rig keep their memory from one run to the next, one sub-folder each. It belongs to
 * this process until it is closed.
 */
export class StateFolder {
  readonly path: string;
  readonly #lock: FileHandle;
  readonly #storages = new Map<string, FolderStorage>();
  #rig: RigMemory | undefined;

  private constructor(path: string, lock: FileHandle) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder if need be and takes one of an older version over. Rejects with StorageError, one sentence, when it is in
   * use, was left by a newer version, holds other things or cannot be used.
   */
  static async open(folder: string): Promise<StateFolder> {
    const path = resolve(folder);
    let lock: FileHandle | undefined;
    try {
      // Before anything is written there: a stranger's folder stays as it is.
      refuseNewer(path, await stateVersionOf(path));
      await makeFolder(path);
      lock = await lockFolder(path);
      const found = await stateVersionOf(path);
      refuseNewer(path, found);
      if (found !== undefined) for (const migrate of MIGRATIONS.slice(found)) await migrate(path);
      if (found !== STATE_VERSION) await writeMark(path);
      return new StateFolder(path, lock);
    } catch (error) {
      await lock?.close();
      if (error instanceof StorageError || !(error instanceof Error)) throw error;
      throw new StorageError(codeOf(error), `the folder ${path} cannot be used: ${whyOf(error)}`, { cause: error });
    }
  }

  /** The memory of a machine of this name, made if need be. */
  async storageOf(machine: string): Promise<FolderStorage> {
    return await this.#storageAt(join(this.path, MACHINES_FOLDER, machine));
  }

  /** The copies of what the machines received, where somebody keeps them; made if need be. */
  async faxes(): Promise<FolderStorage> {
    return await this.#storageAt(join(this.path, FAXES_FOLDER));
  }

  /** What the rig itself remembers. */
  async rigMemory(): Promise<RigMemory> {
    this.#rig ??= await RigMemory.open(join(this.path, RIG_FOLDER));
    return this.#rig;
  }

  async #storageAt(folder: string): Promise<FolderStorage> {
    const open = this.#storages.get(folder);
    if (open !== undefined) return open;
    const storage = await FolderStorage.open(folder);
    this.#storages.set(folder, storage);
    return storage;
  }

  /** Waits for what is being written, then gives the folder up. */
  async close(): Promise<void> {
    for (const storage of this.#storages.values()) await storage.close();
    await this.#rig?.close();
    await this.#lock.close();
  }
}

const RIG_FOLDER = 'rig';
const FAXES_FOLDER = 'faxes';

function refuseNewer(path: string, version: number | undefined): void {
  if (version === undefined || version <= STATE_VERSION) return;
  const known = `expected a folder of version ${STATE_VERSION} or older, or a newer dpsim`;
  throw new StorageError('EINVAL', `the folder ${path} was left by a newer dpsim (state version ${version}): ${known}`);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Node's words without the system call and its paths: 'ENOTDIR: not a directory, mkdir …'. */
function whyOf({ message }: Error): string {
  return /^[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
