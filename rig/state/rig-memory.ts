import { z } from 'zod';
import { FolderStorage, NonvolatileMemory, type RecordFormat } from '../../device-model/index.ts';

interface Remembered {
  readonly runs: number;
  /** ISO 8601; where the rig's calendar stood when the last run ended in order. */
  readonly endedAt?: string;
}

/** One run of a rig. */
export interface RigRun {
  /** From 1. */
  readonly number: number;
  /** Where the calendar of the run before stood at its end. */
  readonly continuesAt: Date | undefined;
}

const REMEMBERED = z.strictObject({ runs: z.int().min(0), endedAt: z.iso.datetime().exactOptional() });
const RECORD = 'run';
const FORMAT: RecordFormat<Remembered> = {
  version: 1,
  check: (value) => {
    const parsed = REMEMBERED.safeParse(value);
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, sentence: 'expected a count of runs.' };
  },
};

/**
 * What a rig under virtual time remembers of its runs: without it the next one would begin in the same instant with the same
 * chance, and its messages would be repetitions of those before.
 */
export class RigMemory {
  readonly #storage: FolderStorage;
  readonly #memory: NonvolatileMemory;
  #now: Remembered = { runs: 0 };

  private constructor(storage: FolderStorage) {
    this.#storage = storage;
    this.#memory = new NonvolatileMemory(storage);
  }

  static async open(folder: string): Promise<RigMemory> {
    const memory = new RigMemory(await FolderStorage.open(folder));
    const loaded = await memory.#memory.load(RECORD, FORMAT);
    if (loaded.kind === 'value') memory.#now = loaded.value;
    return memory;
  }

  /** Counts a run; it is counted, durably, before anything of it happens. */
  async begin(): Promise<RigRun> {
    const { runs, endedAt } = this.#now;
    this.#now = { ...this.#now, runs: runs + 1 };
    await this.#memory.save(RECORD, FORMAT, this.#now);
    return { number: runs + 1, continuesAt: endedAt === undefined ? undefined : new Date(endedAt) };
  }

  async end(calendar: Date): Promise<void> {
    this.#now = { ...this.#now, endedAt: calendar.toISOString() };
    await this.#memory.save(RECORD, FORMAT, this.#now);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
