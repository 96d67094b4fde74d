import { newToken } from './new-token.ts';
import { parseRigOptions, RIG_USAGE } from './rig-options.ts';

/** `dpsim rig`: 0 fine, or ended by a signal; 2 a file has mistakes. Throws UsageError. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseRigOptions(args, newToken);
  if (options === undefined) {
    process.stdout.write(`${RIG_USAGE}\n`);
    return 0;
  }
  if (options.action === 'check') {
    const { rigCheck } = await import('./rig-check.ts');
    return await rigCheck(options);
  }
  const { rigUp } = await import('./rig-up.ts');
  return await rigUp(options);
}
