import {
  Board,
  type BoardClock,
  type EventLog,
  type HostNetwork,
  MemoryStorage,
  NonvolatileMemory,
  type Random,
  type RecordFormat,
  type Storage,
  type UplinkedHost,
  type VirtualHost,
} from '../../device-model/index.ts';
import {
  AddressBook,
  Firmware,
  type FirmwareOptions,
  hardwareOf,
  isSettingKey,
  modelNamed,
  Settings,
} from '../../firmware/index.ts';
import { LabError, type MachineDescription } from './lab-description.ts';

export interface BuiltMachine {
  readonly board: Board;
  /** The firmware of the present power-on. */
  readonly firmware: () => Firmware | undefined;
  /** The LAN cable; absent on the host's own network. */
  readonly cable: Pick<VirtualHost, 'plugged' | 'plug' | 'unplug'> | undefined;
}

/** What a description cannot hold: hands that reach out of the rig. */
export interface MachineOptions {
  /** The machine's non-volatile store; memory that ends with the process by default. */
  readonly storage?: Storage;
  /**
   * Whether the description's settings and stations are entered every time the machine is built (the default), or only into a store
   * in which they never were: what was changed at the machine since then stays.
   */
  readonly furnish?: 'always' | 'once';
  readonly firmware?: Pick<FirmwareOptions, 'archive' | 'limits' | 'onMessage'>;
}

const NO_TIMING = { operationMs: 0, octetsPerMs: Number.POSITIVE_INFINITY, syncMs: 0 };

/** One machine as described, switched off: settings and stations lie in its non-volatile memory. */
export async function buildMachine(parts: {
  readonly description: MachineDescription;
  readonly boardClock: BoardClock;
  readonly log: EventLog;
  readonly random: Random;
  readonly network: VirtualHost | UplinkedHost | HostNetwork;
  /** Modelled durations of the hardware are left out. */
  readonly hurried: boolean;
  readonly options: MachineOptions;
}): Promise<BuiltMachine> {
  const { description, boardClock, log, random, network, options, hurried } = parts;
  const { imageMemoryOctets } = description;
  const model = modelNamed(description.model);
  if (model === undefined) throw new LabError(`machines ${description.name}: there is no model ${description.model}`);
  const memory = new MemoryStorage(random.fork('storage'));
  const storage = options.storage ?? memory;
  const hardware = hardwareOf(model);
  const printer = hurried ? { ...hardware.printer, printMsPerPage: 0 } : hardware.printer;
  const trace = log.writer(description.name);
  const board = new Board({
    name: description.name,
    profile: { ...hardware, printer, ...(imageMemoryOctets === undefined ? {} : { imageMemoryOctets }) },
    clock: boardClock,
    trace,
    random,
    store: storage,
    ...(hurried ? { storeTiming: NO_TIMING } : {}),
    network,
    onPowerCut: () => {
      memory.cutPower();
      network.powerLost();
    },
    onPowerOn: () => network.powerRestored(),
  });
  if (options.furnish !== 'once') await furnish(description, storage, trace);
  else await furnishOnce(description, storage, trace);
  let firmware: Firmware | undefined;
  board.install((on) => {
    firmware = new Firmware(on, { ...options.firmware, model, mailboxes: description.mailboxes });
    return firmware;
  });
  return {
    board,
    firmware: () => (board.powered ? firmware : undefined),
    cable: 'plug' in network ? network : undefined,
  };
}

const FURNISHED = 'settings/furnished';
const FURNISHED_FORMAT: RecordFormat<true> = {
  version: 1,
  check: (value) => (value === true ? { ok: true, value } : { ok: false, sentence: 'expected true.' }),
};

async function furnishOnce(...[description, storage, trace]: Parameters<typeof furnish>): Promise<void> {
  const memory = new NonvolatileMemory(storage);
  if ((await memory.load(FURNISHED, FURNISHED_FORMAT)).kind === 'value') return;
  await furnish(description, storage, trace);
  await memory.save(FURNISHED, FURNISHED_FORMAT, true);
}

/**
 * Settings and stations as an administrator would have entered them; the same checks, the same sentences. What else the store holds
 * stays.
 */
async function furnish(
  description: MachineDescription,
  storage: Storage,
  trace: ReturnType<EventLog['writer']>,
): Promise<void> {
  const memory = new NonvolatileMemory(storage);
  const settings = new Settings(memory, trace);
  await settings.load();
  const faults: string[] = [];
  for (const [key, value] of Object.entries(description.settings)) {
    if (!isSettingKey(key)) {
      faults.push(`there is no setting ${key}`);
      continue;
    }
    const checked = await settings.set(key, value);
    if (!checked.ok) faults.push(checked.sentence);
  }
  const book = new AddressBook(memory, trace);
  await book.load();
  for (const station of description.stations) {
    const checked = await book.put(station);
    if (!checked.ok) faults.push(checked.sentence);
  }
  if (faults.length > 0) throw new LabError(`machines ${description.name}: ${faults.join('; ')}`);
}
