import type { TraceEvent } from '../../device-model/trace/trace.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import { traceText } from '../../rig/cli/trace-text.ts';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, type HostLabOptions, hostLab } from '../../rig/lab/host-lab.ts';
import type { OriginalFile } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { plainSheet } from './scenario.ts';

export interface HostCall {
  readonly entry: JournalEntry;
  readonly events: readonly TraceEvent[];
  /** Failed ones; a delivered job has one more. */
  readonly failedAttempts: number;
  /** Every line both ways. */
  readonly dialogue: readonly string[];
}

export const HOST_LAB_OPTIONS: HostLabOptions = {
  model: 'dp-4530',
  ...HOST_LAB_ADDRESS,
  dhcp: 'Disabled',
  dnsServers: [],
  from: 'fax@machine.dpsim.example',
  smtpPort: 25,
  allow: [],
  startsAt: new Date('2006-01-16T09:00:00Z'),
  seed: 'host machine',
};

/** One job of one machine to a peer on this host, as `dpsim send` does it, in this process. */
export async function callPeer(
  smtpPort: number,
  settings: Readonly<Record<string, string | number>> = {},
  originals: readonly OriginalFile[] = [plainSheet('sheet')],
  lab: Partial<HostLabOptions> = {},
): Promise<HostCall> {
  const description = hostLab({
    ...HOST_LAB_OPTIONS,
    to: 'june@[127.0.0.1]',
    ...lab,
    smtpPort,
    settings: { resolution: '204x98', redialCount: 0, redialInterval: 0, ...settings },
  });
  const rig = await Rig.create(description);
  const machine = rig.machine(HOST_LAB_MACHINE);
  try {
    await rig.powerOn();
    await machine.load(...originals);
    await machine.press('0', '0', '1', 'START');
    await rig.until(() => machine.journal.length > 0, 'the job is journaled');
    const [entry] = machine.journal;
    if (entry === undefined) throw new Error('the journal is empty');
    const events = rig.log.lines;
    return {
      entry,
      events,
      failedAttempts: events.filter(({ event }) => event === 'attempt.failed').length,
      dialogue: events
        .filter(({ event, data }) => event === 'smtp.line' && data['role'] === 'client')
        .map(({ data }) => `${traceText(data['direction'])}: ${traceText(data['text'])}`),
    };
  } finally {
    await machine.powerOff();
    rig.close();
  }
}
