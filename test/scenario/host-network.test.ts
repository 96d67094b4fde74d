import { afterEach, expect, test } from 'vitest';
import { Rig } from '../../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** A machine on the network of this host; nothing of it listens but where a test says so. */
async function machineOn(settings: Readonly<Record<string, string>>) {
  rig = await Rig.create({
    clock: 'wall',
    pace: 'hurried',
    segments: ['none'],
    machines: [{ name: 'ifax', model: 'dp-4530', segment: 'none', lan: 'host', settings }],
  });
  await rig.powerOn();
  return rig.machine('ifax');
}

const told = (event: string) =>
  rig.log.lines.filter((line) => line.event === event).map(({ data }) => data['sentence']);

test('an address that is not the host’s: 962 on the display, the event log names those there are', async () => {
  // In the block of RFC 5737, which no host has.
  const machine = await machineOn({ dhcp: 'Disabled', ipAddress: '203.0.113.77', subnetMask: '255.255.255.0' });
  expect(machine.lcd[2]).toMatch(/^IP ADDRESS IS NOT OF THIS NETWORK +962$/);
  expect(machine.firmware?.receiver.listening).toBe(false);
  expect(told('lan.unconfigured').at(-1)).toMatch(
    /^203\.0\.113\.77 is no address of a running interface of this host: it has 127\.0\.0\.1 \(lo\)/,
  );
});

test('No. 22 Enabled: no lease is asked for in the host’s name', async () => {
  const machine = await machineOn({ dhcp: 'Enabled' });
  expect(machine.lcd[2]).toMatch(/^DHCP GAVE NO NETWORK PARAMETERS +722$/);
  expect(told('lan.unconfigured').at(-1)).toBe(
    'No address can be asked for: on the network of the host the host alone asks for addresses.',
  );
});
