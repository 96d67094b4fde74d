import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ProgramRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a TypeScript file of the project in a process of its own, as a user would run the compiled one. */
export function runTypeScript(
  file: string,
  args: readonly string[],
  cwd = ROOT,
  input?: string | Uint8Array,
): Promise<ProgramRun> {
  const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  return runProgram(process.execPath, ['--import', loader, file, ...args], cwd, input);
}

/** Standard input is empty, or `input`. */
export function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  input: string | Uint8Array = '',
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that ends before it read all of its input closes the pipe; its exit code tells the rest.
    child.stdin.on('error', () => undefined).end(input);
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

/** The command `dpsim` with something on its standard input. */
export function dpsimFed(input: string | Uint8Array, ...args: readonly string[]): Promise<ProgramRun> {
  return runTypeScript(fileURLToPath(new URL('../../rig/cli/dpsim.ts', import.meta.url)), args, ROOT, input);
}
