import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { HostNetwork } from '../../device-model/network/host-network.ts';
import { WINDOW_OCTETS } from '../../device-model/network/virtual-connection.ts';
import { VirtualLan } from '../../device-model/network/virtual-lan.ts';
import { lanContract } from './lan.contract.ts';

for (const latencyMs of [0, 1]) {
  lanContract(`virtual-lan, ${latencyMs} ms`, async () => {
    const clock = new VirtualClock();
    const lan = new VirtualLan({ clock, trace: { write: () => undefined }, latencyMs });
    const near = lan.host({ name: 'near', segment: 'office' });
    const far = lan.host({ name: 'far', segment: 'office' });
    near.configure({ address: '192.168.10.21', mask: '255.255.255.0' });
    far.configure({ address: '192.168.10.22', mask: '255.255.255.0' });
    return {
      near,
      far,
      nearAddress: '192.168.10.21',
      farAddress: '192.168.10.22',
      spareAddress: '192.168.10.23',
      clock,
      heldOctets: WINDOW_OCTETS,
      async when<T>(promise: Promise<T>): Promise<T> {
        let settled = false;
        const note = () => {
          settled = true;
        };
        promise.then(note, note);
        const limitAt = clock.now() + 60_000;
        if (!(await clock.runUntil(() => settled, limitAt))) throw new Error('it did not happen within a minute');
        return promise;
      },
      close: () => clock.close(),
    };
  });
}

lanContract('host-network', async () => {
  // Real sockets, but their idle timers on a clock that only moves when told to.
  const clock = new VirtualClock();
  const near = new HostNetwork({ clock });
  const far = new HostNetwork({ clock });
  near.configure({ address: '127.20.0.1', mask: '255.0.0.0' });
  far.configure({ address: '127.20.0.2', mask: '255.0.0.0' });
  return {
    near,
    far,
    nearAddress: '127.20.0.1',
    farAddress: '127.20.0.2',
    spareAddress: '127.20.0.3',
    clock,
    heldOctets: undefined,
    when: (promise) => promise,
    close: () => {
      near.unconfigure();
      far.unconfigure();
    },
  };
});
