import { FeederError, hostCalendar, OriginalError, type Storage, type TraceEvent } from '../../device-model/index.ts';
import type { JournalEntry } from '../../firmware/index.ts';
import type { FaxMessage } from '../../firmware/mail/fax-message.ts';
import { HOST_LAB_MACHINE, hostLab } from '../lab/host-lab.ts';
import { LabError } from '../lab/lab-description.ts';
import type { Machine, OriginalFile } from '../machine.ts';
import { Rig } from '../rig.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { entriesSince, keptFiles, sendKept, stopScanning } from './kept-files.ts';
import { MessageFile } from './message-file.ts';
import { openState } from './open-state.ts';
import { Progress } from './progress.ts';
import { readOriginals } from './read-originals.ts';
import { parseSendOptions, SEND_USAGE, type SendOptions } from './send-options.ts';
import { sendReport } from './send-report.ts';
import { traceText } from './trace-text.ts';
import { UsageError } from './usage-error.ts';

/** `dpsim send`: one job of one machine over the host's network; 0 only when the far end took the fax. */
/** The answer to QUIT changes nothing of a job that has ended; so long the command waits for it. *Own design.* */
const GOODBYE_MS = 1_000;

export async function run(args: readonly string[]): Promise<number> {
  const options = parseSendOptions(args);
  if (options === undefined) {
    process.stdout.write(`${SEND_USAGE}\n`);
    return 0;
  }
  const originals = await readOriginals(options.files, options.paper);
  const file = options.saveMessage === undefined ? undefined : await MessageFile.open(options.saveMessage);
  try {
    return await sendFax(options, originals, file);
  } finally {
    await file?.close();
  }
}

async function sendFax(
  options: SendOptions,
  originals: readonly OriginalFile[],
  file: MessageFile | undefined,
): Promise<number> {
  const state = options.state === undefined ? undefined : await openState(options.state);
  try {
    return await sendWith(state, options, originals, file);
  } finally {
    await state?.close();
  }
}

async function sendWith(
  state: StateFolder | undefined,
  options: SendOptions,
  originals: readonly OriginalFile[],
  file: MessageFile | undefined,
): Promise<number> {
  const sent: FaxMessage[] = [];
  const rig = await createRig(options, await state?.storageOf(HOST_LAB_MACHINE), (message) => sent.push(message));
  const machine = rig.machine(HOST_LAB_MACHINE);
  const refused = watchUplink(rig, options);
  const progress = new Progress(process.stderr);
  rig.log.subscribe((event) => {
    progress.tell(event);
    if (options.showDialogue) showLine(event, options.json);
  });
  const saidGoodbye = watchGoodbye(rig);
  let interrupted = false;
  const stop = (): void => {
    interrupted = state !== undefined;
    if (state === undefined) void machine.press('STOP');
  };
  process.once('SIGINT', stop);
  if (state !== undefined) process.once('SIGTERM', stop);
  try {
    await rig.powerOn();
    const entries = entriesSince(machine);
    const awaited =
      originals.length === 0 ? await takeUp(rig, machine, options) : await order(rig, machine, originals, options);
    const ended = (): readonly JournalEntry[] =>
      entries().filter(({ messageId }) => messageId !== undefined && awaited.includes(messageId));
    const told = (): number => new Set(ended().map(({ messageId }) => messageId)).size;
    await rig.until(() => interrupted || told() >= awaited.length, 'the job is journaled', Number.POSITIVE_INFINITY);
    progress.end();
    if (interrupted) await stopScanning(rig, machine);
    await rig.clock.runUntil(saidGoodbye, rig.clock.now() + GOODBYE_MS);
    const message = sent.at(-1);
    if (message !== undefined) await file?.write(message);
    const code = interrupted ? 1 : report(rig, ended(), options, refused());
    for (const { sentence } of state === undefined ? [] : keptFiles(machine)) {
      process.stderr.write(`dpsim: kept in ${options.state}: ${sentence}\n`);
    }
    return code;
  } finally {
    progress.end();
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    await machine.powerOff();
    rig.close();
  }
}

