import { type BilevelRaster, blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { GLYPH_COLUMNS, GLYPH_ROWS, glyphRows } from './dot-font.ts';

export type Ink = 'black' | 'white';

/** A white sheet and a pen, all in pels; what lies outside the sheet is not drawn. */
export class DrawingSheet {
  readonly raster: BilevelRaster;

  constructor(width: number, height: number) {
    this.raster = blankRaster(width, height);
  }

  dot(x: number, y: number, ink: Ink = 'black'): void {
    const { width, height, rowOctets, octets } = this.raster;
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = y * rowOctets + (x >> 3);
    const bit = 0x80 >> (x & 7);
    octets[at] = ink === 'black' ? (octets[at] ?? 0) | bit : (octets[at] ?? 0) & ~bit;
  }

  box(x: number, y: number, width: number, height: number, ink: Ink = 'black'): void {
    for (let row = y; row < y + height; row += 1) for (let i = x; i < x + width; i += 1) this.dot(i, row, ink);
  }

  frame(x: number, y: number, width: number, height: number, pen: number): void {
    this.box(x, y, width, pen);
    this.box(x, y + height - pen, width, pen);
    this.box(x, y, pen, height);
    this.box(x + width - pen, y, pen, height);
  }

  /** Inks every pel of a square around the centre whose offset from the centre the shape contains. */
  shape(centreX: number, centreY: number, reach: number, contains: (dx: number, dy: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) if (contains(dx, dy)) this.dot(centreX + dx, centreY + dy);
    }
  }

  /** `radius` is that of the outer edge. */
  ring(centreX: number, centreY: number, radius: number, pen: number): void {
    this.shape(centreX, centreY, radius, (dx, dy) => {
      const distance = Math.hypot(dx, dy);
      return distance <= radius && distance > radius - pen;
    });
  }

  /** A straight stroke with square pen. */
  stroke(fromX: number, fromY: number, toX: number, toY: number, pen: number, ink: Ink = 'black'): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1);
    for (let i = 0; i <= steps; i += 1) {
      const x = Math.round(fromX + ((toX - fromX) * i) / steps);
      const y = Math.round(fromY + ((toY - fromY) * i) / steps);
      this.box(x - (pen >> 1), y - (pen >> 1), pen, pen, ink);
    }
  }

  /** Draws with dots of `size` pels from the upper left corner; returns the width drawn. */
  text(x: number, y: number, text: string, size: number, ink: Ink = 'black'): number {
    for (const [i, character] of Array.from(text).entries()) {
      for (const [row, bits] of glyphRows(character).entries()) {
        for (let column = 0; column < GLYPH_COLUMNS; column += 1) {
          if (((bits >> (GLYPH_COLUMNS - 1 - column)) & 1) === 0) continue;
          this.box(x + (i * (GLYPH_COLUMNS + 1) + column) * size, y + row * size, size, size, ink);
        }
      }
    }
    return textWidth(text, size);
  }
}

export function textWidth(text: string, size: number): number {
  return (text.length * (GLYPH_COLUMNS + 1) - 1) * size;
}

export function textHeight(size: number): number {
  return GLYPH_ROWS * size;
}
