import { servedMachines } from '../lab/served-machines.ts';
import { twoMachines } from '../lab/two-machines.ts';
import { newToken } from './new-token.ts';
import { parseServeOptions, SERVE_USAGE } from './serve-options.ts';
import { serveRig } from './serve-rig.ts';

/** `dpsim serve`: two machines in real time behind an HTTP server, until SIGINT or SIGTERM. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseServeOptions(args, newToken);
  if (options === undefined) {
    process.stdout.write(`${SERVE_USAGE}\n`);
    return 0;
  }
  const { host: address, smtpPort, farEndPort } = options;
  const lab = options.clock === 'virtual' ? twoMachines() : servedMachines({ address, smtpPort, farEndPort });
  await serveRig(lab, options, '--smtp-port');
  return 0;
}
