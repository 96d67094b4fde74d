import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type BilevelRaster, blankRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { unpackBilevelTiff } from '../../../device-model/scanner/bilevel-tiff.ts';
import { binarize, type ScanDensity, WHITE_FROM_GREY } from '../../../device-model/scanner/binarize.ts';
import { develop, type OriginalType } from '../../../device-model/scanner/develop.ts';
import { ErrorDiffusion } from '../../../device-model/scanner/error-diffusion.ts';
import type { Placement } from '../../../device-model/scanner/placement.ts';
import type { GreyPicture, SheetPicture } from '../../../device-model/scanner/sheet-picture.ts';

const WIDTH = 1024;
const HEIGHT = 400;
const PLACED: Placement = {
  rasterWidth: WIDTH + 100,
  rasterHeight: HEIGHT + 60,
  pictureWidth: WIDTH,
  pictureHeight: HEIGHT,
  left: 53,
  top: 31,
};

const grey = (levelAt: (x: number, y: number) => number): GreyPicture => ({
  form: 'grey',
  width: WIDTH,
  height: HEIGHT,
  octets: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => levelAt(i % WIDTH, Math.floor(i / WIDTH))),
});
/** Black to white, four columns a level. */
const RAMP = grey((x) => x >> 2);
/** Black bars of 6 pels on white in the upper half, one even grey below. */
const PRINT_AND_GREY = grey((x, y) => (y >= HEIGHT / 2 ? 100 : x % 20 < 6 ? 0 : 255));

async function developed(
  picture: SheetPicture,
  type: OriginalType,
  density: ScanDensity = 3,
  placement = PLACED,
): Promise<BilevelRaster> {
  // Whatever lay in the raster before must not shine through.
  const raster = blankRaster(placement.rasterWidth, placement.rasterHeight);
  raster.octets.fill(0xa5);
  await develop(picture, placement, { type, density }, raster);
  return raster;
}

