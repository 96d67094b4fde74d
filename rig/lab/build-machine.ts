import {
  Board,
  type BoardClock,
  type EventLog,
  MemoryStorage,
  NonvolatileMemory,
  type Random,
  type VirtualHost,
} from '../../device-model/index.ts';
import { AddressBook, Firmware, hardwareOf, isSettingKey, modelNamed, Settings } from '../../firmware/index.ts';
import { LabError, type MachineDescription } from './lab-description.ts';

export interface BuiltMachine {
  readonly board: Board;
  readonly network: VirtualHost;
  readonly storage: MemoryStorage;
  /** The firmware of the present power-on. */
  readonly firmware: () => Firmware | undefined;
}

/** One machine as described, switched off: settings and stations lie in its non-volatile memory. */
export async function buildMachine(parts: {
  readonly description: MachineDescription;
  readonly boardClock: BoardClock;
  readonly log: EventLog;
  readonly random: Random;
  readonly network: VirtualHost;
}): Promise<BuiltMachine> {
  const { description, boardClock, log, random, network } = parts;
  const { imageMemoryOctets } = description;
  const model = modelNamed(description.model);
  if (model === undefined) throw new LabError(`machines ${description.name}: there is no model ${description.model}`);
  const storage = new MemoryStorage(random.fork('storage'));
  const trace = log.writer(description.name);
  const board = new Board({
    name: description.name,
    profile: { ...hardwareOf(model), ...(imageMemoryOctets === undefined ? {} : { imageMemoryOctets }) },
    clock: boardClock,
    trace,
    random,
    store: storage,
    network,
    onPowerCut: () => {
      storage.cutPower();
      network.powerLost();
    },
    onPowerOn: () => network.powerRestored(),
  });
  await furnish(description, storage, trace);
  let firmware: Firmware | undefined;
  board.install((on) => {
    firmware = new Firmware(on, { model, mailboxes: description.mailboxes });
    return firmware;
  });
  return { board, network, storage, firmware: () => (board.powered ? firmware : undefined) };
}

/** Settings and stations as an administrator would have entered them; the same checks, the same sentences. */
async function furnish(
  description: MachineDescription,
  storage: MemoryStorage,
  trace: ReturnType<EventLog['writer']>,
): Promise<void> {
  const memory = new NonvolatileMemory(storage);
  const settings = new Settings(memory, trace);
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
  for (const station of description.stations) {
    const checked = await book.put(station);
    if (!checked.ok) faults.push(checked.sentence);
  }
  if (faults.length > 0) throw new LabError(`machines ${description.name}: ${faults.join('; ')}`);
}
