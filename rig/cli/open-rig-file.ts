import { RIG_FILE_OCTETS, type RigFile, type RigFileMistake, readRigFile } from '../lab/rig-file.ts';
import { readWholeFile } from './read-whole-file.ts';

/** A rig file named on the command line. Throws UsageError when it cannot be read. */
export async function openRigFile(file: string): Promise<RigFile> {
  return readRigFile(await readWholeFile(file, RIG_FILE_OCTETS, 'a rig file'));
}

/** As compilers tell theirs, so that editors find the place. */
export function mistakeLine(file: string, { line, column, sentence }: RigFileMistake): string {
  return `${file}:${line}:${column}: ${sentence}`;
}
