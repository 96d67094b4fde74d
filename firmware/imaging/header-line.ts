import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import type { Resolution } from '../../device-model/page/resolution.ts';
import { drawText } from './draw-text.ts';
import { glyphSheetFor } from './glyph-sheet.ts';

export interface HeaderLine {
  /** Date and time, at the left. */
  readonly left: string;
  /** Who sends, in the middle; cut when it is too long. */
  readonly middle: string;
  /** The page, at the right. */
  readonly right: string;
}

/** Characters left free at both edges, where the printer does not reach (*own design*: 4 mm). */
const MARGIN = 2;
/** Characters at least between two of the three texts. */
const GAP = 2;
const CUT = '...';

/**
 * Draws the line over the top margin of a page: its upper edge lies half a character (1.5 mm) below that of the paper, and
 * what is black on the page stays black, so the page keeps its length. The raster is changed; a page lower than the line
 * gets none. Place, size and wording are *own design* in the manner of fax machines (T.4 knows no header line).
 */
export function drawHeaderLine(raster: BilevelRaster, resolution: Resolution, line: HeaderLine): void {
  const sheet = glyphSheetFor(resolution);
  const top = sheet.rows >> 1;
  if (raster.height < top + sheet.rows) return;
  drawText(raster, sheet, top, 0, headerText(line, Math.floor(raster.rowOctets / sheet.octetsAcross)));
}

/** The three texts in so many characters: the middle one gives way first, then the left one. */
export function headerText({ left, middle, right }: HeaderLine, columns: number): string {
  const room = Math.max(0, columns - 2 * MARGIN);
  const shownRight = cut(right, room);
  const shownLeft = cut(left, room - length(shownRight) - GAP);
  const between = room - length(shownLeft) - length(shownRight);
  const shownMiddle = cut(middle, between - 2 * GAP);
  const before = (between - length(shownMiddle)) >> 1;
  const after = between - length(shownMiddle) - before;
  const blanks = (count: number): string => ' '.repeat(Math.max(0, count));
  return `${blanks(MARGIN)}${shownLeft}${blanks(before)}${shownMiddle}${blanks(after)}${shownRight}`;
}

function cut(text: string, room: number): string {
  const characters = Array.from(text);
  if (characters.length <= room) return text;
  if (room <= CUT.length) return '';
  return characters.slice(0, room - CUT.length).join('') + CUT;
}

function length(text: string): number {
  return Array.from(text).length;
}
