import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../device-model/index.ts';
import { UsageError } from './usage-error.ts';

/** Everyone may read what was received, as far as the process's umask allows. */
const OUT_FOLDER_MODE = 0o777;

/** The folder named by `--out`, made if need be; throws UsageError when nothing can be written there. */
export async function openOutFolder(named: string): Promise<string> {
  // An empty name would be the folder the command runs in: a script's unset variable, not a wish.
  if (named === '') throw new UsageError('--out is empty: expected the name of a folder');
  const folder = resolve(named);
  const probe = join(folder, '.writable');
  try {
    await makeFolder(folder, OUT_FOLDER_MODE);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--out ${folder} cannot be written (${code}): expected a folder that can be written`);
  }
  return folder;
}
