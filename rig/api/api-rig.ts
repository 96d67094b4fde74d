import { MemoryStorage, Random, type Storage } from '../../device-model/index.ts';
import type { MachineOptions } from '../lab/build-machine.ts';
import { checkLab, type LabDescription } from '../lab/lab-description.ts';
import type { Machine, OriginalFile } from '../machine.ts';
import { Rig } from '../rig.ts';
import { ChartStates } from './chart-states.ts';
import { Desk } from './desk.ts';
import { DurableJournal } from './durable-journal.ts';
import { PublishedPorts } from './published-ports.ts';
import { ReceivedFaxes } from './received-faxes.ts';
import { SentFaxes } from './sent-faxes.ts';

export interface ApiRigOptions {
  /** The machines' non-volatile stores, by name; memory that ends with the process by default. */
  readonly stores?: Readonly<Record<string, Storage>>;
  /** Where received faxes are kept; likewise. */
  readonly faxes?: Storage;
}

/** A rig with everything beside its machines that the API shows: the desk, faxes received and sent, what the log tells. */
export class ApiRig {
  readonly rig: Rig;
  readonly desk: Desk;
  readonly received: ReceivedFaxes;
  readonly sent: SentFaxes;
  readonly charts: ChartStates;
  readonly journal: DurableJournal;
  readonly ports: PublishedPorts;

  #started = false;

  private constructor(rig: Rig, received: ReceivedFaxes, sent: SentFaxes) {
    this.rig = rig;
    this.received = received;
    this.sent = sent;
    this.desk = new Desk(rig.clock);
    this.charts = new ChartStates(rig.log);
    this.journal = new DurableJournal(rig.machines, rig.log);
    this.ports = new PublishedPorts(rig.log);
  }

  /** Builds the rig, everything switched off. Throws LabError. */
  static async create(lab: LabDescription, options: ApiRigOptions = {}): Promise<ApiRig> {
    const { stores = {}, faxes = new MemoryStorage(new Random('received faxes')) } = options;
    let built: Rig | undefined;
    const log = () => {
      if (built === undefined) throw new Error('a fax came before the rig was built');
      return built.log;
    };
    const received = await ReceivedFaxes.open(faxes, log);
    const sent = new SentFaxes();
    const names = checkLab(lab).machines.map(({ name }) => name);
    const machines = Object.fromEntries(
      names.map((name): [string, MachineOptions] => [
        name,
        {
          // What was changed at a machine that has a memory stays changed.
          ...(stores[name] === undefined ? {} : { storage: stores[name], furnish: 'once' }),
          firmware: {
            archive: (reception) => received.keep(name, reception),
            onMessage: (message) => sent.note(name, message),
          },
        },
      ]),
    );
    built = await Rig.create(lab, { machines });
    return new ApiRig(built, received, sent);
  }

  /** Lays files on the desk that everybody finds there. */
  async furnish(files: readonly OriginalFile[]): Promise<void> {
    for (const { label, octets, paper } of files) await this.desk.lay(label, octets, paper);
  }

  /** Switches every machine on and waits until all are ready. */
  async powerOn(): Promise<void> {
    await this.rig.powerOn();
    this.#started = true;
  }

  /** Everything was switched on once. */
  get started(): boolean {
    return this.#started;
  }

  machine(name: string): Machine | undefined {
    return this.rig.machines.find((machine) => machine.name === name);
  }

  close(): void {
    this.rig.close();
  }
}
