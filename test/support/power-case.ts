import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../device-model/page/width-table.ts';
import type { TraceEvent } from '../../device-model/trace/trace.ts';
import { encodeMh } from '../../firmware/coding/encode-mh.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { pelsDigest } from '../../firmware/index.ts';
import { writeTiffFx } from '../../firmware/tiff/write-tiff-fx.ts';
import { traceText } from '../../rig/cli/trace-text.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import type { Machine, OriginalFile } from '../../rig/machine.ts';
import { Story, type StoryOptions } from './scenario.ts';

/** Whose plug is pulled: `ifax1` sends, `ifax2` receives. */
export type End = 'ifax1' | 'ifax2';

/** A state of a chart as the log tells it (`job scanning`, `screen result`, `dhcp bound`), or a sheet falling into the tray. */
export type LoggedState = `${'job' | 'delivery' | 'reception' | 'screen' | 'dhcp' | 'sheet'} ${string}`;

/** How machines come into a state, and what a person does about it after the cut. */
export interface Way {
  readonly options?: Omit<StoryOptions, 'seed'>;
  /** Instead of that of `twoMachines`. */
  readonly lab?: (seed: string) => LabDescription;
  /** Up to here nothing is watched; by default both sheets are laid into the feeder. */
  readonly before?: (at: PowerCase) => Promise<void>;
  readonly go: (at: PowerCase) => Promise<void>;
  /** What stood in the way is put right. */
  readonly mend?: (at: PowerCase) => Promise<void>;
  /** The operator does not want the fax sent or printed any more; by default every page is to come out. */
  readonly wants?: 'nothing more';
}

const SCAN = RESOLUTIONS['204x98'];

/** Pages that can be told from one another, in the pels of the scan: nothing has to be drawn. */
function raster(index: number) {
  const page = blankRaster(pelsPerRow(SCAN, 'A4'), rowsPerPage(SCAN, 'A4'));
  for (let row = 100; row + 100 < page.height; row += 1) {
    if (row % 100 < 20) page.octets.fill(0xff, row * page.rowOctets + 40, row * page.rowOctets + 80 + 40 * index);
  }
  return page;
}

export const SHEETS: readonly OriginalFile[] = [0, 1].map((index) => {
  const { width, height } = raster(index);
  const page = { strip: encodeMh(raster(index)), width, height, coding: 'MH' as const, resolution: SCAN };
  return { label: `sheet ${index + 1}`, octets: writeTiffFx([page]) };
});

/** What must come out of the printer. */
export const GOLDEN: readonly string[] = SHEETS.map((_, index) => pelsDigest(raster(index)));

/** Room for the first sheet in the scan buffer, and not quite for the second. */
export const ROOM_FOR_ONE = SHEETS.reduce((sum, _, index) => sum + encodeMmr(raster(index)).length, -1);

/** Thrown to whoever leads a machine somewhere: the plug is pulled already. */
class PowerIsCut extends Error {}

/** The header line tells the time of the attempt: pages could not be compared. */
const SETTINGS = { headerLine: 'Off', redialInterval: 30 } as const;

/** Two machines, a state to pull the plug in, and hands. */
export class PowerCase {
  readonly story: Story;
  readonly #taken: string[] = [];
  readonly #entered = new Set<string>();
  /** Told as soon as a state is entered, within the machine's own doing. */
  #onEntered: ((end: string, state: string) => void) | undefined;
  #sheets = 0;
  #cut = false;

  private constructor(story: Story) {
    this.story = story;
    story.rig.log.subscribe((line) => {
      if (line.event === 'page.printed') this.#sheets += 1;
      const state = line.event === 'page.printed' ? `sheet ${this.#sheets}` : stateOf(line);
      if (state === undefined) return;
      this.#entered.add(state);
      this.#onEntered?.(line.machine, state);
    });
  }

  static async begin(way: Way, seed: string): Promise<PowerCase> {
    const { options = {}, lab, before } = way;
    const story =
      lab === undefined
        ? await Story.begin({ ...options, seed, settings: { ...SETTINGS, ...options.settings } })
        : await Story.of(lab(seed), ['ifax1', 'ifax2']);
    const at = new PowerCase(story);
    if (before === undefined) await at.sender.load(...SHEETS);
    else await before(at);
    return at;
  }

  get sender(): Machine {
    return this.story.sender;
  }

  get recipient(): Machine {
    return this.story.recipient;
  }

  get cut(): boolean {
    return this.#cut;
  }

  /** Station 001. */
  async start(): Promise<void> {
    await this.sender.press('0', '0', '1', 'START');
  }

  /** Lets time pass until a state has been entered by either machine; throws when the plug is pulled on the way. */
  async reach(state: LoggedState): Promise<void> {
    await this.until(() => this.#entered.has(state), state);
  }

  async until(predicate: () => boolean, what: string): Promise<void> {
    await this.story.rig.until(() => this.#cut || predicate(), what, 24 * 60 * 60_000);
    if (this.#cut) throw new PowerIsCut();
  }

  /** From now on states count anew. */
  forget(): void {
    this.#entered.clear();
  }

  /**
   * Walks the way and pulls the plug of `end` when `owner` enters the state: in that very moment, between two of its
   * instructions, or `afterMs` later. Throws when the way does not lead there.
   */
  async cutIn(
    way: Way,
    state: LoggedState,
    { owner, end, afterMs }: { owner: End; end: End; afterMs: number | undefined },
  ): Promise<void> {
    const { rig } = this.story;
    const { board } = rig.machine(end);
    const pull = (): void => {
      this.#cut = true;
      board.cutPower();
    };
    this.#onEntered = (machine, entered) => {
      if (machine !== owner || entered !== state) return;
      this.#onEntered = undefined;
      if (afterMs === undefined) pull();
      else rig.clock.alarm(rig.clock.now() + afterMs, pull, 'the plug is pulled');
    };
    try {
      await way.go(this);
      await this.until(() => false, `${owner} enters ${state}`);
    } catch (error) {
      if (!(error instanceof PowerIsCut)) throw error;
    }
    await this.restore(end);
  }

  /** Waits a little without power and puts the plug back. */
  async restore(end: End): Promise<void> {
    const machine = this.story.rig.machine(end);
    this.#cut = false;
    await this.story.rig.advance(2_000);
    await machine.powerOn();
    await this.story.rig.until(() => machine.ready, `${end} is ready again`);
  }

  /** What came out of the recipient's printer, as digests of the pels, the oldest first. */
  get printed(): readonly string[] {
    return [...this.#taken, ...digestsIn(this.recipient)];
  }

  async emptyTray(): Promise<void> {
    this.#taken.push(...digestsIn(this.recipient));
    await this.recipient.emptyTray();
  }

  /** Until it takes no more. */
  async fillTray(): Promise<void> {
    const { tray } = this.recipient.board;
    const page = { raster: blankRaster(8, 1), resolution: SCAN, paper: 'A4', label: FILLER } as const;
    await this.story.rig.clock.enter(() => {
      while (!tray.full) tray.add(page, 0);
    });
  }

  close(): void {
    this.story.close();
  }
}

const FILLER = 'filler';

function digestsIn(machine: Machine): readonly string[] {
  return machine.printed.filter(({ label }) => label !== FILLER).map((page) => pelsDigest(page.raster));
}

function stateOf({ event, data }: TraceEvent): string | undefined {
  const chart = /^(job|delivery|reception|screen|dhcp)\.entered$/.exec(event)?.[1];
  return chart === undefined ? undefined : `${chart} ${traceText(data['state'] ?? data['screen'])}`;
}
