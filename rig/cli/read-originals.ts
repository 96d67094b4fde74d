import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ORIGINAL_OCTETS_LIMIT } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { OriginalFile } from '../machine.ts';
import { PAPER_FORMATS } from '../paper/paper-kind.ts';
import { UsageError } from './usage-error.ts';

/** Reads the files named on a command line; throws UsageError with a sentence for the first that cannot be read. */
export function readOriginals(files: readonly string[], paper?: PaperSize): Promise<OriginalFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      label: basename(file),
      octets: await readOriginal(file),
      ...(paper === undefined ? {} : { paper }),
    })),
  );
}

/** Looked at before it is opened: a device may never end, a pipe may never begin. */
async function readOriginal(file: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UsageError(`${file} is a folder: expected ${PAPER_FORMATS}`);
    if (!found.isFile()) throw new UsageError(`${file} is a device or a pipe: expected ${PAPER_FORMATS}`);
    if (found.size > ORIGINAL_OCTETS_LIMIT) {
      throw new UsageError(`${file} has ${found.size} octets: expected at most ${ORIGINAL_OCTETS_LIMIT}`);
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file} cannot be read (${code}): expected ${PAPER_FORMATS}`);
  }
}
