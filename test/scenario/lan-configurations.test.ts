import { afterEach, describe, expect, test } from 'vitest';
import { VirtualHost } from '../../device-model/network/virtual-host.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import {
  dialled,
  LAN_CONFIGURATIONS,
  LAN_MASK,
  LAN_ROUTER,
  type LanConfiguration,
  machineSettings,
  NEIGHBOUR,
  REACH_MS,
  reachOf,
  recipientOf,
  STRAY_ROUTER,
  senderOf,
} from '../support/lan-configurations.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story?.close());

function labOf(row: LanConfiguration): LabDescription {
  const { recipientAt = 'works', routerAt = LAN_ROUTER.works } = row;
  const machine = (name: string, segment: string, place: ReturnType<typeof senderOf>) => ({
    name,
    segment,
    model: 'dp-4530',
    settings: machineSettings(place, name),
    mailboxes: ['*@*'],
  });
  return {
    seed: row.name,
    segments: ['sales', 'works'],
    routers: [
      {
        name: 'router',
        interfaces: [
          { segment: 'sales', address: LAN_ROUTER.sales, mask: LAN_MASK },
          { segment: 'works', address: routerAt, mask: LAN_MASK },
        ],
      },
      { name: 'stray', interfaces: [{ segment: 'sales', address: STRAY_ROUTER, mask: LAN_MASK }] },
    ],
    machines: [machine('ifax1', 'sales', senderOf(row)), machine('ifax2', recipientAt, recipientOf(row))],
  };
}

/** The machines are on when the cable goes out; the other host has had its address for long. */
async function layOut(row: LanConfiguration): Promise<void> {
  story = await Story.of(labOf(row), []);
  const { lan } = story.rig;
  lan.host({ name: 'neighbour', segment: 'sales' }).configure({ address: NEIGHBOUR, mask: LAN_MASK });
  const { squatter, cableOut } = row;
  if (squatter !== undefined) {
    const place = { address: squatter, mask: LAN_MASK, gateway: LAN_ROUTER.works };
    lan.host({ name: 'squatter', segment: 'works' }).configure(place);
  }
  await story.rig.powerOn();
  await story.rig.clock.enter(() => {
    if (cableOut === 'sender') story.cable('ifax1', 'unplug');
    if (cableOut === 'recipient') story.cable('ifax2', 'unplug');
    const side = cableOut === 'near router' ? 'sales' : cableOut === 'far router' ? 'works' : undefined;
    for (const attachment of side === undefined ? [] : lan.segment(side).attachments) {
      if (attachment.node.name === 'router') attachment.plugged = false;
    }
  });
}

/** The connection alone, without the guard before it. */
async function reach(to: string): Promise<{ readonly reach: string; readonly ms: number }> {
  const { network } = story.sender.board;
  if (!(network instanceof VirtualHost)) throw new Error('the sender is not on the virtual LAN');
  const from = story.now;
  let met: { reach: string; ms: number } | undefined;
  await story.rig.clock.enter(() => {
    const connection = network.connect({ address: to, port: 25 });
    const note = (what: string) => {
      met ??= { reach: what, ms: story.now - from };
      connection.destroy();
    };
    connection.on('connect', () => note('connected'));
    connection.on('error', (error: Error & { code?: string }) => note(reachOf(error.code) ?? error.message));
  });
  await story.rig.advance(10 * 60_000);
  return met ?? { reach: 'silence', ms: 0 };
}

test('the table has both ends, and every outcome there is', () => {
  expect(LAN_CONFIGURATIONS.length).toBeGreaterThanOrEqual(20);
  expect(new Set(LAN_CONFIGURATIONS.map((row) => row.reach)).size).toBe(5);
});

describe('on the virtual LAN', () => {
  test.each(LAN_CONFIGURATIONS.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    await layOut(row);
    const met = await reach(dialled(row));
    expect(met.reach).toBe(row.reach);
    if (row.reach !== 'silence') {
      const [least, most] = REACH_MS[row.reach];
      expect(met.ms).toBeGreaterThanOrEqual(least);
      expect(met.ms).toBeLessThanOrEqual(most);
    }
    await story.load();
    await story.sender.type(`june@[${dialled(row)}]`);
    await story.sender.press('START');
    expect(await story.journaled()).toMatchObject({ result: row.result });
    if (row.result !== 'OK') return;
    expect(await story.journaled(1, story.recipient)).toMatchObject({ direction: 'RCV', result: 'OK' });
  });
});
