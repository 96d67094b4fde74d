import { pageDensity } from '../../firmware/tiff/assumed-resolution.ts';
import type { TiffPage } from '../../firmware/tiff/tiff-page.ts';
import { fnv1a64 } from '../export/fnv1a64.ts';
import type { FileReport } from './file-report.ts';
import { openTiffFile } from './open-tiff-file.ts';

/** `dpsim tiff info`: what each page is, and whether its pels are all there. Pages are decoded one at a time. */
export async function tiffInfo(name: string): Promise<FileReport> {
  const file = await openTiffFile(name);
  const pages = file.pages.map(({ number, page }) => pageFacts(number, page));
  const damaged = pages.some(({ badRows }) => badRows > 0);
  return {
    code: damaged || file.problems.length > 0 ? 1 : 0,
    json: { file: name, pages, problems: file.problems },
    story: [...pages.map(pageLine), ...file.problems.map((sentence) => `unreadable: ${sentence}`)],
  };
}

type PageFacts = ReturnType<typeof pageFacts>;

function pageFacts(number: number, page: TiffPage) {
  const { stored } = page;
  const { raster, badRows, codedRows, firstBadRow, damage } = page.decode('conceal');
  return {
    page: number,
    width: raster.width,
    length: raster.height,
    coding: page.coding,
    xResolution: stored.xResolution ?? null,
    yResolution: stored.yResolution ?? null,
    resolutionUnit: stored.resolutionUnit,
    /** Dots per inch of the page as it is seen. */
    dpi: pageDensity(page),
    strips: stored.strips,
    compression: stored.compression,
    fillOrder: stored.fillOrder,
    photometric: stored.photometric,
    orientation: stored.orientation,
    imageWidth: stored.imageWidth,
    imageLength: stored.imageLength,
    codedRows,
    badRows,
    firstBadRow: firstBadRow ?? null,
    damage: badRows > 0 ? (damage ?? null) : null,
    fnv1a64: fnv1a64(raster.octets),
  };
}

function pageLine(facts: PageFacts): string {
  const { xDpi, yDpi, assumed } = facts.dpi;
  const dpi = `${round(xDpi)}×${round(yDpi)} dpi${assumed ? ' (assumed)' : ''}`;
  const turned = facts.orientation === 1 ? '' : `, orientation ${facts.orientation}`;
  const pels = facts.badRows === 0 ? 'good' : `${facts.badRows} bad rows: ${facts.damage}`;
  const strips = `${facts.strips} strip${facts.strips === 1 ? '' : 's'}`;
  return `page ${facts.page}: ${facts.width} × ${facts.length}, ${facts.coding}, ${dpi}${turned}, ${strips}, ${pels}, ${facts.fnv1a64}`;
}

function round(dpi: number): number {
  return Math.round(dpi * 10) / 10;
}
