import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { OriginalFile } from '../machine.ts';
import { UsageError } from './usage-error.ts';

/** Reads the files named on a command line; throws UsageError with a sentence for the first that cannot be read. */
export function readOriginals(files: readonly string[], paper?: PaperSize): Promise<OriginalFile[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        return { label: basename(file), octets: await readFile(file), ...(paper === undefined ? {} : { paper }) };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        throw new UsageError(`${file} cannot be read (${code}): expected a PNG, JPEG, WebP, TIFF, SVG or PDF file`);
      }
    }),
  );
}
