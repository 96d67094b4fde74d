import type { PaperSize } from '../../../device-model/page/paper-size.ts';
import { RESOLUTIONS, type ResolutionName } from '../../../device-model/page/resolution.ts';
import type { OriginalType } from '../../../device-model/scanner/develop.ts';
import { DocumentFeeder } from '../../../device-model/scanner/document-feeder.ts';
import type { Original } from '../../../device-model/scanner/original.ts';
import { ScanEngine, type ScannedPage } from '../../../device-model/scanner/scan-engine.ts';
import { openPaper } from '../../../rig/paper/open-paper.ts';
import { HandClock, TraceNotes } from '../../device-model/scanner/hand-clock.ts';

export interface PaperScan {
  readonly resolution?: ResolutionName;
  readonly paper?: PaperSize;
  readonly originalType?: OriginalType;
}

/** Opens a file and passes its sheets over the glass of a scanner that has every paper size. */
export async function scanFile(label: string, octets: Uint8Array, scan: PaperScan = {}): Promise<ScannedPage[]> {
  return await scanSheets(await openPaper(label, octets, scan.paper === undefined ? {} : { paper: scan.paper }), scan);
}

export async function scanSheets(sheets: readonly Original[], scan: PaperScan = {}): Promise<ScannedPage[]> {
  const clock = new HandClock();
  const feeder = new DocumentFeeder({ profile: { capacitySheets: 1000, mixedSizes: true } });
  const resolution = RESOLUTIONS[scan.resolution ?? '204x98'];
  const engine = new ScanEngine({
    clock,
    feeder,
    trace: new TraceNotes(),
    profile: { paperSizes: ['letter', 'A4', 'B4'], scanMsPerRow: { [resolution.name]: 1 } },
  });
  feeder.load(sheets);
  const pages: ScannedPage[] = [];
  for (;;) {
    const scanning = engine.scanNext({ resolution, density: 3, originalType: scan.originalType ?? 'text' });
    // Whoever waits for the page hears of a refusal; the clock need not.
    scanning.catch(() => undefined);
    await clock.runAll();
    const page = await scanning;
    if (page === undefined) return pages;
    pages.push(page);
  }
}

/** Share of black pels in a part of a page given in millimetres from the raster's upper left corner. */
export function blackShare(
  { raster, resolution }: ScannedPage,
  [left, top, right, bottom]: readonly [number, number, number, number],
): number {
  const [x0, x1] = [left, right].map((mm) => Math.round((mm / 25.4) * resolution.xDpi)) as [number, number];
  const [y0, y1] = [top, bottom].map((mm) => Math.round((mm / 25.4) * resolution.yDpi)) as [number, number];
  let black = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0; x < x1; x += 1) {
      black += ((raster.octets[y * raster.rowOctets + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    }
  }
  return black / ((x1 - x0) * (y1 - y0));
}