function blackIn(raster: BilevelRaster, x0: number, y0: number, x1: number, y1: number): number {
  let black = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1) {
      black += ((raster.octets[y * raster.rowOctets + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    }
  }
  return black;
}

const share = (raster: BilevelRaster, x0: number, x1: number, y0 = 0, y1 = HEIGHT): number =>
  blackIn(raster, PLACED.left + x0, PLACED.top + y0, PLACED.left + x1, PLACED.top + y1) / ((x1 - x0) * (y1 - y0));

describe('text', () => {
  it('is the picture library’s threshold, octet for octet, whether the pels are here already or not', async () => {
    const picture = grey((x, y) => (x * 7 + y * 13 + ((x * y) >> 4)) & 0xff);
    for (const density of [1, 2, 3, 4, 5] as const) {
      for (const placement of [PLACED, { ...PLACED, rasterWidth: WIDTH - 30, left: -17 }]) {
        const expected = blankRaster(placement.rasterWidth, placement.rasterHeight);
        unpackBilevelTiff(await binarize(picture, placement, density, WIDTH * HEIGHT), expected);
        expect(rastersEqual(await developed(picture, 'text', density, placement), expected)).toBe(true);
        const png = await sharp(picture.octets, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
          .png()
          .toBuffer();
        expect(rastersEqual(await developed({ form: 'file', octets: png }, 'text', density, placement), expected)).toBe(
          true,
        );
      }
    }
  });

  it('leaves a bilevel picture of the grid’s pels as it is, whatever the type and density', async () => {
    const raster = blankRaster(PLACED.rasterWidth, PLACED.rasterHeight);
    raster.octets.forEach((_, i) => {
      raster.octets[i] = (i * 31) & 0xf0 & (i % raster.rowOctets === raster.rowOctets - 1 ? 0xf0 : 0xff);
    });
    const { rasterWidth, rasterHeight } = PLACED;
    const whole = { ...PLACED, pictureWidth: rasterWidth, pictureHeight: rasterHeight, left: 0, top: 0 };
    for (const type of ['text', 'text-photo', 'photo'] as const) {
      expect(rastersEqual(await developed({ form: 'bilevel', raster }, type, 5, whole), raster)).toBe(true);
    }
  });
});

describe('photo', () => {
  it('keeps the mean darkness of every tone of a ramp, and of the whole', async () => {
    const raster = await developed(RAMP, 'photo');
    for (let level = 8; level < 248; level += 8) {
      const wanted = 1 - (level + 3.5) / 255;
      expect(Math.abs(share(raster, level * 4, (level + 8) * 4) - wanted)).toBeLessThan(0.01);
    }
    expect(Math.abs(share(raster, 0, WIDTH) - 0.5)).toBeLessThan(0.002);
  });

  it('has both pels in every even tone between, and no speckle on white or in black', async () => {
    const raster = await developed(RAMP, 'photo');
    for (let level = 16; level < 240; level += 16) {
      const black = share(raster, level * 4, (level + 4) * 4);
      expect(black).toBeGreaterThan(0);
      expect(black).toBeLessThan(1);
    }
    expect(share(raster, 0, 4)).toBe(1);
    expect(share(raster, 1020, 1024)).toBe(0);
    const around = blackIn(raster, 0, 0, raster.width, raster.height);
    expect(around).toBe(blackIn(raster, PLACED.left, PLACED.top, PLACED.left + WIDTH, PLACED.top + HEIGHT));
  });

  it('darkens with density, the tone of each threshold becoming the middle', async () => {
    let before = 0;
    for (const density of [1, 2, 3, 4, 5] as const) {
      const raster = await developed(RAMP, 'photo', density);
      const black = share(raster, 0, WIDTH);
      expect(black).toBeGreaterThan(before);
      before = black;
      const middle = WHITE_FROM_GREY[density] * 4;
      expect(Math.abs(share(raster, middle - 16, middle + 16) - 0.5)).toBeLessThan(0.05);
    }
  });

  it('is the same every time, for a file as for pels that are here already', async () => {
    const png = await sharp(RAMP.octets, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .png()
      .toBuffer();
    const first = await developed(RAMP, 'photo');
    expect(rastersEqual(await developed(RAMP, 'photo'), first)).toBe(true);
    expect(rastersEqual(await developed({ form: 'file', octets: png }, 'photo'), first)).toBe(true);
  });

  it('hands errors on as Floyd and Steinberg say', () => {
    // Level 100 is black; 100 × 7/16 = 43.75 makes the next 143.75, white; −111.25 × 7/16 makes the third 51.3, black.
    const diffusion = new ErrorDiffusion(
      3,
      Uint8Array.from({ length: 256 }, (_, level) => level),
    );
    const packed = new Uint8Array(1);
    diffusion.row(Uint8Array.of(100, 100, 100), packed, 128);
    expect(packed[0]).toBe(0b1010_0000);
    // Below, from the right: 100 + 5/16 × 51.3 + 1/16 × −111.25 = 109, black; 100 + 7/16 × 109 + 3/16 × 51.3
    // + 5/16 × −111.25 + 1/16 × 100 = 128.8, white; 100 + 7/16 × −126.2 + 3/16 × −111.25 + 5/16 × 100 = 55.2, black.
    const below = new Uint8Array(1);
    diffusion.row(Uint8Array.of(100, 100, 100), below, 128);
    expect(below[0]).toBe(0b1010_0000);
  });
});

describe('text/photo', () => {
  it('thresholds print and diffuses what has no edges', async () => {
    const raster = await developed(PRINT_AND_GREY, 'text-photo');
    const text = await developed(PRINT_AND_GREY, 'text');
    const half = (PLACED.top + HEIGHT / 2 - 16) * raster.rowOctets;
    expect(Buffer.compare(raster.octets.subarray(0, half), text.octets.subarray(0, half))).toBe(0);
    expect(Math.abs(share(raster, 20, WIDTH - 20, HEIGHT / 2 + 20, HEIGHT - 20) - (1 - 100 / 255))).toBeLessThan(0.01);
    expect(share(text, 20, WIDTH - 20, HEIGHT / 2 + 20, HEIGHT - 20)).toBe(1);
  });

  it('keeps a slow ramp as photo does', async () => {
    const raster = await developed(RAMP, 'text-photo');
    expect(Math.abs(share(raster, 64, WIDTH - 64) - 0.5)).toBeLessThan(0.005);
  });
});
