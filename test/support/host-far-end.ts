import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { HostNetwork } from '../../device-model/network/host-network.ts';
import { type FarEndStep, ScriptedConnection } from './scripted-far-end.ts';

export interface HostFarEnd {
  readonly port: number;
  readonly connections: readonly ScriptedConnection[];
  close(): void;
}

/**
 * A scripted far end on a free port of this host's loopback: a script for each connection, the last one for all further
 * ones. Its clock stands still, so scripts must not pause.
 */
export async function hostFarEnd(...scripts: readonly (readonly FarEndStep[])[]): Promise<HostFarEnd> {
  const clock = new VirtualClock();
  const network = new HostNetwork({ clock });
  network.configure({ address: '127.0.0.1', mask: '255.0.0.0' });
  const connections: ScriptedConnection[] = [];
  const listener = network.listen(0, (connection) => {
    const played = new ScriptedConnection(
      clock,
      connection,
      scripts[Math.min(connections.length, scripts.length - 1)] ?? [],
    );
    connections.push(played);
    played.play();
  });
  await listener.bound;
  return { port: listener.port, connections, close: () => network.unconfigure() };
}
