import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ProgramRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a TypeScript file of the project in a process of its own, as a user would run the compiled one. */
export function runTypeScript(file: string, args: readonly string[], cwd = ROOT): Promise<ProgramRun> {
  const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  return runProgram(process.execPath, ['--import', loader, file, ...args], cwd);
}

export function runProgram(command: string, args: readonly string[], cwd: string): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** The command `dpsim`. */
export function dpsim(...args: readonly string[]): Promise<ProgramRun> {
  return runTypeScript(fileURLToPath(new URL('../../rig/cli/dpsim.ts', import.meta.url)), args);
}
