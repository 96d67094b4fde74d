import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPackages } from '../support/programs.ts';

/** A folder to work in, gone afterwards: `run` calls a program in it and throws unless it ends with 0. */
export interface Workshop {
  readonly file: (name: string) => string;
  readonly run: (program: string, ...words: readonly string[]) => void;
}

/** What `make` makes with programs of a Debian package; nothing where one is not installed. */
export function madeBy(
  packages: Readonly<Record<string, readonly string[]>>,
  make: (workshop: Workshop) => readonly Uint8Array[],
): readonly Uint8Array[] {
  if (missingPackages(packages).length > 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    return make({
      file: (name) => join(folder, name),
      run: (program, ...words) => {
        const done = spawnSync(program, words, { cwd: folder });
        if (done.status !== 0) throw new Error(`${program} ${words.join(' ')}: ${done.stderr.toString()}`);
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
