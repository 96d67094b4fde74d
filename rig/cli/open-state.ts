import { StorageError } from '../../device-model/index.ts';
import { StateFolder } from '../state/state-folder.ts';
import { UsageError } from './usage-error.ts';

/** Lines of a usage text about `--state`. */
export const STATE_USAGE = `  --state DIR           keep the machine's memory there from one run to the next`;

/** The state folder named on the command line; throws UsageError when it cannot be used. */
export async function openState(folder: string, option = 'state'): Promise<StateFolder> {
  if (folder === '') throw new UsageError(`--${option} is empty: expected the name of a folder`);
  try {
    return await StateFolder.open(folder);
  } catch (error) {
    if (error instanceof StorageError) throw new UsageError(`--${option}: ${error.message}`);
    throw error;
  }
}
