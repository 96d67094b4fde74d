import type { EventLog } from '../../device-model/index.ts';
import { traceText } from '../cli/trace-text.ts';

export interface HostPort {
  readonly address: string;
  readonly port: number;
}

/** Where the host's network reaches the machines, as their sockets told it last. */
export class PublishedPorts {
  readonly #open = new Map<string, HostPort>();
  readonly #refused = new Map<string, HostPort & { readonly code: string }>();

  constructor(log: EventLog) {
    log.subscribe(({ machine, event, data }) => {
      if (machine !== 'uplink') return;
      const { host, address, port, code } = data;
      if (typeof host !== 'string' || typeof address !== 'string' || typeof port !== 'number') return;
      if (event === 'port.published') this.#open.set(host, { address, port });
      if (event === 'port.unpublished') this.#refused.set(host, { address, port, code: traceText(code) });
    });
  }

  /** One a machine at most: its port 25. */
  of(machine: string): HostPort[] {
    const port = this.#open.get(machine);
    return port === undefined ? [] : [port];
  }

  /** The port that the host would not give. */
  refused(machine: string): (HostPort & { readonly code: string }) | undefined {
    return this.#refused.get(machine);
  }
}
