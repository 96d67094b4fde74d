import { expect } from 'vitest';
import { GOLDEN, type PowerCase, SHEETS, type Way } from './power-case.ts';

const DAY_MS = 24 * 60 * 60_000;
/** More than any way needs until nothing is left to be done. */
const ROUNDS = 8;

/** What a campaign has seen; printed at its end. */
export const counts = {
  cuts: 0,
  /** By the same Message-ID, when the sender could not know. */
  messagesSentAgain: 0,
  duplicatesNotPrinted: 0,
  /** Sheets of a document that was not stored when the power went. */
  sheetsScannedAgain: 0,
  /** That were in the paper path. */
  sheetsPrintedAgain: 0,
  recordsSetAside: 0,
};

/** What an operator does after the cut until the machines have nothing more to do: mends, answers, sends what is missing. */
export async function operate(at: PowerCase, way: Pick<Way, 'mend' | 'wants'>): Promise<void> {
  const { sender, recipient, story } = at;
  await way.mend?.(at);
  const asking = (): readonly number[] =>
    sender.firmware?.transmitter.filesIn(['interrupted', 'incomplete', 'nextOriginal']) ?? [];
  const kept = () => recipient.firmware?.receiver.receptions.files.find(({ state }) => state === 'kept');
  const settled = (): boolean =>
    sender.firmware?.transmitter.statuses.length === 0 && recipient.firmware?.receiver.idle === true;
  for (let round = 0; round < ROUNDS; round += 1) {
    await story.rig.until(() => settled() || asking().length > 0, 'the machines have come to an end', DAY_MS);
    const unprinted = kept();
    if (asking().length > 0) await answer(at, way.wants);
    else if (unprinted !== undefined) await recipient.printFile(unprinted.fileNumber);
    else if (way.wants === 'nothing more' || missing(at).length === 0) return;
    else await sendMissing(at);
    await story.rig.advance(1_000);
  }
  throw new Error(`the machines have not come to an end: ${sender.lcd.join(' | ')}`);
}

/** A question is on the display by itself; incomplete files are shown by CLEAR. */
async function answer({ sender }: PowerCase, wants: Way['wants']): Promise<void> {
  // RESET would leave the question.
  if (sender.display.screen !== 'question') await sender.press('RESET');
  if (sender.display.screen === 'question') await sender.press(wants === undefined ? 'START' : 'STOP');
  else await sender.press('CLEAR', wants === undefined ? 'START' : 'CLEAR');
}

function missing(at: PowerCase): readonly string[] {
  return GOLDEN.filter((digest) => !at.printed.includes(digest));
}

async function sendMissing(at: PowerCase): Promise<void> {
  const { sender } = at;
  const pages = missing(at);
  await sender.press('RESET');
  counts.sheetsScannedAgain += Math.max(pages.length - sender.board.feeder.sheetsWaiting, 0);
  await sender.takeOriginals();
  await sender.liftFromGlass();
  await sender.load(...SHEETS.filter((_, index) => pages.includes(GOLDEN[index] ?? '')));
  await at.start();
}

/** Nothing is lost, nothing printed twice but a sheet that was in the paper path, nothing left behind. */
export async function account(at: PowerCase, way: Pick<Way, 'wants'>, told: string): Promise<void> {
  const { story, sender, recipient, printed } = at;
  await story.rig.advance(60_000);
  const different = new Set(printed);
  if (way.wants === undefined) expect(different, `${told}: pages printed`).toEqual(new Set(GOLDEN));
  const again = printed.length - different.size;
  const printerCut = story.events('ifax2', 'power.cut').length > 0;
  expect(again, `${told}: sheets printed again`).toBeLessThanOrEqual(printerCut ? 1 : 0);
  for (const machine of [sender, recipient]) {
    expect(machine.board.imageMemory.usedOctets, `${told}: image memory of ${machine.name}`).toBe(0);
    expect(await story.stored(machine), `${told}: records of ${machine.name}`).toEqual([]);
  }
  // Whatever was given to the machine is told of; what it calls delivered is printed, unless it was deleted there.
  expect(sender.journal.length, `${told}: the sender tells of the job`).toBeGreaterThan(0);
  if (way.wants === undefined) expect(sender.journal.map(({ result }) => result)).toContain('OK');
  const received = recipient.journal.filter(({ result }) => result === 'OK').map(({ messageId }) => messageId);
  expect(new Set(received).size, `${told}: messages received once each`).toBe(received.length);
  counts.sheetsPrintedAgain += again;
  counts.duplicatesNotPrinted += story.events('ifax2', 'message.duplicate').length;
  counts.messagesSentAgain += repetitions(at);
  counts.recordsSetAside += await setAside(at);
}

/** How often a message's body was sent once more. */
function repetitions({ story }: PowerCase): number {
  const bodies = story.events('ifax1', 'delivery.entered').filter(({ data }) => data['state'] === 'sending');
  return Math.max(bodies.length - story.events('ifax1', 'job.ordered').length, 0);
}

async function setAside({ story }: PowerCase): Promise<number> {
  let found = 0;
  for (const { board } of story.rig.machines) {
    let names: readonly string[] | undefined;
    await story.rig.clock.enter(() => {
      void board.storage.list('damaged').then((list) => {
        names = list;
      });
    });
    await story.rig.until(() => names !== undefined, 'the store is listed');
    found += names?.length ?? 0;
  }
  return found;
}
