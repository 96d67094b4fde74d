import { FeederError, hostCalendar, OriginalError, type TraceEvent } from '../../device-model/index.ts';
import type { FaxMessage } from '../../firmware/mail/fax-message.ts';
import { HOST_LAB_MACHINE, hostLab } from '../lab/host-lab.ts';
import { LabError } from '../lab/lab-description.ts';
import type { Machine, OriginalFile } from '../machine.ts';
import { Rig } from '../rig.ts';
import { MessageFile } from './message-file.ts';
import { Progress } from './progress.ts';
import { readOriginals } from './read-originals.ts';
import { parseSendOptions, SEND_USAGE, type SendOptions } from './send-options.ts';
import { sendReport } from './send-report.ts';
import { traceText } from './trace-text.ts';
import { UsageError } from './usage-error.ts';

/** `dpsim send`: one job of one machine over the host's network; 0 only when the far end took the fax. */
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
  const sent: FaxMessage[] = [];
  const rig = await createRig(options, (message) => sent.push(message));
  const machine = rig.machine(HOST_LAB_MACHINE);
  const refused = watchUplink(rig, options);
  const progress = new Progress(process.stderr);
  rig.log.subscribe((event) => {
    progress.tell(event);
    if (options.showDialogue) showLine(event, options.json);
  });
  const stop = (): void => {
    void machine.press('STOP');
  };
  process.once('SIGINT', stop);
  try {
    await rig.powerOn();
    await load(machine, originals);
    const count = 1 + (options.lab.alsoTo?.length ?? 0);
    await machine.type(Array.from({ length: count }, (_, index) => String(index + 1)).join());
    await machine.press('START');
    await rig.until(() => machine.journal.length >= count, 'the job is journaled', Number.POSITIVE_INFINITY);
    progress.end();
    const message = sent.at(-1);
    if (message !== undefined) await file?.write(message);
    return report(rig, machine, options, refused());
  } finally {
    progress.end();
    process.removeListener('SIGINT', stop);
    await machine.powerOff();
    rig.close();
  }
}

async function createRig(options: SendOptions, onMessage: (message: FaxMessage) => void): Promise<Rig> {
  const startsAt = hostCalendar();
  const lab = hostLab({ ...options.lab, startsAt, seed: startsAt.toISOString() });
  try {
    return await Rig.create(lab, { machines: { [HOST_LAB_MACHINE]: { firmware: { onMessage } } } });
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

/** The dialogue goes beside a JSON report, not into it. */
function showLine({ event, data }: TraceEvent, beside: boolean): void {
  if (event !== 'smtp.line' || data['role'] !== 'client') return;
  const stream = beside ? process.stderr : process.stdout;
  stream.write(`${traceText(data['direction'])}: ${traceText(data['text'])}\n`);
}

function report(rig: Rig, machine: Machine, options: SendOptions, refused: readonly string[]): number {
  const told = sendReport(rig.log.lines, machine.journal);
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
