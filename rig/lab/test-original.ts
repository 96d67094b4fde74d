import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { pngOfPage } from '../export/png-of-page.ts';
import { DrawingSheet, textWidth } from './drawing-sheet.ts';

/** A4 at 200 × 200 dpi, so that a scan at that resolution meets the drawing pel for pel. */
const WIDTH = 1654;
const HEIGHT = 2339;
const MARGIN = 100;
const INNER = WIDTH - 2 * MARGIN;
const GUTTER = 54;
const COLUMN = (INNER - GUTTER) / 2;
const RIGHT = MARGIN + COLUMN + GUTTER;
const PELS_PER_MM = 200 / 25.4;

export interface BundledOriginal {
  readonly label: string;
  /** PNG with its density. */
  readonly octets: Uint8Array;
}

/** The two pages that come with the project, drawn by the code below; the same octets every time. */
export async function testOriginal(): Promise<readonly BundledOriginal[]> {
  return [drawLinesPage(), drawLettersPage()].map((sheet, i) => ({
    label: `test-original-${i + 1}.png`,
    octets: pngOfPage({ raster: sheet.raster, resolution: RESOLUTIONS['200x200'] }),
  }));
}

/** Page 1: what scanning and conversion do to lines, tones and circles. */
function drawLinesPage(): DrawingSheet {
  const sheet = emptyPage(1);
  ruledLines(sheet, MARGIN, 470);
  circles(sheet, RIGHT, 470);
  lineTones(sheet, MARGIN, 1150);
  fineGrid(sheet, MARGIN, 1560);
  star(sheet, RIGHT, 1560);
  return sheet;
}

/** Page 2: what can be read, and fine structures that close or vanish. */
function drawLettersPage(): DrawingSheet {
  const sheet = emptyPage(2);
  let y = caption(sheet, MARGIN, 470, 'LETTERS OF 1 TO 7 PELS A DOT', INNER);
  for (const size of [7, 6, 5, 4, 3, 2, 1]) {
    const words = [`${size}:`, 'SPHINX', 'OF', 'BLACK', 'QUARTZ,', 'JUDGE', 'MY', 'VOW.', '0123456789'];
    while (textWidth(words.join(' '), size) > INNER) words.pop();
    sheet.text(MARGIN, y, words.join(' '), size);
    y += size * 7 + 28;
  }
  wedge(sheet, MARGIN, 960);
  checks(sheet, MARGIN, 1560);
  roundTable(sheet, RIGHT, 1560);
  return sheet;
}

function emptyPage(page: number): DrawingSheet {
  const sheet = new DrawingSheet(WIDTH, HEIGHT);
  ruler(sheet);
  sheet.box(MARGIN, 130, INNER, 150);
  const title = `DPSIM TEST ORIGINAL PAGE ${page}`;
  sheet.text(MARGIN + ((INNER - textWidth(title, 8)) >> 1), 177, title, 8, 'white');
  centred(sheet, 312, 'A4  210 X 297 MM  /  200 X 200 DPI  /  1654 X 2339 PELS', 3);
  sheet.box(MARGIN, 360, INNER, 6);
  sheet.box(MARGIN, 370, INNER, 2);
  centred(sheet, 398, 'EVERYTHING HERE IS DRAWN BY CODE, PEL BY PEL', 2);
  sheet.box(MARGIN, 2216, INNER, 2);
  centred(sheet, 2236, `PAGE ${page} OF 2`, 3);
  return sheet;
}

function centred(sheet: DrawingSheet, y: number, text: string, size: number): void {
  sheet.text((WIDTH - textWidth(text, size)) >> 1, y, text, size);
}

/** A headline over a rule; returns the row at which the drawing below begins. */
function caption(sheet: DrawingSheet, x: number, y: number, text: string, width = COLUMN): number {
  sheet.text(x, y, text, 3);
  sheet.box(x, y + 30, width, 2);
  return y + 56;
}

/** Millimetres along the upper and the left edge, a longer tick every 5 and 10. */
function ruler(sheet: DrawingSheet): void {
  const tick = (mm: number): number => (mm % 10 === 0 ? 34 : mm % 5 === 0 ? 24 : 14);
  for (let mm = 10; mm <= 200; mm += 1) sheet.box(Math.round(mm * PELS_PER_MM), 50, 2, tick(mm));
  for (let mm = 10; mm <= 285; mm += 1) sheet.box(40, Math.round(mm * PELS_PER_MM), tick(mm), 2);
}

function ruledLines(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'RULED LINES OF 1 TO 5 PELS');
  for (let pen = 1; pen <= 5; pen += 1) {
    const row = top + (pen - 1) * 110;
    sheet.text(x, row + 30, String(pen), 4);
    const pitch = 3 * (pen + 1);
    for (let at = 0; at + pen <= 90; at += pitch) sheet.box(x + 50, row + at, 280, pen);
    for (let at = 0; at + pen <= 150; at += pitch) sheet.box(x + 370 + at, row, pen, 90);
    for (const reach of [30, 60, 90]) sheet.stroke(x + 570, row + 88, x + 570 + reach, row, pen);
    sheet.stroke(x + 570, row + 88, x + 570 + 100, row + 44, pen);
  }
}

