import { join } from 'node:path';
import { type FolderStorage, hostCalendar, type TraceEvent } from '../../device-model/index.ts';
import type { ArchivedReception } from '../../firmware/index.ts';
import { faxLine, writeFaxFolder } from '../export/fax-folder.ts';
import { HOST_LAB_ADDRESS, HOST_LAB_MACHINE, hostLab } from '../lab/host-lab.ts';
import type { Machine } from '../machine.ts';
import { Rig } from '../rig.ts';
import { LISTEN_USAGE, type ListenOptions, parseListenOptions } from './listen-options.ts';
import { openState } from './open-state.ts';
import { openOutFolder } from './out-folder.ts';
import { traceText } from './trace-text.ts';
import { UsageError } from './usage-error.ts';

/** The machine's own memory below the out folder, unless another is named: what it has answered 250 for survives the process. */
const STATE_FOLDER = '.machine';

/** `dpsim listen`: one machine that receives from the host's network until SIGINT, or one fax with `--once`. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseListenOptions(args);
  if (options === undefined) {
    process.stdout.write(`${LISTEN_USAGE}\n`);
    return 0;
  }
  const out = await openOutFolder(options.out);
  const { state: named } = options;
  const state = named === undefined ? await openState(join(out, STATE_FOLDER), 'out') : await openState(named);
  let interrupted = false;
  const results: string[] = [];
  let machine: Machine | undefined;
  const rig = await createRig(options, await state.storageOf(HOST_LAB_MACHINE), async (reception) => {
    // Sheets are taken out of the tray after every fax, so those there now are this one's.
    const pages = machine?.printed ?? [];
    const folder = await writeFaxFolder(out, { ...reception, pages, dialogue: dialogueOf(rig.log.lines, reception) });
    machine?.board.tray.empty();
    say(`${faxLine(reception.entry)} -> ${folder}`);
    results.push(reception.entry.result);
  });
  machine = rig.machine(HOST_LAB_MACHINE);
  const stop = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  rig.log.subscribe(warn);
  try {
    await rig.powerOn();
    const port = await published(rig, options);
    say(`dpsim listening on ${options.bind}:${port}, faxes go to ${out} (Ctrl-C ends)`);
    const receiver = machine.firmware?.receiver;
    await rig.until(() => interrupted || (options.once && results.length > 0), 'the end', Number.POSITIVE_INFINITY);
    await rig.clock.enter(() => receiver?.close());
    await rig.until(() => receiver?.idle ?? true, 'what was received is printed', Number.POSITIVE_INFINITY);
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    await machine.powerOff();
    rig.close();
    await state.close();
  }
  return options.once && !interrupted && results[0] !== 'OK' ? 1 : 0;
}

async function createRig(
  options: ListenOptions,
  storage: FolderStorage,
  archive: (reception: ArchivedReception) => Promise<void>,
): Promise<Rig> {
  const startsAt = hostCalendar();
  const { maxOctets } = options;
  const lab = hostLab({
    ...HOST_LAB_ADDRESS,
    model: options.model,
    dhcp: 'Disabled',
    dnsServers: [],
    from: options.from,
    smtpPort: 25,
    allow: [],
    settings: {
      connegDialect: options.dialect,
      // Who listens wants to see what came, printable or not, and as often as it came.
      unprintableMessage: 'Keep',
      duplicateCheck: 'Off',
      // It knows neither a name server nor a mail server.
      notification: 'Off',
    },
    published: { address: options.bind, port: options.port },
    mailboxes: options.mailboxes,
    // Two at least must fit, one being printed while the next arrives.
    ...(maxOctets === undefined ? {} : { imageMemoryOctets: Math.min(2 * maxOctets, 1_073_741_824) }),
    startsAt,
    seed: startsAt.toISOString(),
  });
  const limits = maxOctets === undefined ? {} : { messageOctets: maxOctets };
  return await Rig.create(lab, { machines: { [HOST_LAB_MACHINE]: { storage, firmware: { archive, limits } } } });
}

/** The port really listened on; throws UsageError when the host does not give it. */
async function published(rig: Rig, { bind, port }: ListenOptions): Promise<number> {
  const found = (event: string): TraceEvent | undefined => rig.log.lines.find((line) => line.event === event);
  await rig.until(
    () => found('port.published') !== undefined || found('port.unpublished') !== undefined,
    'the port is open',
  );
  const refused = found('port.unpublished');
  if (refused === undefined) return Number(found('port.published')?.data['port']);
  const code = traceText(refused.data['code']);
  switch (code) {
    case 'EADDRINUSE':
      throw new UsageError(`port ${port} of ${bind} is in use by another program: choose another with --port`);
    case 'EACCES':
      throw new UsageError(
        `port ${port} of ${bind} needs a right that this process has not: choose one from 1024 with --port, run as root, or ` +
          `give node the right with setcap 'cap_net_bind_service=+ep' $(command -v node)`,
      );
    default:
      throw new UsageError(`${bind}:${port} cannot be listened on (${code}): expected an address of this host`);
  }
}

/** The session that brought the message, line by line. */
function dialogueOf(events: readonly TraceEvent[], { envelope }: ArchivedReception): readonly string[] {
  const spooled = events.findLast(
    ({ event, data }) => event === 'message.spooled' && data['fileNumber'] === envelope.fileNumber,
  );
  const session = spooled?.data['session'];
  if (session === undefined) return [];
  return events
    .filter(({ event, data }) => event === 'smtp.line' && data['session'] === session)
    .map(({ data }) => `${traceText(data['direction'])}: ${traceText(data['text'])}`);
}

function warn({ event, data }: TraceEvent): void {
  if (event !== 'archive.failed') return;
  process.stderr.write(
    `dpsim: file ${traceText(data['fileNumber']).padStart(3, '0')} could not be written (${traceText(data['sentence'])}): ` +
      'the machine keeps it and offers it again at the next start\n',
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
