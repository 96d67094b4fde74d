import { expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { Rig } from '../../rig/rig.ts';
import { Story } from '../support/scenario.ts';

/** The demonstration: two real pages through sharp, guard, CONNEG, MMR and print. */
async function demoHash(seed: string): Promise<string> {
  const rig = await Rig.create(twoMachines({ seed }));
  const [sender, recipient] = [rig.machine('ifax1'), rig.machine('ifax2')];
  await rig.powerOn();
  await sender.load(...(await testOriginal()));
  await sender.press('0', '0', '1', 'START');
  await rig.until(() => recipient.journal.length > 0, 'the recipient has a journal entry');
  expect(sender.journal.map((entry) => entry.result)).toEqual(['OK']);
  expect(recipient.printed).toHaveLength(2);
  rig.close();
  return rig.log.hash();
}

test('one seed gives one event log, twenty times over', async () => {
  const hashes = new Set<string>();
  for (let run = 0; run < 20; run += 1) hashes.add(await demoHash('two machines'));
  expect(hashes.size).toBe(1);
});

test('so it does with power cuts and redials, the sender and the recipient in turn', async () => {
  const hashes = new Set<string>();
  for (let run = 0; run < 3; run += 1) {
    const story = await Story.begin({ seed: 'cuts' });
    await story.send();
    await story.delivering('sending');
    await story.sender.cutPower();
    await story.sender.powerOn();
    await story.delivering('confirming');
    await story.recipient.cutPower();
    await story.rig.advance(60_000);
    await story.recipient.powerOn();
    expect(await story.journaled()).toMatchObject({ result: 'OK' });
    await story.rig.advance(60_000);
    story.close();
    hashes.add(story.rig.log.hash());
  }
  expect(hashes.size).toBe(1);
});

test('another seed gives another log', async () => {
  expect(await demoHash('another')).not.toBe(await demoHash('two machines'));
});

test('rigs that run side by side in one process do not touch each other', async () => {
  const alone = [await demoHash('left'), await demoHash('right')];
  expect(await Promise.all([demoHash('left'), demoHash('right')])).toEqual(alone);
});
