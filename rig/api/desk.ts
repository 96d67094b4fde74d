import { perform, type RigClock } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import type { OriginalFile } from '../machine.ts';
import { openPaper } from '../paper/open-paper.ts';
import { passTime } from '../pass-time.ts';
import { Refusal } from '../refusal.ts';
import type { Original, Sheet } from './contract.ts';

/** What lies ready to be scanned; *own design*. One file is limited by `rig/paper`. */
export const DESK_LIMITS = { originals: 100, octets: 256 * 1024 * 1024 } as const;

/** An original with the file it was made from. */
export interface DeskOriginal {
  readonly told: Original;
  readonly file: OriginalFile;
}

/**
 * The desk beside the machines: originals that came from outside, ready for anybody to put into a feeder or onto a glass.
 * They stay when they are scanned, so that a stack can be sent twice.
 */
export class Desk {
  readonly #clock: RigClock;
  readonly #originals = new Map<string, DeskOriginal>();
  #octets = 0;
  #last = 0;

  constructor(clock: RigClock) {
    this.#clock = clock;
  }

  get originals(): readonly DeskOriginal[] {
    return [...this.#originals.values()];
  }

  find(id: string): DeskOriginal {
    const found = this.#originals.get(id);
    if (found !== undefined) return found;
    throw new Refusal(`there is no original ${JSON.stringify(id)} on the desk`);
  }

  /** Rejects with OriginalError when it is no paper, with a Refusal when the desk is full. */
  async lay(label: string, octets: Uint8Array, paper?: PaperSize): Promise<DeskOriginal> {
    this.#expectRoom(octets.length);
    const file: OriginalFile = { label, octets, ...(paper === undefined ? {} : { paper }) };
    const sheets = await passTime(this.#clock, 'the desk', (clock) =>
      perform(clock, 0, 'open the original', () => openPaper(label, octets, file)),
    );
    // Others may have come meanwhile.
    this.#expectRoom(octets.length);
    this.#last += 1;
    const id = `original-${this.#last}`;
    const told = { id, label: sheets[0]?.label ?? label, octets: octets.length, sheets: sheets.map(sheetOf) };
    const original = { told, file };
    this.#originals.set(id, original);
    this.#octets += octets.length;
    return original;
  }

  remove(id: string): void {
    this.#octets -= this.find(id).told.octets;
    this.#originals.delete(id);
  }

  #expectRoom(octets: number): void {
    if (this.#originals.size >= DESK_LIMITS.originals) {
      throw new Refusal(
        `${DESK_LIMITS.originals} originals lie on the desk: expected one of them to be taken away first`,
      );
    }
    if (this.#octets + octets > DESK_LIMITS.octets) {
      throw new Refusal(
        `the desk holds ${DESK_LIMITS.octets} octets of originals: expected some to be taken away first`,
      );
    }
  }
}

/** What the API tells of a sheet. */
export function sheetOf(sheet: {
  readonly label: string;
  readonly size: { readonly paper: PaperSize; readonly widthMm: number; readonly lengthMm: number };
}): Sheet {
  const { label, size } = sheet;
  return { label, paper: size.paper, widthMm: rounded(size.widthMm), lengthMm: rounded(size.lengthMm) };
}

/** To a tenth of a millimetre. */
function rounded(mm: number): number {
  return Math.round(mm * 10) / 10;
}
