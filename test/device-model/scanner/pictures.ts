import sharp from 'sharp';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** White with the given SVG shapes on it. */
export async function drawn(size: PictureSize, shapes: string, dpi?: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><rect width="100%" height="100%" fill="#fff"/>${shapes}</svg>`;
  const picture = sharp(Buffer.from(svg)).png();
  return (dpi === undefined ? picture : picture.withMetadata({ density: dpi })).toBuffer();
}

/** Grey 0–255, one level a column. */
export async function greyRamp(height: number): Promise<Buffer> {
  const grey = Buffer.from(Array.from({ length: 256 * height }, (_, i) => i % 256));
  return sharp(grey, { raw: { width: 256, height, channels: 1 } })
    .png()
    .toBuffer();
}

/** A PNG chunk `pHYs` put behind the header of a PNG; the CRC is left out, nobody here checks it. */
export function withPhys(png: Uint8Array, xPerMetre: number, yPerMetre: number, unit = 1): Uint8Array {
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(xPerMetre, 8);
  chunk.writeUInt32BE(yPerMetre, 12);
  chunk.writeUInt8(unit, 16);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
