import { describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { Random } from '../../device-model/random.ts';
import type { TraceEvent } from '../../device-model/trace/trace.ts';
import { pelsDigest } from '../../firmware/index.ts';
import { traceText } from '../../rig/cli/trace-text.ts';
import { pngOfPage } from '../../rig/export/png-of-page.ts';
import type { Machine, OriginalFile } from '../../rig/machine.ts';
import { Story } from '../support/scenario.ts';

/**
 * The plug is pulled at every state that a transmission passes through and at octets drawn by a seed, at either end, with
 * unsynced writes lost or torn as the store's own seed has it. Afterwards an operator switches the machine on again and
 * does what its display asks. No page may be lost, and none printed twice.
 */
const SHEETS = ['one', 'two'];
const OCTET_POSITIONS = 200;
const END_MS = 24 * 60 * 60_000;
/** The header line tells the time of the attempt: pages could not be compared. */
const SETTINGS = { headerLine: 'Off', redialInterval: 30 } as const;

type End = 'ifax1' | 'ifax2';

/** Between pieces of octets both ways: the position at which the line went dead. */
interface Cut {
  readonly end: End;
  readonly where: string;
}

const counts = { cuts: 0, duplicatesNotPrinted: 0, sheetsScannedAgain: 0, printedAgain: 0 };

async function begin(seed: string): Promise<Story> {
  const story = await Story.begin({ seed, settings: SETTINGS });
  await story.sender.load(...SHEETS.map((_, index) => sheet(index)));
  return story;
}

/** Pages that can be told from one another. */
function sheet(index: number): OriginalFile {
  const raster = blankRaster(210, 297);
  for (let row = 40; row < 260; row += 20) {
    const from = row * raster.rowOctets + 4;
    raster.octets.fill(0xff, from, from + 4 + 8 * index);
  }
  return { label: SHEETS[index] ?? '', octets: pngOfPage({ raster, resolution: RESOLUTIONS['200x200'] }), paper: 'A4' };
}

const digests = (machine: Machine): readonly string[] => machine.printed.map(({ raster }) => pelsDigest(raster));

/** Pulls the plug, waits a little, puts it back. */
async function cutAndRestore(story: Story, end: End): Promise<void> {
  counts.cuts += 1;
  const machine = story.rig.machine(end);
  await machine.cutPower();
  await story.rig.advance(2_000);
  await machine.powerOn();
  await story.rig.until(() => machine.ready, `${end} is ready again`);
}

/** What an operator does until every page has gone: answers questions and lays in again what was not stored. */
async function operate(story: Story, golden: readonly string[]): Promise<void> {
  const { rig, sender, recipient } = story;
  const settled = (): boolean =>
    sender.firmware?.transmitter.statuses.length === 0 && recipient.firmware?.receiver.idle === true;
  const asking = (): boolean => (sender.firmware?.transmitter.filesIn(['interrupted', 'incomplete']).length ?? 0) > 0;
  for (let round = 0; round < 6; round += 1) {
    await rig.until(() => settled() || asking(), 'the machines have come to an end', END_MS);
    if (asking()) {
      if (!/^(?:MEMORY|SEND|START|INTERRUPTED|.*\?)/.test(sender.lcd.join(' '))) await sender.press('CLEAR');
      await sender.press('START');
      await rig.advance(1_000);
      continue;
    }
    const missing = golden.filter((digest) => !digests(recipient).includes(digest));
    if (missing.length === 0) return;
    await sender.press('RESET');
    counts.sheetsScannedAgain += missing.length - sender.board.feeder.sheetsWaiting;
    sender.board.feeder.removeAll();
    await sender.load(...missing.map((digest) => sheet(golden.indexOf(digest))));
    await sender.press('0', '0', '1', 'START');
    await rig.advance(1_000);
  }
}

async function accountFor(story: Story, { end, where }: Cut, golden: readonly string[]): Promise<void> {
  await operate(story, golden);
  const { recipient, rig, sender } = story;
  await rig.advance(60_000);
  const printed = digests(recipient);
  const told = `${end} cut ${where}`;
  expect(new Set(printed), `${told}: pages printed`).toEqual(new Set(golden));
  const again = printed.length - golden.length;
  counts.printedAgain += again;
  // Only the sheet in the paper path may come again.
  expect(again, `${told}: sheets printed again`).toBeLessThanOrEqual(end === 'ifax2' ? 1 : 0);
  expect(sender.board.imageMemory.usedOctets, `${told}: scan buffer`).toBe(0);
  expect(recipient.board.imageMemory.usedOctets, `${told}: spool`).toBe(0);
  expect(await story.stored(), told).toEqual([]);
  expect(await story.stored(recipient), told).toEqual([]);
  counts.duplicatesNotPrinted += story.events('ifax2', 'message.duplicate').length;
}

/** An uncut transmission: the pages as printed, the states entered, and the octets that passed. */
async function uncut() {
  const story = await begin('campaign');
  let octets = 0;
  story.rig.lan.tap = (piece) => {
    octets += piece.octets.length;
    return piece.octets.length;
  };
  const before = story.rig.log.lines.length;
  await story.sender.press('0', '0', '1', 'START');
  await story.journaled();
  await story.rig.until(() => story.recipient.firmware?.receiver.idle === true, 'printed');
  const golden = digests(story.recipient);
  const states = story.rig.log.lines
    .slice(before)
    .filter(isState)
    .map((line) => ({ end: line.machine as End, name: nameOf(line) }));
  story.close();
  return { golden, states, octets };
}

function isState({ machine, event }: TraceEvent): boolean {
  return /^ifax[12]$/.test(machine) && /^(?:job|delivery|reception|screen)\.entered$/.test(event);
}

function nameOf({ event, data }: TraceEvent): string {
  return `${event.replace('.entered', '')} ${traceText(data['state'] ?? data['screen'])}`;
}

const { golden, states, octets } = await uncut();

test('the uncut transmission prints two different pages', () => {
  expect(new Set(golden).size).toBe(SHEETS.length);
});

describe('the plug is pulled', () => {
  const entered = [...new Map(states.map((state) => [`${state.end} ${state.name}`, state])).values()];

  test.each(entered)('when $end enters $name', { timeout: 120_000 }, async ({ end, name }) => {
    const story = await begin(`cut at ${end} ${name}`);
    try {
      let reached = false;
      const stop = story.rig.log.subscribe((line) => {
        if (line.machine === end && isState(line) && nameOf(line) === name) reached = true;
      });
      await story.sender.press('0', '0', '1', 'START');
      await story.rig.until(() => reached, `${end} enters ${name}`);
      stop();
      await cutAndRestore(story, end);
      await accountFor(story, { end, where: `at ${name}` }, golden);
    } finally {
      story.close();
    }
  });

  test.each(['ifax1', 'ifax2'] as const)(
    `of %s at ${OCTET_POSITIONS / 2} octets of the dialogue`,
    { timeout: 900_000 },
    async (end) => {
      const random = new Random(`octets of ${end}`);
      for (let cut = 0; cut < OCTET_POSITIONS / 2; cut += 1) {
        const position = random.below(octets);
        const story = await begin(`${end} octet ${position}`);
        try {
          let passed = 0;
          let dead = false;
          const lines = new Set<string>();
          story.rig.lan.tap = ({ from, to, octets: piece }) => {
            const line = [Math.min(from.port, to.port), Math.max(from.port, to.port)].join(' ');
            // What is still on its way when the line goes dead does not arrive behind a gap.
            if (dead) return lines.has(line) ? 0 : piece.length;
            lines.add(line);
            const room = position - passed;
            passed += piece.length;
            dead = passed > position;
            return dead ? room : piece.length;
          };
          await story.sender.press('0', '0', '1', 'START');
          await story.rig.until(() => dead, `octet ${position} passes`);
          await cutAndRestore(story, end);
          await accountFor(story, { end, where: `at octet ${position} of ${octets}` }, golden);
        } finally {
          story.close();
        }
      }
    },
  );

  test('the counts', () => {
    process.stdout.write(`power campaign: ${JSON.stringify(counts)}\n`);
    expect(counts.cuts).toBe(entered.length + OCTET_POSITIONS);
  });
});
