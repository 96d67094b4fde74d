import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, hostLab } from '../../rig/lab/host-lab.ts';
import { Rig } from '../../rig/rig.ts';

/** What a call to the port comes to. */
function call(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test('a rig that is closed gives its published ports back, although its machines are still on', async () => {
  const rig = await Rig.create(
    hostLab({
      ...HOST_LAB_ADDRESS,
      model: 'dp-4530',
      dhcp: 'Disabled',
      dnsServers: [],
      from: 'fax@closing.dpsim.example',
      smtpPort: 25,
      allow: [],
      published: { address: '127.0.0.1', port: 0 },
      startsAt: new Date(0),
      seed: 'close',
    }),
  );
  await rig.powerOn();
  const published = () => rig.log.lines.find(({ event }) => event === 'port.published');
  await rig.until(() => published() !== undefined, 'the port is published');
  const port = Number(published()?.data['port']);
  expect(await call(port)).toBe('connected');
  expect(rig.machine(HOST_LAB_MACHINE).ready).toBe(true);
  rig.close();
  expect(await call(port)).toBe('ECONNREFUSED');
});
