import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FeederError, OriginalError, type TraceEvent } from '../../device-model/index.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { journalText, pelsDigest } from '../../firmware/index.ts';
import { type DialogueLine, dialogueFigure } from '../export/dialogue-figure.ts';
import { pdfOfPages } from '../export/pdf-of-pages.ts';
import { pngOfPage } from '../export/png-of-page.ts';
import { testOriginal } from '../lab/test-original.ts';
import { twoMachines } from '../lab/two-machines.ts';
import type { Machine, OriginalFile } from '../machine.ts';
import { Rig } from '../rig.ts';
import { DemoState } from './demo-state.ts';
import { entriesSince, sendKept } from './kept-files.ts';
import { clockOf, narrate } from './narrator.ts';
import { openOutFolder } from './out-folder.ts';
import { readOriginals } from './read-originals.ts';
import { stageTimes } from './stage-times.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `usage: dpsim demo [options] [ORIGINAL ...]

Two machines on one virtual LAN, a router and a name server between them: ifax1 scans, passes the No. 22 guard and sends
by Direct Internet Fax to ifax2, which prints. ORIGINAL are PNG, JPEG, WebP, SVG, TIFF or PDF files, of which the last two
may have several pages; without any, a test original of two pages.

  --out DIR      where the received pages go (default: out/demo)
  --seed TEXT    one seed, one event log (default: "two machines")
  --resolution R one of ${Object.keys(RESOLUTIONS).join(' ')}
  --state DIR    keep both machines' memory there from one run to the next: settings, journal, files that were not sent or
                 printed yet; a run goes on where the one before ended, and has another event log
  --help`;

/** Runs the demonstration; 0 only when the pels printed are the pels sent. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const out = await openOutFolder(options.out);
  const originals = options.files.length === 0 ? await testOriginal() : await readOriginals(options.files);
  const state = options.state === undefined ? undefined : await DemoState.open(options.state);
  try {
    const rig = await createRig(options.seed, state);
    rig.log.subscribe((event) => {
      const line = narrate(event);
      if (line !== undefined) say(line);
    });
    try {
      return await transmit(rig, originals, out, options.resolution, state);
    } finally {
      await state?.end(rig);
      rig.close();
    }
  } finally {
    await state?.close();
  }
}

async function createRig(seed: string, state: DemoState | undefined): Promise<Rig> {
  if (state === undefined) return await Rig.create(twoMachines({ seed }));
  return await Rig.create(state.continued(twoMachines({ seed })), { machines: await state.machines() });
}

async function transmit(
  rig: Rig,
  originals: readonly OriginalFile[],
  out: string,
  resolution: string | undefined,
  state: DemoState | undefined,
): Promise<number> {
  const sender = rig.machine('ifax1');
  const recipient = rig.machine('ifax2');
  await rig.powerOn();
  if (state !== undefined) await goOn(rig, out, state);
  if (state?.interrupted === true) return 1;
  const [sent, received] = [entriesSince(sender), entriesSince(recipient)];
  const linesBefore = rig.log.lines.length;
  const linesSince = (): readonly TraceEvent[] => rig.log.lines.slice(linesBefore);
  if (resolution !== undefined) await sender.set('resolution', resolution);
  await load(sender, originals);
  await sender.press('0', '0', '1', 'START');
  const interrupted = (): boolean => state?.interrupted === true;
  await rig.until(() => interrupted() || sent().length > 0, 'the sender has a journal entry');
  const entry = sent().at(-1);
  const delivered = entry?.result === 'OK';
  if (delivered) {
    await rig.until(() => interrupted() || received().length > 0, 'the recipient has a journal entry');
  }
  if (interrupted()) return 1;
  say('');
  say('LCD of ifax1:');
  for (const line of sender.lcd) say(`  | ${line.padEnd(40)} |`);
  for (const machine of rig.machines) {
    say('');
    say(`Journal of ${machine.name}`);
    say(journalText(machine.journal, { date: machine.board.clock.calendar(), zoneOffsetMinutes: 0 }).trimEnd());
  }
  say('');
  say('Time of each stage on the machines’ clock:');
  for (const { stage, ms } of stageTimes(linesSince(), 'ifax1')) say(`  ${stage.padEnd(14)} ${clockOf(ms)}`);
  say('');
  say(`Event log: ${rig.log.lines.length} lines, SHA-256 ${rig.log.hash()}`);
  if (!delivered) {
    say('');
    say(`NOT DELIVERED, info code ${entry?.result}: ${entry?.detail ?? 'see the journal.'}`);
    return 1;
  }
  const files = await writePages(recipient, out, 'received');
  say('');
  say('Received pages:');
  for (const file of files) say(`  ${file}`);
  const figure = join(out, 'dialogue.svg');
  const lines = dialogueLines(linesSince(), sender.name);
  await writeFile(figure, dialogueFigure({ client: sender.name, server: recipient.name, lines }));
  say(`The dialogue as a figure: ${figure}`);
  say(`The sender's journal as it prints it: ${await printedJournal(sender, out)}`);
  return compare(sentDigests(linesSince(), sender.name), recipient) ? 0 : 1;
}

