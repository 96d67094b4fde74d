import { type BilevelRaster, blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { reverseBits } from '../coding/reverse-bits.ts';

/** Where the stored row 0 and column 0 are on the page as it is seen (TIFF 6.0 section 8). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

interface Turn {
  /** Rows become columns first. */
  readonly exchanged: boolean;
  readonly leftToRight: boolean;
  readonly topToBottom: boolean;
}

const TURNS: Readonly<Record<Orientation, Turn>> = {
  1: { exchanged: false, leftToRight: false, topToBottom: false },
  2: { exchanged: false, leftToRight: true, topToBottom: false },
  3: { exchanged: false, leftToRight: true, topToBottom: true },
  4: { exchanged: false, leftToRight: false, topToBottom: true },
  5: { exchanged: true, leftToRight: false, topToBottom: false },
  6: { exchanged: true, leftToRight: true, topToBottom: false },
  7: { exchanged: true, leftToRight: true, topToBottom: true },
  8: { exchanged: true, leftToRight: false, topToBottom: true },
};

/** The field's value; what is none of the eight means nothing, hence 1, the default. */
export function orientationOf(value: number | undefined): Orientation {
  return value !== undefined && Object.hasOwn(TURNS, value) ? (value as Orientation) : 1;
}

/** Width and height are exchanged on the page as it is seen. */
export function exchangesAxes(orientation: Orientation): boolean {
  return TURNS[orientation].exchanged;
}

/** The page as it is seen. Takes the raster's octets over when its dimensions stay. */
export function turnUpright(raster: BilevelRaster, orientation: Orientation): BilevelRaster {
  const { exchanged, leftToRight, topToBottom } = TURNS[orientation];
  const turned = exchanged ? exchangeAxes(raster) : raster;
  if (leftToRight) mirrorRows(turned);
  if (topToBottom) reverseRows(turned);
  return turned;
}

/** Pel (x, y) becomes (y, x), eight by eight. */
function exchangeAxes({ width, height, rowOctets, octets }: BilevelRaster): BilevelRaster {
  const turned = blankRaster(height, width);
  const block = new Uint8Array(8);
  for (let y = 0; y < height; y += 8) {
    const rows = Math.min(8, height - y);
    for (let column = 0; column < rowOctets; column += 1) {
      let any = 0;
      for (let i = 0; i < 8; i += 1) {
        const octet = i < rows ? (octets[(y + i) * rowOctets + column] ?? 0) : 0;
        block[i] = octet;
        any |= octet;
      }
      if (any === 0) continue;
      const columns = Math.min(8, width - column * 8);
      for (let bit = 0; bit < columns; bit += 1) {
        let octet = 0;
        for (let i = 0; i < 8; i += 1) octet |= (((block[i] ?? 0) >> (7 - bit)) & 1) << (7 - i);
        turned.octets[(column * 8 + bit) * turned.rowOctets + (y >> 3)] = octet;
      }
    }
  }
  return turned;
}

/** Right becomes left. The padding, white, comes to the front of the row and is shifted out. */
function mirrorRows({ width, height, rowOctets, octets }: BilevelRaster): void {
  const padding = rowOctets * 8 - width;
  for (let y = 0; y < height; y += 1) {
    const row = octets.subarray(y * rowOctets, (y + 1) * rowOctets);
    reverseBits(row.reverse(), row);
    if (padding === 0) continue;
    for (let i = 0; i < rowOctets; i += 1) row[i] = ((row[i] ?? 0) << padding) | ((row[i + 1] ?? 0) >> (8 - padding));
  }
}

function reverseRows({ height, rowOctets, octets }: BilevelRaster): void {
  const spare = new Uint8Array(rowOctets);
  for (let top = 0, bottom = height - 1; top < bottom; top += 1, bottom -= 1) {
    const [upper, lower] = [top * rowOctets, bottom * rowOctets];
    spare.set(octets.subarray(upper, upper + rowOctets));
    octets.copyWithin(upper, lower, lower + rowOctets);
    octets.set(spare, lower);
  }
}
