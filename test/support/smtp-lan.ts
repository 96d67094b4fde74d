import { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import type { NetworkInterface } from '../../device-model/network/network-interface.ts';
import { VirtualLan } from '../../device-model/network/virtual-lan.ts';

export const FAR_END = { address: '10.20.30.5', port: 25 } as const;

/** Two machines on one cable under virtual time: 10.20.30.4 and 10.20.30.5. */
export function smtpLan(): { clock: VirtualClock; near: NetworkInterface; far: NetworkInterface } {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined } });
  const near = lan.host({ name: 'near', segment: 'office' });
  const far = lan.host({ name: 'far', segment: 'office' });
  near.configure({ address: '10.20.30.4', mask: '255.255.255.0' });
  far.configure({ address: FAR_END.address, mask: '255.255.255.0' });
  return { clock, near, far };
}
