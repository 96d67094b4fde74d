import type { BilevelRaster } from '../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../device-model/page/resolution.ts';
import { Random } from '../device-model/random.ts';
import { pngOfPage } from '../rig/export/png-of-page.ts';
import { DrawingSheet, textWidth } from '../rig/lab/drawing-sheet.ts';

/** A4 at 400 × 400 dpi: the finest scan loses nothing, the others scale it down as they would paper. */
const WIDTH = 3307;
const HEIGHT = 4677;
const MARGIN = 394;
/** Capitals of 7 × 5 pels are 2.2 mm high: print of about 9 points. */
const DOT = 5;
const LINE_PITCH = 68;
const WORDS =
  'THE OF AND TO IN IS THAT IT WAS FOR ON ARE AS WITH AT BE THIS HAVE FROM OR HAD BY BUT SOME WHAT THERE WE CAN OUT OTHER WERE ALL YOUR WHEN PAPER WRITING MACHINE OFFICE LETTER QUESTION DELIVERY PAYMENT INVOICE MEETING AGREEMENT HOWEVER BETWEEN ACCORDING'.split(
    ' ',
  );

/** One page of a business letter, set in lines with a short last line in every paragraph; the same pels for the same number. */
export function drawTextPage(number: number): BilevelRaster {
  const sheet = new DrawingSheet(WIDTH, HEIGHT);
  const random = new Random(`text page ${number}`);
  sheet.text(MARGIN, 200, `PAGE ${number}`, 2 * DOT);
  sheet.box(MARGIN, 300, WIDTH - 2 * MARGIN, 6);
  for (let y = MARGIN; y < HEIGHT - MARGIN; y += LINE_PITCH) {
    const fill = random.below(7) === 0 ? random.fraction() : 1;
    sheet.text(MARGIN, y, line(random, (WIDTH - 2 * MARGIN) * fill), DOT);
    if (fill < 1) y += LINE_PITCH / 2;
  }
  return sheet.raster;
}

/** The page as a PNG file with its density. */
export function textPage(number: number): Uint8Array {
  return pngOfPage({ raster: drawTextPage(number), resolution: RESOLUTIONS['400x400'] });
}

function line(random: Random, widthPels: number): string {
  let text = '';
  for (;;) {
    const longer = text === '' ? word(random) : `${text} ${word(random)}`;
    if (textWidth(longer, DOT) > widthPels) return text;
    text = longer;
  }
}

function word(random: Random): string {
  const chosen = WORDS[random.below(WORDS.length)] ?? '';
  return random.below(9) === 0 ? `${chosen},` : chosen;
}
