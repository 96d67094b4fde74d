import { develop, type Original, OriginalError, type OriginalType, placeOnGlass } from '../../device-model/index.ts';
import { type BilevelRaster, blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { isPaperSize, type PaperSize } from '../../device-model/page/paper-size.ts';
import { isResolutionName, RESOLUTION_NAMES, RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { pageDensity } from '../../firmware/tiff/assumed-resolution.ts';
import { isLegalWidth, legalForm } from '../../firmware/tiff/legal-forms.ts';
import { tiffPages } from '../../firmware/tiff/read-tiff.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { pngOfPage } from '../export/png-of-page.ts';
import { openPaper } from './open-paper.ts';
import { pageLabel } from './page-label.ts';
import { paperKind } from './paper-kind.ts';
import { isPbm, readPbm } from './read-pbm.ts';

/** A picture in the pels of a fax page. */
export interface FaxPage {
  readonly label: string;
  readonly raster: BilevelRaster;
  readonly resolution: { readonly xDpi: number; readonly yDpi: number };
}

export interface FaxPageWishes {
  /** Undefined: the file's own, or fine. */
  readonly resolution: FaxPage['resolution'] | undefined;
  readonly paper: PaperSize | undefined;
  readonly tone: OriginalType;
}

const FINE = RESOLUTIONS['204x196'];
const COMMONEST: readonly FaxPage['resolution'][] = [FINE, { xDpi: 300, yDpi: 300 }, RESOLUTIONS['400x400']];
/** Medium of the scanner's five. */
const DENSITY = 3;

/**
 * The pages of any picture file as fax pages, one at a time. PBM pictures and bilevel TIFF pages that have the width of a fax row
 * (RFC 3949 4.2.1) are taken pel for pel; everything else is laid on the glass and scanned. Throws OriginalError.
 */
export async function* faxPages(label: string, octets: Uint8Array, wishes: FaxPageWishes): AsyncGenerator<FaxPage> {
  if (isPbm(octets)) yield* pbmPages(label, octets, wishes);
  else if (paperKind(octets) === 'TIFF') yield* tiffFaxPages(label, octets, wishes);
  else for (const sheet of await openPaper(label, octets, paperOption(wishes))) yield await scanned(sheet, wishes);
}

async function* pbmPages(label: string, octets: Uint8Array, wishes: FaxPageWishes): AsyncGenerator<FaxPage> {
  let number = 0;
  for (const picture of readPbm(octets)) {
    number += 1;
    const name = number === 1 ? label : `${label} (picture ${number})`;
    if (typeof picture === 'string') throw new OriginalError(name, picture, 'a PBM picture');
    const resolution = wishes.resolution ?? resolutionOfWidth(picture.width);
    if (resolution !== undefined && fits(picture.width, resolution)) yield { label: name, raster: picture, resolution };
    else {
      // Square pels: a PBM tells no resolution.
      const png = pngOfPage({ raster: picture, resolution: { xDpi: 72, yDpi: 72 } });
      for (const sheet of await openPaper(name, png, paperOption(wishes))) yield await scanned(sheet, wishes);
    }
  }
}

/** The commonest resolution at which a fax row has so many pels. */
function resolutionOfWidth(width: number): FaxPage['resolution'] | undefined {
  return COMMONEST.find((resolution) => fits(width, resolution));
}

async function* tiffFaxPages(label: string, octets: Uint8Array, wishes: FaxPageWishes): AsyncGenerator<FaxPage> {
  const pages: TiffPage[] = [];
  for (const page of tiffPages(octets)) {
    if (typeof page === 'string' || !ownForm(page, wishes)) {
      for (const sheet of await openPaper(label, octets, paperOption(wishes))) yield await scanned(sheet, wishes);
      return;
    }
    pages.push(page);
  }
  for (const [index, page] of pages.entries()) {
    const { raster, badRows, damage } = page.decode('conceal');
    const name = pageLabel(label, index + 1, pages.length);
    if (badRows > 0) {
      throw new OriginalError(name, `${badRows} rows are damaged (${damage ?? ''})`, 'an undamaged page');
    }
    yield { label: name, raster, resolution: wishes.resolution ?? ownResolution(page) };
  }
}

/** What it is per inch exactly, also when it is told per cm. */
function ownResolution(page: TiffPage): FaxPage['resolution'] {
  return page.resolution ?? pageDensity(page);
}

/** The page has a form of fax already, and no other is asked for. */
function ownForm(page: TiffPage, { resolution, paper }: FaxPageWishes): boolean {
  const { xDpi, yDpi } = ownResolution(page);
  const form = legalForm(xDpi, yDpi);
  if (form === undefined || !isLegalWidth(form, page.width)) return false;
  if (paper !== undefined && page.width !== form.widths[paper === 'B4' ? 'B4' : 'A4']) return false;
  return resolution === undefined || legalForm(resolution.xDpi, resolution.yDpi) === form;
}

function fits(width: number, { xDpi, yDpi }: FaxPage['resolution']): boolean {
  const form = legalForm(xDpi, yDpi);
  return form !== undefined && isLegalWidth(form, width);
}

function paperOption({ paper }: FaxPageWishes): { readonly paper?: PaperSize } {
  return paper !== undefined && isPaperSize(paper) ? { paper } : {};
}

async function scanned(sheet: Original, { resolution: wished = FINE, tone }: FaxPageWishes): Promise<FaxPage> {
  const name = `${wished.xDpi}x${wished.yDpi}`;
  if (!isResolutionName(name)) {
    throw new OriginalError(sheet.label, `nothing is scanned at ${name}`, RESOLUTION_NAMES.join(', '));
  }
  const resolution = RESOLUTIONS[name];
  const placement = placeOnGlass(sheet.size, sheet.size.paper, resolution);
  const raster = blankRaster(placement.rasterWidth, placement.rasterHeight);
  const picture = await sheet.picture({ width: placement.pictureWidth, height: placement.pictureHeight });
  try {
    await develop(picture, placement, { density: DENSITY, type: tone }, raster);
  } catch (error) {
    if (error instanceof OriginalError) throw error;
    throw new OriginalError(
      sheet.label,
      'the picture is damaged or cut short',
      'a picture that can be read to its end',
    );
  }
  return { label: sheet.label, raster, resolution };
}
