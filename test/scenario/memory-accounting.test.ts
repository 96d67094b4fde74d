import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Machine } from '../../rig/machine.ts';
import { mailing, mailOf } from '../support/caller-script.ts';
import { MINUTE_MS, Story } from '../support/scenario.ts';

const FAX = mailOf('fax', {
  type: 'image/tiff',
  octets: readFileSync(new URL('../vectors/tiff-s-2page.tif', import.meta.url)),
});
const TEXT = mailOf('text', { type: 'text/plain', octets: Buffer.from('hello') });

let pageOctets = 0;
beforeAll(async () => {
  const story = await Story.begin({ recipient: 'absent' });
  story.farEnd([]);
  await story.send();
  await story.delivering('greeting');
  pageOctets = story.memoryInUse;
  story.close();
});

/** Each is a rig of its own and takes a second or two. */
const RUNS = (process.env['CI'] ?? '') === '' ? 10 : 60;

const machine = fc.constantFrom('ifax1', 'ifax2');
const fileNumber = fc.integer({ min: 1, max: 4 });
const STEP = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), pages: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('receive fax' as const, 'receive text' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('STOP' as const, 'START' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'close' as const), machine }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('plug' as const, 'unplug' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('printFile' as const, 'deleteFile' as const, 'resendFile' as const),
      machine,
      fileNumber,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), machine }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 20_000 }) }) },
);
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

async function take(story: Story, step: Step): Promise<void> {
  const { rig, sender } = story;
  switch (step.do) {
    case 'send':
      await sender.press('RESET');
      if (sender.board.feeder.sheetsWaiting === 0) await story.load(step.pages);
      return await sender.press('0', '0', '1', 'START');
    case 'receive fax':
    case 'receive text':
      story.call(mailing(step.do === 'receive fax' ? FAX : TEXT));
      return;
    case 'STOP':
    case 'START':
      return await sender.press(step.do);
    case 'open':
      return await rig.machine(step.machine).openCover('printer');
    case 'close':
      return await rig.machine(step.machine).closeCover('printer');
    case 'plug':
    case 'unplug':
      return story.cable('ifax2', step.do);
    case 'cut':
      await rig.machine(step.machine).cutPower();
      await rig.machine(step.machine).powerOn();
      return await rig.until(() => rig.machine(step.machine).ready, 'it is ready again');
    case 'advance':
      return await rig.advance(step.ms);
    case 'printFile':
    case 'deleteFile':
    case 'resendFile':
      // Refused where there is no such file or it cannot be done: then nothing has changed.
      await rig
        .machine(step.machine)
        [step.do](step.fileNumber)
        .catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
        });
  }
}

/** States in which nothing goes in or out of the memory before somebody does something or a long time passes. */
const QUIET: readonly string[] = [
  'redialWaiting',
  'incomplete',
  'memoryFull',
  'interrupted',
  'waiting for the printer',
  'kept',
];

async function quiet(story: Story): Promise<void> {
  const still = (one: Machine): boolean => {
    const { transmitter, receiver } = one.firmware ?? {};
    if (transmitter === undefined || receiver === undefined) return false;
    const files = receiver.receptions.files;
    const waits = files.some(({ state }) => state === 'waiting for the printer');
    return (
      transmitter.statuses.every(({ stage }) => QUIET.includes(stage)) &&
      files.every(({ state }) => QUIET.includes(state) || (waits && state === 'waiting'))
    );
  };
  for (let round = 0; round < 2; round += 1) {
    await story.rig.until(() => story.rig.machines.every(still), 'both machines are quiet');
    // Sessions end and records are written.
    if (round === 0) await story.rig.advance(500);
  }
}

/** What lies in a machine's store for the memory to hold: coded pages and received messages. */
async function storedOctets(story: Story, one: Machine): Promise<number> {
  const names = (await story.stored(one)).filter((name) => /^xmt\/.*\/page-|^rcv\/.*\/message$/.test(name));
  let sum: number | undefined;
  await story.rig.clock.enter(() => {
    void Promise.all(names.map((name) => one.board.storage.read(name))).then((records) => {
      sum = records.reduce((octets, record) => octets + (record?.length ?? 0), 0);
    });
  });
  await story.rig.until(() => sum !== undefined, 'the store is read');
  return sum ?? 0;
}

async function expectExact(story: Story): Promise<void> {
  for (const one of story.rig.machines) {
    const rows = await one.files();
    const used = one.board.imageMemory.usedOctets;
    expect(rows.reduce((octets, row) => octets + row.octets, 0)).toBe(used);
    expect(await storedOctets(story, one)).toBe(used);
  }
}

test('whatever is sent, received, stopped, printed, deleted or cut off: used is the sum of what is stored, and zero in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 3, maxLength: 14 }), async (steps) => {
      const story = await Story.begin({
        sender: { imageMemoryOctets: Math.floor(pageOctets * 4.5) },
        recipient: { imageMemoryOctets: Math.floor(FAX.length * 3.5) },
        settings: { redialCount: 1, redialInterval: 600, memoryFullWait: 600 },
        recipientSettings: { memoryLow: 50 },
      });
      try {
        for (const step of steps) {
          await take(story, step);
          for (const { board } of story.rig.machines) {
            expect(board.imageMemory.usedOctets).toBeLessThanOrEqual(board.imageMemory.capacityOctets);
          }
          if (step.do !== 'advance') continue;
          await quiet(story);
          await expectExact(story);
        }
        await quiet(story);
        await expectExact(story);
        story.cable('ifax2', 'plug');
        for (const one of story.rig.machines) await one.closeCover('printer');
        // Calls that waited for the cable come in or give up.
        await story.rig.advance(30 * MINUTE_MS);
        await quiet(story);
        for (const one of story.rig.machines) {
          for (const row of await one.files()) await one.deleteFile(row.fileNumber);
        }
        await story.rig.advance(MINUTE_MS);
        for (const one of story.rig.machines) {
          expect(await one.files()).toEqual([]);
          expect(one.board.imageMemory.usedOctets).toBe(0);
          expect(await story.stored(one)).toEqual([]);
        }
      } finally {
        story.close();
      }
    }),
    { numRuns: RUNS },
  );
}, 300_000);
