import { VirtualHost } from '../../device-model/network/virtual-host.ts';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import type { TraceEvent } from '../../device-model/trace/trace.ts';
import type { JournalEntry } from '../../firmware/journal/journal.ts';
import { pngOfPage } from '../../rig/export/png-of-page.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import type { Machine, OriginalFile } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { type FarEndStep, ScriptedConnection, scriptedCaller } from './scripted-far-end.ts';

export const RECIPIENT = { address: '10.20.30.5', mask: '255.255.255.0', gateway: '10.20.30.1' } as const;
export const JUNE = 'june@ifax2.panasonic.example';
export const MINUTE_MS = 60_000;

export type Settings = Readonly<Record<string, string | number>>;
type MachineDescription = LabDescription['machines'][number];

export interface StoryOptions {
  readonly seed?: string;
  /** Of the sender, beside those of `twoMachines`. Scans are small unless the resolution is told. */
  readonly settings?: Settings;
  readonly sender?: Partial<MachineDescription>;
  /** Of the recipient; `absent`: only the sender is there. */
  readonly recipient?: Partial<MachineDescription> | 'absent';
  readonly recipientSettings?: Settings;
  readonly zones?: NonNullable<LabDescription['dnsServers']>[number]['zones'];
}

/** A rig with both machines of `twoMachines` (or the sender alone) switched on, and hands to work it. */
export class Story {
  readonly rig: Rig;
  readonly #farEnds: FarEnd[] = [];
  #caller: VirtualHost | undefined;

  private constructor(rig: Rig) {
    this.rig = rig;
  }

  static async begin(options: StoryOptions = {}): Promise<Story> {
    const story = new Story(await Rig.create(storyLab(options)));
    await story.rig.powerOn();
    return story;
  }

  /** Of any lab with `ifax1` and `ifax2`; the machines named are switched on. */
  static async of(lab: LabDescription, on: readonly string[]): Promise<Story> {
    const story = new Story(await Rig.create(lab));
    for (const name of on) {
      await story.rig.machine(name).powerOn();
      await story.rig.until(() => story.rig.machine(name).ready, `${name} is ready`);
    }
    return story;
  }

  get sender(): Machine {
    return this.rig.machine('ifax1');
  }

  get recipient(): Machine {
    return this.rig.machine('ifax2');
  }

  get now(): number {
    return this.rig.clock.now();
  }

  /** A host with a script for each connection, the last one for all further ones; without any, it listens to nobody. */
  farEnd(...scripts: readonly (readonly FarEndStep[])[]): FarEnd {
    return this.farEndAt(RECIPIENT, ...scripts);
  }

  farEndAt(
    place: { readonly address: string; readonly mask: string; readonly gateway: string },
    ...scripts: readonly (readonly FarEndStep[])[]
  ): FarEnd {
    const farEnd = new FarEnd(this.rig, `far-${place.address.replaceAll('.', '-')}`, place, scripts);
    this.#farEnds.push(farEnd);
    return farEnd;
  }

  /** A foreign host beside the recipient that calls its port 25 and plays the script once it is connected. */
  call(script: readonly FarEndStep[]): ScriptedConnection {
    return scriptedCaller(this.rig.clock, this.#callerHost(), { ...RECIPIENT, port: 25 }, script);
  }

  /** Calls with octets that leave together with the handshake's end. */
  callEarly(octets: string): ScriptedConnection {
    const connection = this.#callerHost().connect({ ...RECIPIENT, port: 25 });
    const caller = new ScriptedConnection(this.rig.clock, connection, []);
    connection.write(octets, 'latin1');
    return caller;
  }

  #callerHost(): VirtualHost {
    if (this.#caller === undefined) {
      this.#caller = this.rig.lan.host({ name: 'caller', segment: 'works' });
      this.#caller.configure({ ...RECIPIENT, address: '10.20.30.7' });
    }
    return this.#caller;
  }

  /** Lays plain sheets into the sender's feeder. */
  async load(sheets = 1): Promise<void> {
    await this.sender.load(...Array.from({ length: sheets }, (_, index) => plainSheet(`sheet ${index + 1}`)));
  }

  /** Sheets in, station 001, START. */
  async send(sheets = 1): Promise<void> {
    await this.load(sheets);
    await this.sender.press('0', '0', '1', 'START');
  }

  /** Waits for the n-th entry of the sender's journal and returns it; then lets what belongs to it end. */
  async journaled(count = 1, machine: Machine = this.sender): Promise<JournalEntry> {
    await this.rig.until(
      () => machine.journal.length >= count,
      `entry ${count} of ${machine.name}`,
      24 * 60 * MINUTE_MS,
    );
    // QUIT, the record, the release of the pages.
    await this.rig.advance(100);
    const entry = machine.journal[count - 1];
    if (entry === undefined) throw new Error(`${machine.name} has no entry ${count}`);
    return entry;
  }

