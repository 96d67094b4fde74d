import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import { HostNetwork } from '../../device-model/network/host-network.ts';
import { Uplink } from '../../device-model/network/uplink.ts';
import { UplinkedHost } from '../../device-model/network/uplinked-host.ts';
import { WINDOW_OCTETS } from '../../device-model/network/virtual-connection.ts';
import { VirtualLan } from '../../device-model/network/virtual-lan.ts';
import { inRealTime } from '../support/real-time.ts';
import { lanContract } from './lan.contract.ts';

const SILENT = { write: () => undefined };

for (const latencyMs of [0, 1]) {
  lanContract(`virtual-lan, ${latencyMs} ms`, async () => {
    const clock = new VirtualClock();
    const lan = new VirtualLan({ clock, trace: SILENT, latencyMs });
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
      when: (promise) => inTime(clock, promise),
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

lanContract('uplinked-host, both on the LAN', async () => {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: SILENT, latencyMs: 1 });
  const host = (name: string, address: string): UplinkedHost => {
    const uplinked = new UplinkedHost({ inside: lan.host({ name, segment: 'office' }), clock, trace: SILENT });
    uplinked.configure({ address, mask: '255.255.255.0' });
    return uplinked;
  };
  return {
    near: host('near', '192.168.10.21'),
    far: host('far', '192.168.10.22'),
    nearAddress: '192.168.10.21',
    farAddress: '192.168.10.22',
    spareAddress: '192.168.10.23',
    clock,
    heldOctets: WINDOW_OCTETS,
    when: (promise) => inTime(clock, promise),
    close: () => clock.close(),
  };
});

lanContract('uplinked-host, to the network of the host', async () => {
  // Real sockets beside a LAN without latency, whose clock moves only when told to.
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: SILENT, latencyMs: 0 });
  const router = { address: '198.18.0.1', mask: '255.255.255.0' };
  lan.router({ name: 'router', interfaces: [{ segment: 'office', ...router }] }).uplink = new Uplink();
  const near = new UplinkedHost({ inside: lan.host({ name: 'near', segment: 'office' }), clock, trace: SILENT });
  const far = new HostNetwork({ clock });
  near.configure({ address: '198.18.0.21', mask: '255.255.255.0', gateway: router.address });
  far.configure({ address: '127.20.0.2', mask: '255.0.0.0' });
  return {
    near,
    far,
    nearAddress: '198.18.0.21',
    nearSeenAt: '127.0.0.1',
    farAddress: '127.20.0.2',
    spareAddress: '198.18.0.22',
    clock,
    heldOctets: undefined,
    when: (promise) => inRealTime(clock, promise),
    close: () => {
      near.unconfigure();
      far.unconfigure();
      clock.close();
    },
  };
});

/** Lets virtual time pass until the promise settles. */
async function inTime<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  const limitAt = clock.now() + 60_000;
  if (!(await clock.runUntil(() => settled, limitAt))) throw new Error('it did not happen within a minute');
  return promise;
}
