import type { LabDescription } from '../lab/lab-description.ts';
import type { Rig, RigOptions } from '../rig.ts';
import type { RigRun } from '../state/rig-memory.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { openState } from './open-state.ts';

const MACHINES = ['ifax1', 'ifax2'] as const;

/** The state folder of a rig under virtual time, and whether the run is to end early because somebody pressed Ctrl-C. */
export class DemoState {
  readonly #folder: StateFolder;
  readonly #run: RigRun;
  readonly #interrupt = (): void => {
    this.#interrupted = true;
  };
  #interrupted = false;

  private constructor(folder: StateFolder, run: RigRun) {
    this.#folder = folder;
    this.#run = run;
    process.once('SIGINT', this.#interrupt);
    process.once('SIGTERM', this.#interrupt);
  }

  /** Throws UsageError when the folder cannot be used. */
  static async open(named: string): Promise<DemoState> {
    const folder = await openState(named);
    try {
      return new DemoState(folder, await (await folder.rigMemory()).begin());
    } catch (error) {
      await folder.close();
      throw error;
    }
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** The lab where the run before left it: a later day, other chance. */
  continued(lab: LabDescription): LabDescription {
    const { number, continuesAt } = this.#run;
    return {
      ...lab,
      ...(continuesAt === undefined ? {} : { startsAt: continuesAt.toISOString() }),
      seed: number === 1 ? (lab.seed ?? '') : `${lab.seed ?? ''}, run ${number}`,
    };
  }

  async machines(): Promise<NonNullable<RigOptions['machines']>> {
    const built = MACHINES.map(
      async (name) => [name, { storage: await this.#folder.storageOf(name), furnish: 'once' }] as const,
    );
    return Object.fromEntries(await Promise.all(built));
  }

  /** Switches the machines off in order. */
  async end(rig: Rig): Promise<void> {
    for (const machine of rig.machines) await machine.powerOff();
    await (await this.#folder.rigMemory()).end(rig.clock.calendar());
  }

  async close(): Promise<void> {
    process.removeListener('SIGINT', this.#interrupt);
    process.removeListener('SIGTERM', this.#interrupt);
    await this.#folder.close();
  }
}
