import { type FileHandle, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Gate } from '../clock/gate.ts';
import { lockFolder } from './folder-lock.ts';
import { makeFolder } from './make-folder.ts';
import { checkRecordName, type Storage } from './storage.ts';
import { StorageError } from './storage-error.ts';
import { isTemporary, type OpenForWriting, RECORD_MODE, syncFolder, writeDurably } from './write-durably.ts';

/** Files kept open for appending; beyond it the one longest open is closed. */
const OPEN_APPENDS = 16;

export interface FolderStorageOptions {
  /** The command of util-linux. */
  readonly flockCommand?: string;
  /** How the file beside the record is opened. */
  readonly openForWriting?: OpenForWriting;
}

interface Appending {
  readonly file: FileHandle;
  octets: number;
}

/**
 * Records as files of one folder, which belongs to this process while open. Operations run one after the other. Every
 * refusal is a StorageError of one sentence with node's code.
 */
export class FolderStorage implements Storage {
  readonly #folder: string;
  readonly #lock: FileHandle;
  readonly #openForWriting: OpenForWriting | undefined;
  readonly #gate = new Gate();
  readonly #appending = new Map<string, Appending>();
  #closed = false;

  private constructor(folder: string, lock: FileHandle, openForWriting: OpenForWriting | undefined) {
    this.#folder = folder;
    this.#lock = lock;
    this.#openForWriting = openForWriting;
  }

  /** Makes the folder if need be, locks it and clears away what a crash left half written. */
  static async open(folder: string, options: FolderStorageOptions = {}): Promise<FolderStorage> {
    const path = resolve(folder);
    let lock: FileHandle | undefined;
    try {
      await makeFolderDurably(path);
      lock = await lockFolder(path, options.flockCommand);
      for (const file of await filesBelow(path)) if (isTemporary(file.name)) await rm(file.path, { force: true });
      return new FolderStorage(path, lock, options.openForWriting);
    } catch (error) {
      await lock?.close();
      throw refusal(error, `the folder ${path} cannot be used`);
    }
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return this.#inTurn('read', name, async (path) => {
      try {
        return new Uint8Array(await readFile(path));
      } catch (error) {
        if (ABSENT.has(codeOf(error))) return undefined;
        throw error;
      }
    });
  }

  async replace(name: string, octets: Uint8Array): Promise<void> {
    return this.#inTurn('written', name, async (path) => {
      await this.#stopAppending(name);
      await makeFolderDurably(dirname(path));
      await writeDurably(path, octets, this.#openForWriting);
    });
  }

  async append(name: string, octets: Uint8Array): Promise<void> {
    const own = octets.slice();
    return this.#inTurn('appended to', name, async (path) => {
      const appending = this.#appending.get(name) ?? (await this.#startAppending(name, path));
      try {
        await appending.file.appendFile(own);
        appending.octets += own.length;
      } catch (error) {
        await appending.file.truncate(appending.octets);
        throw error;
      }
    });
  }

  sync(name: string): Promise<void> {
    return this.#inTurn('synced', name, async (path) => {
      try {
        const file = this.#appending.get(name)?.file;
        await (file === undefined ? syncFile(path) : file.sync());
        await syncFolder(dirname(path));
      } catch (error) {
        if (!ABSENT.has(codeOf(error))) throw error;
      }
    });
  }

  remove(name: string): Promise<void> {
    return this.#inTurn('removed', name, async (path) => {
      await this.#stopAppending(name);
      try {
        await rm(path);
      } catch (error) {
        if (ABSENT.has(codeOf(error))) return;
        throw error;
      }
      await syncFolder(dirname(path));
      await this.#removeEmptyFolders(dirname(path));
    });
  }

  async list(folder: string): Promise<readonly string[]> {
    if (folder !== '') checkRecordName(folder);
    return this.#gate.pass(async () => {
      this.#checkOpen();
      const names = [];
      for (const file of await filesBelow(join(this.#folder, folder))) {
        const name = relative(this.#folder, file.path).split(sep).join('/');
        if (isRecordName(name)) names.push(name);
      }
      return names.sort();
    });
  }

  /** Waits for what is under way, then gives the folder up. */
  close(): Promise<void> {
    return this.#gate.pass(async () => {
      if (this.#closed) return;
      this.#closed = true;
      for (const name of this.#appending.keys()) await this.#stopAppending(name);
      await this.#lock.close();
    });
  }

  async #inTurn<T>(done: string, name: string, task: (path: string) => Promise<T>): Promise<T> {
    checkRecordName(name);
    return this.#gate.pass(async () => {
      this.#checkOpen();
      try {
        return await task(join(this.#folder, name));
      } catch (error) {
        throw refusal(error, `record '${name}' cannot be ${done} in ${this.#folder}`);
      }
    });
  }

  #checkOpen(): void {
    if (this.#closed) throw new StorageError('EBADF', `the folder ${this.#folder} was closed`);
  }

  async #startAppending(name: string, path: string): Promise<Appending> {
    const [longestOpen] = this.#appending.keys();
    if (longestOpen !== undefined && this.#appending.size >= OPEN_APPENDS) await this.#stopAppending(longestOpen);
    await makeFolderDurably(dirname(path));
    const file = await open(path, 'a', RECORD_MODE);
    const appending = { file, octets: (await file.stat()).size };
    this.#appending.set(name, appending);
    return appending;
  }

  async #stopAppending(name: string): Promise<void> {
    const appending = this.#appending.get(name);
    this.#appending.delete(name);
    await appending?.file.close();
  }

  /** An empty folder would stand in the way of a record of its name. */
  async #removeEmptyFolders(lowest: string): Promise<void> {
    for (let folder = lowest; folder !== this.#folder; folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch {
        return;
      }
    }
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Nothing there: the record, one of its folders, or a folder in its place. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function refusal(error: unknown, what: string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  // Node's words without the system call and this machine's paths: 'ENOSPC: no space left on device, write'.
  const why = /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
  return new StorageError(codeOf(error), `${what}: ${why}`, { cause: error });
}

/** Makes a folder and those above it, each synced into the one that holds it. */
async function makeFolderDurably(path: string): Promise<void> {
  const made = await makeFolder(path);
  for (const folder of made.toReversed()) await syncFolder(dirname(folder));
}

async function filesBelow(folder: string): Promise<{ readonly name: string; readonly path: string }[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => ({ name: entry.name, path: join(entry.parentPath, entry.name) }));
  } catch (error) {
    if (ABSENT.has(codeOf(error))) return [];
    throw error;
  }
}

function isRecordName(name: string): boolean {
  try {
    checkRecordName(name);
    return true;
  } catch {
    return false;
  }
}
