import { afterEach, expect, test } from 'vitest';
import type { ArchivedReception } from '../../firmware/index.ts';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { Rig } from '../../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function send(archive: (reception: ArchivedReception) => Promise<void>): Promise<void> {
  rig = await Rig.create(twoMachines(), { machines: { ifax2: { firmware: { archive } } } });
  await rig.powerOn();
  const sender = rig.machine('ifax1');
  await sender.load(...(await testOriginal()));
  await sender.press('0', '0', '1', 'START');
  await rig.until(() => sender.journal.length > 0, 'the transmission is journaled');
}

test('an archive takes over the message as received, and the machine lets it go', async () => {
  const taken: ArchivedReception[] = [];
  await send(async (reception) => {
    taken.push(reception);
  });
  const recipient = rig.machine('ifax2');
  await rig.until(() => recipient.board.imageMemory.usedOctets === 0 && taken.length > 0, 'the message is taken over');
  expect(taken).toHaveLength(1);
  expect(taken[0]?.entry).toMatchObject({ direction: 'RCV', pages: 2, result: 'OK' });
  expect(new TextDecoder().decode(taken[0]?.message.subarray(0, 18))).toBe('Mime-Version: 1.0\r');
});

test('what an archive refuses stays in the machine and is offered again at the next power-on', async () => {
  let full = true;
  const offered: number[] = [];
  await send(async ({ envelope }) => {
    offered.push(envelope.fileNumber);
    if (full) throw new Error('ENOSPC: the disk is full');
  });
  const recipient = rig.machine('ifax2');
  await rig.until(() => rig.log.lines.some(({ event }) => event === 'archive.failed'), 'the archive refused');
  await rig.advance(10_000);
  expect(recipient.board.imageMemory.usedOctets).toBeGreaterThan(0);
  full = false;
  await recipient.powerOff();
  await recipient.powerOn();
  await rig.until(() => offered.length === 2, 'it is offered again');
  await rig.until(() => recipient.board.imageMemory.usedOctets === 0, 'it is let go');
  expect(new Set(offered).size).toBe(1);
});
