import { readFile, stat } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/**
 * Reads a file named on a command line, at most `limit` octets; `expected` ends the sentence. Looked at before it is opened: a device
 * may never end, a pipe may never begin. Throws UsageError.
 */
export async function readWholeFile(file: string, limit: number, expected: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UsageError(`${file} is a folder: expected ${expected}`);
    if (!found.isFile()) throw new UsageError(`${file} is a device or a pipe: expected ${expected}`);
    if (found.size > limit) throw new UsageError(`${file} has ${found.size} octets: expected at most ${limit}`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file} cannot be read (${code}): expected ${expected}`);
  }
}
