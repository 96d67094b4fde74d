import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, readable by their owner only unless told otherwise, and returns
 * the ones made, outermost first. Rejects with the error of the first `mkdir` that fails.
 *
 * Not node's `recursive`: where a folder takes no new ones and says ENOENT, as /proc does, that never ends.
 */
export async function makeFolder(path: string, mode = 0o700): Promise<readonly string[]> {
  const folder = resolve(path);
  const parent = dirname(folder);
  const above: string[] = [];
  for (;;) {
    try {
      await mkdir(folder, mode);
      return [...above, folder];
    } catch (error) {
      // There already, or made meanwhile by another process.
      if (await isFolder(folder)) return above;
      if (codeOf(error) !== 'ENOENT' || parent === folder || (await isFolder(parent))) throw error;
    }
    above.push(...(await makeFolder(parent, mode)));
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