  events(machine: string, event: string): readonly TraceEvent[] {
    return this.rig.log.lines.filter((line) => line.machine === machine && line.event === event);
  }

  /** When the sender's journal was written. */
  get journalInstants(): readonly number[] {
    return this.events('ifax1', 'journal.entered').map(({ at }) => at);
  }

  /** Whatever the LAN saw of port 25. */
  get port25(): readonly TraceEvent[] {
    return this.rig.log.lines.filter(({ machine, event, data: { to } }) => {
      return machine === 'lan' && event.startsWith('connection.') && typeof to === 'string' && to.endsWith(':25');
    });
  }

  /** Waits until the sender's delivery is in this state. */
  async delivering(state: string): Promise<void> {
    const seen = this.rig.log.lines.length;
    await this.rig.until(
      () =>
        this.rig.log.lines
          .slice(seen)
          .some((line) => line.machine === 'ifax1' && line.event.endsWith('.entered') && line.data['state'] === state),
      `the sender is in ${state}`,
      24 * 60 * MINUTE_MS,
    );
  }

  /** Pulls the network cable of a machine, or puts it back. */
  cable(machine: string, hand: 'plug' | 'unplug'): void {
    const { network } = this.rig.machine(machine).board;
    if (!(network instanceof VirtualHost)) throw new Error(`${machine} is not on the virtual LAN`);
    network[hand]();
  }

  get memoryInUse(): number {
    return this.sender.board.imageMemory.usedOctets;
  }

  /** Names of what lies in the sender's store under `jobs` and `xmt`. */
  async stored(machine: Machine = this.sender): Promise<readonly string[]> {
    const names: string[] = [];
    let done = false;
    await this.rig.clock.enter(() => {
      void Promise.all(['jobs', 'xmt', 'rcv'].map((folder) => machine.board.storage.list(folder))).then((lists) => {
        names.push(...lists.flat());
        done = true;
      });
    });
    await this.rig.until(() => done, 'the store is listed');
    return names;
  }

  /** Message-IDs of what the far ends were sent, in order. */
  get messageIds(): readonly string[] {
    return this.#farEnds.flatMap((farEnd) => farEnd.messageIds);
  }

  close(): void {
    this.rig.close();
  }
}

/** A foreign host on the LAN that plays scripts on port 25. */
export class FarEnd {
  readonly connections: ScriptedConnection[] = [];

  constructor(
    rig: Rig,
    name: string,
    place: { readonly address: string; readonly mask: string; readonly gateway: string },
    scripts: readonly (readonly FarEndStep[])[],
  ) {
    const network = rig.lan.host({ name, segment: 'works' });
    network.configure(place);
    if (scripts.length === 0) return;
    network.listen(25, (connection) => {
      const script = scripts[Math.min(this.connections.length, scripts.length - 1)] ?? [];
      const played = new ScriptedConnection(rig.clock, connection, script);
      this.connections.push(played);
      played.play();
    });
  }

  get last(): ScriptedConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }

  /** The first difference between a script and what came. */
  get mismatch(): string | undefined {
    return this.connections.find((one) => one.mismatch !== undefined)?.mismatch;
  }

  /** Messages taken to their final dot. */
  get messages(): readonly string[] {
    return this.connections.flatMap((one) => one.messages.filter((text) => text.endsWith('\r\n.\r\n')));
  }

  get messageIds(): readonly string[] {
    return this.messages.map((text) => /^Message-Id: (.*)\r$/m.exec(text)?.[1] ?? 'none');
  }
}

/** A small picture with some black in it, fitted to A4 by the scanner. */
export function plainSheet(label: string): OriginalFile {
  const raster = blankRaster(210, 297);
  for (let row = 40; row < 260; row += 20)
    raster.octets.fill(0xff, row * raster.rowOctets + 4, row * raster.rowOctets + 20);
  return { label, octets: pngOfPage({ raster, resolution: RESOLUTIONS['200x200'] }), paper: 'A4' };
}

export function storyLab(options: StoryOptions): LabDescription {
  const { seed = 'a story', settings = {}, sender = {}, recipient = {}, recipientSettings = {}, zones } = options;
  const lab = twoMachines({ seed });
  const [first, second] = lab.machines;
  const [dns] = lab.dnsServers ?? [];
  if (first === undefined || second === undefined || dns === undefined) throw new Error('twoMachines has changed');
  return {
    ...lab,
    dnsServers: [{ ...dns, ...(zones === undefined ? {} : { zones }) }],
    machines: [
      { ...first, ...sender, settings: { ...first.settings, resolution: '204x98', ...settings, ...sender.settings } },
      ...(recipient === 'absent'
        ? []
        : [{ ...second, ...recipient, settings: { ...second.settings, ...recipientSettings, ...recipient.settings } }]),
    ],
  };
}
