import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dialled,
  LAN_CONFIGURATIONS,
  LAN_MASK,
  LAN_ROUTER,
  type LanConfiguration,
  REACH_MS,
  recipientOf,
  senderOf,
} from '../support/lan-configurations.ts';
import { NamespaceLab, NamespaceMachine, namespaceObstacle } from '../support/namespace-lab.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';

const missing = missingPackages({ iproute2: ['ip'] });
testPrograms(missing);
const obstacle = missing.length > 0 ? 'iproute2 is missing' : namespaceObstacle();
test('network namespaces can be made', ({ skip }) => {
  if (obstacle !== undefined) skip(obstacle);
});

/** After that a connection that is neither made nor refused counts as silence; longer than three ARP requests take. */
const SILENCE_MS = 5_000;

/** The table of the virtual LAN with real addresses, routes, cables (veth) and port 25. */
describe.skipIf(obstacle !== undefined)('in network namespaces of this kernel', () => {
  let lab: NamespaceLab;
  let sender: NamespaceMachine;
  let recipient: NamespaceMachine;
  let printed = 0;
  beforeAll(async () => {
    lab = new NamespaceLab();
    sender = new NamespaceMachine(lab.namespace('ifax1'), 'ifax1');
    recipient = new NamespaceMachine(lab.namespace('ifax2'), 'ifax2');
    await Promise.all([sender.ready(), recipient.ready()]);
  });
  afterAll(async () => {
    await Promise.all([sender?.close(), recipient?.close()]);
    lab?.close();
  });

  async function layOut(row: LanConfiguration): Promise<void> {
    const { cableOut, recipientAt = 'works', routerAt = LAN_ROUTER.works, squatter } = row;
    lab.cable('ifax1', 'eth0', 'sales');
    lab.cable('ifax2', 'eth0', recipientAt);
    lab.cable('router', 'eth0', 'sales');
    lab.cable('router', 'eth1', 'works');
    lab.address('router', 'eth1', routerAt, LAN_MASK);
    // What a row before left in its table is not this row's.
    lab.address('router', 'eth0', LAN_ROUTER.sales, LAN_MASK);
    lab.address('ifax2', 'eth0', undefined, LAN_MASK);
    lab.address('squatter', 'eth0', squatter, LAN_MASK);
    if (squatter !== undefined) {
      lab.place('squatter', { address: squatter, mask: LAN_MASK, gateway: LAN_ROUTER.works });
      lab.learn(squatter);
    }
    lab.place('ifax1', senderOf(row));
    lab.place('ifax2', recipientOf(row));
    const [first, second] = await Promise.all([
      sender.tell({ do: 'place', place: senderOf(row) }),
      recipient.tell({ do: 'place', place: recipientOf(row) }),
    ]);
    expect([first.address, second.address]).toEqual([senderOf(row).address, recipientOf(row).address]);
    if (cableOut === 'sender') lab.cable('ifax1', 'eth0', 'out');
    if (cableOut === 'recipient') lab.cable('ifax2', 'eth0', 'out');
    if (cableOut === 'near router') lab.cable('router', 'eth0', 'out');
    if (cableOut === 'far router') lab.cable('router', 'eth1', 'out');
  }

  test.each(LAN_CONFIGURATIONS.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    await layOut(row);
    const met = await sender.tell({ do: 'call', to: dialled(row), waitMs: SILENCE_MS });
    expect({ reach: met.reach, result: met.result }, met.detail).toEqual({ reach: row.reach, result: row.result });
    if (row.reach !== 'silence') {
      const [least, most] = REACH_MS[row.reach];
      expect(met.ms).toBeGreaterThanOrEqual(least);
      expect(met.ms).toBeLessThanOrEqual(most);
    }
    if (row.result === 'OK') printed += 1;
    expect((await recipient.tell({ do: 'print', sheets: printed })).printed).toBe(printed);
  });
});
