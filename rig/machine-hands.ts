import { type Board, type Original, perform, type RigClock } from '../device-model/index.ts';
import type { PaperSize } from '../device-model/page/paper-size.ts';
import type { BuiltMachine } from './lab/build-machine.ts';
import type { OriginalFile } from './machine.ts';
import { openPaper } from './paper/open-paper.ts';
import { passTime } from './pass-time.ts';
import { Refusal } from './refusal.ts';

/** What hands do at a machine that need no key: sheets, covers, paper, the cable. All of it works without power as well. */
export class MachineHands {
  readonly name: string;
  readonly board: Board;
  readonly #clock: RigClock;
  readonly #cableIn: BuiltMachine['cable'];

  constructor(built: BuiltMachine, clock: RigClock) {
    this.#clock = clock;
    this.#cableIn = built.cable;
    this.board = built.board;
    this.name = built.board.name;
  }

  /** Lays sheets into the document feeder. Rejects with OriginalError or FeederError, one sentence each. */
  async load(...files: readonly OriginalFile[]): Promise<void> {
    const sheets = await this.#opened(files);
    await this.#clock.enter(() => this.board.feeder.load(sheets));
  }

  /** Lays a sheet of a file on the glass, the first unless told otherwise (from 1). Rejects with OriginalError or a Refusal. */
  async layOnGlass(file: OriginalFile, sheet = 1): Promise<void> {
    const sheets = await this.#opened([file]);
    const chosen = sheets[sheet - 1];
    if (chosen === undefined)
      throw new Refusal(`${file.label} has ${sheets.length} sheet(s): there is no sheet ${sheet}`);
    await this.#clock.enter(() => this.board.platen.lay(chosen));
  }

  async liftFromGlass(): Promise<void> {
    await this.#clock.enter(() => this.board.platen.lift());
  }

  /** The next sheet that the feeder draws in gets stuck before this row (from 0) of the scan. */
  async jamFeeder(where: { readonly atRow: number }): Promise<void> {
    await this.#clock.enter(() => this.board.feeder.arrange({ kind: 'jam', ...where }));
  }

  /** The feeder will not take the next sheet. */
  async misfeedOriginal(): Promise<void> {
    await this.#clock.enter(() => this.board.feeder.arrange({ kind: 'misfeed' }));
  }

  /** Undoes both: the paper path is freed, the sheets lie straight, a stuck one on top again. */
  async clearFeeder(): Promise<void> {
    await this.#clock.enter(() => {
      this.board.feeder.arrange(undefined);
      this.board.feeder.clear();
    });
  }

  async takeOriginals(): Promise<void> {
    await this.#clock.enter(() => this.board.feeder.removeAll());
  }

  async openCover(of: 'feeder' | 'printer'): Promise<void> {
    await this.#clock.enter(() => this.board[of].openCover());
  }

  async closeCover(of: 'feeder' | 'printer'): Promise<void> {
    await this.#clock.enter(() => this.board[of].closeCover());
  }

  /** Paper jams in the printer: now, or with the sheet behind so many that still come out. */
  async jamPrinter(when: { readonly afterSheets?: number } = {}): Promise<void> {
    await this.#clock.enter(() => this.board.printer.jam(when.afterSheets));
  }

  async clearPrinter(): Promise<void> {
    await this.#clock.enter(() => this.board.printer.clearJam());
  }

  /** Takes all paper of a size out of the trays. */
  async takePaper(paper: PaperSize): Promise<void> {
    await this.#clock.enter(() => this.board.paperTrays.take(paper));
  }

  /** Puts paper in: so many sheets lie there then; without a number the tray is refilled for ever. */
  async putPaper(paper: PaperSize, sheets?: number): Promise<void> {
    await this.#clock.enter(() => this.board.paperTrays.put(paper, sheets ?? 'refilled'));
  }

  async setToner(level: 'low' | 'enough'): Promise<void> {
    await this.#clock.enter(() => this.board.printer.setToner(level));
  }

  /** Takes the printed sheets out of the output tray. */
  async emptyTray(): Promise<void> {
    await this.#clock.enter(() => this.board.tray.empty());
  }

  /** Whether the LAN cable is in; undefined on the host's own network, where there is none to pull. */
  get plugged(): boolean | undefined {
    return this.#cableIn?.plugged;
  }

  async plugCable(): Promise<void> {
    await this.#clock.enter(() => this.#cable().plug());
  }

  async unplugCable(): Promise<void> {
    await this.#clock.enter(() => this.#cable().unplug());
  }

  async #opened(files: readonly OriginalFile[]): Promise<readonly Original[]> {
    return await passTime(this.#clock, this.name, (clock) =>
      perform(clock, 0, 'open the originals', () =>
        Promise.all(
          files.map(({ label, octets, paper }) => openPaper(label, octets, paper === undefined ? {} : { paper })),
        ),
      ).then((sheets) => sheets.flat()),
    );
  }

  #cable(): NonNullable<BuiltMachine['cable']> {
    const cable = this.#cableIn;
    if (cable === undefined) throw new Refusal(`${this.name} is on the host's own network: there is no cable to pull`);
    return cable;
  }
}
