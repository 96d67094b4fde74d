import sharp from 'sharp';
import { type BilevelRaster, blankRaster } from '../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../device-model/page/resolution.ts';
import { develop, type OriginalType } from '../device-model/scanner/develop.ts';
import type { Original } from '../device-model/scanner/original.ts';
import { type Placement, placeOnGlass } from '../device-model/scanner/placement.ts';
import { encodeMmr } from '../firmware/coding/encode-mmr.ts';
import { writeTiffFx } from '../firmware/tiff/write-tiff-fx.ts';
import { pdfOfPages } from '../rig/export/pdf-of-pages.ts';
import { openPaper } from '../rig/paper/open-paper.ts';
import { medianMs } from './stopwatch.ts';

const FINE = RESOLUTIONS['204x196'];

export interface OriginalMeasured {
  readonly name: string;
  readonly ms: number;
  /** The picture library alone, from the same file (for PDF, which it does not read, the PNG) to thresholded pels. */
  readonly sharpMs: number;
}

/**
 * The same A4 page as each kind of original, from its octets to packed rows at 204 × 196; beside them the bare picture
 * library, measured in the same run since machines differ.
 */
export async function measureOriginals(png: Uint8Array, drawn: BilevelRaster): Promise<readonly OriginalMeasured[]> {
  const page = sharp(png).greyscale();
  const tiff = (compression: 'lzw' | 'deflate') =>
    page.clone().tiff({ compression, predictor: 'horizontal' }).toBuffer();
  const asPng = await openOne('text.png', png);
  const { placement, raster } = asPng;
  await develop(await asPng.original.picture(gridOf(placement)), placement, { type: 'text', density: 3 }, raster);
  const fax = { strip: encodeMmr(raster), width: raster.width, height: raster.height, coding: 'MMR' as const };
  const text = Array.from(
    { length: 50 },
    (_, i) => `<text x="20" y="${30 + i * 5}" font-size="4">A line of text, number ${i}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">${text.join('')}</svg>`;

  const kinds: readonly (readonly [name: string, octets: Uint8Array, type?: OriginalType])[] = [
    ['PNG', png],
    ['PNG, Text/Photo', png, 'text-photo'],
    ['PNG, Photo', png, 'photo'],
    ['JPEG', await page.clone().jpeg().toBuffer()],
    ['WebP', await page.clone().webp().toBuffer()],
    ['TIFF, LZW', await tiff('lzw')],
    ['TIFF, Deflate', await tiff('deflate')],
    ['TIFF, fax page at 204 × 196 (MMR)', writeTiffFx([{ ...fax, resolution: FINE }])],
    ['PDF, page scanned at 400 × 400', pdfOfPages([{ raster: drawn, resolution: RESOLUTIONS['400x400'] }], encodeMmr)],
    ['SVG, 50 lines of text', Buffer.from(svg)],
  ];
  const measured: OriginalMeasured[] = [];
  for (const [name, octets, type = 'text'] of kinds) {
    const sheet = await openOne(name, octets);
    const ms = await medianMs(async () => {
      const picture = await sheet.original.picture(gridOf(sheet.placement));
      await develop(picture, sheet.placement, { type, density: 3 }, sheet.raster);
    });
    const readable = name.startsWith('PDF') ? png : octets;
    measured.push({ name, ms, sharpMs: await medianMs(() => bySharpAlone(readable, sheet.placement)) });
  }
  return measured;
}

function bySharpAlone(octets: Uint8Array, { pictureWidth, pictureHeight }: Placement): Promise<unknown> {
  return sharp(octets, { sequentialRead: true })
    .greyscale()
    .resize(pictureWidth, pictureHeight, { fit: 'fill', kernel: 'linear' })
    .threshold(128)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

interface Sheet {
  readonly original: Original;
  readonly placement: Placement;
  readonly raster: BilevelRaster;
}

async function openOne(label: string, octets: Uint8Array): Promise<Sheet> {
  const [original] = await openPaper(label, octets);
  if (original === undefined) throw new Error(`${label} gave no sheet`);
  const placement = placeOnGlass(original.size, original.size.paper, FINE);
  return { original, placement, raster: blankRaster(placement.rasterWidth, placement.rasterHeight) };
}

function gridOf({ pictureWidth, pictureHeight }: Placement): { readonly width: number; readonly height: number } {
  return { width: pictureWidth, height: pictureHeight };
}
