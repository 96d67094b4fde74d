import { basename } from 'node:path';
import { ORIGINAL_OCTETS_LIMIT } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { OriginalFile } from '../machine.ts';
import { PAPER_FORMATS } from '../paper/paper-kind.ts';
import { readWholeFile } from './read-whole-file.ts';

/** Reads the files named on a command line; throws UsageError with a sentence for the first that cannot be read. */
export function readOriginals(files: readonly string[], paper?: PaperSize): Promise<OriginalFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      label: basename(file),
      octets: await readWholeFile(file, ORIGINAL_OCTETS_LIMIT, PAPER_FORMATS),
      ...(paper === undefined ? {} : { paper }),
    })),
  );
}
