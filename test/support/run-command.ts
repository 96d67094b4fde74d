import { vi } from 'vitest';
import { UsageError } from '../../rig/cli/usage-error.ts';

/** A command of `dpsim` without a process of its own: what it says and its exit code, as the program gives them. */
export async function runCommand(
  run: (words: readonly string[]) => Promise<number>,
  words: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const listen = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    said[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(listen('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(listen('err')),
  ];
  try {
    return { code: await run(words), out: said.out, err: said.err };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out: said.out, err: `dpsim: ${error.message}\n` };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
