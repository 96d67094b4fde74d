import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { blankRaster, rastersEqual } from '../../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { DEVELOPED_OCTETS_LIMIT, DevelopedPages } from '../../../device-model/scanner/developed-pages.ts';
import { DocumentFeeder } from '../../../device-model/scanner/document-feeder.ts';
import { openOriginal } from '../../../device-model/scanner/original.ts';
import { ScanEngine, type ScanRequest } from '../../../device-model/scanner/scan-engine.ts';
import { HandClock, TraceNotes } from './hand-clock.ts';
import { greyRamp } from './pictures.ts';

const PLACEMENT = { rasterWidth: 8, rasterHeight: 1, pictureWidth: 8, pictureHeight: 1, left: 0, top: 0 };

/** Scans the same file at every request; how often its picture was asked for, and the pages. */
async function scanned(requests: readonly Partial<ScanRequest>[], developed?: DevelopedPages) {
  const clock = new HandClock();
  const trace = new TraceNotes();
  const feeder = new DocumentFeeder({ profile: { capacitySheets: 50, mixedSizes: true } });
  const profile = { paperSizes: ['A4', 'B4'] as const, scanMsPerRow: { '204x196': 1, '200x100': 2 } };
  const engine = new ScanEngine({ clock, feeder, trace, profile, developed });
  const octets = await greyRamp(400);
  let asked = 0;
  const pages: string[] = [];
  for (const request of requests) {
    const sheet = await openOriginal('ramp.png', octets, { paper: 'A4' });
    const picture = (grid: { readonly width: number; readonly height: number }) => {
      asked += 1;
      return sheet.picture(grid);
    };
    feeder.load([{ ...sheet, picture, content: { octets, sheet: 0 } }]);
    const begun = clock.now();
    const scanning = engine.scanNext({ resolution: RESOLUTIONS['204x196'], density: 3, ...request });
    await clock.runAll();
    const page = await scanning;
    if (page === undefined) throw new Error('the feeder was empty');
    pages.push(`${createHash('sha256').update(page.raster.octets).digest('hex')} in ${clock.now() - begun} ms`);
    page.release();
  }
  return { asked, pages };
}

test('a sheet that comes a third time is not drawn again; the page and what the scan takes are the same', async () => {
  const requests: Partial<ScanRequest>[] = [{}, {}, {}, {}];
  const plain = await scanned(requests);
  const kept = await scanned(requests, new DevelopedPages());
  expect(plain.asked).toBe(4);
  expect(kept.asked).toBe(2);
  expect(kept.pages).toEqual(plain.pages);
});

test('resolution, density, type and paper each make a page of their own', async () => {
  const requests: Partial<ScanRequest>[] = [
    {},
    { density: 5 },
    { originalType: 'photo' },
    { resolution: RESOLUTIONS['200x100'] },
    { paper: 'B4' },
  ];
  const thrice = [...requests, ...requests, ...requests];
  const plain = await scanned(thrice);
  const kept = await scanned(thrice, new DevelopedPages());
  expect(kept.asked).toBe(2 * requests.length);
  expect(kept.pages).toEqual(plain.pages);
});

test('what is kept is a copy and is bounded in octets: the oldest page goes', () => {
  const developed = new DevelopedPages();
  const tone = { density: 3, type: 'text' } as const;
  const rowOctets = 1 << 20;
  const page = blankRaster(rowOctets * 8, 1);
  const keys = Array.from({ length: DEVELOPED_OCTETS_LIMIT / rowOctets + 1 }, (_, sheet) =>
    developed.keyOf({ octets: Uint8Array.of(1), sheet }, PLACEMENT, tone),
  );
  for (const [sheet, key] of keys.entries()) {
    page.octets.fill(sheet);
    developed.keep(page, key);
    developed.keep(page, key);
  }
  page.octets.fill(0xff);
  const found = blankRaster(rowOctets * 8, 1);
  expect(developed.copyInto(found, keys[0] ?? '')).toBe(false);
  expect(developed.copyInto(found, keys[1] ?? '')).toBe(true);
  expect(rastersEqual(found, { ...page, octets: new Uint8Array(rowOctets).fill(1) })).toBe(true);
});
