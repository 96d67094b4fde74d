import { writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** Writes the file that a command line names for the result. Throws UsageError, one sentence, when it cannot be written. */
export async function writeWholeFile(file: string, octets: Uint8Array): Promise<void> {
  try {
    await writeFile(file, octets);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file} cannot be written (${code}): expected the name of a file that can`);
  }
}