/** On paper: the sheet's picture. */
async function printedJournal(machine: Machine, out: string): Promise<string> {
  await machine.printJournal();
  const file = join(out, 'journal.png');
  const [sheet] = machine.printed;
  if (sheet !== undefined) await writeFile(file, pngOfPage(sheet));
  return file;
}

function dialogueLines(events: readonly TraceEvent[], machine: string): readonly DialogueLine[] {
  return events.flatMap(({ machine: of, event, data: { role, direction, text } }) =>
    of === machine && event === 'smtp.line' && role === 'client' && typeof text === 'string'
      ? [{ direction: direction === 'C' ? 'C' : 'S', text }]
      : [],
  );
}

/** What the sender's log says of the pels it coded, page by page. */
function sentDigests(events: readonly TraceEvent[], machine: string): readonly string[] {
  return events.flatMap(({ machine: of, event, data }) =>
    of === machine && event === 'page.coded' && typeof data['pels'] === 'string' ? [data['pels']] : [],
  );
}

function compare(sent: readonly string[], recipient: Machine): boolean {
  const printed = recipient.printed.map((page) => pelsDigest(page.raster));
  const equal = sent.length === printed.length && sent.every((digest, index) => digest === printed[index]);
  say('');
  say(
    equal
      ? `The pels printed by ${recipient.name} equal the pels sent: ${printed.length} page(s).`
      : `The pels printed by ${recipient.name} are NOT the pels sent (${sent.length} sent, ${printed.length} printed).`,
  );
  return equal;
}

/** What the run before left in memory is sent and printed first; its pages are taken out of the tray. */
async function goOn(rig: Rig, out: string, state: DemoState): Promise<void> {
  const recipient = rig.machine('ifax2');
  const sender = rig.machine('ifax1');
  for (const { sentence } of await sendKept(rig, sender)) say(`Kept by ifax1: ${sentence}`);
  const quiet = (): boolean =>
    sender.firmware?.transmitter.statuses.every(({ state: at }) => at === 'incomplete') === true &&
    recipient.firmware?.receiver.idle === true;
  await rig.until(() => state.interrupted || quiet(), 'what was kept is through');
  // The panel has followed the file that asked.
  await sender.press('RESET');
  if (recipient.printed.length === 0) return;
  const files = await writePages(recipient, out, 'kept');
  say(`Pages of the run before: ${files.join(', ')}`);
  await recipient.emptyTray();
}

async function writePages(recipient: Machine, out: string, name: string): Promise<readonly string[]> {
  const pages = recipient.printed;
  const files: string[] = [];
  const pdf = join(out, `${name}.pdf`);
  await writeFile(pdf, pdfOfPages(pages, encodeMmr));
  files.push(pdf);
  for (const [index, page] of pages.entries()) {
    const png = join(out, `${name}-${index + 1}.png`);
    await writeFile(png, pngOfPage(page));
    files.push(png);
  }
  return files;
}

async function load(sender: Machine, originals: readonly OriginalFile[]): Promise<void> {
  try {
    await sender.load(...originals);
  } catch (error) {
    if (error instanceof OriginalError || error instanceof FeederError) throw new UsageError(error.message);
    throw error;
  }
}

function parse(
  args: readonly string[],
):
  | { files: string[]; out: string; seed: string; resolution: string | undefined; state: string | undefined }
  | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: join('out', 'demo') },
        seed: { type: 'string', default: 'two machines' },
        resolution: { type: 'string' },
        state: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    const { resolution, state } = values;
    if (resolution !== undefined && !Object.hasOwn(RESOLUTIONS, resolution)) {
      throw new UsageError(`--resolution ${resolution}: expected one of ${Object.keys(RESOLUTIONS).join(', ')}`);
    }
    return { files: positionals, out: values.out, seed: values.seed, resolution, state };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} (dpsim demo --help)`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
