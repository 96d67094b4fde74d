import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../device-model/clock/virtual-clock.ts';
import { VirtualLan } from '../../../device-model/network/virtual-lan.ts';

const PLACE = { address: '192.168.10.21', mask: '255.255.255.0' };

function office() {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined }, latencyMs: 3 });
  const [near, far] = ['near', 'far'].map((name) => lan.host({ name, segment: 'office' }));
  if (near === undefined || far === undefined) throw new Error('no hosts');
  const answers: [string, number][] = [];
  const contested: string[] = [];
  far.onContested((by) => contested.push(by));
  const ask = async (address = PLACE.address) => {
    near.probe(address, (by) => answers.push([by, clock.now()]));
    await clock.advanceBy(1_000);
    return answers;
  };
  return { clock, lan, near, far, answers, contested, ask };
}

describe('an ARP request', () => {
  test('is answered by who has the address, a round trip later; a probe claims nothing', async () => {
    const { far, ask, contested } = office();
    far.configure(PLACE);
    expect(await ask()).toEqual([[far.hardwareAddress, 6]]);
    expect(contested).toEqual([]);
  });

  test('for the own address is an announcement: whoever has it too hears of the claim', async () => {
    const { near, far, ask, contested } = office();
    near.configure(PLACE);
    far.configure(PLACE);
    expect(await ask()).toEqual([[far.hardwareAddress, 6]]);
    expect(contested).toEqual([near.hardwareAddress]);
  });

  test.each<[string, (o: ReturnType<typeof office>) => void]>([
    ['nobody has it', () => undefined],
    ['another address is there', ({ far }) => far.configure({ ...PLACE, address: '192.168.10.22' })],
    ['the holder has no cable', ({ far }) => [far.configure(PLACE), far.unplug()]],
    ['the asker has no cable', ({ far, near }) => [far.configure(PLACE), near.unplug()]],
    ['the holder is on another segment', ({ lan }) => lan.host({ name: 'x', segment: 'attic' }).configure(PLACE)],
    ['it is the asker itself', ({ near }) => near.configure(PLACE)],
  ])('is not answered when %s', async (_, change) => {
    const rig = office();
    change(rig);
    expect(await rig.ask()).toEqual([]);
    expect(rig.clock.pendingAlarms).toBe(0);
  });

  test('goes unheard when the answer finds the cable out', async () => {
    const { clock, near, far, answers } = office();
    far.configure(PLACE);
    near.probe(PLACE.address, (by) => answers.push([by, clock.now()]));
    clock.alarm(4, () => near.unplug());
    await clock.advanceBy(1_000);
    expect(answers).toEqual([]);
  });
});

describe('the link', () => {
  test('is told when the cable goes in or out and when the switch loses power, once a change', () => {
    const { lan, near } = office();
    const told: string[] = [];
    near.onLink((link) => told.push(link));
    near.unplug();
    lan.segment('office').powered = false;
    near.plug();
    lan.segment('office').powered = true;
    near.plug();
    expect(told).toEqual(['down', 'up']);
    near.onLink(undefined);
    near.unplug();
    expect([told.length, near.link]).toEqual([2, 'down']);
  });

  test('tells nobody any more once the power is lost', () => {
    const { near } = office();
    const told: string[] = [];
    near.onLink((link) => told.push(link));
    near.powerLost();
    near.powerRestored();
    near.unplug();
    expect(told).toEqual([]);
  });
});

test('hardware addresses are all different, a router has one too', () => {
  const { lan, near, far } = office();
  const router = lan.router({ name: 'router', interfaces: [{ segment: 'office', ...PLACE }] });
  const known = [near, far, router].map(({ hardwareAddress }) => hardwareAddress);
  expect(new Set(known).size).toBe(3);
  for (const address of known) expect(address).toMatch(/^02(:[0-9a-f]{2}){5}$/);
});
