import { WallClock } from '../../device-model/clock/wall-clock.ts';
import { HostNetwork } from '../../device-model/network/host-network.ts';
import { Random } from '../../device-model/random.ts';
import { DhcpClient } from '../../firmware/lan/dhcp-client.ts';

/** One lease from a real server, in a namespace whose interface has no address: told as a line of JSON. */
const clock = new WallClock({ epoch: new Date('2006-01-16T09:00:00Z') });
const network = new HostNetwork({ clock, leases: true });
const said: unknown[] = [];
const lease = await new Promise((resolve) => {
  const client = new DhcpClient({
    clock,
    network,
    random: new Random(process.pid),
    trace: { write: (event, data) => said.push([event, data]) },
    hostName: () => 'ifax2',
    onLease: (given) => {
      client.stop();
      resolve(given);
    },
    onLost: () => undefined,
    onNotice: (of) => resolve({ of, said }),
  });
});
console.log(JSON.stringify({ lease, said, hardwareAddress: network.hardwareAddress }));
clock.close();