function circles(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'CIRCLES 68 MM AND SMALLER');
  const radius = Math.round(34 * PELS_PER_MM);
  const [centreX, centreY] = [x + (COLUMN >> 1), top + radius];
  for (let i = 0; i < 9; i += 1) sheet.ring(centreX, centreY, radius - i * 30, (i % 3) + 1);
  sheet.box(centreX - radius, centreY, 2 * radius + 1, 1);
  sheet.box(centreX, centreY - radius, 1, 2 * radius + 1);
}

/** Tones made of lines, since a threshold knows no grey: black share from 1/8 to 7/8. */
function lineTones(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'GREY STEPS AS LINES: 1/8 TO 7/8 BLACK', INNER);
  const gap = 14;
  const width = Math.floor((INNER + gap) / 7);
  for (let share = 1; share <= 7; share += 1) {
    const left = x + (share - 1) * width;
    for (let row = 0; row < 130; row += 8) sheet.box(left, top + row, width - gap, share);
    for (let i = 0; i + 8 < width - gap; i += 8) sheet.box(left + i, top + 150, share, 100);
    sheet.text(left, top + 270, `${share}/8`, 3);
  }
}

function fineGrid(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'FINE GRIDS 4 8 16 PELS');
  const side = Math.floor((COLUMN - 2 * 30) / 3);
  for (const [i, mesh] of [4, 8, 16].entries()) {
    const left = x + i * (side + 30);
    const cells = Math.floor(side / mesh);
    for (let line = 0; line <= cells; line += 1) {
      sheet.box(left + line * mesh, top, 1, cells * mesh + 1);
      sheet.box(left, top + line * mesh, cells * mesh + 1, 1);
    }
  }
  const below = top + side + 40;
  for (let i = 0; i < 12; i += 1) {
    sheet.stroke(x + i * 56, below + 250, x + i * 56 + 56, below, 1 + (i % 4));
    sheet.stroke(x + i * 56, below, x + i * 56 + 56, below + 250, 1 + (i % 4));
  }
  sheet.frame(x, below - 2, 12 * 56 + 2, 256, 2);
}

/** A Siemens star: 36 black rays. */
function star(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'DIAGONAL STAR OF 36 RAYS');
  const radius = 270;
  const centreX = x + (COLUMN >> 1);
  sheet.shape(centreX, top + radius, radius, (dx, dy) => {
    const distance = Math.hypot(dx, dy);
    return distance <= radius && distance > 6 && Math.floor((Math.atan2(dy, dx) / (2 * Math.PI) + 1) * 72) % 2 === 0;
  });
}

/** Lines that run together: 1 pel black to 1 pel white at the narrow end. */
function wedge(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'WEDGES: LINES THAT RUN TOGETHER', INNER);
  const lines = 17;
  for (let column = 0; column < INNER; column += 1) {
    const share = 1 - column / (INNER - 1);
    const half = (lines * 2 * (1 + share * 5)) / 2;
    for (let dy = -Math.floor(half); dy < half; dy += 1) {
      if (Math.floor((((dy + half) * lines) / (2 * half)) * 2) % 2 === 0) sheet.dot(x + column, top + 120 + dy);
    }
  }
  const below = top + 290;
  for (let i = 0; i < 22; i += 1) {
    const left = x + Math.round((i * INNER) / 22);
    for (let row = 0; row < 160; row += 1) {
      const width = Math.ceil(((160 - row) / 160) * 40);
      sheet.box(left + 32 - (width >> 1), below + row, width, 1);
    }
  }
}

function checks(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'CHECKS OF 1 2 4 8 PELS');
  const side = 304;
  for (const [i, check] of [1, 2, 4, 8].entries()) {
    const left = x + (i % 2) * (side + 40);
    const upper = top + Math.floor(i / 2) * (side - 30);
    const height = 256;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < side; column += 1) {
        if ((Math.floor(row / check) + Math.floor(column / check)) % 2 === 0) sheet.dot(left + column, upper + row);
      }
    }
  }
}

/** A circle that touches its square on four sides as long as proportions are true. */
function roundTable(sheet: DrawingSheet, x: number, y: number): void {
  const top = caption(sheet, x, y, 'ROUND IN SQUARE 68 MM');
  const radius = Math.round(34 * PELS_PER_MM);
  const centreX = x + (COLUMN >> 1);
  const centreY = top + radius;
  sheet.frame(centreX - radius, centreY - radius, 2 * radius + 1, 2 * radius + 1, 2);
  sheet.ring(centreX, centreY, radius, 4);
  sheet.stroke(centreX - radius, centreY - radius, centreX + radius, centreY + radius, 1);
  sheet.stroke(centreX - radius, centreY + radius, centreX + radius, centreY - radius, 1);
  sheet.shape(centreX, centreY, 90, (dx, dy) => Math.hypot(dx, dy) <= 90 && dx * dy >= 0);
  sheet.ring(centreX, centreY, 90, 3);
}
