import type { CheckedLab } from '../lab/lab-description.ts';
import type { RigFileMistake } from '../lab/rig-file.ts';
import { mistakeLine, openRigFile } from './open-rig-file.ts';
import type { RigCommand } from './rig-options.ts';
import { UsageError } from './usage-error.ts';

interface FileFound {
  readonly file: string;
  readonly lab: CheckedLab | undefined;
  readonly mistakes: readonly RigFileMistake[];
  /** Why the file itself cannot be read. */
  readonly unreadable: string | undefined;
}

/** `dpsim rig check`: what is fine on standard output, mistakes on standard error; 2 when there is one. */
export async function rigCheck({ files, json }: Extract<RigCommand, { action: 'check' }>): Promise<0 | 2> {
  const found: FileFound[] = [];
  for (const file of files) found.push(await look(file));
  const fine = found.every(({ lab }) => lab !== undefined);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: fine, files: found.map(facts) }, null, 2)}\n`);
    return fine ? 0 : 2;
  }
  for (const { file, lab, mistakes, unreadable } of found) {
    if (lab !== undefined) process.stdout.write(`${file}: fine: ${counted(lab)}\n`);
    if (unreadable !== undefined) process.stderr.write(`dpsim: ${unreadable}\n`);
    process.stderr.write(mistakes.map((one) => `${mistakeLine(file, one)}\n`).join(''));
  }
  return fine ? 0 : 2;
}

async function look(file: string): Promise<FileFound> {
  try {
    const read = await openRigFile(file);
    const found = read.ok ? { lab: read.lab, mistakes: [] } : { lab: undefined, mistakes: read.mistakes };
    return { file, ...found, unreadable: undefined };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { file, lab: undefined, mistakes: [], unreadable: error.message };
  }
}

function facts({ file, lab, mistakes, unreadable }: FileFound) {
  return {
    file,
    ok: lab !== undefined,
    machines: lab?.machines.map(({ name }) => name) ?? null,
    mistakes,
    unreadable: unreadable ?? null,
  };
}

function counted({ machines, segments }: CheckedLab): string {
  const count = (of: readonly unknown[], what: string): string => `${of.length} ${what}${of.length === 1 ? '' : 's'}`;
  return `${count(machines, 'machine')} on ${count(segments, 'segment')}`;
}