/** Lays in the originals and presses START; returns the Message-IDs of the job. */
async function order(
  rig: Rig,
  machine: Machine,
  originals: readonly OriginalFile[],
  { lab, state }: SendOptions,
): Promise<readonly string[]> {
  const asking = keptFiles(machine).find(({ asks }) => asks);
  if (asking !== undefined) {
    const how = `send it with dpsim send --state ${state} and no originals first`;
    throw new UsageError(`--state ${state}: ${asking.sentence}, waits for an answer: ${how}`);
  }
  let ordered: readonly string[] | undefined;
  const end = rig.log.subscribe(({ event, data }) => {
    if (event !== 'job.ordered') return;
    const record = machine.firmware?.transmitter.record(Number(data['fileNumber']));
    ordered = record?.destinations.map(({ messageId }) => messageId);
  });
  await load(machine, originals);
  const count = 1 + (lab.alsoTo?.length ?? 0);
  await machine.type(Array.from({ length: count }, (_, index) => String(index + 1)).join());
  await machine.press('START');
  end();
  if (ordered === undefined) throw new UsageError(`the machine takes no order: ${machine.lcd.join(' ').trim()}`);
  return ordered;
}

/** Sends on what was kept. */
async function takeUp(rig: Rig, machine: Machine, { state }: SendOptions): Promise<readonly string[]> {
  const kept = await sendKept(rig, machine);
  if (kept.length === 0) process.stderr.write(`dpsim: nothing is kept in ${state}\n`);
  for (const { sentence } of kept) process.stderr.write(`dpsim: goes on: ${sentence}\n`);
  return kept.flatMap(({ messageIds }) => messageIds);
}

async function createRig(
  options: SendOptions,
  storage: Storage | undefined,
  onMessage: (message: FaxMessage) => void,
): Promise<Rig> {
  const startsAt = hostCalendar();
  const lab = hostLab({ ...options.lab, startsAt, seed: startsAt.toISOString() });
  try {
    return await Rig.create(lab, {
      machines: { [HOST_LAB_MACHINE]: { ...(storage === undefined ? {} : { storage }), firmware: { onMessage } } },
    });
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(error.message);
    throw error;
  }
}

/** Opens the uplink for addresses of allowed domains as the machine finds them; returns what tells the refused ones. */
function watchUplink(rig: Rig, { allowedDomains, lab }: SendOptions): () => readonly string[] {
  const refused: string[] = [];
  rig.log.subscribe(({ event, data }) => {
    const addresses = data['addresses'];
    const host = lab.viaServer ?? traceText(data['forwardPath'] ?? '').replace(/^.*@/, '');
    if (event === 'route.found' && Array.isArray(addresses) && allowedDomains.includes(host.toLowerCase())) {
      for (const address of addresses) if (typeof address === 'string') rig.allowBeyond(address);
    }
    if (event === 'uplink.refused' && typeof data['address'] === 'string') refused.push(data['address']);
  });
  return () => refused;
}

async function load(machine: Machine, originals: readonly OriginalFile[]): Promise<void> {
  try {
    await machine.load(...originals);
  } catch (error) {
    if (error instanceof OriginalError || error instanceof FeederError) throw new UsageError(error.message);
    throw error;
  }
}

/** Whether the far end's answer to QUIT is not still to come: the dialogue is shown whole then. */
function watchGoodbye(rig: Rig): () => boolean {
  let quitting = false;
  rig.log.subscribe(({ event, data }) => {
    if (event === 'smtp.line' && data['role'] === 'client') {
      quitting = data['direction'] === 'C' && data['text'] === 'QUIT';
    }
  });
  return () => !quitting;
}

/** The dialogue goes beside a JSON report, not into it. */
function showLine({ event, data }: TraceEvent, beside: boolean): void {
  if (event !== 'smtp.line' || data['role'] !== 'client') return;
  const stream = beside ? process.stderr : process.stdout;
  stream.write(`${traceText(data['direction'])}: ${traceText(data['text'])}\n`);
}

function report(rig: Rig, entries: readonly JournalEntry[], options: SendOptions, refused: readonly string[]): number {
  if (entries.length === 0) return 0;
  const told = sendReport(rig.log.lines, entries);
  if (options.json) process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  else for (const line of told.story) process.stdout.write(`${line}\n`);
  const [stranger] = refused;
  if (stranger !== undefined) {
    process.stderr.write(
      `dpsim: ${stranger} is no loopback or private address, and a test machine must not fax strangers by accident: ` +
        `allow it with --allow ${stranger}\n`,
    );
  }
  return told.delivered ? 0 : 1;
}
