import type { Clock, EventLog, VirtualLan } from '../../device-model/index.ts';
import { DnsServer } from './dns-server.ts';
import type { CheckedLab } from './lab-description.ts';

/** Plugs in a name server and starts it. */
export function buildDnsServer(
  lan: VirtualLan,
  log: EventLog,
  clock: Clock,
  described: CheckedLab['dnsServers'][number],
): DnsServer {
  const { name, segment, address, mask, gateway, zones, behaviour } = described;
  const network = lan.host({ name, segment });
  network.configure(gateway === undefined ? { address, mask } : { address, mask, gateway });
  const server = new DnsServer({ network, zones, trace: log.writer(name), behaviour, clock });
  server.start();
  return server;
}
