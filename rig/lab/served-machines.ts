import { hostCalendar } from '../../device-model/index.ts';
import type { LabDescription } from './lab-description.ts';
import { twoMachines } from './two-machines.ts';

export interface ServedMachinesOptions {
  /** This host's address at which the machines' port 25 can be reached. */
  readonly address: string;
  /** The first machine's port there, the second has the next one; 0 takes free ones. */
  readonly smtpPort: number;
  /** Where port 25 of a host outside the lab really is. */
  readonly farEndPort: number;
}

const SMTP_PORT = 25;

/**
 * The two machines of the demonstration in real time, their port 25 published on this host, and a way out to its loopback and
 * private addresses: whoever has a mail client or server here can join.
 */
export function servedMachines({ address, smtpPort, farEndPort }: ServedMachinesOptions): LabDescription {
  const startsAt = hostCalendar().toISOString();
  const lab = twoMachines({ clock: 'wall', seed: startsAt });
  const redirects = farEndPort === SMTP_PORT ? [] : [{ from: { port: SMTP_PORT }, to: { port: farEndPort } }];
  return {
    ...lab,
    startsAt,
    routers: (lab.routers ?? []).map((router) => ({ ...router, uplink: { redirects } })),
    machines: lab.machines.map((machine, index) => ({
      ...machine,
      publishedPorts: [{ port: SMTP_PORT, host: { address, port: smtpPort === 0 ? 0 : smtpPort + index } }],
    })),
  };
}
