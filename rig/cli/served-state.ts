import { join } from 'node:path';
import { FolderStorage, type Storage, StorageError } from '../../device-model/index.ts';
import { UsageError } from './usage-error.ts';

/** Where machines and received faxes are kept; nothing named: in memory that ends with the process. */
export interface ServedState {
  readonly stores: Readonly<Record<string, Storage>>;
  readonly faxes?: Storage;
  close(): Promise<void>;
}

/** Below the folder: the machines, one folder each, and the copies of what they received. */
const MACHINES_FOLDER = 'machines';
const FAXES_FOLDER = 'faxes';

/** Opens the folder of `--state`; throws UsageError when it cannot be used. */
export async function openServedState(folder: string | undefined, machines: readonly string[]): Promise<ServedState> {
  if (folder === undefined) return { stores: {}, close: async () => undefined };
  if (folder === '') throw new UsageError('--state is empty: expected the name of a folder');
  const open: FolderStorage[] = [];
  const opened = async (...path: readonly string[]): Promise<FolderStorage> => {
    const storage = await FolderStorage.open(join(folder, ...path));
    open.push(storage);
    return storage;
  };
  const close = async (): Promise<void> => {
    for (const storage of open.splice(0)) await storage.close();
  };
  try {
    const stores: Record<string, Storage> = {};
    for (const name of machines) stores[name] = await opened(MACHINES_FOLDER, name);
    return { stores, faxes: await opened(FAXES_FOLDER), close };
  } catch (error) {
    await close();
    if (error instanceof StorageError) throw new UsageError(`--state: ${error.message}`);
    throw error;
  }
}
