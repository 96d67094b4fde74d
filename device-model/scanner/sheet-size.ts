import { PAPER_MM, PAPER_SIZES, type PaperSize } from '../page/paper-size.ts';
import type { PictureDensity } from './picture-density.ts';

/** A picture's place in the world: the sheet it is printed on, and its own extent on that sheet. */
export interface SheetSize {
  readonly paper: PaperSize;
  /** Extent of the picture on the paper, in millimetres; larger than the paper by rounding at most. */
  readonly widthMm: number;
  readonly lengthMm: number;
  /** Length of the sheet itself, where it is longer than every paper and the picture was therefore reduced. */
  readonly fedLengthMm?: number;
  /** The picture's rows are whole scan lines, as a fax page's are: wider than its paper, and still not reduced. */
  readonly wholeScanLines?: true;
}

/** 72 and 96 dpi are what programs write without thinking; 98 is a fax page's. *Own design.* */
const LEAST_BELIEVED_DPI = 97;
const MOST_BELIEVED_DPI = 2400;
/** A believed picture this much larger than a paper still counts as that paper. *Own design.* */
const PAPER_TOLERANCE_MM = 3;
/** Sizes are rounded to whole pels: what is larger by less than this is not reduced, and stays pel for pel. */
const ROUNDING = 0.999;
/** Width : length nearer than this to letter's is letter; A4 and B4 cannot be told apart by shape. *Own design.* */
const LETTER_ASPECT_TOLERANCE = 0.02;

/**
 * Decides size by the first that holds (*own design*): the paper told; a believable density; the shape (letter when it
 * is letter's, else A4). A picture of told or guessed size is fitted to its paper keeping its aspect; a picture of
 * believed size keeps it, unless it is larger than every paper: then it is reduced.
 */
export function sheetSize(
  widthPels: number,
  heightPels: number,
  density: PictureDensity | undefined,
  told: PaperSize | undefined,
): SheetSize {
  const believed = density !== undefined && isBelieved(density.xDpi) && isBelieved(density.yDpi);
  const widthMm = believed ? (widthPels / density.xDpi) * 25.4 : widthPels;
  const lengthMm = believed ? (heightPels / density.yDpi) * 25.4 : heightPels;
  if (told !== undefined) return fittedTo(told, widthMm, lengthMm);
  if (!believed) return fittedTo(paperByShape(widthPels / heightPels), widthMm, lengthMm);
  return sheetOfExtent(widthMm, lengthMm);
}

/** Letter, 215.9 mm wide, must not be taken for a scan line of 215.2 mm. *Own design.* */
const SCAN_LINE_TOLERANCE_MM = 0.3;
/** T.4's pels in a row at 204 and at 200 dpi. */
const SCAN_LINES = [
  { name: 'letter and A4', mm: (1728 / 204) * 25.4 },
  { name: 'letter and A4', mm: (1728 / 200) * 25.4 },
  { name: 'B4', mm: (2048 / 204) * 25.4 },
  { name: 'B4', mm: (2048 / 200) * 25.4 },
] as const;

/** The sheet for something whose true extent is known. As wide as a scan line is only what was scanned. */
export function sheetOfExtent(widthMm: number, lengthMm: number, told?: PaperSize): SheetSize {
  if (told !== undefined) return fittedTo(told, widthMm, lengthMm);
  const line = SCAN_LINES.find(({ mm }) => Math.abs(mm - widthMm) < SCAN_LINE_TOLERANCE_MM);
  if (line !== undefined) return sheetOfScanLines(line.name, widthMm, lengthMm);
  const paper = smallestHolding(widthMm, lengthMm);
  const scale = reductionFor(paper, widthMm, lengthMm);
  const reduced = { paper, widthMm: widthMm * scale, lengthMm: lengthMm * scale };
  return lengthMm > PAPER_MM.B4.length + PAPER_TOLERANCE_MM ? { ...reduced, fedLengthMm: lengthMm } : reduced;
}

/**
 * The sheet of a page whose rows are whole scan lines (T.4: 1728 pels for letter and A4, 2048 for B4). Its length tells
 * letter from A4 (*own design*).
 */
export function sheetOfScanLines(line: 'letter and A4' | 'B4', widthMm: number, lengthMm: number): SheetSize {
  const isLetter = Math.abs(lengthMm - PAPER_MM.letter.length) <= PAPER_TOLERANCE_MM;
  const paper = line === 'B4' ? 'B4' : isLetter ? 'letter' : 'A4';
  return { paper, widthMm, lengthMm, wholeScanLines: true };
}

/** How much a picture must be reduced for a paper: 1 when it fits. */
export function reductionFor(paper: PaperSize, widthMm: number, lengthMm: number): number {
  const scale = Math.min(PAPER_MM[paper].width / widthMm, PAPER_MM[paper].length / lengthMm);
  return scale > ROUNDING ? 1 : scale;
}

function isBelieved(dpi: number): boolean {
  return dpi >= LEAST_BELIEVED_DPI && dpi <= MOST_BELIEVED_DPI;
}

function fittedTo(paper: PaperSize, width: number, length: number): SheetSize {
  const sheet = PAPER_MM[paper];
  const scale = Math.min(sheet.width / width, sheet.length / length);
  return { paper, widthMm: width * scale, lengthMm: length * scale };
}

function paperByShape(aspect: number): PaperSize {
  const letter = PAPER_MM.letter.width / PAPER_MM.letter.length;
  return Math.abs(aspect - letter) < LETTER_ASPECT_TOLERANCE ? 'letter' : 'A4';
}

function smallestHolding(widthMm: number, lengthMm: number): PaperSize {
  const holds = (paper: PaperSize): boolean =>
    widthMm <= PAPER_MM[paper].width + PAPER_TOLERANCE_MM && lengthMm <= PAPER_MM[paper].length + PAPER_TOLERANCE_MM;
  // A4 comes first because whatever is smaller than every paper lies on A4. Nothing is turned, so a landscape sheet
  // too wide for every paper is reduced to the default one.
  if (holds('A4')) return 'A4';
  return PAPER_SIZES.find(holds) ?? (widthMm > lengthMm ? 'A4' : 'B4');
}
