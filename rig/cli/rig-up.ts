import { hostCalendar } from '../../device-model/index.ts';
import { LabError } from '../lab/lab-description.ts';
import { mistakeLine, openRigFile } from './open-rig-file.ts';
import type { RigCommand } from './rig-options.ts';
import { serveRig } from './serve-rig.ts';
import { UsageError } from './usage-error.ts';

/** `dpsim rig up`: the rig of a file behind an HTTP server, until SIGINT or SIGTERM. Throws UsageError. */
export async function rigUp({ file, ...options }: Extract<RigCommand, { action: 'up' }>): Promise<0 | 2> {
  const read = await openRigFile(file);
  if (!read.ok) {
    process.stderr.write(read.mistakes.map((one) => `${mistakeLine(file, one)}\n`).join(''));
    return 2;
  }
  const { lab, dated } = read;
  // Real mail servers wonder about mail of long ago.
  const today = lab.clock === 'wall' && !dated ? { startsAt: hostCalendar().toISOString() } : {};
  try {
    await serveRig({ ...lab, ...today }, options, `publishedPorts of ${file}`);
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
  return 0;
}
