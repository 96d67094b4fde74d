import type { Clock, EventLog, VirtualLan } from '../../device-model/index.ts';
import { DhcpServer } from './dhcp-server.ts';
import type { DnsServer } from './dns-server.ts';
import type { CheckedLab } from './lab-description.ts';

/** Plugs in a DHCP server and starts it. */
export function buildDhcpServer(
  parts: {
    readonly lan: VirtualLan;
    readonly log: EventLog;
    readonly clock: Clock;
    readonly dnsServers: ReadonlyMap<string, DnsServer>;
  },
  described: CheckedLab['dhcpServers'][number],
): DhcpServer {
  const { name, segment, address, mask, pool, leaseSeconds, routers, nameServers } = described;
  const { domainName, registersIn, readdress, behaviour } = described;
  const network = parts.lan.host({ name, segment });
  network.configure({ address, mask });
  const dns = registersIn === undefined ? undefined : parts.dnsServers.get(registersIn);
  const register = (hostName: string, leased: string | undefined) =>
    dns?.register(domainName === undefined ? hostName : `${hostName}.${domainName}`, leased);
  const server = new DhcpServer({
    network,
    clock: parts.clock,
    trace: parts.log.writer(name),
    pool,
    leaseSeconds,
    routers,
    nameServers,
    readdress,
    register,
    behaviour,
    ...(domainName === undefined ? {} : { domainName }),
  });
  server.start();
  return server;
}
